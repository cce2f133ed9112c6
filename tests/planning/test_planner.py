"""What a plan must not rest on: a borrowed composition taken as exact, a nutrient nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.planning.test_rules import certain, only
from unclench.assessment.plan import FoodMoved, Rule
from unclench.intake.usual.gaussian import NINE_POINTS, NINE_WEIGHTS
from unclench.planning.candidates import Choices, candidates
from unclench.planning.changes import changes
from unclench.planning.effects import enough_after, spread_of
from unclench.planning.own_foods import OwnFood
from unclench.planning.planner import Planner, tighten
from unclench.planning.problem import Change, Limit, Problem, Solution
from unclench.planning.rules import goal_probability
from unclench.planning.safety import Safety

PASTA, TOFU = "fndds:pasta-cooked", "sr24:16426"
FOLATE = certain("folate", 200.0)  # µg; a mean, so that only the food is uncertain
MEETS = 6
"""Portions a week that bring exactly what is missing, by the expected amount."""


def goal() -> Limit:
    (limit,) = only(Rule.ENOUGH, FOLATE)
    return limit


def eat(food_id: str) -> Change:
    """One portion a week brings a sixth of what is missing, by the expected amount."""
    grams = next(c.item.grams for c in candidates() if c.item.food_id == food_id)
    return Change(
        id=f"add:{food_id}",
        action="add",
        cap=14,
        size=10.0,
        unfamiliarity=0.0,
        effect={"folate": goal().bound / MEETS},
        eaten_more=FoodMoved(food_id=food_id, name=food_id, grams=grams),
    )


def planner(change: Change) -> Planner:
    return Planner(
        {"folate": FOLATE}, Safety(), [goal()], [goal()], {}, [change], {}, 1, frozenset(), 5.0
    )


def test_spread_is_of_the_portions_eaten_and_lowers_the_chance() -> None:
    change = eat(PASTA)
    (borrowed,) = [c for c in candidates() if c.item.food_id == PASTA]
    sd = spread_of([(change, MEETS)], "folate")
    assert sd == pytest.approx(borrowed.spread["folate"] * MEETS / 7)
    by_hand = sum(
        w * FOLATE.enough(goal().bound + z * sd)
        for z, w in zip(NINE_POINTS, NINE_WEIGHTS, strict=True)
    )
    assert enough_after(FOLATE, goal().bound, sd) == pytest.approx(by_hand)
    assert by_hand < goal_probability() - 0.01


@pytest.mark.parametrize(("food_id", "portions"), [(PASTA, MEETS + 1), (TOFU, MEETS)])
def test_more_is_asked_for_where_the_composition_of_a_food_is_borrowed(
    food_id: str, portions: int
) -> None:
    change = eat(food_id)
    plan = planner(change).best()
    assert plan is not None
    assert plan.solution.portions == {change.id: portions}
    assert plan.not_reached == ()
    (effect,) = plan.effects
    assert effect.probability_enough_after is not None
    assert effect.probability_enough_after >= goal_probability() - 1e-4


def test_a_goal_is_tightened_to_where_it_holds_with_the_spread() -> None:
    change = eat(PASTA)
    problem = Problem([change], [goal()])
    met = Solution("optimal", {change.id: MEETS}, {}, 0.0)
    tighter = tighten(problem, {"folate": FOLATE}, met)
    assert tighter is not None
    (limit,) = tighter.limits
    assert limit.bound > goal().bound
    sd = spread_of([(change, MEETS)], "folate")
    assert enough_after(FOLATE, limit.bound, sd) >= goal_probability() - 1e-9
    missed = Solution("optimal", {change.id: MEETS}, {goal().key: 1.0}, 0.0)
    assert tighten(problem, {"folate": FOLATE}, missed) is None


def test_a_swap_counts_the_loss_of_an_unknown_nutrient_and_never_a_gain() -> None:
    new = next(c for c in candidates() if c.kind == "bread")
    assert "copper_of_the_moon" not in new.effect
    own = OwnFood(
        "zorbloaf", None, 7.0, "slice", new.item.grams, "bread", frozenset(),
        {"energy": 100.0, "copper_of_the_moon": 7.0},
    )  # fmt: skip
    wanted = f"swap:zorbloaf>{new.item.food_id}"
    found = changes([own], Choices(pinned=frozenset({wanted})), {"magnesium": 50.0})
    (swap,) = [c for c in found if c.id == wanted]
    assert swap.effect["copper_of_the_moon"] == pytest.approx(-1.0)
    assert swap.effect["energy"] == pytest.approx((new.effect["energy"] - 100.0) / 7)
    assert new.effect["magnesium"] > 0
    assert swap.effect.keys() == own.effect.keys()
    gain = new.effect["magnesium"] / 7
    ceiling = Limit(Rule.BELOW_UPPER_LIMIT, "magnesium", "at_most", 1.0)
    assert ceiling.of(swap) == pytest.approx(gain)
    assert replace(ceiling, sense="at_least").of(swap) == 0.0


def test_a_known_zero_that_is_swapped_away_leaves_the_whole_gain() -> None:
    new = next(c for c in candidates() if c.kind == "bread" and c.effect["magnesium"] > 0)
    own = OwnFood(
        "zorbloaf", None, 7.0, "slice", new.item.grams, "bread", frozenset(),
        {"energy": 100.0, "magnesium": 0.0},
    )  # fmt: skip
    found = changes([own], Choices(), {"magnesium": 50.0})
    (swap,) = [c for c in found if c.id == f"swap:zorbloaf>{new.item.food_id}"]
    assert swap.effect["magnesium"] == pytest.approx(new.effect["magnesium"] / 7)
    assert "magnesium" not in swap.unsure
