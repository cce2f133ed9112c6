"""What is added to a food without being measured: milk in tea, butter on bread."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Strict, Verified


class Rule(Strict):
    """Grams of the addition for one of the food it is added to.

    `to` are words of that food, any of which must occur; empty for all foods. `once`: the amount
    does not grow with the number of that food (milk on two biscuits of cereal).
    """

    to: tuple[str, ...] = ()
    once: bool = False
    grams: float = Field(gt=0)
    low: float = Field(gt=0)
    high: float = Field(gt=0)
    source: str
    verified: Verified


class Additions(Fact):
    """One addition: its words, and grams by what it is added to, the first rule that fits."""

    words: tuple[str, ...]
    rules: tuple[Rule, ...]
