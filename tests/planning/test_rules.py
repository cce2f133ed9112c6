"""Every rule of a plan with a golden case that can be done by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.people import somebody
from unclench.facts.kinds.plan_rules import PlanRule
from unclench.facts.requirements import requirement
from unclench.intake.usual.shrink import Usual
from unclench.intake.usual.standing import Standing, smallest_change
from unclench.planning.problem import Row
from unclench.planning.rules import FUNCTIONS, rows, rules
from unclench.planning.safety import Safety, safety_for
from unclench.told.person import Person

WOMAN = Person(age=42, sex="female", weight_kg=68, height_cm=170)
NOBODY = Safety()


def certain(nutrient: str, amount: float) -> Standing:
    """A person whose usual intake is known exactly."""
    usual = Usual(np.array([amount]), np.array([1.0]), None, None, 7, "stated")
    return Standing(nutrient, usual, requirement(nutrient, WOMAN, "nasem").found)


def only(rule_id: str, standing: Standing, safety: Safety = NOBODY) -> list[Row]:
    rule = next(r for r in rules() if r.id == rule_id)
    return list(FUNCTIONS[rule_id](rule, {standing.nutrient: standing}, safety))


# rule -> (standing, safety, sense, bound): each bound worked out by hand in the comment
Z85 = 1.0364334  # standard normal quantile of 0.85
GOLDEN = {
    # magnesium EAR 265, SD 26.5: intake must reach 265 + 1.0364 x 26.5 = 292.47
    "enough": (certain("magnesium", 200), NOBODY, "at_least", 292.465 - 200),
    "stays_enough": (certain("magnesium", 350), NOBODY, "at_least", 292.465 - 350),
    # potassium has an AI only: it may not fall
    "not_less": (certain("potassium", 2000), NOBODY, "at_least", 0.0),
    # calcium UL 2,500 for all intake: room of 1,500 from 1,000
    "below_upper_limit": (certain("calcium", 1000), NOBODY, "at_most", 1500.0),
    # sodium CDRR 2,300: room of 300 from 2,000
    "no_more_salt": (certain("sodium", 2000), NOBODY, "at_most", 300.0),
    # 5 % and 10 % of 2,000 kcal
    "energy_not_more": (certain("energy", 2000), NOBODY, "at_most", 100.0),
    "energy_not_less": (certain("energy", 2000), NOBODY, "at_least", -200.0),
    # protein without a weight cannot be judged: 5 % of 60 g
    "protein_kept": (
        replace(certain("protein", 60), need=None),
        NOBODY,
        "at_least",
        -3.0,
    ),
    "safety_no_more": (
        certain("potassium", 2000),
        safety_for(somebody(classes={"ace_inhibitor"})),
        "at_most",
        0.0,
    ),
    "safety_steady_up": (
        certain("vitamin_k", 100),
        safety_for(somebody(medicines={"warfarin"})),
        "at_most",
        10.0,
    ),
    "safety_steady_down": (
        certain("vitamin_k", 100),
        safety_for(somebody(medicines={"warfarin"})),
        "at_least",
        -10.0,
    ),
}


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.id)
def test_rule_has_a_golden_case_and_meets_it(rule: PlanRule) -> None:
    standing, safety, sense, bound = GOLDEN[rule.id]
    (row,) = only(rule.id, standing, safety)
    assert row.sense == sense
    assert row.bound == pytest.approx(bound, abs=0.6)
    assert row.hard == rule.hard
    assert "{" not in row.sentence
    assert row.sentence.endswith(".")


def test_no_function_without_a_rule() -> None:
    assert FUNCTIONS.keys() == {r.id for r in rules()} == GOLDEN.keys()


def test_hard_rows_are_limits_and_safety_only() -> None:
    hard = {r.id for r in rules() if r.hard}
    assert hard == {
        "below_upper_limit", "no_more_salt", "energy_not_more",
        "safety_no_more", "safety_steady_up", "safety_steady_down",
    }  # fmt: skip


def test_above_the_limit_already_may_not_rise() -> None:
    (row,) = only("no_more_salt", certain("sodium", 3000))
    assert row.bound == 0.0


def test_limits_for_supplements_do_not_bind_food() -> None:
    assert only("below_upper_limit", certain("magnesium", 500)) == []


def test_a_goal_gives_way_to_safety() -> None:
    standing = {"potassium": certain("potassium", 2000), "magnesium": certain("magnesium", 200)}
    free = {r.id for r in rows(standing, NOBODY)}
    safety = safety_for(somebody(classes={"ace_inhibitor"}))
    bound = {r.id for r in rows(standing, safety)}
    assert "not_less:potassium" in free - bound
    assert "safety_no_more:potassium" in bound - free
    assert "enough:magnesium" in bound


def test_smallest_change_is_found_to_precision() -> None:
    assert smallest_change(lambda x: x >= math.pi, 0, 10) == pytest.approx(math.pi, abs=1e-9)
    assert smallest_change(lambda x: False, 0, 10) == 10
    assert smallest_change(lambda x: True, -3, 10) == -3
