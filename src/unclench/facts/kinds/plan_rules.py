"""The rules of a food plan: what each asks for, and what is said when it shapes a plan."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from unclench.facts.loader import Fact


class PlanRule(Fact):
    """One rule. The arithmetic is a function of the same name in `unclench.planning.rules`.

    Attributes:
        applies_to: nutrient ids, or what the function decides (empty).
        sense: the side of the bound.
        hard: never relaxed. Soft rules may be missed, and the plan then says by how much.
        if_it_binds: said when the rule shapes the plan; {label} of the nutrient is filled in.
        parameters: numbers the function uses, each explained in `note`.
    """

    applies_to: tuple[str, ...] = ()
    sense: Literal["at_least", "at_most"]
    hard: bool
    if_it_binds: str
    parameters: dict[str, float] = Field(default_factory=dict)
    source: str
