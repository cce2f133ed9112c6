"""Every rule of a plan with a golden case that can be done by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.people import somebody
from unclench.assessment.plan import Rule
from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.plan_rules import PlanRule
from unclench.facts.loader import load
from unclench.facts.requirements import requirement
from unclench.intake.usual.shrink import Usual
from unclench.intake.usual.standing import Standing, smallest_change
from unclench.planning.problem import Limit
from unclench.planning.rules import FUNCTIONS, goal_probability, limits, rules
from unclench.planning.safety import Safety, safety_for
from unclench.told.person import Person

WOMAN = Person(age=42, sex="female", weight_kg=68, height_cm=170)
NOBODY = Safety()


def certain(nutrient: str, amount: float) -> Standing:
    """A person whose usual intake is known exactly."""
    usual = Usual(np.array([amount]), np.array([1.0]), None, None, 7, "stated")
    return Standing(nutrient, usual, requirement(nutrient, WOMAN, "nasem").found)


def only(rule: Rule, standing: Standing, safety: Safety = NOBODY) -> list[Limit]:
    return list(FUNCTIONS[rule](rules()[rule], {standing.nutrient: standing}, safety))


# rule -> (standing, safety, sense, bound): each bound worked out by hand in the comment
Z85 = 1.0364334  # standard normal quantile of 0.85
GOLDEN = {
    # magnesium EAR 265, SD 26.5: intake must reach 265 + 1.0364 x 26.5 = 292.47
    Rule.ENOUGH: (certain("magnesium", 200), NOBODY, "at_least", 292.465 - 200),
    Rule.STAYS_ENOUGH: (certain("magnesium", 350), NOBODY, "at_least", 292.465 - 350),
    # potassium has an AI only: it may not fall
    Rule.NOT_LESS: (certain("potassium", 2000), NOBODY, "at_least", 0.0),
    # calcium UL 2,500 for all intake: room of 1,500 from 1,000
    Rule.BELOW_UPPER_LIMIT: (certain("calcium", 1000), NOBODY, "at_most", 1500.0),
    # sodium CDRR 2,300: room of 300 from 2,000
    Rule.NO_MORE_SALT: (certain("sodium", 2000), NOBODY, "at_most", 300.0),
    # 5 % and 10 % of 2,000 kcal
    Rule.ENERGY_NOT_MORE: (certain("energy", 2000), NOBODY, "at_most", 100.0),
    Rule.ENERGY_NOT_LESS: (certain("energy", 2000), NOBODY, "at_least", -200.0),
    # protein without a weight cannot be judged: 5 % of 60 g
    Rule.PROTEIN_KEPT: (
        replace(certain("protein", 60), need=None),
        NOBODY,
        "at_least",
        -3.0,
    ),
    Rule.SAFETY_NO_MORE: (
        certain("potassium", 2000),
        safety_for(somebody(classes={"ace_inhibitor"})),
        "at_most",
        0.0,
    ),
    Rule.SAFETY_STEADY_UP: (
        certain("vitamin_k", 100),
        safety_for(somebody(medicines={"warfarin"})),
        "at_most",
        10.0,
    ),
    Rule.SAFETY_STEADY_DOWN: (
        certain("vitamin_k", 100),
        safety_for(somebody(medicines={"warfarin"})),
        "at_least",
        -10.0,
    ),
}


@pytest.mark.parametrize("rule", sorted(FUNCTIONS))
def test_rule_has_a_golden_case_and_meets_it(rule: Rule) -> None:
    standing, safety, sense, bound = GOLDEN[rule]
    (limit,) = only(rule, standing, safety)
    assert limit.key == (rule, standing.nutrient)
    assert limit.sense == sense
    assert limit.bound == pytest.approx(bound, abs=0.6)
    assert limit.hard == rules()[rule].hard


def test_rules_are_the_facts_of_that_kind() -> None:
    assert {str(r) for r in Rule} == load("plan_rules", PlanRule).keys() == {*rules()}
    assert {*FUNCTIONS, Rule.BUDGET} == {*GOLDEN, Rule.BUDGET} == {*Rule}


def test_hard_rules_are_limits_safety_and_money_only() -> None:
    hard = {r for r, fact in rules().items() if fact.hard}
    assert hard == {
        "below_upper_limit", "no_more_salt", "energy_not_more", "budget",
        "safety_no_more", "safety_steady_up", "safety_steady_down",
    }  # fmt: skip


def test_the_goal_is_a_firm_verdict() -> None:
    assert goal_probability() == value("firm") == 0.85


def test_above_the_limit_already_may_not_rise() -> None:
    (limit,) = only(Rule.NO_MORE_SALT, certain("sodium", 3000))
    assert limit.bound == 0.0


def test_limits_for_supplements_do_not_bind_food() -> None:
    assert only(Rule.BELOW_UPPER_LIMIT, certain("magnesium", 500)) == []


def test_a_goal_gives_way_to_safety() -> None:
    standing = {"potassium": certain("potassium", 2000), "magnesium": certain("magnesium", 200)}
    free = {r.key for r in limits(standing, NOBODY)}
    safety = safety_for(somebody(classes={"ace_inhibitor"}))
    bound = {r.key for r in limits(standing, safety)}
    assert (Rule.NOT_LESS, "potassium") in free - bound
    assert (Rule.SAFETY_NO_MORE, "potassium") in bound - free
    assert (Rule.ENOUGH, "magnesium") in bound


def test_smallest_change_is_found_to_precision() -> None:
    assert smallest_change(lambda x: x >= math.pi, 0, 10) == pytest.approx(math.pi, abs=1e-9)
    assert smallest_change(lambda x: False, 0, 10) == 10
    assert smallest_change(lambda x: True, -3, 10) == -3
