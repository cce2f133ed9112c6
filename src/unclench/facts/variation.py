"""Day-to-day and between-person variation for one person's sex and age."""

from __future__ import annotations

import functools

from unclench.facts.kinds.variation import Group, Variation
from unclench.facts.life_stage import LifeStage
from unclench.facts.loader import load

__all__ = ["Group", "Variation", "group", "tables"]


@functools.cache
def tables() -> dict[str, Variation]:
    """Nutrient id -> variation."""
    return load("variation", Variation)


def group(nutrient: str, profile: LifeStage) -> Group | None:
    """The group a person belongs to; None without age and sex, or without a table.

    Pregnant and lactating women have groups of their own at 14 to 50 years.
    """
    table = tables().get(nutrient)
    if table is None or profile.age is None or profile.sex is None:
        return None
    state = "pregnant" if profile.pregnant else "lactating" if profile.lactating else "none"
    for wanted in (state, "none"):
        for g in table.groups:
            if (
                g.sex in ("both", profile.sex)
                and g.state == wanted
                and g.age[0] <= max(profile.age, 1) < g.age[1]
            ):
                return g
    return None
