"""Repairs to other people's food tables: an entry each, with its reason and its end."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from unclench.facts.loader import Fact, Strict


class While(Strict):
    """The repair is made only while the published value is in this range; else the build stops."""

    above: float | None = None
    below: float | None = None


class Repair(Strict):
    """One value of one food (per 100 g, in the nutrient's own unit)."""

    food: str
    nutrient: str
    do: Literal["forget", "multiply", "set"]
    by: float | None = None
    because: str = Field(min_length=20)
    only_while: While
    source: str


class FoodCorrections(Fact):
    """Repairs to one source."""

    table: str
    repairs: tuple[Repair, ...]
