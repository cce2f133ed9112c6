"""Why a plan is as it is: the rule that stands most in the way, what goals cost, too few days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from unclench.assessment.plan import FewDays, GoalPrice, PlanLimit, Relaxation, Rule, WouldHelp
from unclench.intake.usual.standing import smallest_change
from unclench.planning import clock
from unclench.planning.planner import Planner, Solved
from unclench.planning.problem import Limit, Problem
from unclench.planning.rules import goal_probability
from unclench.planning.solve import least_missed, solve

ENERGY: Mapping[Rule, Relaxation] = {
    Rule.ENERGY_NOT_MORE: "more_energy",
    Rule.ENERGY_NOT_LESS: "less_energy",
}
MAY_GO = frozenset({Rule.STAYS_ENOUGH, Rule.NOT_LESS, Rule.PROTEIN_KEPT})
SHARE_LESS = 0.10
EACH_S = 2.0
"""Seconds for each what-if; on expiry its best plan counts, so help is never overstated."""
MUCH = 0.3
"""From this share of what is asked for on, it is said that more diary days would shrink it."""
TOLD = 2
"""So many goals are priced in an answer: the dearest."""


def _relaxations(planner: Planner) -> Iterator[tuple[Relaxation, Limit | None, Problem]]:
    base = planner.problem()
    yield "one_more_change", None, replace(base, max_changes=planner.max_changes + 1)
    for limit in planner.aims:
        if limit.rule in ENERGY:
            wider = [
                replace(r, bound=3 * r.bound) if r.key == limit.key else r for r in planner.aims
            ]
            yield ENERGY[limit.rule], limit, replace(base, limits=wider)
        elif limit.rule in MAY_GO:
            without = [r for r in planner.aims if r.key != limit.key]
            yield "without_rule", limit, replace(base, limits=without)


def would_help(planner: Planner) -> WouldHelp | None:
    """The single rule whose relaxing would close most of what is missing; None when nothing is
    missing or no single rule helps. Safety and upper limits are never relaxed."""
    now = least_missed(planner.problem(), EACH_S)
    best: WouldHelp | None = None
    for what, limit, problem in _relaxations(planner):
        if clock.out():
            break
        left = least_missed(problem, EACH_S)
        if left < min(now, best.still_missed if best else now) - 0.01:
            about = None if limit is None else named(limit)
            best = WouldHelp(what=what, limit=about, still_missed=left)
        if left <= 1e-6:
            break
    return best


def named(limit: Limit) -> PlanLimit:
    """A limit as the answer names it."""
    return PlanLimit(rule=limit.rule, nutrient=limit.nutrient or None)


def goal_prices(planner: Planner, plan: Solved) -> list[GoalPrice]:
    """What asking a tenth less of each goal would save; the dearest first."""
    out = []
    for limit in planner.aims:
        if not limit.is_goal or limit.key in plan.solution.missed:
            continue
        if clock.out():
            break
        easier = [
            replace(r, bound=(1 - SHARE_LESS) * r.bound) if r.key == limit.key else r
            for r in planner.aims
        ]
        solution = solve(replace(planner.problem(), limits=easier), time_limit=EACH_S)
        if solution.status == "infeasible" or solution.missed:
            continue
        fewer = plan.solution.count - solution.count
        smaller = plan.solution.size - solution.size
        price = GoalPrice(nutrient=limit.nutrient, less=SHARE_LESS * limit.bound)
        if fewer > 0:
            out.append(price.model_copy(update={"changes": fewer}))
        elif smaller > 0.05 * max(plan.solution.size, 1e-9):
            out.append(price.model_copy(update={"grams": smaller}))
    label = {n: s.label.lower() for n, s in planner.standing.items()}
    return sorted(out, key=lambda p: (-p.changes, -p.grams, label[p.nutrient]))


def few_days(planner: Planner) -> FewDays | None:
    """How much of what is asked for is asked only because few days were recorded."""
    goal = goal_probability()
    shares, days = {}, 0
    for limit in planner.limits:
        if not limit.is_goal:
            continue
        s = planner.standing[limit.nutrient]
        days = max(days, s.usual.n)
        certain = replace(
            s, usual=replace(s.usual, values=np.array([s.usual.mean]), weights=np.array([1.0]))
        )
        need = smallest_change(lambda d, c=certain: c.enough(d) >= goal, 0.0, limit.bound)  # type: ignore[misc]
        shares[limit.nutrient] = 1 - need / limit.bound if limit.bound > 0 else 0.0
    much = {n: share for n, share in shares.items() if share >= MUCH}
    return FewDays(days=days, shares=much) if much else None
