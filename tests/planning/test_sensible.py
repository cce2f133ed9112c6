"""Plans that people can eat: for what is really short, in portions and times that are usual."""

from __future__ import annotations

import datetime as dt

from tests.conftest import ROOT
from unclench import assess
from unclench.facts.kinds.candidates import FoodKind
from unclench.facts.loader import load
from unclench.planning.candidates import Choices
from unclench.planning.changes import MOST_GRAMS, changes
from unclench.planning.own_foods import OwnFood
from unclench.planning.planner import SHORT_BELOW
from unclench.request import Wishes

TODAY = dt.date(2026, 11, 23)
EATER = str(ROOT / "examples" / "kitchen_porter")


def test_a_plan_is_for_what_is_more_likely_short_than_not_or_asked_for() -> None:
    plain = assess(EATER, today=TODAY, plan=True)
    asked = assess(EATER, today=TODAY, plan=Wishes(goals=["magnesium"]))
    assert plain.plan is not None and plain.plan.plans
    assert asked.plan is not None
    before = {e.nutrient: e.probability_enough_before for p in plain.plan.plans for e in p.effects}
    assert plain.plan.goals
    assert all((before[n] or 0.0) < SHORT_BELOW for n in plain.plan.goals)
    assert "magnesium" not in plain.plan.goals and (before["magnesium"] or 0.0) >= SHORT_BELOW
    assert set(asked.plan.goals) == {"magnesium"}


def test_what_is_only_uncertain_does_not_become_less() -> None:
    plan = assess(EATER, today=TODAY, plan=True).plan
    assert plan is not None
    for effect in plan.plans[0].effects:
        chance = effect.probability_enough_before
        if chance is not None and chance >= SHORT_BELOW:
            assert (effect.probability_enough_after or 0.0) >= chance - 0.01, effect.nutrient


def test_portions_and_times_are_those_that_people_eat() -> None:
    def eaten(name: str, kind: str, grams: float, per_week: float) -> OwnFood:
        effect = {"magnesium": 20.0, "energy": 100.0}
        return OwnFood(name, None, per_week, "", grams, kind, frozenset(), effect)

    own = [eaten("pot of soup", "pulses", 1000.0, 3.0), eaten("beef", "meat", 120.0, 6.0)]
    found = changes(own, Choices(), {"magnesium": 100.0, "calcium": 300.0, "iron": 5.0})
    assert found
    for change in found:
        if change.eaten_less is not None:
            assert change.eaten_less.grams <= MOST_GRAMS, change.id
            assert change.eaten_less.name != "pot of soup"
        if change.eaten_more is not None:
            assert change.cap <= load("candidates", FoodKind)[change.kind].per_week, change.id
    fish = [c for c in found if c.kind == "fish" and c.eaten_more is not None]
    assert fish and all(c.cap <= 3 for c in fish)
    assert not [c for c in found if c.id == "more:beef"], "six times a week is enough"
