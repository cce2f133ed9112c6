"""What a plan says, word for word."""

from __future__ import annotations

import pytest

from unclench.assessment.plan import Action, FoodMoved, PlanChange, PlanDose, PlanOffer
from unclench.facts.kinds.candidates import FoodKind
from unclench.facts.loader import load
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
