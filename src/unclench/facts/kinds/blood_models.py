"""Numbers that the models of blood share and that stand in none of their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from unclench.errors import Problem
from unclench.facts.kinds.conditions import ConditionArea
from unclench.facts.loader import Fact, KnownUnit, Strict, Verified, load


class Number(Strict):
    """One number with its unit and source."""

    value: float
    unit: KnownUnit
    source: str
    verified: Verified
    why: str = ""


class BodyMass(Strict):
    """Shift of 25-hydroxyvitamin D from this body mass index on, kg/m2 and nmol/L."""

    from_bmi: float
    shift: float
    source: str
    verified: Verified


class OrdinaryIntake(Strict):
    """What is taken for an intake that is not known, per day in the nutrient's unit."""

    amount: float
    source: str
    verified: Verified


class BloodModels(Fact):
    """The shared numbers.

    Attributes:
        ica_per_ph: change of ionised calcium per unit of pH, by breathing.
        sodium_less_chloride: anion gap and bicarbonate; acid-base is not simulated.
        usual_filtration: eGFR of the reference adult. usual_sweat: beyond unnoticed evaporation.
        contradiction: a steady state this far from a blood test, as a share of it, contradicts it.
        body_mass: the highest class first.
        ordinary_intake: by nutrient id.
        kidney_conditions: ids of conditions whose weakness the filtration carries.
    """

    ica_per_ph: Number
    sodium_less_chloride: Number
    usual_filtration: Number
    usual_sweat: Number
    contradiction: Number
    body_mass: tuple[BodyMass, ...]
    ordinary_intake: dict[str, OrdinaryIntake]
    kidney_conditions: tuple[str, ...]


def check(facts: Mapping[str, BloodModels], today: dt.date) -> list[Problem]:
    """Every condition of the kidneys exists."""
    del today
    known = {c for area in load("conditions", ConditionArea).values() for c in area.items}
    return [
        Problem(f"'{name}' is not among the conditions", f"facts/data/blood_models/{key}.yaml")
        for key, fact in facts.items()
        for name in fact.kidney_conditions
        if name not in known
    ]
