"""A planner's plans as the part of an answer: ids, numbers and reasons."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment.plan import Outcome, Plan, PlanChange, PlanOffer, PlanSafety, Rule
from unclench.planning.planner import Planner, Solved
from unclench.planning.problem import Change
from unclench.planning.rules import goal_probability, rules
from unclench.planning.safety import Safety, about
from unclench.planning.trade_offs import TOLD, few_days, goal_prices, named, would_help
from unclench.told import Person

NOT_HELD = frozenset({"water"})
"""A nutrient that no line speaks of as kept: drinks make most of it."""


def _change(change: Change, n: int) -> PlanChange:
    food = change.food
    return PlanChange(
        id=change.id,
        action=change.action,
        food_id=change.food_id,
        portions_per_week=n,
        grams=food.grams if food is not None else 1.0,
        eaten_more=change.eaten_more,
        eaten_less=change.eaten_less,
        dose=change.dose,
    )


def _offer(planner: Planner, plan: Solved) -> PlanOffer:
    s = plan.solution
    limits = {r.key: r for r in planner.limits}
    return PlanOffer(
        changes=[_change(c, n) for c, n in plan.changes],
        effects=list(plan.effects),
        not_reached=list(plan.not_reached),
        at_limit=[named(limits[key]) for key in s.binding],
        proven_optimal=s.status == "optimal" and s.gap <= 1e-6 and not planner.rushed,
        gap=1.0 if planner.rushed else s.gap,
        out_of_time=s.status != "optimal" or planner.rushed,
    )


def _outcome(planner: Planner, best: Solved | None) -> Outcome:
    if not planner.goals:
        return "uncertain" if planner.unsure else "nothing_short"
    if best is None:
        return "out_of_rules"
    if not best.changes:
        return "no_change"
    return "nearest" if best.not_reached else "reached"


def safety_part(safety: Safety, person: Person | None = None) -> list[PlanSafety]:
    """The safety rows that apply, as the answer names them, with the words they are about."""
    return [
        PlanSafety(id=r.id, source=r.source, about=about(r, person) if person else [])
        for r in safety.rows
    ]


def offer(
    planner: Planner,
    plans: Sequence[Solved],
    *,
    person: Person | None = None,
    explain: bool = True,
) -> Plan:
    """The plans, best first, and why they are as they are.

    Args:
        person: whose words a safety row may be about.
        explain: with what would help and what goals cost, which takes further searches.
    """
    best = plans[0] if plans else None
    part = Plan(
        outcome=_outcome(planner, best),
        max_changes=planner.max_changes,
        goal_probability=goal_probability(),
        goals=planner.goals,
        out_of_reach=dict(planner.out_of_reach),
        refer=planner.safety.refer,
        safety=safety_part(planner.safety, person),
        plans=[_offer(planner, p) for p in plans],
        sources=sorted(
            {r.source for r in planner.safety.rows}
            | {rules()[r.rule].source for r in planner.limits}
        ),
    )
    if explain and planner.goals:
        part.few_days = few_days(planner)
        if best is None or best.not_reached:
            part.would_help = would_help(planner)
        if best is not None:
            part.prices = goal_prices(planner, best)[:TOLD]
        part.kept = [
            r.nutrient
            for r in planner.limits
            if r.rule is Rule.NOT_LESS
            and r.nutrient not in NOT_HELD
            and not planner.standing[r.nutrient].judged
        ]
    return part
