"""From a person's diary to the smallest safe change of food, with what it does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from unclench.assessment.plan import PlanEffect, Rule
from unclench.intake.diary import Diary, PersonDays
from unclench.intake.usual.standing import Standing, Standings, smallest_change
from unclench.planning import clock
from unclench.planning.aims import aims, out_of_reach, serve_first, toward_energy
from unclench.planning.candidates import Choices
from unclench.planning.changes import changes
from unclench.planning.effects import effects, enough_after, shifts, spread_of
from unclench.planning.most_grams import raises
from unclench.planning.own_foods import own_foods
from unclench.planning.prices import Prices, priced
from unclench.planning.problem import Change, Limit, Problem, Solution
from unclench.planning.rules import budget_limit, goal_probability, limits
from unclench.planning.safety import Safety
from unclench.planning.solve import solve
from unclench.request import EnergyGoal

ROUNDS = 4
ALIKE = 0.15
"""Plans whose unfamiliarity differs by less are equally familiar: the smaller wins (judgement)."""
AS_GOOD = 0.1
"""Where goals must be missed, a plan that does all but this share of what the best one does is as
good: a familiar food is eaten, a strange one is not. Our judgement."""


@dataclass(frozen=True, slots=True)
class Solved:
    """One plan.

    Attributes:
        changes: those used with whole portions a week.
        effects: every nutrient that can be judged, those that fell short first.
        not_reached: nutrients whose goal the plan does not reach.
    """

    changes: tuple[tuple[Change, int], ...]
    solution: Solution
    effects: tuple[PlanEffect, ...]
    not_reached: tuple[str, ...]


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


def _used(problem: Problem, solution: Solution) -> tuple[tuple[Change, int], ...]:
    by_id = {c.id: c for c in problem.changes}
    return tuple((by_id[i], n) for i, n in sorted(solution.portions.items()))


def tighten(
    problem: Problem, standing: Mapping[str, Standing], solution: Solution
) -> Problem | None:
    """The problem with more asked for where a goal is missed once the spread of food composition
    counts; None when every goal that the solver met holds."""
    goal = goal_probability()
    used = _used(problem, solution)
    moved = shifts(used)
    changed = False
    out = []
    for was in problem.limits:
        limit = was
        if limit.is_goal and limit.key not in solution.missed:
            s = standing[limit.nutrient]
            d, sd = moved.get(limit.nutrient, 0.0), spread_of(used, limit.nutrient)
            if enough_after(s, d, sd) < goal - 1e-4:
                need = smallest_change(
                    lambda x, s=s, sd=sd: enough_after(s, x, sd) >= goal,  # type: ignore[misc]
                    0.0,
                    4 * max(limit.bound, d),
                )
                limit = replace(limit, bound=max(need, limit.bound * 1.02))
                changed = True
        out.append(limit)
    return replace(problem, limits=out) if changed else None


SHORT_BELOW = 0.5
"""A plan is made for what is more likely short than not (P(enough) below this): our judgement. What
is merely uncertain is kept where it is, unless the person asks for it by name."""


def short_of(standing: Mapping[str, Standing], goal: Limit) -> bool:
    """Whether the nutrient of a goal is really short."""
    return standing[goal.nutrient].enough() < SHORT_BELOW


SURE_BELOW = 1 / 3
"""Nothing is planned unless some nutrient is short by two to one (P(enough) below this), and some
verdict is firm: otherwise all is too uncertain to change what is eaten. Our judgement."""


def sure(standing: Mapping[str, Standing], goal: Limit) -> bool:
    """Whether the nutrient of a goal is short surely enough to plan for."""
    return standing[goal.nutrient].enough() < SURE_BELOW


def only_kept(goal: Limit) -> Limit:
    """Instead of a goal: it may not become less."""
    return replace(goal, rule=Rule.NOT_LESS, bound=0.0, scale=goal.bound)


@dataclass(slots=True)
class Planner:
    """Everything that stays the same between the plans offered to one person.

    Attributes:
        limits: every rule as it should be. aims: the limits that plans are made for, where a goal
            that no plan reaches even alone is replaced by a part of it.
        out_of_reach: those goals: nutrient -> share of what is missing that a plan could bring.
        rushed: time ran out while that was looked for, so more may be in reach.
        one_of: sets of changes of which a plan has at most one.
        unsure: something may fall short, but for no nutrient is that sure enough to plan for.
    """

    standing: Mapping[str, Standing]
    safety: Safety
    limits: list[Limit]
    aims: list[Limit]
    out_of_reach: dict[str, float]
    changes: list[Change]
    eaten: dict[str, float]
    max_changes: int
    pinned: frozenset[str]
    time_limit: float
    progress: Callable[[str, Solution | None], None] | None = None
    rushed: bool = False
    one_of: Sequence[frozenset[str]] = ()
    unsure: bool = False

    @property
    def goals(self) -> dict[str, float]:
        """Nutrients that fall short -> what is missing per day."""
        return {r.nutrient: r.bound for r in self.limits if r.is_goal}

    def problem(
        self,
        forbidden: Sequence[frozenset[str]] = (),
        at_most: Sequence[tuple[frozenset[str], int]] = (),
    ) -> Problem:
        """The problem as it stands."""
        return Problem(
            self.changes,
            self.aims,
            self.eaten,
            self.max_changes,
            self.pinned,
            forbidden,
            [*at_most, *((ids, 1) for ids in self.one_of)],
            ALIKE,
            AS_GOOD,
        )

    def best(
        self,
        forbidden: Sequence[frozenset[str]] = (),
        at_most: Sequence[tuple[frozenset[str], int]] = (),
    ) -> Solved | None:
        """The best plan that is none of the `forbidden` sets of changes, or None.

        Args:
            at_most: sets of changes of which only so many may be used together.
        """
        problem = self.problem(forbidden, at_most)
        solution = solve(problem, time_limit=self.time_limit, progress=self.progress)
        for _ in range(ROUNDS):
            if solution.status == "infeasible":
                return None
            tighter = tighten(problem, self.standing, solution)
            if tighter is None or clock.out():
                break
            problem = tighter
            solution = solve(problem, time_limit=self.time_limit, progress=self.progress)
        if solution.status == "infeasible":
            return None
        used = _used(problem, solution)
        done = effects(self.standing, used, self.goals)
        short = tuple(
            e.nutrient
            for e in done
            if e.missing is not None
            and e.probability_enough_after is not None
            and e.probability_enough_after < goal_probability() - 0.005
        )
        return Solved(used, solution, done, short)


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
    first: Collection[str] = (),
    firm: bool = True,
    energy: EnergyGoal = "keep",
    prices: Prices | None = None,
    budget: float = 0.0,
    time_limit: float = 5.0,
    progress: Callable[[str, Solution | None], None] | None = None,
) -> Planner:
    """Set up the planning of one person.

    Args:
        diary, days: what they eat, as read and as person-days.
        standing: usual intake and need by nutrient. safety: the safety rows that apply.
        choices: what they allow.
        max_changes: most changes in a plan. pinned: ids of changes that must be part of it.
        goals: plan for these nutrients only; empty for all that are more likely short than not.
        first: nutrients whose goals count most.
        firm: some nutrient is judged too low; else nothing is planned that was not asked for.
        energy: whether energy should stay, fall or rise.
        prices, budget: with prices, food may cost at most `budget` more a week.
        time_limit: seconds of computing for each solve.
    """
    own, unsure = own_foods(diary, days), False
    made = toward_energy(limits(standing, safety), energy)
    if goals:
        made = [r for r in made if not r.is_goal or r.nutrient in goals]
    else:
        every = [r for r in made if r.is_goal]
        unsure = bool(every) and not (firm and any(sure(standing, r) for r in every))
        made = [
            only_kept(r) if r.is_goal and (unsure or not short_of(standing, r)) else r for r in made
        ]
    short = {r.nutrient: r.bound for r in made if r.is_goal}
    choices = replace(
        choices,
        excluded=choices.excluded | safety.avoid_tags,
        supplements=[n for n in choices.supplements if n not in safety.no_supplements],
        pinned=frozenset(pinned),
        no_less=safety.no_less,
        most_grams=safety.most_grams,
    )
    eaten = {o.name: o.per_week for o in own}
    found = changes(own, choices, short, supplement_room(standing))
    if prices is not None:
        found = priced(found, own, prices)
        made = [*made, budget_limit(budget)]
    with clock.part(clock.REACH * time_limit) as reach:
        far = out_of_reach(made, found, eaten, max_changes, frozenset(pinned))
    return Planner(
        standing,
        safety,
        made,
        serve_first(aims(made, far), first),
        far,
        found,
        eaten,
        max_changes,
        frozenset(pinned),
        time_limit,
        progress,
        reach.cut,
        [frozenset(c.id for c in found if raises(c, tag)) for tag in safety.most_grams],
        unsure,
    )
