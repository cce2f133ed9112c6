"""Numbers about a person's life and body: what is drunk, sweated, done; pulse, pressure, fever.

Each item says by which words it is recognised, how units are turned into its own, and from which
value a finding follows. Patterns run on normalised text (`unclench.told.en.normalise`).
"""

from __future__ import annotations

import datetime as dt
import re

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified


class Threshold(Strict):
    """A finding that is true from (`at_least`) or up to (`at_most`) a value."""

    finding: str
    at_least: float | None = None
    at_most: float | None = None
    sex: str | None = None
    source: str
    verified: Verified


class Item(Strict):
    """One number.

    Attributes:
        measure: its own unit in words.
        per: the time it is counted over ("day", "week", "hour"), or empty for a reading.
        words: groups of words of which one must be near (a substring of the normalised text).
        units: factor of each unit word to the item's unit.
        patterns: regular expressions with one group, the number, for readings.
        not_with: words beside which the number means something else.
    """

    label: str
    measure: str
    per: str = ""
    words: tuple[str, ...] = ()
    units: dict[str, float] = Field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    low: float
    high: float
    thresholds: tuple[Threshold, ...] = ()


class ExposureArea(Fact):
    """One area of numbers."""

    items: dict[str, Item]


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Patterns compile with one group; every threshold has a value."""
    problems: list[Problem] = []
    for fact in facts.values():
        if not isinstance(fact, ExposureArea):
            continue
        where = f"facts/data/exposures/{fact.id}.yaml"
        for key, item in fact.items.items():
            problems += [
                Problem(f"pattern {p!r} of '{key}' needs exactly one group", where)
                for p in item.patterns
                if re.compile(p).groups != 1
            ]
            problems += [
                Problem(f"'{key}': {t.finding} has no value", where)
                for t in item.thresholds
                if t.at_least is None and t.at_most is None
            ]
    return problems
