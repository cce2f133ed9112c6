"""Supplements that a plan may name when the person allows them: common low doses, never more."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact


class PlanSupplement(Fact):
    """One supplement: `amount` of `nutrient` a day, in `unit`, and what to say with it."""

    nutrient: str
    amount: float = Field(gt=0)
    unit: str
    say: str
    source: str
