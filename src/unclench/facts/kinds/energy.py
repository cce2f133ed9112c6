"""Energy: what a body needs, and how low a diary can be before it cannot be whole."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified

Activity = Literal["sedentary", "light", "moderate", "active", "very_active"]


class Equation(Strict):
    """A linear equation for one group of people.

    need = constant + per_year * age + pa[activity] * (per_kg * kg + per_m * height) + growth,
    with age in years and height in metres; `pa` is absent for energy at rest.
    """

    sex: Literal["both", "female", "male"]
    age: tuple[float, float]
    bmi_from: float | None = None
    constant: float
    per_year: float = 0
    per_kg: float
    per_m: float = 0
    growth: float = 0
    pa: dict[Activity, float] | None = None
    verified: Verified | None = None


class Addition(Strict):
    """Energy added in pregnancy or lactation, per day."""

    state: Literal["pregnant", "lactating"]
    low: float
    high: float
    note: str = ""
    verified: Verified


class CutOff(Strict):
    """Constants of the Goldberg cut-off: coefficients of variation as shares, and activity.

    cv_intake: of energy intake from day to day; cv_rest: of predicted energy at rest; cv_activity:
    of physical activity level between people; level: activity level (PAL) by words; z: standard
    deviations allowed to either side.
    """

    cv_intake: float = Field(gt=0, lt=1)
    cv_rest: float = Field(gt=0, lt=1)
    cv_activity: float = Field(gt=0, lt=1)
    level: dict[Activity, float]
    level_when_unknown: float
    z: float


class EnergyTable(Fact):
    """Equations of energy need or energy at rest (`unit` per day), or the cut-off."""

    unit: str
    equations: tuple[Equation, ...] = ()
    additions: tuple[Addition, ...] = ()
    cut_off: CutOff | None = None
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every set of equations covers each sex and age from 3 to 120 years exactly once."""
    problems = []
    for fact in facts.values():
        if not isinstance(fact, EnergyTable) or not fact.equations:
            continue
        for sex in ("female", "male"):
            for age in range(3, 121):
                n = sum(
                    e.sex in ("both", sex) and e.age[0] <= age < e.age[1] and e.bmi_from is None
                    for e in fact.equations
                )
                if n != 1:
                    where = f"facts/data/energy/{fact.id}.yaml"
                    problems.append(Problem(f"{n} equations for {sex}, age {age}", where))
                    break
    return problems
