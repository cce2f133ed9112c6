"""What the slow models are told about a person, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from unclench.errors import Problem, UserError, did_you_mean
from unclench.plasma.engine import Model, load

PACKAGE = "unclench.plasma.models"
SLOW = ("vitamin_d", "magnesium", "potassium", "sodium_water", "calcium")
"""The slow models, in the order in which they hand results on."""

INTAKES: dict[str, tuple[str, str, float, float, str]] = {
    "calcium": ("calcium", "input.calcium", 40.078, 1000.0, "mg"),
    "magnesium": ("magnesium", "input.magnesium", 24.305, 292.0, "mg"),
    "potassium": ("potassium", "input.potassium", 39.0983, 2932.0, "mg"),
    "sodium": ("sodium_water", "input.sodium", 22.98977, 3219.0, "mg"),
    "vitamin_d": ("vitamin_d", "input.vitamin_d", 1.0, 5.0, "µg"),
    "water": ("sodium_water", "input.water", 1000.0, 2200.0, "g"),
}
"""Nutrient id -> model, constant, amount per unit of the constant, ordinary intake, unit."""

ICA_PER_PH = -0.5
"""Change of ionised calcium in mmol/L per unit of pH, respiratory (84 people; source `ica_ph`)."""

SUN: dict[str, float] = {
    "none": 0.0,
    "indoors": 0.15,
    "little": 0.3,
    "some": 0.7,
    "outdoors": 1.0,
    "much": 1.6,
}
"""Words for exposure to the sun, as a share of an ordinary outdoor life (judgement)."""

LABS: dict[str, tuple[float, float, str]] = {
    "sodium": (115, 165, "mmol/L"),
    "potassium": (1.8, 7.0, "mmol/L"),
    "calcium": (1.2, 3.5, "mmol/L"),
    "ica": (0.5, 1.8, "mmol/L"),
    "magnesium": (0.2, 1.5, "mmol/L"),
    "d25": (5, 240, "nmol/L"),
    "albumin": (15, 55, "g/L"),
    "ph": (6.9, 7.8, "1"),
}
"""Blood tests that can be a starting point: smallest and largest value, unit."""


@dataclass(frozen=True, slots=True)
class BloodInputs:
    """What is known about the person. Nothing given is ever taken as zero.

    Attributes:
        intakes: per day by nutrient id, in the nutrient's unit (calcium, magnesium, potassium and
            sodium in mg, vitamin_d in µg, water from food and drink in g). What is missing is taken
            as an ordinary intake, and the answer says so.
        sweat_l_per_day: litres of sweat beyond unnoticed evaporation; 0.05 when not given.
        sweat_sodium_mmol_l: measured whole-body sweat sodium; drawn from norms when not given.
        egfr: filtration in mL/min/1.73 m2; 100 when not given.
        medicines, conditions: classes or names (see `facts/data/drug_effects`).
        sun: a word of `SUN`. latitude: degrees north; summer is counted from the equator's side.
        day_of_year: day on which the course starts, 1 to 366.
        weight_kg, height_cm, age, pregnant: for body mass index and for what is refused.
        labs: starting values by name of `LABS`, in its unit.
        drinks_to_thirst: False for somebody who cannot or does not.
    """

    intakes: Mapping[str, float] = field(default_factory=dict)
    sweat_l_per_day: float | None = None
    sweat_sodium_mmol_l: float | None = None
    egfr: float | None = None
    medicines: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    sun: str | None = None
    latitude: float | None = None
    day_of_year: int = 15
    weight_kg: float | None = None
    height_cm: float | None = None
    age: float | None = None
    pregnant: bool = False
    labs: Mapping[str, float] = field(default_factory=dict)
    drinks_to_thirst: bool = True

    def with_intakes(self, **per_day: float) -> BloodInputs:
        """The same person with some intakes changed."""
        return replace(self, intakes={**self.intakes, **per_day})


def model(name: str) -> Model:
    """One of the slow models."""
    return load(PACKAGE, name)


def _span(what: str, value: float | None, low: float, high: float, unit: str) -> list[Problem]:
    if value is None or (math.isfinite(value) and low <= value <= high):
        return []
    fix = f"The models hold from {low:g} to {high:g} {'' if unit == '1' else unit}".rstrip() + "."
    return [Problem(f"{value:g} is outside what the models can tell.", what, fix)]


def problems_of(person: BloodInputs) -> list[Problem]:
    """Everything about these inputs that the models must refuse."""
    out: list[Problem] = []
    for key, amount in person.intakes.items():
        if key not in INTAKES:
            fix = did_you_mean(key, INTAKES) or f"Known: {', '.join(INTAKES)}."
            out.append(Problem(f"The models of blood do not use '{key}'.", key, fix))
            continue
        name, constant, per, _, unit = INTAKES[key]
        q = model(name).quantity(constant)
        assert q.low is not None and q.high is not None
        out += _span(f"{key} per day", amount, q.low * per, q.high * per, unit)
    for key, value in person.labs.items():
        if key not in LABS:
            fix = did_you_mean(key, LABS) or f"Known: {', '.join(LABS)}."
            out.append(Problem(f"'{key}' cannot be a starting point.", key, fix))
        else:
            out += _span(key, value, *LABS[key])
    out += _span("sweat", person.sweat_l_per_day, 0, 12, "L/day")
    out += _span("sweat sodium", person.sweat_sodium_mmol_l, 5, 100, "mmol/L")
    out += _span("kidney function (eGFR)", person.egfr, 15, 150, "mL/min/1.73 m2")
    out += _span("day of the year", person.day_of_year, 1, 366, "")
    out += _span("latitude", person.latitude, -70, 70, "degrees")
    if person.sun is not None and person.sun not in SUN:
        out.append(Problem(f"'{person.sun}' is not known.", "sun", f"Use {', '.join(SUN)}."))
    if person.age is not None and person.age < 18:
        out.append(Problem("The models of blood are for adults.", "age", "Leave them out."))
    if person.pregnant:
        text = "The models of blood do not hold in pregnancy."
        out.append(Problem(text, "pregnant", "Leave them out; ask your midwife or doctor."))
    return out


def checked(person: BloodInputs) -> BloodInputs:
    """The same inputs when the models can use them.

    Raises:
        UserError: every problem at once.
    """
    if problems := problems_of(person):
        raise UserError(problems)
    return person


def constants(person: BloodInputs) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Constants by model that follow from the inputs, and notes on what was assumed."""
    out: dict[str, dict[str, Any]] = {name: {} for name in SLOW}
    missing = [k for k in INTAKES if k not in person.intakes]
    notes = []
    for key, (name, constant, per, usual, unit) in INTAKES.items():
        out[name][constant] = person.intakes.get(key, usual) / per
        if key == "potassium":
            out["sodium_water"]["input.potassium"] = out[name][constant]
        if key in missing:
            notes.append(f"{key.replace('_', ' ')} {usual:g} {unit}")
    if notes:
        notes = [f"Not known, so an ordinary intake was taken per day: {', '.join(notes)}."]
    sweat = 0.05 if person.sweat_l_per_day is None else person.sweat_l_per_day
    for name in ("magnesium", "potassium", "sodium_water", "calcium"):
        out[name]["input.sweat"] = sweat
        out[name]["input.kidney"] = 1.0 if person.egfr is None else person.egfr / 100
    if person.egfr is None:
        notes.append("Kidney function was not given; healthy kidneys were assumed.")
    if person.sweat_sodium_mmol_l is not None:
        out["sodium_water"]["input.sweat_sodium"] = person.sweat_sodium_mmol_l
    out["sodium_water"]["input.thirst"] = float(person.drinks_to_thirst)
    out["vitamin_d"] |= _sun(person, notes)
    out["vitamin_d"]["input.body_mass_shift"] = _body_mass(person)
    if "albumin" in person.labs:
        out["calcium"]["input.albumin"] = person.labs["albumin"]
    return out, notes


def _sun(person: BloodInputs, notes: list[str]) -> dict[str, float]:
    if person.sun is None:
        notes.append("Sun was not given; some time outdoors was assumed.")
    share = SUN[person.sun or "some"]
    day = float(person.day_of_year)
    if person.latitude is not None:
        share *= float(min(1.6, max(0.3, 1 + (53 - abs(person.latitude)) * 0.02)))
        if person.latitude < 0:
            day = (day + 182.6) % 365.25
    return {"input.sun": min(share, 2.0), "input.day_of_year": day}


def _body_mass(person: BloodInputs) -> float:
    """Shift of 25(OH)D in nmol/L by class of body mass index (Ekwaru 2014)."""
    if not person.weight_kg or not person.height_cm:
        return 0.0
    index = person.weight_kg / (person.height_cm / 100) ** 2
    return -19.8 if index >= 30 else -8.0 if index >= 25 else 0.0
