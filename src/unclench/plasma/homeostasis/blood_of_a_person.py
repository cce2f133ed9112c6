"""From an assessed diary and a person to the inputs of the models of blood, and the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from unclench.assessment import Reason, reason
from unclench.assessment.simulation import BloodCourse, Refused
from unclench.errors import Problem, UserError
from unclench.facts.units import convert
from unclench.plasma.blood import Blood, from_labs
from unclench.plasma.homeostasis.acting import conditions_of, drugs_of
from unclench.plasma.homeostasis.inputs import STARTS, BloodInputs, intakes, out_of_span, spans

if TYPE_CHECKING:
    from unclench.assessment import Assessment
    from unclench.told import Person


def from_assessment(
    assessment: Assessment,
    person: Person,
    *,
    today: dt.date | None = None,
    blood: Blood | None = None,
) -> BloodInputs:
    """Inputs from what is known: usual intake, blood tests, kidneys, sweat, sun, medicines.

    An intake that could not be told from the diary stays missing; nothing is taken as zero.

    Args:
        assessment: with nutrients, labs and hydration as far as they are known.
        person: body, medicines taken, conditions present, sun.
        today: day of the year on which the course starts; the date of the last test, or unknown.
        blood: of this person; from the assessment's labs when not given.
    """
    blood = from_labs(assessment.labs) if blood is None else blood
    eaten = {}
    for n in assessment.nutrients:
        mean = n.usual_intake.mean
        if n.id in intakes() and mean is not None:
            unit = n.usual_intake.unit.removesuffix("/day")
            eaten[n.id] = convert(mean, unit, intakes()[n.id].unit)
    hydration = assessment.hydration
    water = hydration.water_intake if hydration else None
    if water is not None and water.mean is not None and "water" not in eaten:
        litres = convert(water.mean, water.unit.removesuffix("/day") or "L", "L")
        eaten["water"] = litres * intakes()["water"].per
    sweat = hydration.sweat_loss_l_per_day if hydration else None
    day = today or max(
        (v.date for k, v in blood.levels.items() if k in STARTS and v.date), default=None
    )
    return BloodInputs(
        intakes=eaten,
        sweat_l_per_day=sweat.mean if sweat else None,
        medicines=drugs_of(person),
        conditions=conditions_of(person),
        sun=person.sun_level,
        day_of_year=day.timetuple().tm_yday if day else 15,
        weight_kg=person.weight_kg,
        height_cm=person.height_cm,
        age=person.age,
        pregnant=person.pregnant,
        blood=blood,
    )


def blood_part(
    inputs: BloodInputs,
    after: Mapping[str, float] | None = None,
    weeks: float = 26,
    people: int = 200,
    seed: int = 0,
) -> BloodCourse:
    """The blood part of a simulation; never raises for inputs the models must refuse.

    Args:
        inputs: see `from_assessment`.
        after: intakes per day after the plan, by nutrient id; adds `after_plan`.
        weeks, people, seed: see `simulate_blood`.

    Returns:
        `BloodResult.part()`, or only `refused` when the models were not used.
    """
    from unclench.plasma.homeostasis.simulate import compare, simulate_blood

    inputs, left_out = _usable(inputs)
    try:
        out = simulate_blood(inputs, weeks, people, seed).part()
        if after:
            changed = inputs.with_intakes(**after)
            out.after_plan = compare(inputs, changed, weeks, people, seed).part()
    except UserError as error:
        return BloodCourse(refused=[refusal(p) for p in error.problems], notes=left_out)
    out.notes += left_out
    return out


def refusal(problem: Problem) -> Refused:
    """A problem of the inputs as a part of an answer."""
    return Refused(what=problem.what, where=problem.where, fix=problem.fix)


def _usable(inputs: BloodInputs) -> tuple[BloodInputs, list[Reason]]:
    """Without blood tests that lie outside the models, and a reason for each."""
    out = out_of_span(inputs.blood)
    notes = []
    for name in out:
        low, high, unit = spans()[name]
        value = inputs.blood.value(name)
        notes.append(
            reason("test_outside_models", quantity=name, value=value, low=low, high=high, unit=unit)
        )
    drop = {*out}
    ica = inputs.blood.levels.get("ica")
    if "calcium" in drop and ica is not None and ica.origin == "inferred":
        drop.add("ica")
    return replace(inputs, blood=inputs.blood.without(*drop)), notes
