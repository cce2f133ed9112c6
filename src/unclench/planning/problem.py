"""The diet problem: changes of food as columns, rules as titled rows, solved to proven optimality.

A column is one possible change ("swap white bread for wholemeal"), counted in whole household
portions a week. A row is one rule on the average day. The best plan has the fewest changes, then
the smallest, then the most familiar, each decided before the next (lexicographic). Up to three
changes are searched completely (`planning.search`); more go to HiGHS as an integer program.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from unclench.planning.search import MOST, Found, search

Action = Literal["add", "more", "less", "swap", "supplement"]
Sense = Literal["at_least", "at_most"]

SMALL = 1e-9  # coefficients this small beside the row's largest are taken as none
SIZE_SLACK = 1e-4  # what a later goal may give up of an earlier, continuous one


@dataclass(frozen=True, slots=True)
class Column:
    """One possible change of food.

    Attributes:
        id: unique and stable, e.g. "swap:white_bread>wholemeal_bread".
        portion: the household portion in words, e.g. "slice (40 g)"; `times` of them are one
            portion of this change.
        cap: most portions a week that are usual and safe.
        size: how large one portion a week of this change is, in grams a day moved on the plate.
        unfamiliarity: 0 for a food the person eats, towards 1 for one that few people eat.
        effect: nutrient id -> change per day, in the nutrient's unit, of one portion a week.
        takes_from: own food that this change uses up, and `eaten` says how much there is.
    """

    id: str
    action: Action
    food_id: str
    label: str
    portion: str
    grams: float
    cap: int
    size: float
    unfamiliarity: float
    effect: Mapping[str, float]
    takes_from: str = ""
    kind: str = ""
    step: int = 1
    times: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One rule on the average day: sum of effects `sense` bound, in `unit`.

    `hard` rows are never relaxed (safety, limits); the others may be missed when no plan meets
    them all, and the plan then says by how much.
    """

    id: str
    title: str
    unit: str
    sense: Sense
    bound: float
    nutrient: str
    sentence: str
    source: str
    hard: bool = False
    scale: float = 0.0  # a miss this large counts as one; the bound itself when 0

    @property
    def price(self) -> float:
        """What missing the row by one unit costs."""
        return 1 / max(self.scale or abs(self.bound), 1e-6)


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found.

    Attributes:
        portions: column id -> whole portions a week, only those used.
        missed: row id -> what is missing, in the row's unit; empty when every row is met.
        gap: relative gap between the answer and what is proven possible; 0 is proven optimal.
        binding: ids of rows that hold with equality: they shape the plan.
    """

    status: Literal["optimal", "time_limit", "infeasible"]
    portions: dict[str, int]
    missed: dict[str, float]
    gap: float
    binding: tuple[str, ...] = ()
    count: int = 0
    size: float = 0.0


@dataclass(slots=True)
class Problem:
    """Columns, rows and the choices of the person."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    eaten: Mapping[str, float] = field(default_factory=dict)  # own food -> portions a week
    max_changes: int = 3
    pinned: frozenset[str] = frozenset()  # column ids that must be used
    forbidden: Sequence[frozenset[str]] = ()  # sets of columns already offered
    at_most: Sequence[tuple[frozenset[str], int]] = ()  # so many of these columns together
    alike: float = SIZE_SLACK  # plans whose size differs by this share count as equally small

    def __post_init__(self) -> None:
        numbers = [r.bound for r in self.rows] + [c.size for c in self.columns]
        numbers += [v for c in self.columns for v in c.effect.values()]
        if not all(map(math.isfinite, numbers)):
            raise ValueError("a bound, size or effect is not a finite number")

    def groups(self) -> list[tuple[frozenset[str], int]]:
        """Sets of columns of which only so many may be used together.

        A plan offered before is not offered again, and no food comes twice in a plan.
        """
        foods: dict[str, list[str]] = {}
        for c in self.columns:
            if c.food_id:
                foods.setdefault(c.food_id, []).append(c.id)
        out = [(frozenset(ids), 1) for _, ids in sorted(foods.items()) if len(ids) > 1]
        out += [(f, len(f) - 1) for f in self.forbidden if f]
        return [*out, *self.at_most]


Progress = Callable[[str, "Solution | None"], None]


class _Build:
    """One HiGHS model of a problem; `elastic` lets soft rows be missed at a price."""

    def __init__(self, problem: Problem, elastic: bool, time_limit: float) -> None:
        import highspy

        self.h: Any = highspy.Highs()
        self.h.silent()
        self.h.setOptionValue("time_limit", time_limit)
        self.h.setOptionValue("random_seed", 0)
        self.h.setOptionValue("threads", 1)
        self.h.setOptionValue("mip_rel_gap", 0.0)
        self.problem = problem
        self.x = [
            self.h.addIntegral(0, max(c.cap // c.step, 0), name=f"x{i}")
            for i, c in enumerate(problem.columns)
        ]
        self.y = [self.h.addBinary(name=f"y{i}") for i in range(len(problem.columns))]
        self.slack: dict[str, Any] = {}
        self.unit: dict[str, float] = {}
        self._link()
        self._rows(elastic)
        self._choices()

    def _link(self) -> None:
        for c, x, y in zip(self.problem.columns, self.x, self.y, strict=True):
            self.h.addConstr(x <= (c.cap // c.step) * y)
            self.h.addConstr(x >= y)
            if c.id in self.problem.pinned:
                self.h.addConstr(y >= 1)
        used: dict[str, list[Any]] = {}
        for c, x in zip(self.problem.columns, self.x, strict=True):
            if c.takes_from:
                used.setdefault(c.takes_from, []).append(c.step * x)
        for own, terms in sorted(used.items()):
            self.h.addConstr(self.h.qsum(terms) <= self.problem.eaten.get(own, 0.0))

    def _rows(self, elastic: bool) -> None:
        for row in self.problem.rows:
            effects = [c.effect.get(row.nutrient, 0.0) * c.step for c in self.problem.columns]
            unit = max(map(abs, effects), default=0.0) or 1.0
            terms = [
                e / unit * x
                for e, x in zip(effects, self.x, strict=True)
                if abs(e) > SMALL * unit  # HiGHS refuses a row with a coefficient near nothing
            ]
            if elastic and not row.hard:
                self.slack[row.id] = self.h.addVariable(0, self.h.inf, name=f"s_{row.id}")
                sign = 1 if row.sense == "at_least" else -1
                terms.append(sign * self.slack[row.id])
                self.unit[row.id] = unit
            sign = 1 if row.sense == "at_least" else -1
            if not terms:
                if sign * row.bound > 1e-9:
                    self.h.addConstr(self.y[0] >= 2)  # cannot be met
                continue
            left = self.h.qsum(terms)
            if row.sense == "at_least":
                self.h.addConstr(left >= row.bound / unit)
            else:
                self.h.addConstr(left <= row.bound / unit)

    def misses(self) -> Any:
        """What is missed, each row at its price."""
        price = {r.id: r.price for r in self.problem.rows}
        return self.h.qsum([price[k] * self.unit[k] * s for k, s in self.slack.items()])

    def _choices(self) -> None:
        self.h.addConstr(self.h.qsum(self.y) <= self.problem.max_changes)
        place = {c.id: i for i, c in enumerate(self.problem.columns)}
        for members, most in self.problem.groups():
            inside = [self.y[place[i]] for i in sorted(members) if i in place]
            if len(inside) > most:
                self.h.addConstr(self.h.qsum(inside) <= most)

    def minimise(self, objective: Any) -> tuple[str, float, float]:
        """(status, value, relative gap) after minimising; values stay in the model."""
        import highspy

        self.h.minimize(objective)
        status = self.h.getModelStatus()
        info = self.h.getInfo()
        has_point = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if status == highspy.HighsModelStatus.kOptimal:
            return "optimal", float(info.objective_function_value), max(0.0, float(info.mip_gap))
        if has_point:
            return "time_limit", float(info.objective_function_value), float(info.mip_gap)
        if status == highspy.HighsModelStatus.kTimeLimit:
            return "time_limit", float("nan"), float("inf")
        return "infeasible", float("nan"), float("inf")

    def portions(self) -> dict[str, int]:
        """Whole portions a week of the columns used."""
        values = self.h.getSolution().col_value
        out = {}
        for c, x in zip(self.problem.columns, self.x, strict=True):
            n = round(values[x.index]) * c.step
            if n:
                out[c.id] = n
        return out


def solve(
    problem: Problem, *, time_limit: float = 10.0, progress: Progress | None = None
) -> Solution:
    """The lexicographically best plan: least missed, fewest changes, smallest, most familiar.

    When no plan meets every row, the nearest one is returned with `missed` filled: soft rows are
    missed by as little as possible (relative to each bound), hard rows never.

    Args:
        time_limit: seconds of computing; on expiry the best so far is returned with its gap.
        progress: called with the goal's name and the best so far.
    """
    tell = progress or (lambda what, best: None)
    if not problem.columns:
        return _nothing(problem)
    found = search(
        problem,
        seconds=time_limit,
        slack=SIZE_SLACK,
        alike=problem.alike,
        tell=lambda what, f: tell(what, _from(problem, f)),
    )
    if found is not None and (found.misses <= 0 or problem.max_changes <= MOST):
        return _from(problem, found)
    if problem.max_changes <= MOST:
        return Solution("infeasible", {}, {}, float("inf"))
    larger = by_program(problem, time_limit=time_limit, progress=tell)
    if found is None:
        return larger
    ours = _from(problem, found)
    if larger.status == "infeasible" or missed_total(problem, larger) > found.misses:
        lost = max(0.0, 1.0 - larger.gap) if larger.status != "infeasible" else 0.0
        return replace(ours, status="time_limit", gap=1.0 - lost)
    return larger


def by_program(
    problem: Problem, *, time_limit: float = 10.0, progress: Progress | None = None
) -> Solution:
    """The same as `solve`, by HiGHS whatever the number of changes; `time_limit` for each goal."""
    tell = progress or (lambda what, best: None)
    build = _Build(problem, False, time_limit)
    status, count, gap = build.minimise(build.h.qsum(build.y))
    if status == "infeasible" or not gap < float("inf"):
        return _nearest(problem, time_limit, tell)
    best = _solution(problem, build.portions(), status, gap)
    tell("fewest changes", best)
    build.h.addConstr(build.h.qsum(build.y) <= round(count))
    return _polish(build, best, tell)


def _from(problem: Problem, found: Found) -> Solution:
    return _solution(problem, found.portions, "optimal" if found.done else "time_limit", found.gap)


def missed_total(problem: Problem, solution: Solution) -> float:
    """What a solution misses, each row at its price, summed."""
    price = {r.id: r.price for r in problem.rows}
    return sum(price[k] * m for k, m in sorted(solution.missed.items()))


def _polish(build: _Build, best: Solution, tell: Progress) -> Solution:
    columns = build.problem.columns
    size = build.h.qsum([c.size * c.step * x for c, x in zip(columns, build.x, strict=True)])
    worst_gap, status = best.gap, best.status
    state, value, gap = build.minimise(size)
    if state == "infeasible" or not gap < float("inf"):
        return best
    best = _solution(build.problem, build.portions(), state, max(worst_gap, gap))
    tell("smallest changes", best)
    worst_gap = max(worst_gap, gap)
    size_again = build.h.qsum([c.size * c.step * x for c, x in zip(columns, build.x, strict=True)])
    build.h.addConstr(size_again <= value * (1 + build.problem.alike) + SIZE_SLACK)
    odd = build.h.qsum(
        [
            (c.unfamiliarity + 1e-6 * i) * y
            for i, (c, y) in enumerate(zip(columns, build.y, strict=True))
        ]
    )
    state, _, gap = build.minimise(odd)
    if state == "infeasible" or not gap < float("inf"):
        return best
    status = "optimal" if status == state == "optimal" else "time_limit"
    best = _solution(build.problem, build.portions(), status, max(worst_gap, gap))
    tell("most familiar", best)
    return best


def least_missed(problem: Problem, time_limit: float) -> float:
    """How much of the goals the nearest plan misses, each relative to its bound, summed.

    0 when every row can be met, infinite when the hard rows alone cannot. On expiry of
    `time_limit` (seconds) the best found, which is then an upper bound.
    """
    if not problem.columns:
        return missed_total(problem, _nothing(problem)) and float("inf")
    found = search(problem, seconds=time_limit, slack=SIZE_SLACK, misses_only=True)
    total = found.misses if found is not None else float("inf")
    if problem.max_changes > MOST and total > 0:
        build = _Build(problem, True, time_limit)
        if build.slack:
            status, other, _ = build.minimise(build.misses())
            if status != "infeasible" and not math.isnan(other):
                total = min(total, max(0.0, other))
    return total


def _nearest(problem: Problem, time_limit: float, tell: Progress) -> Solution:
    build = _Build(problem, True, time_limit)
    if not build.slack:
        return Solution("infeasible", {}, {}, float("inf"))
    status, total, gap = build.minimise(build.misses())
    if status == "infeasible" or not gap < float("inf"):
        return Solution("infeasible", {}, {}, float("inf"))
    build.h.addConstr(build.misses() <= total * (1 + SIZE_SLACK) + SIZE_SLACK)
    state, count, gap2 = build.minimise(build.h.qsum(build.y))
    best = _solution(problem, build.portions(), status, gap)
    if state == "infeasible" or not gap2 < float("inf"):
        return best
    build.h.addConstr(build.h.qsum(build.y) <= round(count))
    best = _solution(problem, build.portions(), state, max(gap, gap2))
    tell("nearest plan", best)
    return _polish(build, best, tell)


def totals(problem: Problem, portions: Mapping[str, int]) -> dict[str, float]:
    """Change per day of every nutrient that a row names, for these portions a week."""
    by_id = {c.id: c for c in problem.columns}
    out = {r.nutrient: 0.0 for r in problem.rows}
    for cid, n in sorted(portions.items()):
        for nutrient in out:
            out[nutrient] += by_id[cid].effect.get(nutrient, 0.0) * n
    return out


def _solution(problem: Problem, portions: dict[str, int], status: str, gap: float) -> Solution:
    change = totals(problem, portions)
    missed, binding = {}, []
    for row in problem.rows:
        sign = 1 if row.sense == "at_least" else -1
        over = sign * (change[row.nutrient] - row.bound)
        tolerance = 1e-6 * max(1.0, abs(row.bound))
        if over < -tolerance:
            missed[row.id] = -over
        elif over <= 0.02 * max(abs(row.bound), tolerance):
            binding.append(row.id)
    by_id = {c.id: c for c in problem.columns}
    return Solution(
        "optimal" if status == "optimal" else "time_limit",
        portions,
        missed,
        gap,
        tuple(binding),
        len(portions),
        sum(by_id[c].size * n for c, n in portions.items()),
    )


def _nothing(problem: Problem) -> Solution:
    empty = _solution(problem, {}, "optimal", 0.0)
    return empty if not empty.missed else Solution("infeasible", {}, empty.missed, 0.0)
