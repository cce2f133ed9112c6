"""`plan`: from a person's diary to the smallest safe change of food, with what it does."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from unclench.intake.diary import Diary, PersonDays
from unclench.intake.usual.standing import Standing, Standings, smallest_change
from unclench.planning.changes import Choices, candidates, columns
from unclench.planning.own_foods import own_foods
from unclench.planning.prices import Prices, budget_row, priced
from unclench.planning.problem import Column, Problem, Row, Solution, least_missed, solve
from unclench.planning.rules import rows
from unclench.planning.safety import Safety

GOAL = 0.85
ROUNDS = 4
PART = 0.5
"""Of what could be reached towards a goal that is out of reach, the share that a plan aims at:
our judgement, so that not every change is spent on it."""
PART_WEIGHT = 0.3
"""What missing such a part counts beside missing a goal that can be reached: our judgement."""
ALONE_S = 5.0
ALIKE = 0.15
"""Plans whose size differs by less are equally small: the more familiar wins. Our judgement."""
NINE = np.array([-2.1, -1.3, -0.8, -0.5, 0.0, 0.5, 0.8, 1.3, 2.1])
NINE_WEIGHTS = np.array(
    [0.063345, 0.080255, 0.070458, 0.159698, 0.252489, 0.159698, 0.070458, 0.080255, 0.063345]
)


EnergyGoal = Literal["keep", "less", "more"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One nutrient before and after a plan: usual intake a day and P(enough)."""

    nutrient: str
    label: str
    unit: str
    before: float
    after: float
    enough_before: float | None
    enough_after: float | None
    goal: float | None
    referenced: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan.

    Attributes:
        changes: the columns used with whole portions a week.
        effects: every nutrient that can be judged, those that fell short first.
        missed: goals not reached, as sentences.
    """

    changes: tuple[tuple[Column, int], ...]
    solution: Solution
    effects: tuple[Effect, ...]
    missed: tuple[str, ...]
    shaped_by: tuple[str, ...]


def percent(p: float | None) -> str:
    """A probability for people."""
    if p is None:
        return "–"
    if p > 0.99:
        return "over 99 %"
    return "under 1 %" if p < 0.01 else f"{100 * p:.0f} %"


def supplement_room(standing: Standings) -> dict[str, float]:
    """What supplements may still bring a day, in the nutrient's unit, where a limit for
    supplements is known: the limit less the average that is taken already.

    Nothing when that average is not known: a dose that nobody told, or a file that does not tell
    supplements from food.
    """
    out = {}
    for name, s in standing.items():
        need = s.need
        if need is None or need.upper is None or need.limit is None:
            continue
        if need.limit.applies_to == "supplements":
            taken = s.from_supplements
            out[name] = 0.0 if taken is None else need.upper - taken
    return out


def spread_of(changes: Sequence[tuple[Column, int]], nutrient: str) -> float:
    """Standard deviation, per day, of what a plan adds because food composition is uncertain."""
    by_id = {c.item.food_id: c for c in candidates()}
    variance = 0.0
    for column, n in changes:
        c = by_id.get(column.food_id)
        if c is not None and column.action in ("add", "swap"):
            portions = column.grams / c.item.grams
            variance += (c.spread.get(nutrient, 0.0) * portions * n / 7) ** 2
    return math.sqrt(variance)


def enough_after(s: Standing, change: float, sd: float) -> float:
    """P(enough) after a change that is itself uncertain."""
    if sd <= 0:
        return s.enough(change)
    return float(
        sum(w * s.enough(change + z * sd) for z, w in zip(NINE, NINE_WEIGHTS, strict=True))
    )


def shifts(changes: Sequence[tuple[Column, int]]) -> dict[str, float]:
    """Change of every nutrient per day, recomputed from the columns."""
    out: dict[str, float] = {}
    for column, n in changes:
        for nutrient, v in column.effect.items():
            out[nutrient] = out.get(nutrient, 0.0) + v * n
    return out


def _effects(
    standing: Mapping[str, Standing],
    changes: Sequence[tuple[Column, int]],
    goals: Mapping[str, float],
) -> tuple[Effect, ...]:
    moved = shifts(changes)
    out = []
    for name, s in standing.items():
        d = moved.get(name, 0.0)
        sd = spread_of(changes, name)
        out.append(
            Effect(
                nutrient=name,
                label=s.label,
                unit=s.unit,
                before=s.usual.mean,
                after=s.shifted(d).mean,
                enough_before=s.enough() if s.judged else None,
                enough_after=enough_after(s, d, sd) if s.judged else None,
                goal=goals.get(name),
                referenced=s.need is not None,
            )
        )
    return tuple(sorted(out, key=lambda e: e.goal is None))


def _tighten(
    problem: Problem, standing: Mapping[str, Standing], solution: Solution
) -> list[Row] | None:
    """Rows whose goal is missed once the spread of food composition counts, asked for more;
    None when every goal that the solver met holds."""
    by_id = {c.id: c for c in problem.columns}
    changes = [(by_id[i], n) for i, n in sorted(solution.portions.items())]
    moved = shifts(changes)
    changed = False
    out = []
    for row in problem.rows:
        if row.id.startswith("enough:") and row.id not in solution.missed:
            s = standing[row.nutrient]
            d, sd = moved.get(row.nutrient, 0.0), spread_of(changes, row.nutrient)
            if enough_after(s, d, sd) < GOAL - 1e-4:
                need = smallest_change(
                    lambda x, s=s, sd=sd: enough_after(s, x, sd) >= GOAL,  # type: ignore[misc]
                    0.0,
                    4 * max(row.bound, d),
                )
                out.append(replace(row, bound=max(need, row.bound * 1.02)))
                changed = True
                continue
        out.append(row)
    return out if changed else None


@dataclass(slots=True)
class Planner:
    """Everything that stays the same between the plans offered to one person.

    Attributes:
        rows: every rule as it should be. aims: the rows that plans are made for, where a goal
            that no plan reaches even alone is replaced by a part of it.
        out_of_reach: those goals: nutrient -> share of what is missing that a plan could bring.
    """

    standing: Mapping[str, Standing]
    safety: Safety
    rows: list[Row]
    aims: list[Row]
    out_of_reach: dict[str, float]
    columns: list[Column]
    eaten: dict[str, float]
    max_changes: int
    pinned: frozenset[str]
    time_limit: float
    progress: Callable[[str, Solution | None], None] | None = None

    @property
    def goals(self) -> dict[str, float]:
        """Nutrients that fall short -> what is missing per day."""
        return {r.nutrient: r.bound for r in self.rows if r.id.startswith("enough:")}

    def problem(
        self,
        forbidden: Sequence[frozenset[str]] = (),
        at_most: Sequence[tuple[frozenset[str], int]] = (),
    ) -> Problem:
        """The problem as it stands."""
        return Problem(
            self.columns,
            self.aims,
            self.eaten,
            self.max_changes,
            self.pinned,
            forbidden,
            at_most,
            ALIKE,
        )

    def best(
        self,
        forbidden: Sequence[frozenset[str]] = (),
        at_most: Sequence[tuple[frozenset[str], int]] = (),
    ) -> Plan | None:
        """The best plan that is none of the `forbidden` sets of changes, or None.

        Args:
            at_most: sets of changes of which only so many may be used together.
        """
        problem = self.problem(forbidden, at_most)
        solution = solve(problem, time_limit=self.time_limit, progress=self.progress)
        for _ in range(ROUNDS):
            if solution.status == "infeasible":
                return None
            tighter = _tighten(problem, self.standing, solution)
            if tighter is None:
                break
            problem = replace_rows(problem, tighter)
            solution = solve(problem, time_limit=self.time_limit, progress=self.progress)
        if solution.status == "infeasible":
            return None
        return self._told(problem, solution)

    def _told(self, problem: Problem, solution: Solution) -> Plan:
        by_id = {c.id: c for c in problem.columns}
        changes = tuple((by_id[i], n) for i, n in sorted(solution.portions.items()))
        effects = _effects(self.standing, changes, self.goals)
        missed = tuple(
            f"{e.label}: with this plan the chance that you get enough is "
            f"{percent(e.enough_after)}, short of the {percent(GOAL)} aimed at."
            for e in effects
            if e.goal is not None and e.enough_after is not None and e.enough_after < GOAL - 0.005
        )
        titles = {r.id: r for r in problem.rows}
        shaped = tuple(titles[b].title for b in solution.binding)
        return Plan(changes, solution, effects, missed, shaped)


def replace_rows(problem: Problem, new: list[Row]) -> Problem:
    """The same problem under other rows."""
    return replace(problem, rows=new)


def toward_energy(rows: Sequence[Row], goal: EnergyGoal) -> list[Row]:
    """The rows with the energy band where the person wants it: the band's width stays, its near
    end lies at a twentieth of today's energy less or more, and is soft, since a plan of few changes
    may not get there."""
    if goal == "keep":
        return list(rows)
    out = []
    for row in rows:
        if row.nutrient != "energy":
            out.append(row)
        elif goal == "less":
            bound = -row.bound if row.sense == "at_most" else 2 * row.bound
            out.append(replace(row, bound=bound, hard=row.sense == "at_least"))
        else:
            up = row.sense == "at_most"
            bound = 3 * row.bound if up else -0.5 * row.bound
            out.append(replace(row, bound=bound, hard=up))
    return out


def reach(
    rows: Sequence[Row],
    columns: Sequence[Column],
    eaten: Mapping[str, float],
    most: int,
    pinned: frozenset[str],
) -> dict[str, float]:
    """Goals that no plan reaches, even alone: nutrient -> share of what is missing that one can."""
    hard = [r for r in rows if r.hard]
    out = {}
    for row in rows:
        if row.id.startswith("enough:"):
            alone = Problem(columns, [*hard, row], eaten, most, pinned)
            missed = least_missed(alone, ALONE_S)
            if missed > 1e-6:
                out[row.nutrient] = max(0.0, 1.0 - missed)
    return out


def aims(rows: Sequence[Row], out_of_reach: Mapping[str, float]) -> list[Row]:
    """The rows that plans are made for: part of a goal where the goal itself is out of reach.

    When every goal is, each keeps its part at full weight.
    """
    goals = [r for r in rows if r.id.startswith("enough:")]
    weight = PART_WEIGHT if len(out_of_reach) < len(goals) else 1.0
    out = []
    for row in rows:
        share = out_of_reach.get(row.nutrient)
        if share is None or not row.id.startswith("enough:"):
            out.append(row)
        elif share > 0:
            part = PART * share * row.bound
            out.append(
                replace(row, id=f"towards:{row.nutrient}", bound=part, scale=row.bound / weight)
            )
    return out


def planner(
    diary: Diary,
    days: PersonDays,
    standing: Mapping[str, Standing],
    safety: Safety,
    choices: Choices,
    *,
    max_changes: int = 3,
    pinned: Collection[str] = (),
    goals: Collection[str] = (),
    energy: EnergyGoal = "keep",
    prices: Prices | None = None,
    budget: float = 0.0,
    time_limit: float = 5.0,
    progress: Callable[[str, Solution | None], None] | None = None,
) -> Planner:
    """Set up the planning of one person.

    Args:
        diary, days: what they eat, as read and as person-days.
        standing: usual intake and need by nutrient. safety: the rows that apply.
        choices: what they allow.
        max_changes: most changes in a plan. pinned: column ids that must be part of it.
        goals: plan for these nutrients only; empty for all that fall short.
        energy: whether energy should stay, fall or rise.
        prices, budget: with prices, food may cost at most `budget` more a week.
        time_limit: seconds of computing for each solve.
    """
    own = own_foods(diary, days)
    made = toward_energy(rows(standing, safety), energy)
    if goals:
        made = [r for r in made if not r.id.startswith("enough:") or r.nutrient in goals]
    short = {r.nutrient: r.bound for r in made if r.id.startswith("enough:")}
    choices = replace(
        choices,
        excluded=choices.excluded | safety.avoid_tags,
        supplements=[n for n in choices.supplements if n not in safety.no_supplements],
        pinned=frozenset(pinned),
    )
    eaten = {o.name: o.per_week for o in own}
    found = columns(own, choices, short, supplement_room(standing))
    if prices is not None:
        found = priced(found, own, prices)
        made = [*made, budget_row(budget)]
    far = reach(made, found, eaten, max_changes, frozenset(pinned))
    return Planner(
        standing,
        safety,
        made,
        aims(made, far),
        far,
        found,
        eaten,
        max_changes,
        frozenset(pinned),
        time_limit,
        progress,
    )
