"""Lines of a diary in words, as people write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.said import sentences

from unclench.intake.diaries import parse_line, read_line
from unclench.told import quantity as q

ONE_FOOD = [
    # line, food, number, unit
    ("2 bananas", "bananas", 2, ""),
    ("1 cup cooked spinach", "cooked spinach", 1, "cup"),
    ("half a tin of baked beans", "baked beans", 0.5, "tin"),
    ("pint of beer", "beer", 1, "pint"),
    ("handful of almonds", "almonds", 1, "handful"),
    ("salt, a pinch", "salt", 1, "pinch"),
    ("3 mugs of tea", "tea", 3, "mug"),
    ("2 x 330ml lager", "lager", 660, "ml"),
    ("1½ cups rice", "rice", 1.5, "cup"),
    ("one and a half cups of milk", "milk", 1.5, "cup"),
    ("two thirds of a cup of oats", "oats", 2 / 3, "cup"),
    ("a quarter of a melon", "melon", 0.25, ""),
    ("half a dozen eggs", "eggs", 6, ""),
    ("a dozen eggs", "eggs", 12, ""),
    ("1 1/2 slices of bread", "bread", 1.5, "slice"),
    ("150g chicken breast", "chicken breast", 150, "g"),
    ("chicken breast - 150 g", "chicken breast", 150, "g"),
    ("porridge (250 g)", "porridge", 250, "g"),
    ("Coffee x2", "Coffee", 2, ""),
    ("semi-skimmed milk 200ml", "semi-skimmed milk", 200, "ml"),
    ("1,5 dl milk", "milk", 1.5, "dl"),
    ("water 1.5 L", "water", 1.5, "l"),
    ("7up 330 ml", "7up", 330, "ml"),
    ("half pint of milk", "milk", 0.5, "pint"),
    ("1 large glass of wine", "wine", 1, "glass"),
    ("ham 2 slices", "ham", 2, "slice"),
    ("2 squares dark chocolate", "dark chocolate", 2, "square"),
    ("small handful raisins", "raisins", 1, "handful"),
    ("spaghetti, big plate", "spaghetti", 1, "plate"),
    ("1 roll", "roll", 1, ""),
    ("tin of tuna in brine (drained)", "tuna in brine (drained)", 1, "tin"),
]


@pytest.mark.parametrize(("line", "food", "number", "unit"), ONE_FOOD)
def test_one_food_per_line(line: str, food: str, number: float, unit: str) -> None:
    (item,) = parse_line(line)
    assert item.kind == "food"
    assert item.phrase == food
    assert item.quantity is not None
    assert item.quantity.value == pytest.approx(number)
    assert item.quantity.unit in (unit, "half pint" if unit == "pint" else unit)


@pytest.mark.parametrize(
    ("line", "low", "value", "high"),
    [
        ("2-3 potatoes", 2, 2.5, 3),
        ("2 or 3 potatoes", 2, 2.5, 3),
        ("two to three biscuits", 2, 2.5, 3),
        ("a couple of biscuits", 2, 2, 3),
        ("a few nuts", 2, 3, 4),
    ],
)
def test_a_range_is_kept(line: str, low: float, value: float, high: float) -> None:
    (item,) = parse_line(line)
    assert item.quantity is not None
    assert (item.quantity.low, item.quantity.value, item.quantity.high) == (low, value, high)
    assert q.amount_cv(item.quantity) > 0.3


@pytest.mark.parametrize(
    ("line", "foods"),
    [
        ("bowl of porridge with 1 tbsp honey", ["porridge", "honey"]),
        ("2 eggs, 1 slice toast", ["eggs", "toast"]),
        ("cheese sandwich and an apple", ["cheese sandwich", "apple"]),
        ("1 cup rice and 1 cup beans", ["rice", "beans"]),
        ("coffee with 2 sugars", ["coffee", "sugars"]),
        ("cup of tea, 2 biscuits", ["tea", "biscuits"]),
        (
            "fry up: 2 eggs, 2 rashers bacon, 1 sausage, toast",
            ["eggs", "bacon", "sausage", "toast"],
        ),
    ],
)
def test_a_line_splits_where_a_new_amount_begins(line: str, foods: list[str]) -> None:
    assert [i.phrase for i in parse_line(line)] == foods


def test_names_with_and_stay_whole_but_carry_their_parts() -> None:
    (item,) = parse_line("2 slices of toast with butter and jam")
    assert item.phrase == "toast with butter and jam"
    assert [p.phrase for p in item.parts] == ["toast", "butter", "jam"]
    assert item.parts[0].amount == "2 slice"


@pytest.mark.parametrize("line", ["cup cake", "pot noodle", "bar snack"])
def test_a_unit_word_inside_a_name_is_no_amount(line: str) -> None:
    (item,) = parse_line(line)
    assert (item.phrase, item.quantity) == (line, None)


@pytest.mark.parametrize("line", ["baked potato with skin", "coffee with ice", "nuts with no salt"])
def test_what_is_no_food_is_no_part(line: str) -> None:
    (item,) = parse_line(line)
    assert item.parts == ()


def test_preparation_words_are_told_apart_and_stay_in_the_phrase() -> None:
    (item,) = parse_line("1 cup cooked chopped spinach")
    assert item.preparation == ("cooked", "chopped")
    assert item.phrase == "cooked chopped spinach"


@pytest.mark.parametrize(
    ("line", "doses"),
    [
        ("vitamin D3 2000 IU", {"vitamin_d": 50.0}),
        ("vitamin d 1,000 IU", {"vitamin_d": 25.0}),
        ("vitamin D 50 µg", {"vitamin_d": 50.0}),
        ("B12 1000 mcg", {"vitamin_b12": 1000.0}),
        ("2 x magnesium 100 mg", {"magnesium": 200.0}),
        ("zinc 15mg x2", {"zinc": 30.0}),
        ("2 vitamin D3 capsules 1000 IU", {"vitamin_d": 50.0}),
        ("calcium 600 mg + vitamin D 400 IU", {"calcium": 600.0, "vitamin_d": 10.0}),
        ("folic acid 400 mcg", {"folate": 680.0}),  # dietary folate equivalents
        ("caffeine 200 mg", {"caffeine": 200.0}),
        ("ferrous sulfate 325 mg", {"iron": 65.3}),  # the classic US tablet: 65 mg of iron
        ("iron (as ferrous sulfate) 14 mg", {"iron": 14.0}),
        ("magnesium 300 mg (as citrate)", {"magnesium": 300.0}),
    ],
)
def test_supplements_are_read_with_their_doses(line: str, doses: dict[str, float]) -> None:
    (item,) = parse_line(line)
    assert item.kind == "supplement"
    assert item.supplement is not None
    got = {n: v for n, (v, _) in item.supplement.doses.items()}
    assert got == pytest.approx(doses, rel=0.005)


def test_a_named_compound_keeps_both_readings_and_says_so() -> None:
    (item,) = parse_line("magnesium citrate 200 mg")
    assert item.supplement is not None
    value, fraction = item.supplement.doses["magnesium"]
    assert value == 200
    # 3 x 24.305 g of magnesium in 451.1 g of trimagnesium dicitrate (NIST WebBook molar mass)
    assert value * fraction == pytest.approx(200 * 72.915 / 451.1, rel=0.002)
    assert "Both are kept" in sentences(item.supplement.notes)[0]


@pytest.mark.parametrize(
    "line", ["orange juice with added vitamin D", "iron-fortified cereal 40 g", "salt 5 g", "tea"]
)
def test_fortified_foods_are_foods(line: str) -> None:
    assert all(i.kind == "food" for i in parse_line(line))


def test_a_dose_in_the_wrong_unit_is_not_believed() -> None:
    (item,) = parse_line("magnesium 200 g")
    assert item.supplement is not None
    assert item.supplement.too_much is not None


@pytest.mark.parametrize(
    ("line", "meal", "time", "foods"),
    [
        ("Breakfast: 2 eggs, toast and butter, coffee", "Breakfast", None, 3),
        ("8am: coffee", "", "08:00", 1),
        ("08:30 porridge 250g", "", "08:30", 1),
        ("Lunch", "Lunch", None, 0),
        ("- 3 mugs of tea", "", None, 1),
        ("1. eggs", "", None, 1),
    ],
)
def test_meals_times_and_bullets(line: str, meal: str, time: str | None, foods: int) -> None:
    got = read_line(line)
    assert (got.meal, got.time, len(got.items)) == (meal, time, foods)


def test_a_skipped_meal_is_no_food() -> None:
    assert read_line("Dinner - nothing").nothing


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_no_line_breaks_the_reader_and_none_is_lost(text: str) -> None:
    line = read_line(text)
    for item in line.items:
        assert item.text
        assert item.phrase
        if item.quantity is not None and item.quantity.value is not None:
            assert math.isfinite(item.quantity.value)
            assert item.quantity.value >= 0
            assert item.quantity.low is not None
            assert item.quantity.high is not None
            assert item.quantity.low <= item.quantity.value <= item.quantity.high


@pytest.mark.parametrize(
    "line", ["1 x " * 2000, "1 x " * 140, "(" * 3000, "and " * 3000, "½" * 500, "with 2 " * 80]
)
def test_endless_lines_end(line: str) -> None:
    assert read_line(line).items


FOOD = st.sampled_from(["bananas", "cooked rice", "brown bread", "milk", "grilled fish"])
UNIT = st.sampled_from(["g", "kg", "ml", "cup", "mug", "tbsp", "slice", "tin", "handful", ""])


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 999), UNIT, FOOD, st.booleans())
def test_what_is_written_comes_back(n: int, unit: str, food: str, behind: bool) -> None:
    plural = f"{n} {unit}".strip()
    line = f"{food} {plural}" if behind else f"{plural} {food}"
    (item,) = parse_line(line)
    assert item.phrase == food
    assert item.quantity is not None
    assert (item.quantity.value, item.quantity.unit) == (n, unit)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 40), st.integers(1, 9), st.integers(2, 10))
def test_fractions_are_exact(whole: int, top: int, bottom: int) -> None:
    told, rest = q.take(q.tidy(f"{whole} {top}/{bottom} cups flour"))
    assert told is not None
    assert told.value == pytest.approx(whole + top / bottom)
    assert rest == "flour"
