"""Plans that people would follow: own foods first, new ones seldom, and what they came for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT
from unclench import assess
from unclench.assessment import Cause
from unclench.case import from_dict
from unclench.planning.aims import serve_first
from unclench.planning.candidates import Choices
from unclench.planning.changes import ADDED_CAP, changes
from unclench.planning.own_foods import OwnFood
from unclench.planning.problem import Change, Limit, Problem, Rule
from unclench.planning.program import by_program
from unclench.planning.search import search
from unclench.planning.served_first import served_first
from unclench.request import Wishes
from unclench.told import understand

TODAY = dt.date(2026, 11, 23)
DIARY = ROOT / "examples" / "kitchen_porter" / "diary.txt"


def change(id: str, size: float, unfamiliarity: float, magnesium: float) -> Change:
    return Change(id, "add", 7, size, unfamiliarity, {"magnesium": magnesium})


def goal(bound: float) -> Limit:
    return Limit(Rule.ENOUGH, "magnesium", "at_least", bound, scale=bound)


def test_a_familiar_food_wins_over_a_smaller_strange_one() -> None:
    milk, tofu = change("milk", 240.0, 0.0, 30.0), change("tofu", 120.0, 0.6, 30.0)
    problem = Problem([milk, tofu], [goal(60.0)], alike=0.15)
    found = search(problem, seconds=1.0, slack=1e-4, alike=0.15)
    assert found is not None and found.portions == {"milk": 2}
    assert by_program(problem).portions == {"milk": 2}


def test_a_familiar_plan_that_does_nearly_as_much_wins_where_the_goal_is_missed() -> None:
    milk, tofu = change("milk", 240.0, 0.0, 9.5), change("tofu", 120.0, 0.6, 10.0)
    problem = Problem([milk, tofu], [goal(100.0)], max_changes=1, as_good=0.1)
    found = search(problem, seconds=1.0, slack=1e-4, as_good=0.1)
    assert found is not None and found.portions == {"milk": 7}
    assert by_program(problem).portions == {"milk": 7}
    strict = search(problem, seconds=1.0, slack=1e-4)
    assert strict is not None and strict.portions == {"tofu": 7}


def test_a_new_food_comes_at_most_three_times_a_week() -> None:
    effect = {"magnesium": 20.0, "energy": 100.0}
    own = [OwnFood("white bread", None, 21.0, "", 40.0, "bread", frozenset(), effect)]
    found = changes(own, Choices(), {"magnesium": 100.0, "calcium": 300.0})
    assert {c.action for c in found} >= {"add", "swap"}
    assert all(c.cap <= ADDED_CAP for c in found if c.action in ("add", "swap"))


def test_what_the_person_came_for_is_served_first() -> None:
    told = understand(from_dict({"complaints": ["calf cramps at night"]}))
    assert served_first(told, []) == ["magnesium"]
    back = understand(from_dict({"complaints": ["my hip hurts"]}))
    cause = Cause(
        id="b12_deficiency", label="x", kind="other", support="more", probability=0.4, prior=0.1
    )
    assert served_first(back, [cause]) == ["vitamin_b12"]
    little = cause.model_copy(update={"support": "little"})
    assert served_first(back, [little]) == []
    first, other = serve_first(
        [goal(60.0), Limit(Rule.ENOUGH, "zinc", "at_least", 1.0)], ["magnesium"]
    )
    assert first.price == pytest.approx(3 * goal(60.0).price)
    assert other.price == 1.0


def test_nothing_is_planned_on_two_days_unless_a_nutrient_is_named(tmp_path: Path) -> None:
    text = DIARY.read_text(encoding="utf-8")
    two = tmp_path / "two.txt"
    two.write_text("\n\n".join(text.split("\n\n")[:2]), encoding="utf-8")
    case = {"age": 42, "sex": "female", "diary": str(two)}
    plan = assess(case, plan=True, today=TODAY).plan
    assert plan is not None and plan.outcome == "refused"
    assert [r.code for r in plan.refused] == ["too_few_days"]
    asked = assess(case, plan=Wishes(goals=("magnesium",)), today=TODAY).plan
    assert asked is not None and asked.outcome != "refused"


def test_nothing_is_planned_when_no_verdict_is_firm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The very diary that has a plan: were its one firm lack uncertain, it would have none."""
    from unclench.intake.usual import one_nutrient
    from unclench.intake.usual.verdict import Judged, judge

    def unsure(*args: object, **more: object) -> Judged:
        found = judge(*args, **more)  # type: ignore[arg-type]
        return replace(found, word="uncertain") if found.word == "likely_low" else found

    case = {"age": 42, "sex": "female", "diet": "vegetarian", "diary": str(DIARY), "country": "GB"}
    firm = assess(case, plan=True, today=TODAY)
    assert [n.id for n in firm.nutrients if n.verdict == "likely_low"]
    assert firm.plan is not None and firm.plan.plans
    monkeypatch.setattr(one_nutrient, "judge", unsure)
    plan = assess(case, plan=True, today=TODAY).plan
    assert plan is not None and plan.outcome == "uncertain"
    assert not plan.plans or not plan.plans[0].changes
    asked = assess(case, plan=Wishes(goals=("folate",)), today=TODAY).plan
    assert asked is not None and asked.outcome not in ("uncertain", "refused")


def test_a_condition_without_a_rule_is_named_in_the_persons_words() -> None:
    case = {"age": 40, "sex": "male", "diary": str(DIARY), "conditions": ["migraine", "gout"]}
    plan = assess(case, plan=True, today=TODAY).plan
    assert plan is not None and plan.no_rule == ["migraine"]
    assert any("“migraine”" in line and "no rule of food" in line for line in plan.lines)


@pytest.mark.parametrize(
    "condition",
    [
        "coeliac disease", "heart failure", "haemochromatosis", "lactose intolerance",
        "type 2 diabetes", "irritable bowel", "acid reflux", "high cholesterol", "gout",
        "kidney stones", "cirrhosis", "high blood pressure", "chronic kidney disease stage 3",
    ],
)  # fmt: skip
def test_a_condition_with_a_rule_is_not_called_one_without(condition: str) -> None:
    case = {"age": 40, "sex": "male", "diary": str(DIARY), "conditions": [condition]}
    plan = assess(case, plan=True, today=TODAY).plan
    assert plan is not None
    assert plan.no_rule == []
    assert plan.safety or plan.patterns
