"""What a country adds to flour, bread, pasta, rice and milk."""

from __future__ import annotations

import datetime as dt

from pydantic import Field, model_validator

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified


class Rule(Strict):
    """What is added to 100 g of the flour in a food, or what it holds at least afterwards.

    `up_to`: what is added where it is added, by scheme or by choice, and not everywhere.
    """

    food: str
    nutrient: str
    adds: float | None = Field(None, gt=0)
    at_least: float | None = Field(None, gt=0)
    up_to: float | None = Field(None, gt=0)
    source: str
    verified: Verified

    @model_validator(mode="after")
    def _one(self) -> Rule:
        if sum(v is not None for v in (self.adds, self.at_least, self.up_to)) != 1:
            raise ValueError("one of adds, at_least and up_to")
        return self


class Fortification(Fact):
    """One country; `as_table`: as the food table has it, which is American."""

    countries: tuple[str, ...]
    as_table: bool = False
    rules: tuple[Rule, ...] = ()
    source: str


def rules_of(country: str) -> Fortification | None:
    """What a country (two letters, or its name) adds; None when it is not known."""
    from unclench.facts.loader import load

    told = country.strip(" .").casefold().removeprefix("the ")
    for fact in load("fortification", Fortification).values():
        if told in (fact.id, fact.label.casefold(), *(c.casefold() for c in fact.countries)):
            return fact
    return None


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every rule is about a food that `enriched_foods` knows."""
    from unclench.facts.kinds.enriched_foods import EnrichedFood
    from unclench.facts.loader import load

    known = load("enriched_foods", EnrichedFood)
    return [
        Problem(f"no enriched food '{r.food}'", f"facts/data/fortification/{f.id}.yaml")
        for f in facts.values()
        if isinstance(f, Fortification)
        for r in f.rules
        if r.food not in known
    ]
