"""What medicines and conditions do to the constants of the slow models.

One file per class of medicine or condition. An effect is a factor on, or a shift of, one constant
of one model, with a range between people. It is never advice on a dose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import model_validator

from unclench.errors import Problem
from unclench.facts.loader import Fact, KnownUnit, Strict, Verified

Slow = Literal["vitamin_d", "sodium_water", "magnesium", "potassium", "calcium"]


class Effect(Strict):
    """One constant changed: by `factor`, or by `shift` in `unit`; `low` to `high` between people.

    `observed` says which published change in blood a fitted number reproduces.
    """

    model: Slow
    constant: str
    factor: float | None = None
    shift: float | None = None
    unit: KnownUnit = ""
    low: float
    high: float
    status: Literal["published", "fitted", "assumed"]
    source: str
    verified: Verified
    observed: str = ""
    why: str

    @model_validator(mode="after")
    def _one(self) -> Effect:
        if (self.factor is None) == (self.shift is None):
            raise ValueError("give either factor or shift")
        size = self.factor if self.factor is not None else self.shift
        if size is None or not self.low <= size <= self.high:
            raise ValueError("the value lies outside low to high")
        if self.shift is not None and not self.unit:
            raise ValueError("a shift needs its unit")
        return self


class DrugEffects(Fact):
    """A class of medicines (with the names of its common members) or a condition."""

    kind: Literal["medicine", "condition"]
    names: tuple[str, ...] = ()
    effects: tuple[Effect, ...]
    say: str


def check(facts: Mapping[str, DrugEffects], today: dt.date) -> list[Problem]:
    """A name may belong to one class only."""
    del today
    seen: dict[str, str] = {}
    problems = []
    for key, fact in facts.items():
        for name in (key, *fact.names):
            if seen.setdefault(name.lower(), key) != key:
                where = f"facts/data/drug_effects/{key}.yaml"
                problems.append(Problem(f"'{name}' is also a name of {seen[name.lower()]}", where))
    return problems
