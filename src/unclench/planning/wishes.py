"""What the person wants of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

EnergyGoal = Literal["keep", "less", "more"]
ALL_SUPPLEMENTS = "all"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person wants of a plan.

    Attributes:
        diets, allergies, dislikes: words. supplements: nutrients, or "all".
        goals: plan for these nutrients only. energy: "keep", "less" or "more".
        max_changes: most changes. pinned, banned: ids of changes from an earlier answer.
        prices: a CSV of food and price of 100 g; budget: what food may cost more a week.
        alternatives: how many plans to offer. time_limit: seconds for each goal of the solver.
    """

    diets: Sequence[str] = ()
    allergies: Sequence[str] = ()
    dislikes: Sequence[str] = ()
    supplements: Sequence[str] = ()
    goals: Sequence[str] = ()
    energy: EnergyGoal = "keep"
    max_changes: int = 3
    pinned: Sequence[str] = ()
    banned: Sequence[str] = ()
    prices: Path | None = None
    budget: float = 0.0
    alternatives: int = 3
    time_limit: float = 3.0
