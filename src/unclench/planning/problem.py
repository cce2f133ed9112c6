"""The diet problem: changes of food, limits on the average day, and what a solution is.

A change is one possible change of food ("swap white bread for wholemeal"), counted in whole
household portions a week. A limit is one rule on the average day. The best plan has the fewest
changes, then the most familiar, then the smallest, each decided before the next (lexicographic);
`planning.solve` finds it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from unclench.assessment.plan import Action, FoodMoved, PlanDose, Rule

Sense = Literal["at_least", "at_most"]
Key = tuple[Rule, str]

WEEK = 7
SIZE_SLACK = 1e-4  # what a later goal may give up of an earlier, continuous one


@dataclass(frozen=True, slots=True)
class Change:
    """One possible change of food.

    Attributes:
        id: unique and stable, e.g. "swap:white_bread>wholemeal_bread".
        eaten_more: the food of an `add`, a `more`, the new one of a `swap`. eaten_less: the own
            food that this change uses up; `Problem.eaten` says how much there is.
        cap: most portions a week that are usual and safe; they come `step` at a time.
        size: how large one portion a week of this change is, in grams a day moved on the plate.
        unfamiliarity: 0 for a food the person eats, towards 1 for one that few people eat.
        effect: nutrient id -> change per day, in the nutrient's unit, of one portion a week.
        unsure: nutrient id -> gain per day that counts against ceilings only, since nobody knows
            what the food that is replaced has of it.
        cost: change of cost per day of one portion a week; None when no prices were given.
    """

    id: str
    action: Action
    cap: int
    size: float
    unfamiliarity: float
    effect: Mapping[str, float]
    eaten_more: FoodMoved | None = None
    eaten_less: FoodMoved | None = None
    dose: PlanDose | None = None
    cost: float | None = None
    kind: str = ""
    step: int = 1
    unsure: Mapping[str, float] = field(default_factory=dict)

    @property
    def food(self) -> FoodMoved | None:
        """The food that the change is about: the new one of a swap; None for a supplement."""
        return self.eaten_more or self.eaten_less

    @property
    def food_id(self) -> str:
        """Of that food; empty when it is not known."""
        return self.food.food_id if self.food is not None else ""

    @property
    def takes_from(self) -> str:
        """Name of the own food that is eaten less; empty for none."""
        return self.eaten_less.name if self.eaten_less is not None else ""


@dataclass(frozen=True, slots=True)
class Limit:
    """One rule on the average day: sum of effects `sense` bound, in the nutrient's unit a day.

    `hard` limits are never relaxed (safety, upper limits); the others may be missed when no plan
    meets them all, and the plan then says by how much.

    Attributes:
        nutrient: empty for the budget.
        part: only a part of a goal that is out of reach as a whole.
        scale: a miss this large counts as one; the bound itself when 0.
    """

    rule: Rule
    nutrient: str
    sense: Sense
    bound: float
    hard: bool = False
    scale: float = 0.0
    part: bool = False

    @property
    def key(self) -> Key:
        """What tells limits of one person apart."""
        return self.rule, self.nutrient

    @property
    def is_goal(self) -> bool:
        """Whether it asks that a nutrient which falls short is brought to enough, as a whole."""
        return self.rule is Rule.ENOUGH and not self.part

    @property
    def price(self) -> float:
        """What missing the limit by one unit costs."""
        return 1 / max(self.scale or abs(self.bound), 1e-6)

    def of(self, change: Change) -> float:
        """What one portion a week of a change adds to what is limited."""
        if self.rule is Rule.BUDGET:
            assert change.cost is not None, f"{change.id} has no price"
            return change.cost
        sure = change.effect.get(self.nutrient, 0.0)
        at_most = self.sense == "at_most"
        return sure + change.unsure.get(self.nutrient, 0.0) if at_most else sure


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found.

    Attributes:
        portions: change id -> whole portions a week, only those used.
        missed: limit -> what is missing, in its unit; empty when every limit is met.
        gap: relative gap between the answer and what is proven possible; 0 is proven optimal.
        binding: limits that hold with equality: they shape the plan.
    """

    status: Literal["optimal", "time_limit", "infeasible"]
    portions: dict[str, int]
    missed: dict[Key, float]
    gap: float
    binding: tuple[Key, ...] = ()
    count: int = 0
    size: float = 0.0


INFEASIBLE = Solution("infeasible", {}, {}, float("inf"))
Progress = Callable[[str, "Solution | None"], None]


@dataclass(slots=True)
class Problem:
    """Changes, limits and the choices of the person."""

    changes: Sequence[Change]
    limits: Sequence[Limit]
    eaten: Mapping[str, float] = field(default_factory=dict)  # own food -> portions a week
    max_changes: int = 3
    pinned: frozenset[str] = frozenset()  # change ids that must be used
    forbidden: Sequence[frozenset[str]] = ()  # sets of changes already offered
    at_most: Sequence[tuple[frozenset[str], int]] = ()  # so many of these changes together
    alike: float = SIZE_SLACK  # plans whose unfamiliarity differs by less are equally familiar
    as_good: float = 0.0  # share of the best that a plan may leave undone where goals are missed

    def __post_init__(self) -> None:
        numbers = [r.bound for r in self.limits] + [c.size for c in self.changes]
        numbers += [v for c in self.changes for v in (*c.effect.values(), *c.unsure.values())]
        numbers += [c.cost for c in self.changes if c.cost is not None]
        if not all(map(math.isfinite, numbers)):
            raise ValueError("a bound, size, effect or cost is not a finite number")

    def groups(self) -> list[tuple[frozenset[str], int]]:
        """Sets of changes of which only so many may be used together.

        A plan offered before is not offered again, and no food comes twice in a plan.
        """
        foods: dict[str, list[str]] = {}
        for c in self.changes:
            if c.food_id:
                foods.setdefault(c.food_id, []).append(c.id)
        out = [(frozenset(ids), 1) for _, ids in sorted(foods.items()) if len(ids) > 1]
        out += [(f, len(f) - 1) for f in self.forbidden if f]
        return [*out, *self.at_most]


def solution(problem: Problem, portions: dict[str, int], optimal: bool, gap: float) -> Solution:
    """These portions a week as a solution: what they miss and which limits they touch."""
    by_id = {c.id: c for c in problem.changes}
    missed, binding = {}, []
    for limit in problem.limits:
        change = sum((limit.of(by_id[c]) * n for c, n in sorted(portions.items())), 0.0)
        over = (1 if limit.sense == "at_least" else -1) * (change - limit.bound)
        tolerance = 1e-6 * max(1.0, abs(limit.bound))
        if over < -tolerance:
            missed[limit.key] = -over
        elif over <= 0.02 * max(abs(limit.bound), tolerance):
            binding.append(limit.key)
    return Solution(
        "optimal" if optimal else "time_limit",
        portions,
        missed,
        gap,
        tuple(binding),
        len(portions),
        sum(by_id[c].size * n for c, n in portions.items()),
    )


def nothing(problem: Problem) -> Solution:
    """No change at all: infeasible, with what is missed, unless that meets every limit."""
    empty = solution(problem, {}, True, 0.0)
    return empty if not empty.missed else Solution("infeasible", {}, empty.missed, 0.0)


def missed_total(problem: Problem, found: Solution) -> float:
    """What a solution misses, each limit at its price, summed."""
    price = {r.key: r.price for r in problem.limits}
    return sum(price[k] * m for k, m in sorted(found.missed.items()))
