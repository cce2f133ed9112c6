"""The tree behind one nutrient's answer, down to facts, sources and review levels."""

from __future__ import annotations

from unclench.assessment import Node
from unclench.facts.adequacy_rules import review_level, rule
from unclench.facts.nutrients import NutrientFact
from unclench.facts.requirements import PersonRequirement
from unclench.facts.variation import tables as variation_tables
from unclench.intake.usual.records import Record
from unclench.intake.usual.risk import Individual, iom_confidence, iom_verdict, requirement_cv
from unclench.intake.usual.shrink import Usual, effective_days, group_centre
from unclench.intake.usual.verdict import Judged


def _recorded(n: NutrientFact, record: Record) -> Node:
    unit = f"{n.unit}/day"
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
    if record.known_share is not None:
        steps.append(Node(text="Share of energy with a recorded amount", value=record.known_share))
    if record.found_share is not None:
        steps.append(
            Node(text="Share with a recorded or looked-up amount", value=record.found_share)
        )
    mean = float(days.middle.mean() + record.supplement.mean())
    return Node(text=f"Mean of {days.n} whole days", value=mean, unit=unit, children=steps)


def _usual(n: NutrientFact, usual: Usual, record: Record | None) -> Node:
    unit = f"{n.unit}/day"
    steps = []
    if record is not None:
        steps.append(_recorded(n, record))
    group = usual.group
    if usual.rho is not None and group is not None:
        table = variation_tables()[n.id]
        source, level = table.source, table.review.level
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
        steps.append(
            Node(
                text=f"People alike ({who}; {group.pairs} people with two days)",
                source=source,
                review=level,
                children=kids,
            )
        )
        slow = rule("slow_share")
        steps.append(
            Node(
                text=f"Independent days that {usual.n} days in a row are worth",
                value=effective_days(usual.n),
                source=slow.source,
                review=review_level(),
            )
        )
        steps.append(
            Node(
                text="Weight of your own days against the group (rho)",
                value=usual.rho,
                children=[
                    Node(text="n between / (n between + within), within from your days and theirs"),
                    Node(text="Your variance from day to day", value=usual.var_within),
                ],
            )
        )
    elif usual.method == "stated":
        steps.append(
            Node(text="Stated, not recorded: a wide spread (30 %) is assumed", source="judgement")
        )
    else:
        steps.append(Node(text="No shrinkage: no variation is known for people alike"))
    return Node(text="Usual intake, expected", value=usual.mean, unit=unit, children=steps)


def _requirement(n: NutrientFact, need: PersonRequirement) -> Node:
    level = need.table.review.level
    steps = [Node(text=note) for note in need.notes]
    if need.spread is not None:
        cv = requirement_cv(need)
        shape = "percentiles of the report" if need.percentiles else need.spread.kind
        steps.insert(
            0,
            Node(
                text=f"How needs differ between people ({shape.replace('_', ' ')})",
                value=None if need.percentiles else cv,
                source=need.percentiles.source if need.percentiles else need.spread.source,
                review=level,
            ),
        )
    return Node(
        text=f"{need.kind or 'No requirement'} ({need.life_stage})",
        value=need.value,
        unit=f"{n.unit}/day",
        source=need.table.source,
        review=level,
        children=steps,
    )


def iom_node(n: NutrientFact, steps: Individual) -> Node:
    """The IOM 2000 individual method, step by step."""
    unit = f"{n.unit}/day"
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


def tree(
    n: NutrientFact,
    usual: Usual | None,
    record: Record | None,
    need: PersonRequirement | None,
    judged: Judged,
    iom: Individual | None,
    why_no_iom: str,
    why_no_need: str,
) -> Node:
    """The whole tree for one nutrient."""
    steps = []
    if usual is not None:
        steps.append(_usual(n, usual, record))
    if need is not None:
        steps.append(_requirement(n, need))
    elif why_no_need:
        steps.append(Node(text=f"No requirement: {why_no_need}"))
    if judged.p_below is not None:
        steps.append(
            Node(
                text="P(usual intake below own need), both uncertain: sum over usual intakes of "
                "weight × share of people who need more",
                value=judged.p_below,
            )
        )
        if iom is not None:
            steps.append(iom_node(n, iom))
        elif why_no_iom:
            steps.append(Node(text=f"IOM 2000 individual method not used: {why_no_iom}"))
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
    if judged.held_back:
        steps.append(Node(text=f"Held back: {judged.held_back}"))
    return Node(text=f"{n.label}: {judged.word.replace('_', ' ')}", children=steps)
