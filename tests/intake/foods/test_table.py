"""Unknown stays unknown, what is filled says so, household measures make sense."""

from __future__ import annotations

import math
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.errors import UserError
from unclench.intake import foods

SOME = [m.food_id for m in foods.match_many(["milk", "banana", "beer", "cooked spinach", "salmon"])]


def test_published_values_come_through_unchanged() -> None:
    """Spinach, cooked, boiled, drained, without salt in SR24: 87 mg Mg, 136 mg Ca, 466 mg K."""
    n = foods.food("sr24:11457").nutrients
    assert foods.food("sr24:11457").name == "Spinach, raw"
    assert n["magnesium"].value == pytest.approx(79)
    cooked = next(
        h
        for h in foods.search("spinach cooked boiled drained without salt", 8)
        if h.food_id.startswith("sr24")
    )
    n = foods.food(cooked.food_id).nutrients
    assert n["magnesium"].value == pytest.approx(87)
    assert n["calcium"].value == pytest.approx(136)
    assert n["potassium"].value == pytest.approx(466)
    assert n["magnesium"].origin == "measured"
    assert n["magnesium"].low == n["magnesium"].high == n["magnesium"].value


def test_vitamin_d_is_in_micrograms_and_salmon_is_not_zero() -> None:
    """SR24 lists milk with 49 IU per 100 g, and nothing for wild Atlantic salmon."""
    milk = foods.food("sr24:01077").nutrients["vitamin_d"]
    assert milk.value == pytest.approx(1.2, abs=0.15)
    salmon = foods.food("sr24:15076").nutrients["vitamin_d"]
    assert salmon.origin == "similar"
    assert salmon.donors
    assert 5 < salmon.value < 25
    assert salmon.low < salmon.value < salmon.high


def test_no_cell_is_both_listed_and_filled_and_intervals_are_in_order() -> None:
    t = foods.table()
    long = t.values.unpivot(index="food_id", variable_name="nutrient", value_name="v").drop_nulls()
    assert t.filled.join(long, on=["food_id", "nutrient"], how="semi").is_empty()
    assert t.filled.filter(~(pl.col("low") <= pl.col("value") + 1e-6)).is_empty()
    assert t.filled.filter(~(pl.col("value") <= pl.col("high") + 1e-6)).is_empty()
    assert t.filled["low"].min() >= 0
    assert t.values.select(pl.all().exclude("food_id").min()).min_horizontal().item() >= 0


def test_units_are_plausible_in_every_column() -> None:
    """100 g cannot hold more than 900 kcal, 100 g of water, 40 g of sodium."""
    t = foods.table().values
    limits = {
        "energy": 905,
        "water": 100,
        "protein": 100,
        "sodium": 40000,
        "potassium": 25000,
        "magnesium": 1500,
        "calcium": 8000,
        "vitamin_d": 260,
        "iron": 130,
    }
    for k, top in limits.items():
        assert t[k].max() <= top, k


def test_amounts_are_the_same_as_food() -> None:
    frame = foods.amounts(SOME)
    assert frame.height == len(set(SOME)) * len(foods.nutrient_ids())
    for id_, nutrient, value, low, high, origin in frame.iter_rows():
        a = foods.food(id_).nutrients[nutrient]
        assert (a.value, a.low, a.high, a.origin) == (value, low, high, origin)


def test_an_unknown_id_names_near_ones() -> None:
    with pytest.raises(UserError, match="banana-raw"):
        foods.food("fndds:banana-rwa")


@pytest.mark.parametrize(
    ("food", "quantity", "unit", "low", "high"),
    [
        ("cooked spinach", 1, "cup", 150, 200),
        ("raw spinach", 1, "cup", 25, 35),
        ("banana", 2, "", 200, 272),
        ("banana", 1, "large", 130, 140),
        ("beer", 1, "pint", 540, 590),
        ("beer", 1, "half pint", 270, 300),
        ("baked beans", 0.5, "tin", 200, 215),
        ("olive oil", 1, "tbsp", 13, 14.5),
        ("olive oil", 10, "ml", 9, 9.6),
        ("honey", 1, "tsp", 6, 8),
        ("salt", 1, "pinch", 0.2, 0.6),
        ("tea", 3, "mugs", 850, 950),
        ("red wine", 1, "large glass", 230, 260),
        ("orange juice", 200, "ml", 200, 215),
        ("egg", 1, "large", 44, 56),
        ("bread", 1, "slice", 20, 45),
        ("peanut butter", 2, "tbsp", 30, 34),
        ("milk", 1, "fl oz", 29, 32),
    ],
)  # fmt: skip
def test_household_measures(food: str, quantity: float, unit: str, low: float, high: float) -> None:
    m = foods.match(food)
    assert m.food_id
    g = foods.grams_for(m.food_id, quantity, unit, food)
    assert g is not None
    assert low <= g.value <= high, g
    assert g.low <= g.value <= g.high


def test_a_weight_is_a_weight() -> None:
    g = foods.grams_for(SOME[0], 4, "oz")
    assert g is not None
    assert g.value == g.low == g.high == pytest.approx(113.4, abs=0.01)


def test_what_cannot_be_told_is_none() -> None:
    assert foods.grams_for(SOME[0], 1, "furlong") is None
    assert foods.grams_for(SOME[0], math.nan, "g") is None
    assert foods.grams_for(SOME[0], -1, "g") is None
    assert foods.grams_for(SOME[0], math.inf, "cup") is None


UNITS = ["g", "cup", "slice", "", "ml", "pint", "handful", "large", "tin", "bowl", "portion"]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SOME), st.sampled_from(UNITS), st.floats(0, 1000), st.floats(0, 1000))
def test_more_is_never_less(food_id: str, unit: str, a: float, b: float) -> None:
    x, y = foods.grams_for(food_id, min(a, b), unit), foods.grams_for(food_id, max(a, b), unit)
    assert (x is None) == (y is None)
    if x and y:
        assert x.value <= y.value + 1e-9
        assert 0 <= x.low <= x.value <= x.high


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SOME), st.floats(allow_nan=True), st.text(max_size=20), st.text(max_size=10))
def test_no_unit_raises(food_id: str, quantity: float, unit: str, said: str) -> None:
    g = foods.grams_for(food_id, quantity, unit, said)
    assert g is None or (0 <= g.low <= g.value <= g.high)


def test_a_borrowed_measure_names_its_food_and_a_cooked_food_borrows_from_cooked() -> None:
    m = foods.match("cooked spinach")
    cup = next(x for x in foods.food(str(m.food_id)).measures if x.label == "cup")
    assert cup.borrowed_from
    assert "cooked" in foods.food(cup.borrowed_from).name


def test_search_needs_no_heavy_library_and_is_quick() -> None:
    code = (
        "import sys, time\nfrom unclench.intake import foods\nt = time.process_time()\n"
        "foods.search('cooked spinach')\ns = time.process_time() - t\n"
        "heavy = {'polars', 'numpy', 'pydantic', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\nassert s < 0.5, s\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
