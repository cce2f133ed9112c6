"""Day-to-day and between-person variation for people of one sex and age."""

from __future__ import annotations

import functools

import numpy as np

from unclench.facts.kinds.variation import Group, Variation
from unclench.facts.life_stage import LifeStage
from unclench.facts.loader import load
from unclench.facts.people import Bands, Ints, People

__all__ = ["Group", "Variation", "group", "groups", "tables"]

YOUNGEST = 1.0
"""Years; younger children are taken to vary as those of this age."""


@functools.cache
def tables() -> dict[str, Variation]:
    """Nutrient id -> variation."""
    return load("variation", Variation)


@functools.cache
def _bands(nutrient: str) -> Bands:
    return Bands.of(tables()[nutrient].groups)


def groups(nutrient: str, people: People) -> Ints:
    """Index into `tables()[nutrient].groups` of each person's group; shape (people,).

    -1 without age and sex, or without a table. Pregnant and lactating women have groups of their
    own at 14 to 50 years; at other ages that of other women.
    """
    if nutrient not in tables():
        return np.full(len(people), -1, dtype=np.intp)
    age = np.maximum(people.age, YOUNGEST)
    own = _bands(nutrient).join(people, age, people.state)
    others = _bands(nutrient).join(people, age, np.full_like(people.state, "none"))
    out: Ints = np.where(own >= 0, own, others)
    return out


def group(nutrient: str, profile: LifeStage) -> Group | None:
    """The group a person belongs to; None without age and sex, or without a table."""
    (index,) = groups(nutrient, People.of([profile]))
    return None if index < 0 else tables()[nutrient].groups[index]
