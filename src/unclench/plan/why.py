"""Why a plan is as it is: goals out of reach, the rule that stands most in the way, prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from unclench.plan.answer import Plan, Planner
from unclench.plan.model import Problem, Row, Solution, solve

SHARE_LESS = 0.10


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What one relaxed rule would bring.

    Attributes:
        rule: the rule in words. missed: goals still missed. count, size: of the plan then, None
            when there still is none.
    """

    rule: str
    missed: int
    shortfall: float
    count: int
    size: float


def shortfall(rows: Sequence[Row], solution: Solution) -> float:
    """Sum over goals of the share that is missing; 0 when every goal is met."""
    bounds = {r.id: abs(r.bound) for r in rows}
    return sum(m / max(bounds[i], 1e-9) for i, m in solution.missed.items())


def out_of_reach(planner: Planner) -> dict[str, float]:
    """Goals that no plan of this person's foods reaches, even alone: nutrient -> share reached."""
    out = {}
    hard = [r for r in planner.rows if r.hard]
    for row in planner.rows:
        if not row.id.startswith("enough:"):
            continue
        alone = Problem(
            planner.columns, [*hard, row], planner.eaten, planner.max_changes, planner.pinned
        )
        solution = solve(alone, time_limit=planner.time_limit)
        missed = solution.missed.get(row.id, row.bound if solution.status == "infeasible" else 0.0)
        if missed > 1e-6 * max(1.0, row.bound):
            out[row.nutrient] = max(0.0, 1.0 - missed / row.bound)
    return out


def _relaxations(planner: Planner) -> list[tuple[str, Problem]]:
    base = planner.problem()
    more = replace_max(base, planner.max_changes + 2)
    out = [(f"{planner.max_changes + 2} changes instead of {planner.max_changes}", more)]
    for row in planner.rows:
        if row.id.startswith("energy_not_more"):
            wider = [replace(r, bound=3 * r.bound) if r.id == row.id else r for r in planner.rows]
            out.append(("more room for energy", _with_rows(base, wider)))
        elif row.id.startswith("energy_not_less"):
            wider = [replace(r, bound=3 * r.bound) if r.id == row.id else r for r in planner.rows]
            out.append(("a larger cut of energy", _with_rows(base, wider)))
        elif row.id.startswith(("stays_enough", "not_less", "protein_kept")):
            without = [r for r in planner.rows if r.id != row.id]
            out.append((f"without the rule '{row.title.lower()}'", _with_rows(base, without)))
    return out


def _with_rows(base: Problem, rows: Sequence[Row]) -> Problem:
    return Problem(base.columns, rows, base.eaten, base.max_changes, base.pinned, base.forbidden)


def replace_max(base: Problem, most: int) -> Problem:
    """The same problem with another number of changes."""
    return Problem(base.columns, base.rows, base.eaten, most, base.pinned, base.forbidden)


def most_helpful(planner: Planner, plan: Plan | None) -> Relaxed | None:
    """The single rule whose relaxing would close most of what is missing; None when nothing is
    missing or no single rule helps. Safety rows and limits are never relaxed."""
    now = float("inf") if plan is None else shortfall(planner.rows, plan.solution)
    if now <= 1e-6:
        return None
    best: Relaxed | None = None
    for words, problem in _relaxations(planner):
        solution = solve(problem, time_limit=min(2.0, planner.time_limit))
        if solution.status == "infeasible":
            continue
        left = shortfall(problem.rows, solution)
        if left < min(now, best.shortfall if best else now) - 0.01:
            best = Relaxed(words, len(solution.missed), left, solution.count, solution.size)
    return best


def prices(planner: Planner, plan: Plan) -> list[str]:
    """What asking a tenth less of each goal would save, in words; the dearest first."""
    told = []
    before = (plan.solution.count, plan.solution.size)
    for row in planner.rows:
        if not row.id.startswith("enough:") or row.id in plan.solution.missed:
            continue
        easier = [
            replace(r, bound=(1 - SHARE_LESS) * r.bound) if r.id == row.id else r
            for r in planner.rows
        ]
        solution = solve(_with_rows(planner.problem(), easier), time_limit=2.0)
        if solution.status == "infeasible" or solution.missed:
            continue
        fewer = before[0] - solution.count
        smaller = before[1] - solution.size
        label = planner.standing[row.nutrient].label
        amount = f"{SHARE_LESS * row.bound:.2g} {planner.standing[row.nutrient].unit}"
        if fewer > 0:
            told.append(
                (fewer, 0.0, f"{label}: needing {amount} less a day would save {fewer} change(s).")
            )
        elif smaller > 0.05 * max(before[1], 1e-9):
            told.append(
                (
                    0,
                    smaller,
                    f"{label}: needing {amount} less a day would save about "
                    f"{smaller:.0f} g of food moved a day.",
                )
            )
    return [t for _, _, t in sorted(told, key=lambda x: (-x[0], -x[1], x[2]))]
