"""Grams per millilitre of foods whose volume the food table does not tell."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Strict, Verified


class Density(Strict):
    """Grams per millilitre with its relative spread (about an 80 % interval to either side).

    `food` is a regular expression on the lower-case name, `group` the food groups it holds for.
    """

    food: str = ""
    group: tuple[str, ...] = ()
    g_per_ml: float = Field(gt=0)
    spread: float = Field(ge=0)


class Densities(Fact):
    """The first of `named` that fits, else of `groups`, else `others`."""

    named: tuple[Density, ...]
    groups: tuple[Density, ...]
    others: Density
    source: str
    verified: Verified
