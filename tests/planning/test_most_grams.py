"""Oily fish stays at or below what is advised, with what the diary has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.people import somebody
from unclench.assessment.plan import FoodMoved
from unclench.planning.most_grams import kept_below, raises
from unclench.planning.own_foods import OwnFood
from unclench.planning.problem import Change
from unclench.planning.safety import safety_for

SALMON = OwnFood("baked salmon", "x", 1.0, "fillet", 140.0, "fish", frozenset(), {})


def add(name: str, grams: float, cap: int = 7) -> Change:
    return Change(id=f"add:{name}", action="add", cap=cap, size=1.0, unfamiliarity=0.0, effect={},
                  eaten_more=FoodMoved(name=name, grams=grams))  # fmt: skip


@pytest.mark.parametrize(
    ("sex", "age", "more", "grams"),
    [
        ("female", 28, {}, 280),
        ("female", 60, {}, 560),
        ("male", 28, {}, 560),
        ("female", 60, {"lactating": True}, 280),
        ("female", 45, {"pregnant": True}, 280),
    ],
)
def test_two_portions_for_women_who_may_have_a_child_four_for_others(
    sex: str, age: int, more: dict[str, bool], grams: float
) -> None:
    assert safety_for(somebody(sex=sex, age=age, **more)).most_grams == {"oily_fish": grams}


@pytest.mark.parametrize(("own", "cap"), [([], 2), ([SALMON], 1), ([SALMON, SALMON], None)])
def test_what_is_eaten_already_counts(own: list[OwnFood], cap: int | None) -> None:
    found = kept_below([add("baked trout", 120.0), add("baked cod", 120.0)], own, "oily_fish", 280)
    assert [c.cap for c in found if raises(c, "oily_fish")] == ([cap] if cap else [])
    assert [c.cap for c in found if not raises(c, "oily_fish")] == [7]


def test_one_oily_fish_for_another_adds_none() -> None:
    swap = replace(
        add("baked trout", 120.0, cap=2),
        action="swap",
        eaten_less=FoodMoved(name="baked salmon", grams=140.0),
    )
    (kept,) = kept_below([swap], [SALMON, SALMON], "oily_fish", 280)
    assert kept.cap == 2


def test_tuna_is_no_oily_fish() -> None:
    assert not raises(add("canned tuna in water", 85.0), "oily_fish")
