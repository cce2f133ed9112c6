"""Search puts the everyday food first; matches carry a confidence that can be trusted."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.intake import foods

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(newline="") as f:
        return list(csv.DictReader(f))


def fits(row: dict[str, str], name: str | None) -> bool:
    low = (name or "").lower()
    wrong = bool(row["reject"]) and bool(re.search(row["reject"], low))
    return bool(name) and bool(re.search(row["accept"], low)) and not wrong


@pytest.mark.parametrize(("part", "first", "three"), [("tune", 0.94, 0.97), ("held", 0.92, 0.97)])
def test_everyday_phrases_find_the_everyday_food(part: str, first: float, three: float) -> None:
    mine = [r for r in rows("phrases.csv") if r["part"] == part]
    hits = {r["phrase"]: foods.search(r["phrase"], 3) for r in mine}
    top1 = sum(fits(r, hits[r["phrase"]][0].name) for r in mine if hits[r["phrase"]])
    top3 = sum(any(fits(r, h.name) for h in hits[r["phrase"]]) for r in mine)
    assert top1 >= first * len(mine)
    assert top3 >= three * len(mine)


def test_at_least_sixty_diary_lines_get_the_right_food_and_a_sensible_weight() -> None:
    right = []
    for r in rows("lines.csv"):
        m = foods.match(r["food"])
        g = m.food_id and foods.grams_for(m.food_id, float(r["quantity"]), r["unit"], r["food"])
        low, high = 0.995 * float(r["grams_low"]), 1.005 * float(r["grams_high"])
        right.append(fits(r, m.name) and bool(g) and low <= g.value <= high)
    assert len(right) >= 60
    assert sum(right) >= 0.92 * len(right)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("cooked spinach", r"^spinach.*cooked"),
        ("raw spinach", r"^spinach, raw"),
        ("milk", r"^milk, "),
        ("avocado", r"^avocados?, raw"),
        ("avacado", r"^avocados?, raw"),
        ("brocolli", r"^broccoli"),
        ("spagetti", r"spaghetti"),
        ("yoghourt", r"^yogurt"),
        ("2 x bananas", r"^bananas?, raw"),
        ("Crème fraîche", r"cream"),
        ("Kale, raw, 2 cup", r"^kale, raw"),
        ("Chicken breast boiled without skin", r"^chicken"),
        ("Applesauce no sugar added", r"^applesauce"),
        ("pineapple slices", r"^pineapple"),
    ],
)
def test_states_typing_errors_and_spellings(typed: str, says: str) -> None:
    assert re.search(says, foods.search(typed)[0].name.lower())


def test_wrong_matches_have_lower_confidence_than_right_ones() -> None:
    right, wrong = [], []
    for r in rows("phrases.csv"):
        m = foods.match(r["phrase"])
        (right if fits(r, m.name) else wrong).append(m.confidence)
    nonsense = [
        "xqzt",
        "the usual",
        "leftovers",
        "Dave's special",
        "same as yesterday",
        "???",
        "misc",
    ]
    wrong += [foods.match(n).confidence for n in nonsense]
    auc = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong) / len(right) / len(wrong)
    assert auc > 0.8


def test_nonsense_is_not_matched() -> None:
    for text in ("", "   ", "xqztv", "1234", "???"):
        assert foods.match(text).food_id is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_search_never_raises(text: str) -> None:
    for hit in foods.search(text, 3):
        assert 0 <= hit.confidence <= 1
    m = foods.match(text)
    assert 0 <= m.confidence <= 1


def test_equal_phrases_get_equal_answers_in_bulk() -> None:
    many = foods.match_many(["Milk", "milk", "cooked spinach"])
    assert many[0].food_id == many[1].food_id == foods.match("milk").food_id
    assert many[2] == foods.match("cooked spinach")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("yog", "Yogurt"), ("porr", "Oatmeal"), ("bisc", "Cookie"), ("crump", "Muffin, English"),
     ("cooked sp", "Spinach"), ("chedd", "Cheddar"), ("pota", "Potato")],
)  # fmt: skip
def test_a_food_is_found_before_its_name_is_whole(typed: str, meant: str) -> None:
    assert any(meant in hit.name for hit in foods.begun(typed)[:3])


@pytest.mark.parametrize("typed", ["egg", "banana", "semi skimmed milk", "zzz", "5", ""])
def test_what_is_whole_or_begins_nothing_is_searched_as_it_is(typed: str) -> None:
    assert foods.begun(typed) == foods.search(typed)
