"""The diet problem as an integer program for HiGHS, whatever the number of changes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from unclench.planning import clock
from unclench.planning.problem import (
    INFEASIBLE,
    SIZE_SLACK,
    Key,
    Problem,
    Progress,
    Solution,
    missed_total,
    solution,
)

if TYPE_CHECKING:
    import highspy

SMALL = 1e-9  # coefficients this small beside the limit's largest are taken as none


def quiet_highs() -> highspy.Highs:
    """A HiGHS that prints nothing.

    From 1.16 on the constructor prints a banner to standard output while it sets its callbacks up,
    which spoils JSON there; so it is silenced before that.
    """
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    made = Quiet()  # type: ignore[no-untyped-call]
    made.silent()
    return made


class _Build:
    """One HiGHS model of a problem; `elastic` lets soft limits be missed at a price."""

    def __init__(self, problem: Problem, elastic: bool, time_limit: float) -> None:
        self.h: Any = quiet_highs()
        self.time_limit = time_limit
        self.h.setOptionValue("random_seed", 0)
        self.h.setOptionValue("threads", 1)
        self.h.setOptionValue("mip_rel_gap", 0.0)
        self.problem = problem
        self.x = [
            self.h.addIntegral(0, max(c.cap // c.step, 0), name=f"x{i}")
            for i, c in enumerate(problem.changes)
        ]
        self.y = [self.h.addBinary(name=f"y{i}") for i in range(len(problem.changes))]
        self.slack: dict[Key, Any] = {}
        self.unit: dict[Key, float] = {}
        self._link()
        self._limits(elastic)
        self._choices()

    def _link(self) -> None:
        for c, x, y in zip(self.problem.changes, self.x, self.y, strict=True):
            self.h.addConstr(x <= (c.cap // c.step) * y)
            self.h.addConstr(x >= y)
            if c.id in self.problem.pinned:
                self.h.addConstr(y >= 1)
        used: dict[str, list[Any]] = {}
        for c, x in zip(self.problem.changes, self.x, strict=True):
            if c.takes_from:
                used.setdefault(c.takes_from, []).append(c.step * x)
        for own, terms in sorted(used.items()):
            self.h.addConstr(self.h.qsum(terms) <= self.problem.eaten.get(own, 0.0))

    def _limits(self, elastic: bool) -> None:
        for i, limit in enumerate(self.problem.limits):
            effects = [limit.of(c) * c.step for c in self.problem.changes]
            unit = max(map(abs, effects), default=0.0) or 1.0
            terms = [
                e / unit * x
                for e, x in zip(effects, self.x, strict=True)
                if abs(e) > SMALL * unit  # HiGHS refuses a row with a coefficient near nothing
            ]
            sign = 1 if limit.sense == "at_least" else -1
            if elastic and not limit.hard:
                self.slack[limit.key] = self.h.addVariable(0, self.h.inf, name=f"s{i}")
                terms.append(sign * self.slack[limit.key])
                self.unit[limit.key] = unit
            if not terms:
                if sign * limit.bound > 1e-9:
                    self.h.addConstr(self.y[0] >= 2)  # cannot be met
                continue
            left = self.h.qsum(terms)
            if limit.sense == "at_least":
                self.h.addConstr(left >= limit.bound / unit)
            else:
                self.h.addConstr(left <= limit.bound / unit)

    def misses(self) -> Any:
        """What is missed, each limit at its price."""
        price = {r.key: r.price for r in self.problem.limits}
        return self.h.qsum([price[k] * self.unit[k] * s for k, s in self.slack.items()])

    def size(self) -> Any:
        """How large the changes are, in grams a day moved on the plate."""
        changes = self.problem.changes
        return self.h.qsum([c.size * c.step * x for c, x in zip(changes, self.x, strict=True)])

    def _choices(self) -> None:
        self.h.addConstr(self.h.qsum(self.y) <= self.problem.max_changes)
        place = {c.id: i for i, c in enumerate(self.problem.changes)}
        for members, most in self.problem.groups():
            inside = [self.y[place[i]] for i in sorted(members) if i in place]
            if len(inside) > most:
                self.h.addConstr(self.h.qsum(inside) <= most)

    def minimise(self, objective: Any) -> tuple[str, float, float]:
        """(status, value, relative gap) after minimising; values stay in the model."""
        import highspy

        self.h.setOptionValue("time_limit", clock.left(self.time_limit))
        self.h.minimize(objective)
        status = self.h.getModelStatus()
        info = self.h.getInfo()
        has_point = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if status == highspy.HighsModelStatus.kOptimal:
            return "optimal", float(info.objective_function_value), max(0.0, float(info.mip_gap))
        if has_point:
            return "time_limit", float(info.objective_function_value), float(info.mip_gap)
        if status == highspy.HighsModelStatus.kTimeLimit:
            return "time_limit", math.nan, math.inf
        return "infeasible", math.nan, math.inf

    def portions(self) -> dict[str, int]:
        """Whole portions a week of the changes used."""
        values = self.h.getSolution().col_value
        out = {}
        for c, x in zip(self.problem.changes, self.x, strict=True):
            n = round(values[x.index]) * c.step
            if n:
                out[c.id] = n
        return out

    def solution(self, status: str, gap: float) -> Solution:
        """What was found last."""
        return solution(self.problem, self.portions(), status == "optimal", gap)


def by_program(
    problem: Problem, *, time_limit: float = 10.0, progress: Progress | None = None
) -> Solution:
    """The lexicographically best plan; `time_limit` in seconds for each goal."""
    tell = progress or (lambda what, best: None)
    build = _Build(problem, False, time_limit)
    status, count, gap = build.minimise(build.h.qsum(build.y))
    if status == "infeasible" or not gap < math.inf:
        return _nearest(problem, time_limit, tell)
    best = build.solution(status, gap)
    tell("fewest changes", best)
    build.h.addConstr(build.h.qsum(build.y) <= round(count))
    return _polish(build, best, tell)


def _nearest(problem: Problem, time_limit: float, tell: Progress) -> Solution:
    build = _Build(problem, True, time_limit)
    if not build.slack:
        return INFEASIBLE
    status, total, gap = build.minimise(build.misses())
    if status == "infeasible" or not gap < math.inf:
        return INFEASIBLE
    none = missed_total(problem, solution(problem, {}, True, 0.0)) if not problem.pinned else total
    left = problem.as_good * max(0.0, none - total)
    build.h.addConstr(build.misses() <= total * (1 + SIZE_SLACK) + SIZE_SLACK + left)
    state, count, gap2 = build.minimise(build.h.qsum(build.y))
    best = build.solution(status, gap)
    if state == "infeasible" or not gap2 < math.inf:
        return best
    build.h.addConstr(build.h.qsum(build.y) <= round(count))
    best = build.solution(state, max(gap, gap2))
    tell("nearest plan", best)
    return _polish(build, best, tell)


def _polish(build: _Build, best: Solution, tell: Progress) -> Solution:
    worst_gap, status = best.gap, best.status
    odd = build.h.qsum(
        [
            (c.unfamiliarity + 1e-6 * i) * y
            for i, (c, y) in enumerate(zip(build.problem.changes, build.y, strict=True))
        ]
    )
    state, value, gap = build.minimise(odd)
    if state == "infeasible" or not gap < math.inf:
        return best
    worst_gap = max(worst_gap, gap)
    best = build.solution(state, worst_gap)
    tell("most familiar", best)
    build.h.addConstr(odd <= value + build.problem.alike + SIZE_SLACK)
    state, _, gap = build.minimise(build.size())
    if state == "infeasible" or not gap < math.inf:
        return best
    proven = "optimal" if status == state == "optimal" else "time_limit"
    best = build.solution(proven, max(worst_gap, gap))
    tell("smallest changes", best)
    return best


def least_by_program(problem: Problem, time_limit: float) -> float | None:
    """How much of the goals the nearest plan misses, or None when none was found in time."""
    build = _Build(problem, True, time_limit)
    if not build.slack:
        return None
    status, missed, _ = build.minimise(build.misses())
    return None if status == "infeasible" or math.isnan(missed) else missed
