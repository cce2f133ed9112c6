"""How foods are named and measured in a country, and what suggests that somebody lives there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Verified


class CountryWays(Fact):
    """One country; its id is that of its `fortification`.

    Attributes:
        words: of foods and shops, said there and hardly elsewhere, in lower case; one that several
            countries have stands in each. least: different ones that suggest the country.
        people: millions, which decide where words fit two countries equally well.
        languages: language tags without a region that suggest it; a region speaks for itself.
        cups: whether food is measured in cups at home. glass_ml: what a glass holds.
        names: name of a food that a plan may suggest, or a word of its portion -> as said there.
    """

    words: tuple[str, ...] = ()
    least: int = Field(2, ge=1)
    people: float = Field(gt=0)
    languages: tuple[str, ...] = ()
    cups: bool = True
    glass_ml: float | None = Field(None, ge=100, le=400)
    names: Mapping[str, str] = {}
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every country is one whose additions are known, and every name is one of a plan."""
    from unclench.facts.kinds.candidates import FoodKind
    from unclench.facts.kinds.fortification import Fortification
    from unclench.facts.loader import load

    known = load("fortification", Fortification)
    items = [i for k in load("candidates", FoodKind).values() for i in k.items]
    said = {i.label for i in items} | {w for i in items for w in i.portion.split()}
    problems: list[Problem] = []
    for fact in facts.values():
        if not isinstance(fact, CountryWays):
            continue
        where = f"facts/data/country_ways/{fact.id}.yaml"
        if fact.id not in known:
            problems.append(Problem(f"no fortification '{fact.id}'", where))
        lost = sorted(set(fact.names) - said)
        problems += [Problem(f"no food or portion of a plan is named '{n}'", where) for n in lost]
        loud = [w for w in fact.words if w != w.lower()]
        problems += [Problem(f"'{w}' is not in lower case", where) for w in loud]
    return problems
