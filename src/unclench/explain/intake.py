"""The trees behind nutrients, energy and water, down to facts, sources and review levels."""

from __future__ import annotations

import numpy as np

from unclench.assessment import Node, Reason, reason
from unclench.facts.adequacy_rules import review_level, rule
from unclench.facts.energy import tables as energy_tables
from unclench.facts.requirements import PersonRequirement
from unclench.facts.variation import tables as variation_tables
from unclench.intake.usual import IntakeAnswer
from unclench.intake.usual.alike import group_centre
from unclench.intake.usual.energy import Plausibility
from unclench.intake.usual.one_nutrient import Trace
from unclench.intake.usual.points import Usual
from unclench.intake.usual.records import Record
from unclench.intake.usual.risk import Individual, iom_confidence, iom_verdict, requirement_cv
from unclench.intake.usual.shrink import effective_days
from unclench.intake.usual.water import Sweat, Wet
from unclench.words import language


def _say(why: Reason) -> str:
    return language().sentence_of(why)


def trees(found: IntakeAnswer) -> dict[str, Node]:
    """Nutrient id, "energy" and "hydration" -> the tree of how it came about, in English."""
    out = {"energy": energy(found.plausibility)}
    for name, trace in found.traces.items():
        if name == "energy":
            out[name].children.append(nutrient(trace))
        else:
            out[name] = nutrient(trace)
    out["hydration"] = water(found.wet)
    return out


def nutrient(trace: Trace) -> Node:
    """The whole tree for one nutrient."""
    n, judged, need = trace.nutrient, trace.judged, trace.need
    steps = []
    if trace.usual is not None:
        steps.append(_usual(trace, trace.usual))
    if need is not None:
        steps.append(_requirement(trace, need))
    elif trace.no_need is not None:
        steps.append(Node(text=f"No requirement: {_say(trace.no_need)}"))
    if judged.p_below is not None:
        steps.append(
            Node(
                text="P(usual intake below own need), both uncertain: sum over usual intakes of "
                "weight × share of people who need more",
                value=judged.p_below,
            )
        )
        if trace.individual is not None:
            steps.append(iom(trace.individual, f"{n.unit}/day"))
        elif trace.no_individual is not None:
            why = _say(trace.no_individual)
            steps.append(Node(text=f"IOM 2000 individual method not used: {why}"))
    if judged.p_at_least_ai is not None:
        steps.append(Node(text="P(usual intake reaches the value)", value=judged.p_at_least_ai))
    if judged.p_above is not None and need is not None and need.upper is not None:
        applies = need.limit.applies_to if need.limit else "total"
        steps.append(
            Node(
                text=f"P(above {need.upper_kind} of {need.upper:g} {n.unit}, {applies} intake)",
                value=judged.p_above,
                source=need.limit.source if need.limit else need.table.source,
                review=need.table.review.level,
            )
        )
    if judged.held_back is not None:
        steps.append(Node(text=f"Held back: {_say(judged.held_back)}"))
    steps += _blood(trace)
    if n.muscle is not None:
        told = (("In muscle", n.muscle.role), ("When it is short", n.muscle.deficiency),
                ("Mind", n.muscle.caution))  # fmt: skip
        steps += [Node(text=f"{k}: {v}", source=n.muscle.sources[0]) for k, v in told if v]
    if n.food_sources:
        steps.append(Node(text=f"Foods that carry much of it: {', '.join(n.food_sources)}"))
    return Node(text=f"{n.label}: {judged.word.replace('_', ' ')}", children=steps)


def _blood(trace: Trace) -> list[Node]:
    blood = trace.blood
    if blood is None:
        return []
    marker, value = blood.marker, blood.value
    why = reason(
        "blood_outranks", marker=marker.id, value=value, bound=blood.bound, verdict=blood.word
    )
    return [
        Node(
            text=_say(why),
            value=value,
            unit=marker.unit,
            source=marker.source,
            review=marker.review.level,
        )
    ]


def _recorded(record: Record, unit: str) -> Node:
    days = record.days
    steps = [
        Node(
            text="From food lines with a known amount"
            if record.recorded is not None
            else "No food line has a known amount",
            value=record.recorded,
            unit=unit if record.recorded is not None else "",
        ),
        Node(
            text="Filled in for lines without one",
            value=float(days.middle.mean()) - (record.recorded or 0.0),
            unit=unit,
        ),
        Node(text="Least it may be (80 % interval)", value=float(days.low.mean()), unit=unit),
        Node(text="Most it may be", value=float(days.high.mean()), unit=unit),
        Node(text="From supplements", value=float(record.supplement.mean()), unit=unit)
        if record.apart
        else Node(text="Supplements are part of the totals of the file"),
    ]
    if record.untold:
        names = ", ".join(record.untold)
        steps.append(Node(text=f"Not counted, because the dose is not told: {names}"))
    if record.recorded_share is not None:
        share = record.recorded_share
        steps.append(Node(text="Share of energy with a recorded amount", value=share))
    if record.found_share is not None:
        share = record.found_share
        steps.append(Node(text="Share with a recorded or looked-up amount", value=share))
    mean = float(days.middle.mean() + record.supplement.mean())
    return Node(text=f"Mean of {days.n} whole days", value=mean, unit=unit, children=steps)


def _usual(trace: Trace, usual: Usual) -> Node:
    unit = f"{trace.nutrient.unit}/day"
    steps = []
    if trace.record is not None:
        steps.append(_recorded(trace.record, unit))
    if usual.rho is not None and usual.group is not None:
        steps += _shrinkage(trace.nutrient.id, usual, unit)
    elif usual.method == "stated":
        steps.append(
            Node(text="Stated, not recorded: a wide spread (30 %) is assumed", source="judgement")
        )
    else:
        steps.append(Node(text="No shrinkage: no variation is known for people alike"))
    return Node(text="Usual intake, expected", value=usual.mean, unit=unit, children=steps)


def _shrinkage(name: str, usual: Usual, unit: str) -> list[Node]:
    group = usual.group
    assert group is not None
    table = variation_tables()[name]
    kids = [
        Node(text="Mean intake of the group", value=group.mean, unit=unit),
        Node(text="Box-Cox power", value=group.power),
        Node(text="Centre of the group on that scale", value=group_centre(group)),
        Node(text="Variance from day to day on that scale", value=group.var_within),
        Node(text="Variance between people on that scale", value=group.var_between),
    ]
    if group not in table.groups:
        loose = rule("other_diet")
        kids.append(
            Node(
                text="Variance between people taken larger, because you eat by a rule: times",
                value=loose.value,
                source=loose.source,
                review=review_level(),
            )
        )
    who = f"{group.sex}, {group.age[0]:g} to {group.age[1] - 1:g} years"
    return [
        Node(
            text=f"People alike ({who}; {group.pairs} people with two days)",
            source=table.source,
            review=table.review.level,
            children=kids,
        ),
        Node(
            text=f"Independent days that {usual.n} days in a row are worth",
            value=float(effective_days(np.array([float(usual.n)]))[0]),
            source=rule("slow_share").source,
            review=review_level(),
        ),
        Node(
            text="Weight of your own days against the group (rho)",
            value=usual.rho,
            children=[
                Node(text="n between / (n between + within), within from your days and theirs"),
                Node(text="Your variance from day to day", value=usual.var_within),
            ],
        ),
    ]


def _requirement(trace: Trace, need: PersonRequirement) -> Node:
    level = need.table.review.level
    steps = [Node(text=_say(note)) for note in need.notes]
    if need.spread is not None:
        shape = "percentiles of the report" if need.percentiles else need.spread.kind
        steps.insert(
            0,
            Node(
                text=f"How needs differ between people ({shape.replace('_', ' ')})",
                value=None if need.percentiles else requirement_cv(need),
                source=need.percentiles.source if need.percentiles else need.spread.source,
                review=level,
            ),
        )
    return Node(
        text=f"{need.kind or 'No requirement'} ({_say(need.group)})",
        value=need.value,
        unit=f"{trace.nutrient.unit}/day",
        source=need.table.source,
        review=level,
        children=steps,
    )


def iom(steps: Individual, unit: str) -> Node:
    """The IOM 2000 individual method, step by step."""
    return Node(
        text=f"IOM 2000 individual method: {iom_verdict(steps.z)}; P(intake below need)",
        value=1.0 - steps.adequate,
        source="dri_2000_assessment",
        children=[
            Node(text="D = mean of days - EAR", value=steps.mean - steps.reference, unit=unit),
            Node(text="SD of requirement", value=steps.sd_requirement, unit=unit),
            Node(text="SD from day to day, pooled", value=steps.sd_within, unit=unit),
            Node(text="SD of D = sqrt(SD_r² + SD_w² / n)", value=steps.sd_d, unit=unit),
            Node(text="z = D / SD of D", value=steps.z),
            Node(text="Confidence of adequacy in the book's steps", value=iom_confidence(steps.z)),
        ],
    )


def energy(plausible: Plausibility) -> Node:
    """Whether the recorded energy can be all that was eaten, step by step."""
    steps = []
    cuts, tables = plausible.cut_offs, energy_tables()
    if cuts is not None and plausible.recorded is not None and plausible.rest is not None:
        cut, rest = tables["cut_off_goldberg"], tables["rest_schofield"]
        told = "" if cuts.told else " (not given: light activity is assumed)"
        steps = [
            Node(
                text="Recorded energy, mean of whole days",
                value=plausible.recorded,
                unit="kcal/day",
            ),
            Node(
                text="Energy at rest, from weight, age and sex",
                value=plausible.rest,
                unit="kcal/day",
                source=rest.source,
                review=rest.review.level,
            ),
            Node(
                text=f"Activity level{told}",
                value=cuts.level,
                source=cut.source,
                review=cut.review.level,
            ),
            Node(
                text=f"Recorded / rest; believable from {cuts.low:.2f} to {cuts.high:.2f}",
                value=plausible.recorded / plausible.rest,
            ),
        ]
        if plausible.need is not None:
            need = tables["need_2005"]
            steps.append(
                Node(
                    text="Energy need estimated from weight and height",
                    value=plausible.need,
                    unit="kcal/day",
                    source=need.source,
                    review=need.review.level,
                )
            )
    return Node(text=_say(plausible.why), children=steps)


def water(wet: Wet) -> Node:
    """Water drunk and eaten, what serves nearly everybody, and sweat."""
    steps = []
    taken, need = wet.answer.water_intake, wet.need
    if taken is not None:
        steps.append(Node(text="Usual water from drinks and food", value=taken.mean, unit="L/day"))
    if need is not None and need.value is not None:
        steps.append(
            Node(
                text="Adequate intake of all water",
                value=need.value / 1000,
                unit="L/day",
                source=need.table.source,
                review=need.table.review.level,
            )
        )
    if wet.sweat is not None:
        steps.append(_sweat(wet.sweat))
    return Node(text="Water and sweat", children=steps)


def _sweat(sweat: Sweat) -> Node:
    facts = sweat.facts
    return Node(
        text="Sweat, averaged over all days",
        value=sweat.litres.mean,
        unit="L/day",
        children=[
            Node(text="Hours a day of sweating", value=sweat.hours, unit="h/day"),
            Node(
                text="Sweat rate, as told" if sweat.measured else "Sweat rate of athletes",
                value=sweat.rate,
                unit="L/h",
                source="" if sweat.measured else facts.rate.source,
                review=None if sweat.measured else facts.review.level,
            ),
            Node(
                text="Sodium in sweat of athletes",
                value=facts.sodium.mean,
                unit="mmol/L",
                source=facts.sodium.source,
                review=facts.review.level,
            ),
        ],
    )
