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
from unclench.facts.kinds.conditions import ConditionArea
from unclench.facts.kinds.findings import FindingArea
from unclench.facts.kinds.medicines import MedicineArea
from unclench.facts.loader import Fact, KnownUnit, Strict, Verified, load
from unclench.facts.second_looks import SecondLook

Slow = Literal["vitamin_d", "sodium_water", "magnesium", "potassium", "calcium"]


class Effect(Strict):
    """One constant changed, by `factor` or by `shift` in `unit`; people differ, `low` to `high`."""

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
    second: SecondLook
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


class Missed(Strict):
    """What it does to blood that no effect here holds, as a sentence goes on after its label."""

    say: str
    source: str
    verified: Verified


class DrugEffects(Fact):
    """A class of medicines or a condition, and what it changes.

    Attributes:
        generics, classes: medicines it stands for, ids of `facts/data/medicines`.
        conditions, findings: ids of `facts/data/conditions` and `findings`.
        misses: said before everything else, since the models hold it in part only.
    """

    kind: Literal["medicine", "condition"]
    generics: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    effects: tuple[Effect, ...]
    misses: Missed | None = None
    say: str


def check(facts: Mapping[str, DrugEffects], today: dt.date) -> list[Problem]:
    """Every id exists in the facts it refers to, and belongs to one file only."""
    del today
    medicines = load("medicines", MedicineArea).values()
    known = {
        "generics": {g for area in medicines for g in area.items},
        "classes": {c for area in medicines for c in area.classes},
        "conditions": {
            c for area in load("conditions", ConditionArea).values() for c in area.items
        },
        "findings": {f for area in load("findings", FindingArea).values() for f in area.items},
    }
    seen: dict[tuple[str, str], str] = {}
    problems = []
    for key, fact in facts.items():
        where = f"facts/data/drug_effects/{key}.yaml"
        named = [(kind, name) for kind in known for name in getattr(fact, kind)]
        if not named:
            problems.append(Problem("it acts through nothing", where))
        for kind, name in named:
            if name not in known[kind]:
                problems.append(Problem(f"'{name}' is not among the {kind}", where))
            if seen.setdefault((kind, name), key) != key:
                problems.append(Problem(f"'{name}' is also of {seen[kind, name]}", where))
    return problems
