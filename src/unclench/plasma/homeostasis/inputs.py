"""What the slow models are told about a person, and what is refused."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts.kinds.blood_quantities import BloodQuantity
from unclench.facts.kinds.sun_levels import SunLevels
from unclench.facts.loader import load as load_facts
from unclench.facts.nutrients import nutrients
from unclench.facts.units import convert
from unclench.plasma.blood import Blood, Name, shared
from unclench.plasma.composition import RANGES
from unclench.plasma.engine import Model, load

PACKAGE = "unclench.plasma.models"
SLOW = ("vitamin_d", "magnesium", "potassium", "sodium_water", "calcium")
"""The slow models, in the order in which they hand results on."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How one intake enters the models: `per` of the nutrient's unit is one unit of `constant`."""

    model: str
    constant: str
    per: float
    ordinary: float
    unit: str


_PLACES = {
    "calcium": ("calcium", "input.calcium"),
    "magnesium": ("magnesium", "input.magnesium"),
    "phosphorus": ("calcium", "input.phosphorus"),
    "potassium": ("potassium", "input.potassium"),
    "sodium": ("sodium_water", "input.sodium"),
    "vitamin_d": ("vitamin_d", "input.vitamin_d"),
    "water": ("sodium_water", "input.water"),
}
TAKEN = tuple(_PLACES)
"""Ids of the nutrients that the models take."""
STARTS: tuple[Name, ...] = ("sodium", "potassium", "ica", "magnesium", "d25")
"""Levels from which a course may start."""


@functools.cache
def intakes() -> dict[str, Intake]:
    """How each intake enters the models, by nutrient id."""
    out = {}
    for key, (name, constant) in _PLACES.items():
        fact = nutrients()[key]
        if model(name).quantity(constant).unit == "mmol/day":
            assert fact.molar_mass is not None
            per = fact.molar_mass
        else:  # litres of water; micrograms of vitamin D
            per = convert(1.0, "L", "mL") if key == "water" else 1.0
        ordinary = shared().ordinary_intake[key].amount
        out[key] = Intake(name, constant, per, ordinary, fact.unit)
    return out


def sun_levels() -> dict[str, float]:
    """Words for exposure to the sun, as a share of an ordinary outdoor life."""
    return load_facts("sun_levels", SunLevels)["sun"].share


@functools.cache
def spans() -> dict[Name, tuple[float, float, str]]:
    """Levels that a model can start from or take: smallest and largest value, unit."""
    table = load_facts("blood_quantities", BloodQuantity)
    names: tuple[Name, ...] = ("sodium", "potassium", "calcium", "ica", "magnesium", "d25")
    out: dict[Name, tuple[float, float, str]] = {}
    for name in names:
        span = table[name].start
        assert span is not None
        out[name] = (span.low, span.high, table[name].unit)
    albumin = model("calcium").quantity("input.albumin")
    assert albumin.low is not None and albumin.high is not None
    out["albumin"] = (albumin.low, albumin.high, albumin.unit)
    out["ph"] = (RANGES["ph"].low, RANGES["ph"].high, "1")
    return out


@dataclass(frozen=True, slots=True)
class BloodInputs:
    """What is known about the person. Nothing given is ever taken as zero.

    Attributes:
        intakes: per day by nutrient id, in the nutrient's unit (calcium, magnesium, phosphorus,
            potassium and sodium in mg, vitamin_d in µg, water from food and drink in g). What is
            missing is taken as an ordinary intake, and the answer says so.
        sweat_l_per_day: litres of sweat beyond unnoticed evaporation; 0.05 when not given.
        sweat_sodium_mmol_l: measured whole-body sweat sodium; drawn from norms when not given.
        egfr: filtration in mL/min/1.73 m2, before that of `blood`; 100 when neither is given.
        medicines: ids of generics or classes; conditions: ids of conditions or findings that are
            there. Words in their place are read once, by `acting`.
        sun: a word of `facts/data/sun_levels`. latitude: degrees north; summer is counted
            from the equator's side.
        day_of_year: day on which the course starts, 1 to 366.
        weight_kg, height_cm, age, pregnant: for body mass index and for what is refused.
        blood: blood tests; a bound is never a starting point.
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
    blood: Blood = field(default_factory=Blood)
    drinks_to_thirst: bool = True

    def with_intakes(self, **per_day: float) -> BloodInputs:
        """The same person with some intakes changed."""
        return replace(self, intakes={**self.intakes, **per_day})

    @property
    def filtration(self) -> float | None:
        """Filtration in mL/min/1.73 m2 as given or measured."""
        return self.blood.value("egfr") if self.egfr is None else self.egfr

    @property
    def started(self) -> bool:
        """Whether a blood test can say where the course starts."""
        return any(self.blood.value(n) is not None for n in (*STARTS, "albumin", "ph"))


def model(name: str) -> Model:
    """One of the slow models."""
    return load(PACKAGE, name)


def _span(what: str, value: float | None, low: float, high: float, unit: str) -> list[Problem]:
    if value is None or (math.isfinite(value) and low <= value <= high):
        return []
    fix = f"The models hold from {low:g} to {high:g} {'' if unit == '1' else unit}".rstrip() + "."
    return [Problem(f"{value:g} is outside what the models can tell.", what, fix)]


def out_of_span(blood: Blood) -> list[Name]:
    """Measured numbers that the models can neither start from nor take."""
    out = []
    for name, (low, high, _) in spans().items():
        level = blood.levels.get(name)
        value = None if level is None or level.origin != "measured" else level.value
        if value is not None and not (math.isfinite(value) and low <= value <= high):
            out.append(name)
    return out


def problems_of(person: BloodInputs) -> list[Problem]:
    """Everything about these inputs that the models must refuse."""
    out: list[Problem] = []
    for key, amount in person.intakes.items():
        if key not in TAKEN:
            fix = did_you_mean(key, TAKEN) or f"Known: {', '.join(TAKEN)}."
            out.append(Problem(f"The models of blood do not use '{key}'.", key, fix))
            continue
        place = intakes()[key]
        q = model(place.model).quantity(place.constant)
        assert q.low is not None and q.high is not None
        low, high = q.low * place.per, q.high * place.per
        out += _span(f"{key} per day", amount, low, high, place.unit)
    for name in out_of_span(person.blood):
        out += _span(name, person.blood.value(name), *spans()[name])
    out += _span("sweat", person.sweat_l_per_day, 0, 12, "L/day")
    out += _span("sweat sodium", person.sweat_sodium_mmol_l, 5, 100, "mmol/L")
    out += _kidneys(person)
    out += _span("day of the year", person.day_of_year, 1, 366, "")
    out += _span("latitude", person.latitude, -70, 70, "degrees")
    if person.sun is not None and person.sun not in sun_levels():
        fix = f"Use {', '.join(sun_levels())}."
        out.append(Problem(f"'{person.sun}' is not known.", "sun", fix))
    if person.age is not None and person.age < 18:
        out.append(Problem("The models of blood are for adults.", "age", "Leave them out."))
    if person.pregnant:
        text = "The models of blood do not hold in pregnancy."
        out.append(Problem(text, "pregnant", "Leave them out; ask your midwife or doctor."))
    return out


def _kidneys(person: BloodInputs) -> list[Problem]:
    """Filtration outside the models, or a bound that healthy kidneys would contradict."""
    usual = shared().usual_filtration.value
    q = model("potassium").quantity("input.kidney")
    assert q.low is not None and q.high is not None
    where, unit = "kidney function (eGFR)", "mL/min/1.73 m2"
    level = person.blood.levels.get("egfr")
    if person.filtration is None and level is not None and not level.holds(usual):
        told = f"only as below {level.high:g}" if math.isfinite(level.high) else "only as a bound"
        text = f"Kidney function was reported {told} {unit}; the models need a number."
        return [Problem(text, where, "Ask the laboratory for the number.")]
    return _span(where, person.filtration, q.low * usual, q.high * usual, unit)


def checked(person: BloodInputs) -> BloodInputs:
    """The same inputs when the models can use them.

    Raises:
        UserError: every problem at once.
    """
    if problems := problems_of(person):
        raise UserError(problems)
    return person


def constants(person: BloodInputs) -> tuple[dict[str, dict[str, float]], list[Reason]]:
    """Constants by model that follow from the inputs, and what was assumed."""
    out: dict[str, dict[str, float]] = {name: {} for name in SLOW}
    notes: list[Reason] = []
    for key, place in intakes().items():
        out[place.model][place.constant] = person.intakes.get(key, place.ordinary) / place.per
    out["sodium_water"]["input.potassium"] = out["potassium"]["input.potassium"]
    missing = [k for k in TAKEN if k not in person.intakes]
    if missing:
        amounts = [intakes()[k].ordinary for k in missing]
        units = [intakes()[k].unit for k in missing]
        notes.append(reason("intakes_ordinary", nutrients=missing, amounts=amounts, units=units))
    sweat = person.sweat_l_per_day
    sweat = shared().usual_sweat.value if sweat is None else sweat
    filtration = person.filtration
    for name in ("magnesium", "potassium", "sodium_water", "calcium"):
        out[name]["input.sweat"] = sweat
        out[name]["input.kidney"] = (
            1.0 if filtration is None else filtration / shared().usual_filtration.value
        )
    if filtration is None:
        notes.append(reason("kidneys_healthy"))
    if person.sweat_sodium_mmol_l is not None:
        out["sodium_water"]["input.sweat_sodium"] = person.sweat_sodium_mmol_l
    out["sodium_water"]["input.thirst"] = float(person.drinks_to_thirst)
    if person.sun is None:
        notes.append(reason("sun_assumed"))
    out["vitamin_d"] |= _sun(person)
    out["vitamin_d"]["input.body_mass_shift"] = _body_mass(person)
    albumin = person.blood.value("albumin")
    if albumin is not None:
        out["calcium"]["input.albumin"] = albumin
    return out, notes


def _sun(person: BloodInputs) -> dict[str, float]:
    share = sun_levels()[person.sun or "some"]
    day = float(person.day_of_year)
    if person.latitude is not None:
        share *= float(min(1.6, max(0.3, 1 + (53 - abs(person.latitude)) * 0.02)))
        if person.latitude < 0:
            day = (day + 182.6) % 365.25
    return {"input.sun": min(share, 2.0), "input.day_of_year": day}


def _body_mass(person: BloodInputs) -> float:
    """Shift of 25(OH)D in nmol/L by class of body mass index."""
    if not person.weight_kg or not person.height_cm:
        return 0.0
    index = person.weight_kg / (person.height_cm / 100) ** 2
    return next((c.shift for c in shared().body_mass if index >= c.from_bmi), 0.0)
