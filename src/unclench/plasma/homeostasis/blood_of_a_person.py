"""From an assessed diary and case to the inputs of the models of blood, and back as an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from unclench.errors import UserError
from unclench.facts.units import convert
from unclench.plasma.homeostasis.inputs import INTAKES, LABS, BloodInputs, problems_of

if TYPE_CHECKING:
    from unclench.assessment import Assessment, Lab
    from unclench.told.person import Person

ANALYTES = {
    "na": "sodium",
    "k": "potassium",
    "ca_total": "calcium",
    "ca_ion": "ica",
    "mg": "magnesium",
    "vitd": "d25",
    "albumin": "albumin",
    "ph": "ph",
}
"""Analyte of a blood test -> starting value of the models. Units are those of the analytes."""


def from_assessment(
    assessment: Assessment,
    person: Person,
    *,
    today: dt.date | None = None,
) -> BloodInputs:
    """Inputs from what is known: usual intake, blood tests, kidneys, sweat, sun, medicines.

    An intake that could not be told from the diary stays missing; nothing is taken as zero.

    Args:
        assessment: with nutrients, labs and hydration as far as they are known.
        person: body, medicines taken, conditions present, sun.
        today: day of the year on which the course starts; the date of the last test, or unknown.
    """
    intakes = {}
    for n in assessment.nutrients:
        mean = n.usual_intake.mean
        if n.id in INTAKES and mean is not None:
            unit = n.usual_intake.unit.removesuffix("/day")
            intakes[n.id] = convert(mean, unit, INTAKES[n.id][4])
    water = assessment.hydration.water_intake if assessment.hydration else None
    if water is not None and water.mean is not None and "water" not in intakes:
        litres = convert(water.mean, water.unit.removesuffix("/day") or "L", "L")
        intakes["water"] = litres * 1000
    labs, egfr, last = starting_labs(assessment.labs)
    sweat = assessment.hydration.sweat_loss_l_per_day if assessment.hydration else None
    day = today or last
    return BloodInputs(
        intakes=intakes,
        sweat_l_per_day=sweat.mean if sweat else None,
        egfr=egfr,
        medicines=tuple(sorted(person.generics)),
        conditions=tuple(sorted(person.has_conditions)),
        sun=person.sun_level,
        day_of_year=day.timetuple().tm_yday if day else 15,
        weight_kg=person.weight_kg,
        height_cm=person.height_cm,
        age=person.age,
        pregnant=person.pregnant,
        labs=labs,
    )


def starting_labs(
    labs: Iterable[Lab],
) -> tuple[dict[str, float], float | None, dt.date | None]:
    """The latest value of each analyte that is a starting point, kidney function, the last day."""
    found: dict[str, float] = {}
    egfr = None
    last: dt.date | None = None
    for lab in sorted(labs, key=lambda x: x.date or dt.date.min):
        value = lab.si_value if lab.si_value is not None else lab.value
        if value is None:
            continue
        if lab.analyte == "egfr":
            egfr = value
        elif lab.analyte in ANALYTES:
            found[ANALYTES[lab.analyte]] = value
            last = lab.date or last
    return found, egfr, last


def blood_part(
    inputs: BloodInputs,
    after: Mapping[str, float] | None = None,
    weeks: float = 26,
    people: int = 200,
    seed: int = 0,
) -> dict[str, Any]:
    """The blood part of `Assessment.simulation`; never raises for inputs the models must refuse.

    Args:
        inputs: see `from_assessment`.
        after: intakes per day after the plan, by nutrient id; adds "after_plan".
        weeks, people, seed: see `simulate_blood`.

    Returns:
        `BloodResult.to_dict()` (say, lines, tables, series ...), or only `say` and `lines` when the
        models were not used, with the reasons.
    """
    from unclench.plasma.homeostasis.simulate import compare, simulate_blood

    inputs, left_out = _usable(inputs)
    try:
        out = simulate_blood(inputs, weeks, people, seed).to_dict()
        if after:
            out["after_plan"] = compare(
                inputs, inputs.with_intakes(**after), weeks, people, seed
            ).to_dict()
    except UserError as error:
        reasons = [str(p) for p in error.problems]
        return {"say": "The models of blood were not used.", "lines": reasons + left_out}
    out["lines"] = out["lines"] + left_out
    return out


def _usable(inputs: BloodInputs) -> tuple[BloodInputs, list[str]]:
    """Without blood tests that lie outside the models, and a sentence for each."""
    from dataclasses import replace

    kept = {}
    notes = []
    for key, value in inputs.labs.items():
        alone = BloodInputs(labs={key: value})
        if problems_of(alone):
            low, high, unit = LABS[key]
            notes.append(
                f"The blood test of {key} ({value:g}) lies outside what the models can start from "
                f"({low:g} to {high:g} {unit}); it was left out of them."
            )
        else:
            kept[key] = value
    return replace(inputs, labs=kept), notes
