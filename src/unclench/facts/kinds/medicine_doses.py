"""How much of a medicine a day is the most that is ordinarily taken, and what a bare number means.

For questions only: a dose far above is asked about and not believed. It is no advice.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, KnownUnit, Strict, Verified, load


class Dose(Strict):
    """One generic.

    Attributes:
        most_mg: the most a day by mouth that leaflets and formularies allow an adult, in mg.
        unit: of a number told without one ("levothyroxine 125"); international units give no mg.
    """

    most_mg: float = Field(gt=0)
    unit: KnownUnit = "mg"
    verified: Verified


class MedicineDoses(Fact):
    """Some generics, from one source; `note` says what was seen where."""

    source: str
    items: dict[str, Dose] = Field(min_length=1)


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every generic exists and stands in one file."""
    from unclench.facts.kinds.medicines import MedicineArea

    known = {k for a in load("medicines", MedicineArea).values() for k in a.items}
    home: dict[str, str] = {}
    problems: list[Problem] = []
    for fact in facts.values():
        if not isinstance(fact, MedicineDoses):
            continue
        where = f"facts/data/medicine_doses/{fact.id}.yaml"
        for generic in fact.items:
            if generic not in known:
                problems.append(Problem(f"'{generic}' is no known medicine", where))
            if generic in home:
                problems.append(Problem(f"'{generic}' is already in {home[generic]}.yaml", where))
            home[generic] = fact.id
    return problems
