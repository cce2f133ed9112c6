"""The words of laboratory reports and tables of results, one file a language.

They say what a column is, which part of a line is the laboratory's range, what was sampled, whose
report it is and in which order its dates are written. Compared without accents and capitals.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts import loader
from unclench.facts.loader import Fact, Verified
from unclench.facts.spelling import LETTERS, fold

Column = Literal[
    "test", "loinc", "value", "comparator", "unit", "date", "other_date", "low", "high", "range",
    "flag", "specimen", "panel", "note", "person", "birth", "previous", "several",
]  # fmt: skip
"""What a column of a table is. `other_date`: reported, received, printed; `previous`: an earlier
result; `several`: headers that stand for the test in one table and for something else in another,
so that the cells decide."""


class LabWords(Fact):
    """Words of one language.

    Attributes:
        columns: what a column is -> its headers.
        date_parts: words that make a header a date; other_date_parts, birth_parts and person_parts
            make it the day of the report, a birth date, a person.
        day_first: how dates are written where these headers are used; None when both are met.
        marks: words in a report that show its country, so that `day_first` holds.
        months: the first letters of the months, each once.
        serum, urine, elsewhere: what was sampled; `elsewhere` is neither blood nor urine.
        says_little: words of a test's name that name no other test, such as methods.
        between: words between the two limits of a range. range_words: words before a range.
        low, high, normal: flags and comments.
        person, birth, number: labels before a name, a birth date, a number of the patient.
        collected, other_day: words before the day of the sample; before other days.
        labels: lines that only say what stands on the next one.
        earlier: words before an earlier result.
    """

    columns: Mapping[Column, tuple[str, ...]] = Field({})
    date_parts: tuple[str, ...] = ()
    other_date_parts: tuple[str, ...] = ()
    birth_parts: tuple[str, ...] = ()
    person_parts: tuple[str, ...] = ()
    day_first: bool | None = None
    marks: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    serum: tuple[str, ...] = ()
    urine: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    says_little: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    range_words: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()
    normal: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    birth: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    collected: tuple[str, ...] = ()
    other_day: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    source: str
    verified: Verified


def key(text: str) -> str:
    """A header or label without accents, capitals and punctuation, single spaces between words."""
    return re.sub(rf"[^{LETTERS}0-9]+", " ", fold(text)).strip()


def load() -> dict[str, LabWords]:
    """All languages by id."""
    return loader.load("lab_words", LabWords)


@functools.cache
def words(name: str) -> frozenset[str]:
    """Every word of a list in all languages, as `key` makes it."""
    return frozenset(key(w) for lang in load().values() for w in getattr(lang, name)) - {""}


@functools.cache
def pattern(name: str) -> str:
    """A regular expression for the words of a list in folded text, the longest first."""
    every = sorted(
        {fold(w).strip() for lang in load().values() for w in getattr(lang, name)},
        key=lambda w: (-len(w), w),
    )
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in every)


@functools.cache
def columns() -> dict[str, Column]:
    """Header, as `key` makes it -> what the column is."""
    out: dict[str, Column] = {}
    for lang in load().values():
        for column, headers in lang.columns.items():
            for header in headers:
                out.setdefault(key(header), column)
    return out


@functools.cache
def months() -> dict[str, int]:
    """First letters of a month, without accents -> its number."""
    out: dict[str, int] = {}
    for lang in load().values():
        for place, group in enumerate(lang.months, 1):
            for name in group.split("|"):
                out.setdefault(fold(name), place)
    return out


def month(word: str) -> int | None:
    """The number of a month named in any of the languages, or None."""
    known = months()
    plain = fold(word)
    return next((known[plain[:n]] for n in (4, 3) if plain[:n] in known), None)


def check(facts: dict[str, Fact], _today: object) -> list[Problem]:
    """Twelve months or none; a header is one thing only."""
    problems: list[Problem] = []
    owner: dict[str, str] = {}
    for fact in facts.values():
        assert isinstance(fact, LabWords)
        where = f"facts/data/lab_words/{fact.id}.yaml"
        if fact.months and len(fact.months) != 12:
            problems.append(Problem(f"{len(fact.months)} months", where))
        for column, headers in fact.columns.items():
            for header in headers:
                if owner.setdefault(key(header), column) != column:
                    first = owner[key(header)]
                    problems.append(Problem(f"'{header}' is {first} and {column}", where))
    return problems
