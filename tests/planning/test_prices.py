"""Prices and budget: a plan costs what it says, stays within the budget, and guesses no price."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from unclench import assess
from unclench.assessment.plan import Action, FoodMoved
from unclench.errors import UserError
from unclench.planning.own_foods import OwnFood
from unclench.planning.prices import Prices, cost_of, priced, read_prices
from unclench.planning.problem import Change
from unclench.planning.rules import budget_limit
from unclench.request import Wishes

LIST = """food,price
lentils cooked,0.35
black beans,0.4
banana,0.2
whole wheat bread,0.45
almonds,1.9
cornflakes,0.6
margherita pizza,0.9
zorbfruit,3
"""
BREAD = OwnFood("white bread", "w", 7.0, "slice", 40.0, "bread", frozenset(), {"energy": 100.0})


def change(action: Action, food: str, grams: float, takes: str = "") -> Change:
    more = FoodMoved(food_id=food, name=food, portion="portion", grams=grams)
    less = FoodMoved(food_id="w", name=takes, portion="slice", grams=40) if takes else None
    return Change(
        id=f"{action}:{food}", action=action, eaten_more=None if action == "less" else more,
        eaten_less=less, cap=7, size=1.0, unfamiliarity=0.0, effect={"energy": 1.0},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("made", "per_week"),
    [
        (change("add", "rye", 50), 0.25),  # 50 g at 0.50 per 100 g
        (change("swap", "rye", 50, "white bread"), 0.25 - 0.08),  # less 40 g at 0.20
        (change("less", "w", 40, "white bread"), -0.08),
    ],
    ids=["add", "swap", "less"],
)
def test_cost_of_one_portion_a_week(made: Change, per_week: float) -> None:
    prices = Prices({"rye": 0.5}, {"white bread": 0.2}, ())
    (one,) = priced([made], [BREAD], prices)
    assert cost_of([(one, 1)]) == pytest.approx(per_week)
    assert cost_of([(one, 3)]) == pytest.approx(3 * per_week)


def test_no_price_no_suggestion_and_no_saving() -> None:
    prices = Prices({}, {}, ())
    changes = [change("add", "rye", 50), change("less", "w", 40, "white bread")]
    (kept,) = priced(changes, [BREAD], prices)
    assert kept.action == "less"
    assert cost_of([(kept, 7)]) == 0


def test_the_budget_is_hard_and_per_day() -> None:
    limit = budget_limit(7.0)
    assert (limit.bound, limit.sense, limit.hard) == (1.0, "at_most", True)
    assert limit.of(replace(change("add", "rye", 50), cost=0.25)) == 0.25
    with pytest.raises(AssertionError, match="no price"):
        limit.of(change("add", "rye", 50))


@pytest.mark.parametrize("budget", [0.0, 3.0])
def test_a_plan_stays_within_the_budget(tmp_path: Path, budget: float) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(LIST, "utf-8")
    part = assess(
        ROOT / "examples" / "kitchen_porter",
        plan=Wishes(prices=path, budget=budget, alternatives=1),
    ).plan
    assert part is not None
    known = read_prices(path)
    cost = 0.0
    for c in part.plans[0].changes:
        new, old = c.eaten_more, c.eaten_less
        if new is not None:
            price = known.of(new.food_id, new.name, new.name.partition(",")[0])
            assert price is not None, c
            cost += price * new.grams / 100 * c.portions_per_week
        if old is not None:
            saved = known.of(old.food_id, old.name) or 0.0
            cost -= saved * old.grams / 100 * c.portions_per_week
    assert part.cost is not None
    assert part.cost.per_week is not None
    assert part.cost.per_week == pytest.approx(cost)
    assert part.cost.per_week <= budget + 0.01
    assert part.cost.unknown == ["zorbfruit"]
    assert any("zorbfruit" in line for line in part.lines)
    if abs(part.cost.per_week) >= 0.005:
        said = f"{abs(part.cost.per_week):.2f}"
        assert any(said in line and "By your prices" in line for line in part.lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,cost\nbread,1\n", ["food", "price"]),
        ("food,price\nbread,cheap\nmilk,-2\n", ["cheap", "line 3"]),
        ("food;price\nbread;0,45\n", []),
    ],
)
def test_bad_price_lists_are_refused_at_once(tmp_path: Path, text: str, words: list[str]) -> None:
    path = tmp_path / "p.csv"
    path.write_text(text, "utf-8")
    if not words:
        assert read_prices(path).by_name == {"bread": 0.45}
        return
    with pytest.raises(UserError) as caught:
        read_prices(path)
    for word in words:
        assert word in str(caught.value)
