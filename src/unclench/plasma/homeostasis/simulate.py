"""`simulate_blood` and `compare`: where a person's blood goes over weeks, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.plasma.blood import ANALYTES
from unclench.plasma.composition import NORMAL
from unclench.plasma.homeostasis import effects
from unclench.plasma.homeostasis import virtual_people as virtual
from unclench.plasma.homeostasis.acting import understood
from unclench.plasma.homeostasis.inputs import SLOW, STARTS, BloodInputs, checked, constants, model
from unclench.plasma.homeostasis.result import (
    BloodComparison,
    BloodResult,
    quantities,
    unique,
    units_of,
)
from unclench.plasma.homeostasis.run import Courses, States, run
from unclench.plasma.homeostasis.starting_state import KNOBS, start_from

Array = NDArray[np.float64]

MOST_WEEKS = 104
MOST_PEOPLE = 20_000


def days_of(weeks: float) -> Array:
    """The days that are reported: densely at first, then every week, (times,)."""
    end = weeks * 7.0
    first = [0.0, 0.5, 1, 2, 3, 5, 7, 10, 14]
    later = np.arange(21.0, end, 7.0)
    days = np.unique([d for d in [*first, *later] if d < end])
    return np.append(days, end)


def simulate_blood(
    inputs: BloodInputs,
    weeks: float = 26,
    people: int = 200,
    seed: int = 0,
    *,
    start: BloodInputs | None = None,
) -> BloodResult:
    """The blood of people like this one over weeks on this intake.

    Everybody starts in the balance of `start`; from day 0 on `inputs` hold. When `start` is not
    given it is an ordinary intake with the same kidneys, sun and body; but with blood tests it is
    `inputs` themselves, because the tests were made on this diet and these medicines.

    Args:
        inputs: intake per day, sweat, kidneys, medicines, conditions, sun, blood tests.
        weeks: up to 104.
        people: virtual people, whose constants are drawn from the spreads of the models; 1 is the
            reference adult without spread.
        seed: of the draws; the same seed gives the same people.
        start: what held before day 0.

    Returns:
        Courses in days with units, bands, notes, validity and limits.

    Raises:
        UserError: inputs that are unknown or out of range, all at once.
    """
    inputs = checked(understood(inputs))
    if start is not None:
        start = checked(understood(replace(start, day_of_year=inputs.day_of_year)))
    if not 0 < weeks <= MOST_WEEKS:
        raise UserError(Problem(f"{weeks:g} weeks cannot be simulated.", "weeks", "Use 1 to 104."))
    if not 1 <= people <= MOST_PEOPLE:
        text = f"{people} virtual people cannot be simulated."
        raise UserError(Problem(text, "people", f"Use 1 to {MOST_PEOPLE}."))
    before = start or (inputs if inputs.started else _usual(inputs))
    old, _, _ = _values(before, people, seed)
    own = {name: dict(told) for name, told in old.items()}
    states, more, moved = start_from(inputs.blood, own, people, held=_held(before))
    values, notes, unknown = _values(inputs, people, seed)
    if unknown:
        notes.append(reason("not_in_blood_models", names=list(unknown)))
    for name, constant, _ in (knob for knobs in KNOBS.values() for knob in knobs):
        if constant in own[name]:
            usual = _usual_value(name, constant)
            shift = np.asarray(own[name][constant]) - old[name].get(constant, usual)
            values[name][constant] = values[name].get(constant, usual) + shift
    done = _go(values, states, weeks, people)
    return _result(done, inputs, [*notes, *more], moved, unknown, seed)


def _usual_value(name: str, constant: str) -> float:
    value = model(name).quantity(constant).value
    assert value is not None
    return value


def compare(
    before: BloodInputs, after: BloodInputs, weeks: float = 26, people: int = 200, seed: int = 0
) -> BloodComparison:
    """The same people who stay with `before`, and who change to `after` on day 0.

    Raises:
        UserError: see `simulate_blood`.
    """
    old = simulate_blood(before, weeks, people, seed, start=before)
    new = simulate_blood(after, weeks, people, seed, start=before)
    return BloodComparison(old, new)


def _usual(inputs: BloodInputs) -> BloodInputs:
    """The same body before: ordinary intake, no medicines or conditions."""
    return replace(
        inputs,
        intakes={},
        medicines=(),
        conditions=(),
        sweat_l_per_day=None,
        drinks_to_thirst=True,
    )


def _held(inputs: BloodInputs) -> frozenset[str]:
    """Models that a told medicine or condition acts on."""
    facts, _ = effects.find(inputs.medicines, inputs.conditions)
    return frozenset(e.model for _, e in effects.effects_of(facts))


def _values(
    inputs: BloodInputs, n: int, seed: int
) -> tuple[virtual.Values, list[Reason], tuple[str, ...]]:
    """Constants by model: drawn for each person, then inputs, then effects; notes; not held."""
    drawn = virtual.draw(n, seed)
    told, notes = constants(inputs)
    facts, unknown = effects.find(inputs.medicines, inputs.conditions)
    values: virtual.Values = {name: {**drawn[name], **told[name]} for name in SLOW}
    virtual.apply(values, effects.effects_of(facts), n, seed)
    notes += [
        reason("effect_on_blood", effect=fact.id, misses=fact.misses is not None) for fact in facts
    ]
    if inputs.filtration is not None:
        unknown = tuple(name for name in unknown if not effects.of_the_kidney(name))
    return values, notes, unknown


def _go(values: virtual.Values, states: States, weeks: float, n: int) -> Courses:
    return run(values, days_of(weeks), states, n)


def _out_of_range(values: dict[str, Array], inputs: BloodInputs) -> list[Problem]:
    """One problem per mineral that leaves its limits in more than one person in twenty."""
    out = []
    for key, span in ((k, q.believed) for k, q in quantities().items() if q.believed):
        lost = np.mean(np.any((values[key] < span.low) | (values[key] > span.high), axis=1))
        if lost > 0.05:
            text = f"These inputs drive {key} in blood out of {span.low:g} to {span.high:g} mmol/L."
            given = ", ".join(f"{k} {v:g}" for k, v in inputs.intakes.items()) or "intake"
            fix = f"The models do not hold there. Look at {given}, sweat, kidneys and conditions."
            out.append(Problem(text, key, fix))
    return out


def _bounds(values: dict[str, Array], inputs: BloodInputs) -> list[Reason]:
    """Bounds that were not started from, and where the course contradicts one."""
    out: list[Reason] = []
    used = {*STARTS, "calcium", "albumin", "ph", "egfr"}
    out += [r for r in inputs.blood.unused if ANALYTES[str(r.values["analyte"])] in used]
    for name in STARTS:
        level = inputs.blood.levels.get(name)
        if level is not None and level.value is None:
            now = float(np.median(values[name][:, 0]))
            if not level.holds(now):
                out.append(reason("bound_against_course", quantity=name, value=now))
    return out


def _result(
    done: Courses,
    inputs: BloodInputs,
    notes: list[Reason],
    moved: tuple[str, ...],
    unknown: tuple[str, ...],
    seed: int,
) -> BloodResult:
    table = quantities()
    models = [model(name) for name in SLOW]
    values = {key: done.get(q.model, q.variable) for key, q in table.items()}
    ph = inputs.blood.value("ph")
    if problems := _out_of_range(values, inputs):
        raise UserError(problems)
    return BloodResult(
        days=done.times,
        values=values,
        units=units_of(table),
        ph=NORMAL.ph if ph is None else ph,
        temperature_c=NORMAL.temperature,
        displaced=moved,
        not_held=unknown,
        notes=unique([*notes, *_bounds(values, inputs)]),
        validity=tuple(m.meta["validity"] for m in models),
        cannot_know=tuple(m.meta["cannot_know"] for m in models),
        seed=seed,
    )
