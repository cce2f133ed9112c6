"""Whose results these are. Names and numbers of people are compared here and never said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from unclench.errors import Problem
from unclench.facts.spelling import fold
from unclench.ways import ONE_PERSON

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "herr",
        "frau",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "sig",
        "sra",
        "sr",
    ]
)


@dataclass(frozen=True, slots=True)
class Who:
    """What a file tells of a patient; all empty when it tells nothing.

    Attributes:
        name: words of the name, folded. birth: day of birth, ISO. number: of the patient, or the
            reference of a file to one.
    """

    name: frozenset[str] = frozenset()
    birth: str = ""
    number: str = ""

    def __repr__(self) -> str:
        return "Who()"  # never in a message

    def __bool__(self) -> bool:
        return bool(self.name or self.birth or self.number)


NOBODY = Who()


def who(name: str = "", birth: dt.date | str | None = None, number: str = "") -> Who:
    """A `Who` from what is written."""
    words = frozenset(re.findall(r"[^\W\d_]+", fold(name))) - _TITLES
    return Who(words, str(birth or ""), fold(number).strip())


def same(a: Who, b: Who) -> bool | None:
    """Whether two are one person; None when what is told of them cannot decide it."""
    if a.birth and b.birth and a.birth != b.birth:
        return False
    if a.name and b.name:
        return a.name <= b.name or b.name <= a.name or (
            len(a.name & b.name) >= 2 and bool(a.birth) and a.birth == b.birth
        )  # fmt: skip
    if a.number and b.number:
        return a.number == b.number
    if a.birth and b.birth:
        return True
    return None


def apart(everybody: Iterable[Who]) -> list[list[Who]]:
    """The people among them, each with all that is told of him or her.

    One of whom too little is told to be compared joins whoever is the only one.
    """
    groups: list[list[Who]] = []
    for one in dict.fromkeys(w for w in everybody if w):
        verdicts = [_of_group([same(one, other) for other in group]) for group in groups]
        at = next((k for k, v in enumerate(verdicts) if v is True), None)
        if at is None and len(groups) == 1 and verdicts[0] is None:
            at = 0
        if at is None:
            groups.append([one])
        else:
            groups[at].append(one)
    return groups


def _of_group(verdicts: list[bool | None]) -> bool | None:
    if False in verdicts:
        return False
    return True if True in verdicts else None


def chosen(groups: list[list[Who]], asked: str) -> list[Who] | None:
    """The group that a name, number or birth date means; None when none or several do."""
    words = frozenset(re.findall(r"[^\W\d_]+", fold(asked)))
    found = [
        g for g in groups
        if any(fold(asked).strip() in (w.number, w.number.rsplit("/", 1)[-1], w.birth) for w in g)
        or (words and any(words <= w.name for w in g))
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def names(text: str, everybody: Iterable[Who]) -> bool:
    """Whether a text holds a name or number of somebody, or speaks to somebody."""
    words = set(re.findall(r"[^\W\d_]+", fold(text)))
    if words & (_TITLES - {"dr", "prof"}) or {"dear", "liebe", "lieber", "chere", "cher"} & words:
        return True
    return any(
        words & {w for w in one.name if len(w) > 2} or (one.number and one.number in fold(text))
        for one in everybody
    )


def refusal(count: int, where: str, how: str = "") -> Problem:
    """The problem of a file of several people."""
    return Problem(
        f"This holds results of {count} people, and they must not be mixed.",
        where,
        how or f"{ONE_PERSON} Or keep only that person's results.",
    )
