"""Conditions a person says they have or had, and the words for them.

An id here and an id of kind `findings` never name the same thing, so that a rule may use either.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict


class Item(Strict):
    """One condition.

    Attributes:
        implies: more general conditions that are true whenever this one is.
        phrases: patterns of words; see `docs/words.md`.
        unless: longer names that hold one of the phrases and mean something else ("diabetes
            insipidus" is no diabetes, a "heating pad" no PAD).
        passes: it gets over: told as past ("had Graves disease as a teenager") it is not there now.
        lasts_days: how long it can last; told of longer ago it is over. None: it stays.
        named_as_told: a group of many illnesses, each shown by the name that was told.
    """

    label: str
    implies: tuple[str, ...] = ()
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    passes: bool = False
    lasts_days: float | None = Field(default=None, gt=0)
    named_as_told: bool = False


class ConditionArea(Fact):
    """One area of conditions. The words are ours: `source` is judgement."""

    source: str
    items: dict[str, Item] = Field(min_length=1)


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Ids are unique and every implied condition exists."""
    areas = [f for f in facts.values() if isinstance(f, ConditionArea)]
    counts = Counter(key for area in areas for key in area.items)
    problems = [
        Problem(f"condition '{key}' is defined twice", "facts/data/conditions")
        for key, n in sorted(counts.items())
        if n > 1
    ]
    for area in areas:
        where = f"facts/data/conditions/{area.id}.yaml"
        problems += [
            Problem(f"'{key}' implies the unknown condition '{other}'", where)
            for key, item in area.items.items()
            for other in item.implies
            if other not in counts
        ]
    return problems
