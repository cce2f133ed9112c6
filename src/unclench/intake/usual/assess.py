"""All nutrients of one person: the entry point of adequacy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from unclench.assessment import (
    FoodShare,
    Hydration,
    Interval,
    Node,
    Requirement,
    UpperLimit,
)
from unclench.assessment import Nutrient as NutrientAnswer
from unclench.case import IntakeItem
from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.nutrients import MUSCLE_TABLE
from unclench.facts.kinds.requirements import Authority
from unclench.facts.kinds.variation import Group
from unclench.facts.nutrients import NutrientFact, nutrients
from unclench.facts.requirements import PersonRequirement, requirement, tables
from unclench.facts.variation import group as variation_group
from unclench.facts.variation import tables as variation_tables
from unclench.intake.diary import PersonDays
from unclench.intake.usual import explain, say
from unclench.intake.usual.biomarkers import blood_says, outrank
from unclench.intake.usual.energy import KCAL_PER_MJ, Plausibility, energy_need, plausibility
from unclench.intake.usual.records import Record, records, stated_amounts, top_foods
from unclench.intake.usual.risk import (
    Individual,
    iom_individual,
    requirement_cv,
)
from unclench.intake.usual.shrink import Usual, people_alike, stated_intake, usual_intake
from unclench.intake.usual.standing import Standing
from unclench.intake.usual.verdict import days_needed, judge
from unclench.intake.usual.water import hydration
from unclench.told.person import Person


@dataclass(frozen=True, slots=True)
class IntakeAnswer:
    """What adequacy hands on.

    Attributes:
        nutrients: most important first. hydration, plausibility, energy: see their types; energy
            is usual energy in kcal per day. warnings, insufficient: sentences for the answer.
        standings: nutrient id -> usual intake and need, of what the diary tells anything about.
        nodes: nutrient id, "energy" and "hydration" -> tree for `explain`.
        sources: keys of the facts that were used.
    """

    nutrients: list[NutrientAnswer]
    hydration: Hydration | None
    plausibility: Plausibility
    energy: Interval | None
    warnings: list[str] = field(default_factory=list)
    insufficient: list[str] = field(default_factory=list)
    standings: dict[str, Standing] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)


_RANK = {
    "likely_low": 0,
    "above_limit": 1,
    "uncertain": 2,
    "cannot_tell": 3,
    "likely_adequate": 4,
    "no_reference": 5,
}


def _importance(n: NutrientAnswer) -> tuple[int, int, float, int]:
    known = nutrients()[n.id]
    muscle = 0 if n.id in MUSCLE_TABLE else 1
    nothing = 1 if n.verdict == "cannot_tell" and n.usual_intake.mean is None else 0
    rank = _RANK[n.verdict]
    if (
        n.verdict == "above_limit"
        and n.upper_limit is not None
        and n.upper_limit.kind in say.ADVICE
    ):
        rank = _RANK["uncertain"]  # concerns heart and vessels, not muscle
        muscle = 1
    return (
        rank + 10 * nothing,
        muscle,
        -round(n.probability_inadequate or 0.0, 1),
        known.order,
    )


def _iom(
    record: Record | None, need: PersonRequirement | None, group: Group | None
) -> tuple[Individual | None, str]:
    if record is None:
        return None, "there are no recorded days"
    if need is None or need.value is None or need.kind not in ("EAR", "AR"):
        return None, "there is no average requirement"
    if group is None:
        return None, "no day-to-day variation is known"
    if need.nutrient == "iron":
        return None, "needs for iron are not normally distributed"
    if group.mean and group.sd_within / group.mean > value("skewed_cv"):
        return None, (
            f"from day to day this nutrient varies by {group.sd_within / group.mean:.0%}, more "
            "than the method bears (60 to 70 %)"
        )
    mean = float((record.days.middle + record.supplement).mean())
    sd = (requirement_cv(need) or 0.0) * need.value
    return iom_individual(mean, record.days.n, need.value, group.sd_within, sd), ""


def _requirement_answer(need: PersonRequirement | None) -> Requirement | None:
    if need is None or need.kind is None:
        return None
    return Requirement(
        kind=need.kind.replace("_", " "),
        value=need.value,
        unit=f"{need.unit}/day",
        authority=need.authority,
        life_stage=need.life_stage,
        source=need.table.source,
    )


def _limit_answer(need: PersonRequirement | None, above: float | None) -> UpperLimit | None:
    if need is None or need.upper is None or need.limit is None:
        return None
    return UpperLimit(
        value=need.upper,
        unit=f"{need.unit}/day",
        kind=(need.upper_kind or "UL").replace("_", " "),
        applies_to=need.limit.applies_to,
        probability_above=above,
        source=need.limit.source,
    )


@dataclass(slots=True)
class _Context:
    person: Person
    authority: Authority
    labs: Mapping[str, float]
    bounds: Mapping[str, str]
    energy_mj: float | None
    diary_too_low: bool
    foods: dict[str, list[FoodShare]]
    nodes: dict[str, Node]


def _one(
    n: NutrientFact, record: Record | None, stated: float | None, ctx: _Context
) -> tuple[NutrientAnswer, Usual | None, PersonRequirement | None]:
    group = people_alike(variation_group(n.id, ctx.person), ctx.person.diets)
    usual: Usual | None = None
    if record is not None:
        usual = usual_intake(record.days, group, record.supplement, record.supplement_low)
    elif stated is not None:
        usual = stated_intake(stated)
    looked_up = requirement(n.id, ctx.person, ctx.authority, ctx.energy_mj)
    need = looked_up.found
    why_no_need = "" if (n.id, ctx.authority) not in tables() else looked_up.why
    light = ctx.person.sun if n.id == "vitamin_d" else None
    judged = judge(usual, record, need, diary_too_low=ctx.diary_too_low, sun=light)
    blood = blood_says(n.id, ctx.labs, ctx.bounds)
    if blood is not None:
        judged = outrank(judged, blood)
    more: int | None = None
    if record is not None and need is not None and blood is None:
        more = days_needed(record, group, need) if need.kind is not None else None
        if judged.word in ("likely_low", "likely_adequate", "above_limit"):
            more = 0
        elif judged.held_back:
            more = None
    iom, why_no_iom = _iom(record, need, group)
    foods = ctx.foods.get(n.id, [])
    text = say.sentence(n, usual, need, judged, foods, more, why_no_need)
    if blood is not None:
        text = say.with_blood(n, blood.say, usual, foods)
    elif light in ("much", "unknown") and usual is not None:
        text += " Sun on skin gives most vitamin D and is not counted here."
    node = explain.tree(n, usual, record, need, judged, iom, why_no_iom, why_no_need)
    sources = []
    if need is not None:
        sources.append(need.table.source)
        if need.limit is not None:
            sources.append(need.limit.source)
        if need.spread is not None:
            sources.append(need.spread.source)
    if usual is not None and usual.group is not None:
        sources.append(variation_tables()[n.id].source)
    if usual is not None and usual.method == "stated":
        sources.append("judgement")
    if iom is not None:
        sources.append("dri_2000_assessment")
    if blood is not None:
        sources.append(blood.marker.source)
        node.children.append(
            Node(
                text=blood.say,
                value=blood.value,
                unit=blood.marker.unit,
                source=blood.marker.source,
                review=blood.marker.review.level,
            )
        )
    in_question = judged.word not in ("likely_adequate", "no_reference")
    if n.muscle is not None and in_question:
        sources += n.muscle.sources
    ctx.nodes[n.id] = node
    # where intake cannot tell, or blood tells more, its probability is no evidence for anybody
    p_counts = judged.word != "cannot_tell" and blood is None
    answer = NutrientAnswer(
        id=n.id,
        label=n.label,
        verdict=judged.word,
        say=text,
        usual_intake=Interval(
            mean=usual.mean if usual else None,
            low=usual.quantile(0.1) if usual else None,
            high=usual.quantile(0.9) if usual else None,
            unit=f"{n.unit}/day",
        ),
        recorded_mean=record.recorded if record else None,
        from_supplements=record.from_supplements if record else None,
        requirement=_requirement_answer(need),
        probability_inadequate=judged.p_below if p_counts else None,
        probability_inadequate_iom=1.0 - iom.adequate if iom is not None and p_counts else None,
        adequacy_statement=say.adequacy_statement(need, judged) if need else "",
        upper_limit=_limit_answer(need, judged.p_above),
        days=record.days.n if record else 0,
        days_needed=more,
        recorded_share=record.known_share if record else None,
        looked_up_share=record.looked_up_share if record else None,
        top_foods=foods,
        muscle_role=n.muscle.role if n.muscle is not None and in_question else "",
        sources=list(dict.fromkeys(sources)),
    )
    return answer, usual, need


_WORDS = {"weight_kg": "weight", "height_cm": "height"}


def _insufficient(person: Person, answers: list[NutrientAnswer], plaus: Plausibility) -> list[str]:
    out = []
    missing = [n for n in ("age", "sex") if getattr(person, n) is None]
    if missing:
        out.append(
            f"{' and '.join(missing).capitalize()} missing: with "
            f"{'it' if len(missing) == 1 else 'them'} intakes could be compared with requirements."
        )
    body = [n for n in ("weight_kg", "height_cm") if getattr(person, n) is None]
    if body and plaus.verdict == "unknown" and plaus.recorded is not None:
        out.append(
            f"{' and '.join(_WORDS[n] for n in body).capitalize()} missing: with "
            f"{'it' if len(body) == 1 else 'them'} we could say whether the diary can be whole."
        )
    if "weight_kg" in body:
        out.append("Weight missing: the need for protein is per kilogram of body weight.")
    gone = [a.label for a in answers if a.usual_intake.mean is None]
    if gone:
        out.append(
            f"Not in the diary: {', '.join(gone)}. A diary with food names or with these columns "
            "would allow an answer."
        )
    return out


def assess_intake(
    days: PersonDays | None,
    person: Person,
    authority: Authority = "nasem",
    *,
    stated: Sequence[IntakeItem] = (),
    labs: Mapping[str, float] | None = None,
    bounds: Mapping[str, str] | None = None,
) -> IntakeAnswer:
    """Judge the intake of one person.

    Args:
        days: of the diary; None when there is none.
        person: age and sex are needed for requirements; weight and height for energy.
        authority: whose requirements, "nasem" or "efsa".
        stated: intakes the person states; used for nutrients that no diary covers.
        labs: analyte id -> value in SI units; 25(OH)D ("vitd", nmol/L) is read.
        bounds: analyte id -> "<" or ">" where that value is only a bound.

    Returns:
        `IntakeAnswer`; nutrients that are neither recorded, nor stated, nor part of the muscle
        table are left out.

    Raises:
        UserError: the authority is not known.
    """
    found = records(days, person.supplements) if days is not None else {}
    amounts, warnings = stated_amounts(stated)
    warnings += [w for r in found.values() for w in r.told_notes]
    for name in sorted(set(amounts) & set(found)):
        warnings.append(
            f"The stated {nutrients()[name].label.lower()} was not used: the diary has it."
        )
        del amounts[name]
    energy_record = found.get("energy")
    if energy_record is not None:
        mean = float(energy_record.days.middle.mean())
        plaus = plausibility(mean, energy_record.days.n, person)
    elif "energy" in amounts:
        plaus = plausibility(amounts["energy"], 1, person, stated=True)
    else:
        plaus = plausibility(None, 0, person)
    if plaus.verdict in ("too_low", "too_high"):
        warnings.append(plaus.say)
    need_kcal = energy_need(person)
    ctx = _Context(
        person=person,
        authority=authority,
        labs=labs or {},
        bounds=bounds or {},
        energy_mj=need_kcal / KCAL_PER_MJ if need_kcal else None,
        diary_too_low=plaus.verdict == "too_low" and energy_record is not None,
        foods=top_foods(days) if days is not None else {},
        nodes={"energy": plaus.node},
    )
    answers: list[NutrientAnswer] = []
    standings: dict[str, Standing] = {}
    water: tuple[Usual | None, PersonRequirement | None, Requirement | None] = (None, None, None)
    energy: Interval | None = None
    anything = bool(found or amounts)
    for n in nutrients().values():
        record, told = found.get(n.id), amounts.get(n.id)
        silent = n.id not in MUSCLE_TABLE or not anything
        if (
            record is None
            and told is None
            and silent
            and blood_says(n.id, ctx.labs, ctx.bounds) is None
        ):
            continue
        answer, usual, need = _one(n, record, told, ctx)
        answers.append(answer)
        if record is not None and usual is not None and np.isfinite(usual.values).all():
            standings[n.id] = Standing(n.id, usual, need, record.from_supplements)
        if n.id == "water":
            water = (usual, need, answer.requirement)
        if n.id == "energy":
            energy = answer.usual_intake
            plaus.node.children.append(ctx.nodes["energy"])
            ctx.nodes["energy"] = plaus.node
    answers.sort(key=_importance)
    wet, wet_node = hydration(*water, person.sweat, person.age)
    ctx.nodes["hydration"] = wet_node
    speaks = anything or wet.sweat_loss_l_per_day is not None
    if not anything:
        insufficient = ["There is no diary: nothing can be said about what you eat."]
    else:
        insufficient = _insufficient(person, answers, plaus)
    sources = [s for a in answers for s in a.sources] + wet.sources + list(plaus.sources)
    return IntakeAnswer(
        nutrients=answers,
        hydration=wet if speaks else None,
        plausibility=plaus,
        energy=energy,
        warnings=warnings,
        insufficient=insufficient,
        standings=standings,
        nodes=ctx.nodes,
        sources=list(dict.fromkeys(sources)),
    )
