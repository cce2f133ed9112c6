"""What a plan says, word for word."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from unclench.assessment import Assessment
from unclench.assessment.plan import (
    Action,
    FewDays,
    FoodMoved,
    GoalPrice,
    Plan,
    PlanChange,
    PlanCost,
    PlanDose,
    PlanEffect,
    PlanLimit,
    PlanOffer,
    PlanRefused,
    RefusalCode,
    Rule,
    WouldHelp,
)
from unclench.facts.kinds.candidates import FoodKind
from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.loader import load
from unclench.words.en import speak
from unclench.words.en.plan_changes import fill, tables
from unclench.words.en.portions import amount, food, joined, often, weight

OFTEN = [
    (1, "once a week"), (2, "twice a week"), (5, "five times a week"), (7, "every day"),
    (13, "13 times a week"), (14, "twice a day"),
]  # fmt: skip
FOOD = [
    ("skimmed milk", "glass (240 ml)", 1, "a glass of skimmed milk (240 ml)"),
    ("skimmed milk", "glass (240 ml)", 2, "two glasses of skimmed milk (480 ml)"),
    ("white beans, cooked", "half a cup (90 g)", 1, "half a cup of cooked white beans (90 g)"),
    ("white beans, cooked", "half a cup (90 g)", 2, "a cup of cooked white beans (180 g)"),
    ("white beans, cooked", "half a cup (90 g)", 3,
     "one and a half cups of cooked white beans (270 g)"),
    ("boiled egg", "egg (50 g)", 1, "a boiled egg (50 g)"),
    ("banana", "banana (118 g)", 1, "a banana (118 g)"),
    ("avocado", "half an avocado (75 g)", 1, "half an avocado (75 g)"),
    ("red pepper", "half a pepper (75 g)", 1, "half a red pepper (75 g)"),
    ("dried apricots", "5 pieces (35 g)", 2, "10 dried apricots (70 g)"),
    ("dates", "3 dates (25 g)", 2, "6 dates (50 g)"),
    ("pumpkin seeds", "2 tablespoons (18 g)", 2, "4 tablespoons of pumpkin seeds (36 g)"),
    ("baked sweet potato", "medium (130 g)", 1, "a medium baked sweet potato (130 g)"),
    ("baked potato with skin", "medium potato (170 g)", 1,
     "a medium baked potato with skin (170 g)"),
    ("mango", "half a fruit (120 g)", 1, "half a mango (120 g)"),
    ("asparagus, cooked", "6 spears (90 g)", 1, "6 spears of cooked asparagus (90 g)"),
]  # fmt: skip


def change(action: Action, n: int, more: FoodMoved | None = None, less: FoodMoved | None = None,
           dose: PlanDose | None = None) -> PlanChange:  # fmt: skip
    return PlanChange(
        id="x", action=action, portions_per_week=n, grams=100, eaten_more=more, eaten_less=less,
        dose=dose,
    )  # fmt: skip


def of(name: str, portion: str, at_a_time: int = 1) -> FoodMoved:
    return FoodMoved(name=name, portion=portion, at_a_time=at_a_time, grams=100)


@pytest.mark.parametrize(("n", "said"), OFTEN)
def test_how_often_is_said_as_people_do(n: int, said: str) -> None:
    assert often(n) == said


@pytest.mark.parametrize(("label", "portion", "n", "said"), FOOD)
def test_portions_are_said_as_people_do(label: str, portion: str, n: int, said: str) -> None:
    assert food(label, portion, n) == said


TOAST = "Toast for two"
BEANS = of("white beans, cooked", "half a cup (90 g)", 2)
CHANGES = [
    (change("add", 5, of("skimmed milk", "glass (240 ml)")), "skimmed milk", "glass (240 ml)",
     "Have a glass of skimmed milk (240 ml) five times a week."),
    (change("swap", 2, BEANS, of("Baked beans", "1 tin")), "white beans, cooked for Baked beans",
     "half a cup (90 g)",
     "Twice a week, have a cup of cooked white beans (180 g) instead of Baked beans."),
    (change("more", 7, of("Porridge", "1 bowl")), "Porridge", "1 bowl",
     "Have Porridge more often: 1 bowl more, every day."),
    (change("more", 7, of(TOAST, "")), TOAST, "usual portion",
     "Have Toast for two more often: usual portion more, every day."),
    (change("less", 3, less=of("Crisps", "30.0 g")), "Crisps", "30.0 g",
     "Leave out Crisps (30 g) three times a week."),
    (change("less", 1, less=FoodMoved(name=TOAST, grams=83.4, varies=True)), TOAST, "about 83 g",
     "Leave out Toast for two (about 83 g) once a week."),
    (change("supplement", 7, dose=PlanDose(nutrient="vitamin_d", amount=10, unit="µg")),
     "Vitamin D tablet", "10 µg", "Supplement: Vitamin D tablet, 10 µg every day."),
]  # fmt: skip


@pytest.mark.parametrize(("made", "label", "portion", "said"), CHANGES)
def test_changes_are_sentences(made: PlanChange, label: str, portion: str, said: str) -> None:
    fill(made)
    assert (made.label, made.portion, made.say) == (label, portion, said)
    fill(made)
    assert (made.label, made.portion, made.say) == (label, portion, said)


def test_what_is_eaten_more_is_bought_under_its_own_name_and_nothing_else() -> None:
    made = [
        change("more", 2, of(TOAST, "1 slice")),
        change("swap", 1, BEANS, of(TOAST, "1 slice")),
        change("less", 3, less=of("Crisps", "30 g")),
    ]
    shopping = tables([PlanOffer(changes=made, proven_optimal=True, gap=0.0)])[2]
    assert shopping.rows == [
        [TOAST, "about 200 g, 2 portions"],
        ["white beans, cooked", "about 100 g, 1 portion"],
    ]


def test_every_food_that_may_be_suggested_can_be_said() -> None:
    for kind in load("candidates", FoodKind).values():
        for item in kind.items:
            for n in (1, 2, 3, 4):
                said = food(item.label, item.portion, n)
                assert " x " not in said
                assert said.count("(") == said.count(")")


def test_amounts_without_a_weight_stay_as_they_are() -> None:
    assert amount("usual portion") == "a usual portion"
    assert weight(1220) == "about 1.2 kg"
    assert weight(118) == "about 120 g"
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"


def short_of(**more: Any) -> Plan:
    """A plan that misses iron and, out of reach, vitamin D."""
    effects = [
        PlanEffect(nutrient=n, label=label, unit="mg/day", before=5.0, after=8.0,
                   probability_enough_before=0.2, probability_enough_after=0.6, missing=9.0,
                   referenced=True)
        for n, label in (("iron", "Iron"), ("vitamin_d", "Vitamin D"))
    ]  # fmt: skip
    best = PlanOffer(
        changes=[change("add", 7, of("banana", "banana (118 g)"))], effects=effects,
        not_reached=["iron", "vitamin_d"], at_limit=[PlanLimit(rule=Rule.BUDGET),
        PlanLimit(rule=Rule.STAYS_ENOUGH, nutrient="vitamin_c"),
        PlanLimit(rule=Rule.ENOUGH, nutrient="iron")], proven_optimal=False, gap=0.25,
        out_of_time=True,
    )  # fmt: skip
    return Plan(
        outcome="nearest", max_changes=3, goal_probability=0.85, plans=[best],
        goals={"iron": 9.0, "vitamin_d": 9.0}, out_of_reach={"vitamin_d": 0.4}, **more,
    )  # fmt: skip


def test_a_plan_is_said_from_its_numbers_alone() -> None:
    plan = short_of(
        would_help=WouldHelp(what="without_rule", still_missed=0.1,
                             limit=PlanLimit(rule=Rule.NOT_LESS, nutrient="fibre")),
        prices=[GoalPrice(nutrient="iron", less=0.91, changes=1),
                GoalPrice(nutrient="iron", less=0.91, grams=24.6)],
        few_days=FewDays(days=2, shares={"iron": 0.4, "vitamin_d": 0.8}),
        kept=["potassium", "fibre"], supplements_taken=["magnesium"],
        cost=PlanCost(per_week=-1.5, budget=2.0, unknown=["zorbfruit"]),
    )  # fmt: skip
    speak(Assessment(version="0", plan=plan))
    assert plan.say == (
        "What falls short: iron and vitamin D. At most 3 changes of food cannot reach all of it. "
        "The plan that comes nearest has one change:"
    )
    assert plan.plans[0].shaped_by == [
        "The budget shapes this plan.",
        "Keeping vitamin C where it is shapes this plan.",
        "Iron shapes this plan.",
    ]
    start = [
        "Have a banana (118 g) every day.",
        "Iron: with this plan the chance that you get enough is 60 %, short of the 85 % aimed at.",
        "Time ran out before this plan was proven best: it is the best so far. "
        "What it misses could at most be 25 % less. "
        "More time for computing settles it.",
        "Vitamin D: out of reach with 3 changes",
        "Only 2 days of your diary count",
        "What would help most: without the rule 'no loss where only an adequate intake is known: "
        "dietary fibre'.",
        "What iron costs: to need 0.91 mg a day less would save one change.",
        "What iron costs: to need 0.91 mg a day less would save moving about 25 g of food a day.",
        "Potassium and dietary fibre: only an adequate intake is known",
        "Magnesium: no supplement is suggested",
        "By your prices this plan saves about 1.50 a week; at most 2 more was allowed.",
        "Prices that fit no food of the table: zorbfruit.",
    ]
    assert len(plan.lines) == len(start)
    for line, words in zip(plan.lines, start, strict=True):
        assert line.startswith(words)
    assert "40 to 80 % of what it asks for iron and vitamin D" in plan.lines[4]
    assert not any("--" in line for line in plan.lines)


def test_said_again_a_plan_says_the_same() -> None:
    once = Assessment(version="0", plan=short_of())
    speak(once)
    again = Assessment.model_validate_json(once.to_json())
    assert again.plan == once.plan
    speak(again)
    assert again.plan == once.plan


@pytest.mark.parametrize("code", get_args(RefusalCode))
def test_every_refusal_has_its_sentence(code: RefusalCode) -> None:
    rows = [r.id for r in load("plan_safety", SafetyRow).values() if r.refuse == code]
    plan = Plan(outcome="refused", max_changes=3, goal_probability=0.85,
                refused=[PlanRefused(code=code, row=rows[0] if rows else "", about=["zorb"]),
                         PlanRefused(code="under_18")])  # fmt: skip
    speak(Assessment(version="0", plan=plan))
    assert plan.refused[0].because
    assert plan.say == f"{plan.refused[0].because} {plan.refused[1].because}"
    assert plan.lines == []
