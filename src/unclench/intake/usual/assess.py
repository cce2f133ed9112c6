"""All nutrients of one person: the entry point of usual intake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from unclench.assessment import Hydration, Interval, Nutrient, Reason, reason
from unclench.facts.kinds.nutrients import MUSCLE_TABLE
from unclench.facts.kinds.requirements import Authority
from unclench.facts.nutrients import nutrients
from unclench.intake.diary import PersonDays
from unclench.intake.usual.biomarkers import blood_says
from unclench.intake.usual.energy import KCAL_PER_MJ, Plausibility, energy_need, plausibility
from unclench.intake.usual.one_nutrient import Circumstances, Trace, weigh
from unclench.intake.usual.parts import importance, nutrient_part, requirement_part
from unclench.intake.usual.records import (
    Record,
    records,
    stated_amounts,
    top_foods,
    unlisted,
)
from unclench.intake.usual.standing import Standing
from unclench.intake.usual.water import Wet, hydration
from unclench.told.person import Person


@dataclass(frozen=True, slots=True)
class IntakeAnswer:
    """What usual intake hands on.

    Attributes:
        nutrients: most important first. hydration, plausibility, energy: see their types; energy
            is usual energy in kcal per day.
        warnings, insufficient: for the answer.
        standings: nutrient id -> usual intake and need, of what the diary tells anything about.
        traces, wet: how each nutrient, and water, came about; for `explain`.
        sources: keys of the facts that were used.
    """

    nutrients: list[Nutrient]
    hydration: Hydration | None
    plausibility: Plausibility
    energy: Interval | None
    traces: dict[str, Trace]
    wet: Wet
    warnings: list[Reason] = field(default_factory=list)
    insufficient: list[Reason] = field(default_factory=list)
    standings: dict[str, Standing] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)


def assess_intake(
    days: PersonDays | None,
    person: Person,
    authority: Authority = "nasem",
    *,
    labs: Mapping[str, float] | None = None,
    bounds: Mapping[str, str] | None = None,
) -> IntakeAnswer:
    """Judge the intake of one person.

    Args:
        days: of the diary; None when there is none.
        person: age and sex are needed for requirements; weight and height for energy.
        authority: whose requirements, "nasem" or "efsa".
        labs: analyte id -> value in SI units; 25(OH)D ("vitd", nmol/L) is read.
        bounds: analyte id -> "<" or ">" where that value is only a bound.

    Returns:
        `IntakeAnswer`; nutrients that are neither recorded, nor stated, nor part of the muscle
        table are left out.

    Raises:
        UserError: the authority is not known.
    """
    found = records(days, person.supplements) if days is not None else {}
    amounts, warnings = stated_amounts(person.stated)
    warnings += [w for r in found.values() for w in r.told_notes]
    for name in sorted(set(amounts) & set(found)):
        warnings.append(reason("stated_but_in_diary", nutrient=name))
        del amounts[name]
    plausible = _plausible(found.get("energy"), amounts.get("energy"), person)
    if plausible.verdict in ("too_low", "too_high"):
        warnings.append(plausible.why)
    need_kcal = energy_need(person)
    around = Circumstances(
        person=person,
        authority=authority,
        labs=labs or {},
        bounds=bounds or {},
        energy_mj=need_kcal / KCAL_PER_MJ if need_kcal else None,
        diary_too_low=plausible.verdict == "too_low" and "energy" in found,
    )
    speak_of = _speak_of(found, amounts, around)
    traces = {
        name: weigh(n, found.get(name), amounts.get(name), around)
        for name, n in nutrients().items()
        if name in speak_of
    }
    foods = top_foods(days, found=found) if days is not None else {}
    parts = {name: nutrient_part(t, foods.get(name, []), person) for name, t in traces.items()}
    wet = _wet(traces.get("water"), person)
    anything = bool(found or amounts)
    speaks = anything or wet.sweat is not None
    answers = sorted(parts.values(), key=lambda n: importance(n, person.pregnant))
    sources = [s for a in answers for s in a.sources] + wet.answer.sources
    return IntakeAnswer(
        nutrients=answers,
        hydration=wet.answer if speaks else None,
        plausibility=plausible,
        energy=parts["energy"].usual_intake if "energy" in parts else None,
        traces=traces,
        wet=wet,
        warnings=list({w.model_dump_json(): w for w in warnings}.values()),
        insufficient=[*_insufficient(person, answers, plausible), *_unlisted(found)]
        if anything
        else [reason("no_diary")],
        standings=_standings(traces),
        sources=list(dict.fromkeys([*sources, *plausible.sources])),
    )


def _plausible(record: Record | None, stated: float | None, person: Person) -> Plausibility:
    if record is not None:
        return plausibility(float(record.days.middle.mean()), record.days.n, person)
    return plausibility(stated, 0 if stated is None else 1, person, stated=stated is not None)


def _speak_of(
    found: Mapping[str, Record], amounts: Mapping[str, float], around: Circumstances
) -> set[str]:
    """Ids of what is recorded, stated or measured; with any diary, also of what concerns muscle."""
    out = {*found, *amounts}
    if out:
        out |= set(MUSCLE_TABLE)
    blood = {n for n in nutrients() if blood_says(n, around.labs, around.bounds) is not None}
    return out | blood


def _wet(water: Trace | None, person: Person) -> Wet:
    usual = water.usual if water is not None else None
    need = water.need if water is not None else None
    return hydration(usual, need, requirement_part(need), person.sweat, person.age)


def _standings(traces: Mapping[str, Trace]) -> dict[str, Standing]:
    """Of what the diary tells a finite amount of."""
    return {
        name: t.standing
        for name, t in traces.items()
        if t.record is not None
        and t.standing is not None
        and np.isfinite(t.standing.usual.values).all()
    }


def _unlisted(found: Mapping[str, Record]) -> list[Reason]:
    """Nutrients with an upper limit that neither the diary nor the food table lists."""
    names = [
        n.id
        for n in nutrients().values()
        if n.rare and n.fdc_id is not None and (n.id not in found or unlisted(found[n.id]))
    ]
    return [reason("missing.in_food_table", nutrients=names)] if found and names else []


def _insufficient(person: Person, answers: list[Nutrient], plausible: Plausibility) -> list[Reason]:
    out = []
    missing = [n for n in ("age", "sex") if getattr(person, n) is None]
    if missing:
        out.append(reason("missing.life_stage", missing=missing))
    body = [n for n in ("weight_kg", "height_cm") if getattr(person, n) is None]
    if body and plausible.verdict == "unknown" and plausible.recorded is not None:
        out.append(reason("missing.body", missing=body))
    if "weight_kg" in body:
        out.append(reason("missing.weight"))
    gone = [a.id for a in answers if a.basis == "none"]
    if gone:
        out.append(reason("missing.in_diary", nutrients=gone))
    return out
