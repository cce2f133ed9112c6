"""The best plan of a problem: complete search for few changes, an integer program for more."""

from __future__ import annotations

import math
from dataclasses import replace

from unclench.planning import clock
from unclench.planning.problem import (
    INFEASIBLE,
    SIZE_SLACK,
    Problem,
    Progress,
    Solution,
    missed_total,
    nothing,
    solution,
)
from unclench.planning.program import by_program, least_by_program
from unclench.planning.search import MOST, Found, search


def solve(
    problem: Problem, *, time_limit: float = 10.0, progress: Progress | None = None
) -> Solution:
    """The lexicographically best plan: least missed, fewest changes, most familiar, smallest.

    When no plan meets every limit, the nearest one is returned with `missed` filled: soft limits
    are missed by as little as possible (relative to each bound), hard ones never.

    Args:
        time_limit: seconds of computing; on expiry the best so far is returned with its gap.
        progress: called with the goal's name and the best so far.
    """
    tell = progress or (lambda what, best: None)
    if not problem.changes:
        return nothing(problem)
    found = search(
        problem,
        seconds=clock.left(time_limit),
        slack=SIZE_SLACK,
        alike=problem.alike,
        as_good=problem.as_good,
        tell=lambda what, f: tell(what, _from(problem, f)),
    )
    if found is not None and (found.misses <= 0 or problem.max_changes <= MOST):
        return _from(problem, found)
    if problem.max_changes <= MOST:
        return INFEASIBLE
    larger = by_program(problem, time_limit=time_limit, progress=tell)
    if found is None:
        return larger
    ours = _from(problem, found)
    if larger.status == "infeasible" or missed_total(problem, larger) > found.misses:
        lost = max(0.0, 1.0 - larger.gap) if larger.status != "infeasible" else 0.0
        return replace(ours, status="time_limit", gap=1.0 - lost)
    return larger


def least_missed(problem: Problem, time_limit: float) -> float:
    """How much of the goals the nearest plan misses, each relative to its bound, summed.

    0 when every limit can be met, infinite when the hard ones alone cannot. On expiry of
    `time_limit` (seconds) the best found, which is then an upper bound.
    """
    if not problem.changes:
        return missed_total(problem, nothing(problem)) and math.inf
    found = search(problem, seconds=clock.left(time_limit), slack=SIZE_SLACK, misses_only=True)
    total = found.misses if found is not None else math.inf
    if found is not None and not found.done:
        clock.cut()
    if problem.max_changes > MOST and total > 0:
        other = least_by_program(problem, time_limit)
        if other is not None:
            total = min(total, max(0.0, other))
    return total


def _from(problem: Problem, found: Found) -> Solution:
    return solution(problem, found.portions, found.done, found.gap)
