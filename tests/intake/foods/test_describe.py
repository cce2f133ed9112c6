"""Rows for the command line."""

from __future__ import annotations

import pytest

from unclench.errors import UserError
from unclench.intake.foods import describe


def test_a_food_is_shown_with_where_each_value_comes_from() -> None:
    v = describe.show("sr24:15076")
    d = {r.nutrient: r for r in v.nutrients}
    assert v.name == "Fish, salmon, Atlantic, wild, raw"
    assert d["magnesium"].known
    assert not d["vitamin_d"].known
    assert "almon" in d["vitamin_d"].how
    assert v.known + v.filled + v.unknown == len(v.nutrients)
    assert v.nutrients[0].nutrient == "magnesium"


def test_a_name_is_enough_to_show() -> None:
    assert describe.show("banana").food_id == "fndds:banana-raw"


def test_an_unknown_food_names_near_ones() -> None:
    with pytest.raises(UserError, match="Near"):
        describe.show("fndds:banana")
    with pytest.raises(UserError):
        describe.show("qwxz")


def test_top_foods_are_foods_people_eat() -> None:
    rows = describe.top("magnesium", 15, "100g")
    assert any("seeds" in r.name.lower() or "almond" in r.name.lower() for r in rows[:6])
    assert [r.amount for r in rows] == sorted((r.amount for r in rows), reverse=True)
    fish = [r.name for r in describe.top("vitamin D", 10)]
    assert any("salmon" in n for n in fish[:3])
    with pytest.raises(UserError, match="magnesium"):
        describe.top("magnesum")


def test_found_rows_carry_energy() -> None:
    row = describe.found("cooked spinach", 1)[0]
    assert row.energy_kcal is not None
    assert 15 < row.energy_kcal < 60
    assert describe.found("xqzv") == []
