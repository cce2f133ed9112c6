"""Results that stand in the complaint: "my potassium was 6.8 this morning", "iron a bit low"."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from unclench.assessment import reason
from unclench.errors import Problem, UserError
from unclench.facts import units
from unclench.facts.kinds import analytes
from unclench.facts.number_words import counts
from unclench.plasma.labs import make_result as values
from unclench.plasma.labs import numbers
from unclench.plasma.labs.dates import find_date, said_date
from unclench.plasma.labs.printed import Printed
from unclench.plasma.labs.result import LabResult
from unclench.plasma.labs.rise import before
from unclench.told.supplements import names_one
from unclench.told.worded import ToldResult

_VERB = (
    r"(?:is|was|were|are|came back(?: as| at)?|come back(?: as| at)?|of|at|read|reads|level|result|"
    r"count|hit|reached|now|only|just|still|about|around|"
    r"(?:has |have |had )?(?:gone|went|dropped|fell|fallen|risen|rose|jumped|shot|climbed|crept|up|"
    r"down)(?: up| down)?(?: to)?|=|:)"
)
_NUMBER = numbers.NUMBER
_NO_RESULT = re.compile(
    r"(?:tablet|capsule|pill|drop|spoon|teaspoon|tablespoon|sachet|cup|glass|bowl|tin|can|slice|bag|"
    r"packet|bottle|time|day|week|month|year|hour|minute|x)s?$",
    re.IGNORECASE,
)
"""What is counted so is swallowed, or goes on so long."""
_LETTERS = ("K", "Na")
"""Signs that mean a test only where a word such as "is" or a decimal number follows."""
_NOT_MINE = re.compile(
    r"\b(?:if|might|may|should|target|aim|normal is|range|wife|husband|mother|father|mum|mom|dad|"
    r"brother|sister|son|daughter|friend|neighbour|neighbor|his|her|their)\b",
    re.IGNORECASE,
)
_SWALLOWED = re.compile(r"\b(?:take|taking|took|taken|tablets?|supplements?|swallowed)\b", re.I)
_SHORT = ("INR", "CRP", "TSH", "ESR", "CK", "Hb", "eGFR", "K+", "Na+", "PTH", "WBC", "PLT")
"""Abbreviations that mean a test also in running text; others ("K", "Mg", "iron") need a list."""


_AFTER_A_RESULT = (
    "", "today", "yesterday", "now", "this", "last", "on", "at", "so", "but", "went", "after",
    "when", "with", "while",
)  # fmt: skip
"""What may follow a result that has neither verb nor unit: "potassium 7.2 today"."""


@functools.cache
def _spoken() -> re.Pattern[str]:
    small = "|".join(["zero", "oh", *(w for w, n in counts().items() if n <= _LARGEST_SPOKEN)])
    return re.compile(rf"\b({small}) point ({small})(?: ({small}))?\b", re.IGNORECASE)


_LARGEST_SPOKEN = 20


@functools.cache
def _said_whole() -> re.Pattern[str]:
    small = "|".join(w for w, n in counts().items() if 2 <= n <= _LARGEST_SPOKEN)
    return re.compile(rf"\b(is|are|was|were|at|to|count|level|only|now) ({small})\b", re.IGNORECASE)


def _in_digits(text: str) -> str:
    """The same with numbers in words as digits: "seven point two" is 7.2, "are nine" are 9."""

    def digits(word: str | None) -> str:
        return "" if word is None else f"{counts().get(word.lower(), 0):.0f}"

    text = _spoken().sub(lambda m: f"{digits(m[1])}.{digits(m[2])}{digits(m[3])}", text)
    return _said_whole().sub(lambda m: f"{m[1]} {digits(m[2])}", text)


@functools.cache
def _names() -> re.Pattern[str]:
    """The names of the tests of blood as one pattern, the longest first."""
    names = {
        n
        for a in analytes.load().values()
        if a.specimen in ("serum", "blood")
        for n in a.every_name()
        if (len(n) >= 5 and re.fullmatch(r"[A-Za-z][A-Za-z ]+", n))
    }
    long = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    short = "|".join(re.escape(n) for n in (*_SHORT, *_LETTERS))
    sign = numbers.SIGN
    return re.compile(
        rf"(?<![A-Za-z])(?<!vitamin )(?<!Vitamin )(?P<name>(?i:{long})|{short})(?![A-Za-z])"
        rf"(?P<verb>(?:\s+(?i:blood test|level|result|count))*\s*(?i:{_VERB})?(?:\s+(?i:{_VERB}))*)"
        rf"(?:\s+from\s+(?P<first>{_NUMBER})(?:\s+[^\s\d]+)??\s+to)?"
        rf"\s*(?P<sign>{sign})?\s*(?P<number>{_NUMBER})(?![\d/:])"
        r"\s*(?P<unit>[A-Za-zµμ%][A-Za-z0-9µμ^*%]*(?:/[A-Za-z0-9.^²*]+)?)?"
    )


def from_told(
    told: Iterable[ToldResult], today: dt.date | None = None
) -> tuple[list[LabResult], list[Problem]]:
    """(results told in words, what of them says too little to be used)."""
    out: list[LabResult] = []
    problems: list[Problem] = []
    for one in told:
        if one.side == "off" or (one.panel and one.side != "normal"):
            problems.append(no_side(one.text, one.where))
            continue
        day, _, _ = find_date(one.text)
        if day is None:
            day, _, _ = said_date(one.text, today or dt.date.today())
        out += [
            LabResult(
                analyte, name=one.name, word=one.side, date=day, where=one.text,
                notes=(reason("lab_from_words"),),
            )
            for analyte in one.analytes
        ]  # fmt: skip
    return out, problems


def no_side(text: str, where: str) -> Problem:
    """The problem of a result of which only "off" or "borderline" is told."""
    return Problem(
        f"'{text}' says that a result was not as it should be, not which way or by how much.",
        where,
        "Write the test with its number and unit, or whether it was low or high: TSH 6.2 mU/L.",
    )


def from_words(texts: Iterable[str], today: dt.date | None = None) -> list[LabResult]:
    """Results of blood told in sentences; what is a dose, somebody else's or a wish is none.

    A number counts when its unit is an amount in a volume, or when a word such as "was" or
    "level" stands before it and only one unit makes it plausible. Nothing is an error here.
    """
    out: list[LabResult] = []
    for text in texts:
        for clause in re.split(r"[;!?]|\.(?!\d)|,(?!\d)|\band\b", _in_digits(text)):
            for found in _names().finditer(clause):
                if not _NOT_MINE.search(clause[: found.start()]):
                    out += _one(found, clause, today)
    return out


def _taken(name: str) -> bool:
    """Whether a test bears the name of what is also swallowed; sodium is no tablet."""
    return name.lower() != "sodium" and names_one(name.lower())


def _one(found: re.Match[str], clause: str, today: dt.date | None) -> Sequence[LabResult]:
    unit = (found["unit"] or "").rstrip(".")
    told = bool(unit) and "/" in unit and units.is_known(unit)
    if unit and not told and units.is_known(unit):
        return []  # "magnesium 375 mg" is a dose
    if not told and _NO_RESULT.match(unit):
        return []
    bare = unit.lower() in _AFTER_A_RESULT and ("." in found["number"] or not _taken(found["name"]))
    if not told and (found["verb"].strip() == "at" or _SWALLOWED.search(clause[: found.start()])):
        return []  # "took magnesium at 9"
    if not (told or found["verb"].strip() or found["name"] in _SHORT or bare):
        return []
    try:
        made = values.make(
            Printed(
                found["name"], numbers.number(found["number"]), unit if told else "",
                (found["sign"] or "").strip(":=~≈ "),
            )
        )  # fmt: skip
    except UserError:
        return []
    day, _, _ = find_date(clause)
    if day is None:
        day, _, _ = said_date(clause, today or dt.date.today())
    notes = (*made.notes, reason("lab_from_words"))
    first = found["first"]
    if first is not None and (was := numbers.number(first)) is not None:
        notes = (*notes, before(made, was, ""))
    return [replace(made, date=day, where=clause.strip(), notes=notes)]
