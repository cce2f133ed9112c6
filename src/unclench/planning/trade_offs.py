"""Why a plan is as it is: goals out of reach, the rule that stands most in the way, prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from unclench.intake.usual.standing import smallest_change
from unclench.planning.planner import GOAL, Plan, Planner
from unclench.planning.problem import Problem, Row, least_missed, solve
from unclench.planning.words import joined, lower

SHARE_LESS = 0.10
EACH_S = 2.0
"""Seconds for each what-if; on expiry its best plan counts, so help is never overstated."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What relaxing one rule would bring: the rule in words, and the share still missed."""

    rule: str
    shortfall: float


def _relaxations(planner: Planner) -> list[tuple[str, Problem]]:
    base = planner.problem()
    most = planner.max_changes + 1
    out = [(f"{most} changes instead of {planner.max_changes}", replace(base, max_changes=most))]
    for row in planner.aims:
        if row.id.startswith("energy_not_more"):
            wider = [replace(r, bound=3 * r.bound) if r.id == row.id else r for r in planner.aims]
            out.append(("more room for energy", _with_rows(base, wider)))
        elif row.id.startswith("energy_not_less"):
            wider = [replace(r, bound=3 * r.bound) if r.id == row.id else r for r in planner.aims]
            out.append(("a larger cut of energy", _with_rows(base, wider)))
        elif row.id.startswith(("stays_enough", "not_less", "protein_kept")):
            without = [r for r in planner.aims if r.id != row.id]
            out.append((f"without the rule '{row.title.lower()}'", _with_rows(base, without)))
    return out


def _with_rows(base: Problem, rows: Sequence[Row]) -> Problem:
    return replace(base, rows=rows)


def most_helpful(planner: Planner) -> Relaxed | None:
    """The single rule whose relaxing would close most of what is missing; None when nothing is
    missing or no single rule helps. Safety rows and limits are never relaxed."""
    now = least_missed(planner.problem(), EACH_S)
    best: Relaxed | None = None
    for words, problem in _relaxations(planner):
        left = least_missed(problem, EACH_S)
        if left < min(now, best.shortfall if best else now) - 0.01:
            best = Relaxed(words, left)
        if left <= 1e-6:
            break
    return best


def prices(planner: Planner, plan: Plan) -> list[str]:
    """What asking a tenth less of each goal would save, in words; the dearest first."""
    told: list[tuple[int, float, str]] = []
    before = (plan.solution.count, plan.solution.size)
    for row in planner.aims:
        if not row.id.startswith("enough:") or row.id in plan.solution.missed:
            continue
        easier = [
            replace(r, bound=(1 - SHARE_LESS) * r.bound) if r.id == row.id else r
            for r in planner.aims
        ]
        solution = solve(_with_rows(planner.problem(), easier), time_limit=EACH_S)
        if solution.status == "infeasible" or solution.missed:
            continue
        fewer = before[0] - solution.count
        smaller = before[1] - solution.size
        label = planner.standing[row.nutrient].label
        amount = f"{float(f'{SHARE_LESS * row.bound:.2g}'):g} {planner.standing[row.nutrient].unit}"
        if fewer > 0:
            told.append(
                (
                    fewer,
                    0.0,
                    f"What {lower(label)} costs: to need {amount} a day less would save "
                    f"{'one change' if fewer == 1 else f'{fewer} changes'}.",
                )
            )
        elif smaller > 0.05 * max(before[1], 1e-9):
            told.append(
                (
                    0,
                    smaller,
                    f"What {lower(label)} costs: to need {amount} a day less would save moving "
                    f"about {smaller:.0f} g of food a day.",
                )
            )
    return [t for _, _, t in sorted(told, key=lambda x: (-x[0], -x[1], x[2]))]


MUCH = 0.3
"""From this share of what is asked for on, it is said that more diary days would shrink it."""


def because_of_few_days(planner: Planner) -> list[str]:
    """How much of what is asked for is asked only because few days were recorded."""
    shares, days = {}, 0
    for row in planner.rows:
        if not row.id.startswith("enough:"):
            continue
        s = planner.standing[row.nutrient]
        days = max(days, s.usual.n)
        certain = replace(
            s, usual=replace(s.usual, values=np.array([s.usual.mean]), weights=np.array([1.0]))
        )
        need = smallest_change(lambda d, c=certain: c.enough(d) >= GOAL, 0.0, row.bound)  # type: ignore[misc]
        shares[lower(s.label)] = 1 - need / row.bound if row.bound > 0 else 0.0
    much = {label: share for label, share in shares.items() if share >= MUCH}
    if not much:
        return []
    span = f"{100 * min(much.values()):.0f} to {100 * max(much.values()):.0f} %"
    if len(much) == 1:
        span = f"{100 * max(much.values()):.0f} %"
    if min(much.values()) >= 0.995:
        span = "all"
    days_said = "one day" if days == 1 else f"{days} days"
    return [
        f"Only {days_said} of your diary count, so your usual intake is uncertain. The plan asks "
        f"for more to be safe: {span} of what it asks for {joined(sorted(much))} is for that "
        "reason. More days would make the change smaller, or show that none is needed."
    ]
