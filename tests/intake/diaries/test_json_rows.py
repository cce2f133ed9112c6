"""Foods in any JSON are read as a table would be; other JSON is not taken for a diary."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz import seeds

from unclench import assess, case_from
from unclench.errors import UserError
from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diaries.json_rows import rows_of

TODAY = dt.date(2026, 11, 28)
ROWS = [
    {"date": "2026-09-01", "food": "Oats", "grams": 80, "kcal": 300, "magnesium_mg": 110},
    {"date": "2026-09-02", "food": "Rice", "grams": 200, "kcal": 260, "magnesium_mg": None},
]
NESTED = {
    "user": "x",
    "days": [
        {
            "date": r["date"],
            "meals": [
                {
                    "type": "lunch",
                    "items": [
                        {
                            "food": r["food"],
                            "amount": f"{r['grams']} g",
                            "nutrients": {"kcal": r["kcal"], "magnesium_mg": r["magnesium_mg"]},
                        }
                    ],
                }
            ],
        }
        for r in ROWS
    ],
}
BY_DAY = {"2026-09-01": {"lunch": ["80 g oats"]}, "2026-09-02": {"lunch": ["200 g rice"]}}


def _read(tmp_path: Path, text: str, book: FoodBook) -> Any:
    path = tmp_path / "diary.json"
    path.write_text(text, "utf-8")
    return read([path], today=TODAY, matcher=book).entries


@pytest.mark.parametrize(
    "text",
    [json.dumps(ROWS), "\n".join(map(json.dumps, ROWS)), json.dumps(NESTED),
     json.dumps({"entries": ROWS}, indent=2)],
)  # fmt: skip
def test_records_say_the_same_in_every_shape(text: str, tmp_path: Path, book: FoodBook) -> None:
    entries = _read(tmp_path, text, book)
    assert [str(d) for d in entries["day"]] == ["2026-09-01", "2026-09-02"]
    assert entries["name"].to_list() == ["Oats", "Rice"]
    assert entries["grams"].to_list() == [80.0, 200.0]
    assert entries["energy"].to_list() == [300.0, 260.0]
    assert entries["magnesium"].to_list() == [110.0, None]


def test_days_and_meals_may_be_keys(tmp_path: Path, book: FoodBook) -> None:
    entries = _read(tmp_path, json.dumps(BY_DAY), book)
    assert [str(d) for d in entries["day"]] == ["2026-09-01", "2026-09-02"]
    assert entries["grams"].to_list() == [80.0, 200.0]
    assert entries["meal"].to_list() == ["lunch", "lunch"]


@pytest.mark.parametrize(
    "raw",
    [
        [{"date": "2026-09-01", "name": "Potassium", "value": 3.2, "unit": "mmol/L"}],
        [{"date": "2026-09-01", "potassium": 3.2, "magnesium": 0.62}],
        {"complaints": ["calf cramps"], "diary": ["week.txt"]},
        seeds.CASE,
        {"date": "2026-09-01", "complaints": ["calf cramps"], "medicines": ["omeprazole"]},
        {"resourceType": "Bundle", "entry": []},
        [{"food": "rice", "grams": 200}],
        [{"date": "soon", "food": "rice"}],
        [],
    ],
)
def test_other_json_is_no_diary(raw: Any) -> None:
    assert rows_of(raw) is None


def test_lines_of_json_are_sorted_to_the_diary(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    answer = assess(case_from(path, age=42, sex="female"), today=TODAY)
    assert answer.diary is not None
    assert answer.diary.days == 2
    assert answer.labs == []


def test_a_list_without_foods_is_refused(tmp_path: Path, book: FoodBook) -> None:
    with pytest.raises(UserError, match=r"no diary|not a diary"):
        _read(tmp_path, json.dumps([{"a": 1}]), book)
