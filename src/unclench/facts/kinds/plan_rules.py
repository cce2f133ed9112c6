"""The rules of a food plan as titled rows: what each asks for, and the sentence for the report."""

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
        say: for the report; {label}, {amount}, {unit} are filled in.
        if_it_binds: said when the rule shapes the plan.
        parameters: numbers the function uses, each explained in `note`.
    """

    applies_to: tuple[str, ...] = ()
    sense: Literal["at_least", "at_most"]
    hard: bool
    say: str
    if_it_binds: str
    parameters: dict[str, float] = Field(default_factory=dict)
    source: str
