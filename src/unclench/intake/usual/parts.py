"""The public parts of the answer about one nutrient, from its trace. No words here."""

from __future__ import annotations

from typing import Literal

from unclench.assessment import (
    BloodValue,
    FoodShare,
    Interval,
    Nutrient,
    Reason,
    Requirement,
    UpperLimit,
    reason,
)
from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.nutrients import MUSCLE_TABLE
from unclench.facts.nutrients import nutrients
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.one_nutrient import Trace, in_question, sources
from unclench.intake.usual.points import Usual
from unclench.intake.usual.records import unlisted
from unclench.told.person import Person

ADVICE = ("CDRR", "safe_and_adequate")
"""Upper values that are advice for a long life, not limits of harm."""

_RANK = {
    "likely_low": 0,
    "above_limit": 1,
    "uncertain": 2,
    "cannot_tell": 3,
    "likely_adequate": 4,
    "no_reference": 5,
}


def nutrient_part(trace: Trace, foods: list[FoodShare], person: Person) -> Nutrient:
    """Everything about one nutrient as ids, numbers and reasons.

    Where intake cannot tell, or blood tells more, its probability is no evidence for anybody, and
    is left out.
    """
    n, record, usual, judged = trace.nutrient, trace.record, trace.usual, trace.judged
    counts = judged.word != "cannot_tell" and trace.blood is None
    individual = trace.individual
    return Nutrient(
        id=n.id,
        label=n.label,
        verdict=judged.word,
        basis=_basis(usual),
        usual_intake=_interval(usual, f"{n.unit}/day"),
        recorded_mean=record.recorded if record else None,
        from_supplements=record.from_supplements if record else None,
        requirement=requirement_part(trace.need),
        no_requirement=trace.no_need,
        probability_inadequate=judged.p_below if counts else None,
        probability_inadequate_iom=1.0 - individual.adequate if individual and counts else None,
        probability_reaches=judged.p_at_least_ai,
        looks_low=judged.p_below > 0.5 if judged.p_below is not None else None,
        held_back=judged.held_back,
        upper_limit=_limit(trace.need, judged.p_above),
        blood=_blood(trace),
        caveats=_caveats(trace, person),
        days=record.days.n if record else 0,
        days_needed=trace.more_days,
        recorded_share=record.recorded_share if record else None,
        looked_up_share=record.looked_up_share if record else None,
        top_foods=foods,
        muscle_role=n.muscle.role if n.muscle is not None and in_question(judged) else "",
        sources=sources(trace),
    )


def _basis(usual: Usual | None) -> Literal["diary", "stated", "none"]:
    if usual is None:
        return "none"
    return "stated" if usual.method == "stated" else "diary"


def _interval(usual: Usual | None, unit: str) -> Interval:
    if usual is None:
        return Interval(mean=None, unit=unit)
    return Interval(mean=usual.mean, low=usual.quantile(0.1), high=usual.quantile(0.9), unit=unit)


def requirement_part(need: PersonRequirement | None) -> Requirement | None:
    """The value that intake is judged by; None when there is none."""
    if need is None or need.kind is None:
        return None
    return Requirement(
        kind=need.kind.replace("_", " "),
        value=need.value,
        unit=f"{need.unit}/day",
        authority=need.authority,
        group=need.group,
        source=need.table.source,
    )


def _limit(need: PersonRequirement | None, above: float | None) -> UpperLimit | None:
    if need is None or need.upper is None or need.limit is None:
        return None
    return UpperLimit(
        value=need.upper,
        unit=f"{need.unit}/day",
        form=need.limit.form,
        kind=(need.upper_kind or "UL").replace("_", " "),
        advice=need.upper_kind in ADVICE,
        applies_to=need.limit.applies_to,
        probability_above=above,
        source=need.limit.source,
    )


def _blood(trace: Trace) -> BloodValue | None:
    blood = trace.blood
    if blood is None:
        return None
    marker = blood.marker
    return BloodValue(
        marker=marker.id,
        value=blood.value,
        unit=marker.unit,
        bound=blood.bound,
        source=marker.source,
    )


def _caveats(trace: Trace, person: Person) -> list[Reason]:
    out: list[Reason] = []
    if trace.blood is None and trace.usual is not None and trace.sun in ("much", "unknown"):
        out.append(reason("sun_not_counted"))
    if trace.nutrient.id == "retinol" and trace.usual is not None:
        out += _of_retinol(trace, person)
    record, limit = trace.record, trace.need.limit if trace.need is not None else None
    whole = limit is not None and limit.applies_to == "total"
    needed = trace.need is not None and trace.need.kind is not None
    if record is not None and unlisted(record) and (whole or needed):
        out.append(reason("food_adds_unknown", nutrient=trace.nutrient.id))
    return out


def _of_retinol(trace: Trace, person: Person) -> list[Reason]:
    """Pregnancy first; then thin bones and old age, from half of the upper limit on."""
    assert trace.usual is not None
    p = trace.judged.p_above
    if person.pregnant and p is not None and p > 1 - value("firm"):
        return [reason("retinol_in_pregnancy")]
    thin = person.has("osteoporosis", "menopause") or (person.age or 0) >= value("late_thirst")
    if thin and trace.usual.mean >= value("retinol_and_bone"):
        return [reason("retinol_and_bone", amount=value("retinol_and_bone"))]
    return []


def importance(n: Nutrient, pregnant: bool = False) -> tuple[bool, int, int, float, int]:
    """The order of nutrients: what is in question and concerns muscle comes first; in pregnancy
    too much retinol before all, since it can harm the child.
    """
    muscle = 0 if n.id in MUSCLE_TABLE else 1
    nothing = 1 if n.verdict == "cannot_tell" and n.basis == "none" else 0
    rank = _RANK[n.verdict]
    limit = n.upper_limit
    if n.verdict == "above_limit" and limit is not None and limit.advice:
        rank, muscle = _RANK["uncertain"], 1  # concerns heart and vessels, not muscle
    if n.verdict == "likely_low" and muscle:
        rank = _RANK["uncertain"]  # most people fall short of vitamin E: not what they come for
    return (
        not (pregnant and n.id == "retinol" and n.verdict == "above_limit"),
        rank + 10 * nothing,
        muscle,
        -round(n.probability_inadequate or 0.0, 1),
        nutrients()[n.id].order,
    )
