"""Numbers and judgement of one nutrient of one person: everything its answer is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unclench.assessment import Reason, reason
from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.requirements import Authority
from unclench.facts.kinds.variation import Group
from unclench.facts.needs import AVERAGE, tables
from unclench.facts.nutrients import NutrientFact
from unclench.facts.people import People
from unclench.facts.requirements import PersonRequirement, requirement
from unclench.facts.variation import tables as variation_tables
from unclench.intake.fortified import differs
from unclench.intake.usual.alike import loosened, people_alike
from unclench.intake.usual.biomarkers import BloodSays, blood_says, outrank
from unclench.intake.usual.points import Usual
from unclench.intake.usual.records import Record
from unclench.intake.usual.risk import Individual, iom_individual, requirement_cv
from unclench.intake.usual.shrink import stated_intake, usual_intake
from unclench.intake.usual.standing import Standing
from unclench.intake.usual.verdict import Judged, days_needed, judge
from unclench.told.person import Person, Sun

FIRM = ("likely_low", "likely_adequate", "above_limit")
"""Verdicts that no more days are needed for."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is the same for every nutrient of a person.

    Attributes:
        labs: analyte id -> value in SI units; bounds: "<" or ">" where it is only a bound.
        energy_mj: energy need in MJ per day. diary_too_low: the diary cannot be whole.
    """

    person: Person
    authority: Authority
    labs: Mapping[str, float]
    bounds: Mapping[str, str]
    energy_mj: float | None
    diary_too_low: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """How one nutrient was judged; `explain` makes its tree from this.

    Attributes:
        record: what the diary holds. standing: usual intake and need; None when nothing tells the
            intake. need: the requirement, also without an intake; no_need: why there is none.
        individual: the IOM 2000 method beside ours; no_individual: why it was not used.
        blood: a result that outranks intake. more_days: that would make the answer firm.
        sun: for vitamin D, how much reaches the skin.
    """

    nutrient: NutrientFact
    record: Record | None
    standing: Standing | None
    need: PersonRequirement | None
    no_need: Reason | None
    judged: Judged
    individual: Individual | None
    no_individual: Reason | None
    blood: BloodSays | None
    more_days: int | None
    sun: Sun | None

    @property
    def usual(self) -> Usual | None:
        """Usual intake, when anything tells it."""
        return self.standing.usual if self.standing is not None else None


def weigh(
    n: NutrientFact, record: Record | None, stated: float | None, around: Circumstances
) -> Trace:
    """Usual intake, need and verdict.

    Args:
        record: of the diary. stated: an amount per day that the person states, used without one.
    """
    person = around.person
    (group,) = people_alike(n.id, People.of([person]))
    if group is not None and differs(n.id, person.country):
        group = loosened(group)
    usual: Usual | None = None
    if record is not None:
        usual = usual_intake(record.days, group, record.supplement, record.supplement_low)
    elif stated is not None:
        usual = stated_intake(stated)
    looked_up = requirement(n.id, person, around.authority, around.energy_mj)
    need = looked_up.found
    sun = person.sun if n.id == "vitamin_d" else None
    judged = judge(usual, record, need, diary_too_low=around.diary_too_low, sun=sun)
    blood = blood_says(n.id, around.labs, around.bounds)
    if blood is not None:
        judged = outrank(judged, blood)
    individual, no_individual = _individual(record, need, group)
    from_supplements = record.from_supplements if record is not None else None
    return Trace(
        nutrient=n,
        record=record,
        standing=None if usual is None else Standing(n.id, usual, need, from_supplements),
        need=need,
        no_need=looked_up.why if (n.id, around.authority) in tables() else None,
        judged=judged,
        individual=individual,
        no_individual=no_individual,
        blood=blood,
        more_days=None if blood is not None else _more_days(record, need, group, judged),
        sun=sun,
    )


def _more_days(
    record: Record | None, need: PersonRequirement | None, group: Group | None, judged: Judged
) -> int | None:
    few = judged.held_back is not None and judged.held_back.code == "held_back.few_days"
    held = judged.held_back is not None and judged.word not in FIRM and not few
    if record is None or need is None or held:
        return None
    if judged.word in FIRM:
        return 0
    return days_needed(record, group, need) if need.kind is not None else None


def _individual(
    record: Record | None, need: PersonRequirement | None, group: Group | None
) -> tuple[Individual | None, Reason | None]:
    """The IOM 2000 individual method, or why it was not used."""
    if record is None:
        return None, reason("iom.no_days")
    if need is None or need.value is None or need.kind not in AVERAGE:
        return None, reason("iom.no_average")
    if group is None:
        return None, reason("iom.no_variation")
    if need.nutrient == "iron":
        return None, reason("iom.not_normal", nutrient=need.nutrient)
    if group.mean and group.sd_within / group.mean > value("skewed_cv"):
        return None, reason("iom.skewed", cv=group.sd_within / group.mean)
    mean = float((record.days.middle + record.supplement).mean())
    sd = (requirement_cv(need) or 0.0) * need.value
    return iom_individual(mean, record.days.n, need.value, group.sd_within, sd), None


def sources(trace: Trace) -> list[str]:
    """Keys of the facts that the answer rests on, once each, in the order of use."""
    out = []
    need, usual, n = trace.need, trace.usual, trace.nutrient
    if need is not None:
        out.append(need.table.source)
        out += [need.limit.source] if need.limit is not None else []
        out += [need.spread.source] if need.spread is not None else []
    if usual is not None and usual.group is not None:
        out.append(variation_tables()[n.id].source)
    if usual is not None and usual.method == "stated":
        out.append("judgement")
    if trace.individual is not None:
        out.append("dri_2000_assessment")
    if trace.blood is not None:
        out.append(trace.blood.marker.source)
    if n.muscle is not None and in_question(trace.judged):
        out += n.muscle.sources
    return list(dict.fromkeys(out))


def in_question(judged: Judged) -> bool:
    """Whether the amount is anything but surely enough."""
    return judged.word not in ("likely_adequate", "no_reference")
