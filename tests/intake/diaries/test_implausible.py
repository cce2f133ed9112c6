"""Days that nobody eats are left out and named, or the file is refused with what was meant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.said import sentences

from unclench.errors import UserError
from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diaries.implausible import ceiling
from unclench.intake.diary import Diary

TODAY = dt.date(2026, 6, 15)


@pytest.fixture
def days(tmp_path: Path, book: FoodBook):  # type: ignore[no-untyped-def]
    def one(header: str, values: list[str], believe: bool = False) -> Diary:
        start = dt.date(2026, 4, 1)
        rows = [f"{start + dt.timedelta(days=i)},Rice,{v}" for i, v in enumerate(values)]
        path = tmp_path / "d.csv"
        path.write_text(f"Date,Food,{header}\n" + "\n".join(rows), "utf-8")
        return read([path], today=TODAY, matcher=book, believe=believe)

    return one


def test_one_day_in_thirty_is_left_out_and_named(days) -> None:  # type: ignore[no-untyped-def]
    values = ["2000"] * 29 + ["12000"]
    diary = days("Calories", values)
    assert diary.entries["day"].n_unique() == diary.lines == 29
    assert any("2026-04-30 was left out: 12,000 kcal" in w for w in sentences(diary.warnings))
    assert days("Calories", values, believe=True).entries["day"].n_unique() == 30


@pytest.mark.parametrize(
    ("header", "values", "said"),
    [
        ("Calories", ["8000"] * 5, "probably in kJ"),
        ("Calories", ["2000"] * 9 + ["12000"], "1 of 10 days"),
        ("Calories,Magnesium (g)", ["2000,300"] * 5, "mg under a header of g"),
        ("Calories,Sodium (mg)", ["2000,500000"] * 5, "sodium"),
        ("Calories,Vitamin D (mg)", ["2000,15"] * 5, "µg under a header of mg"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_what_was_meant(  # type: ignore[no-untyped-def]
    days, header: str, values: list[str], said: str
) -> None:
    with pytest.raises(UserError) as error:
        days(header, values)
    assert said in str(error.value) and "count as told" in str(error.value)
    assert days(header, values, believe=True).entries.height == len(values)


def test_minerals_in_grams_under_another_unit_are_not_used(days) -> None:  # type: ignore[no-untyped-def]
    values = ["2000,2.5,300"] * 3
    for header in ("Calories,Potassium,Magnesium", "Calories,Potassium (mg),Magnesium (mg)"):
        diary = days(header, values)
        assert diary.entries["potassium"].null_count() == 3
        assert diary.entries["magnesium"].to_list() == [300] * 3
        assert any("potassium" in w and "not used" in w for w in sentences(diary.warnings))
        assert days(header, values, believe=True).entries["potassium"].to_list() == [2.5] * 3
    assert days("Calories,Potassium (g)", ["2000,2.5"] * 3).entries["potassium"][0] == 2500


def test_a_line_that_nobody_eats_costs_its_day_and_no_other(days) -> None:  # type: ignore[no-untyped-def]
    diary = days("Calories", ["2000"] * 29 + ["205000"])
    assert diary.entries["day"].n_unique() == 29
    assert any("205,000 kcal" in w and "line 31" in w for w in sentences(diary.warnings))
    with pytest.raises(UserError, match=r"line 2 \('Rice', 205,000 kcal\)"):
        days("Calories", ["205000"])


def test_ceilings_leave_room_for_what_people_take() -> None:
    assert ceiling("vitamin_d") >= 1250  # 50,000 IU once a week
    assert ceiling("vitamin_b12") >= 2000
    assert ceiling("magnesium") < 300_000 < ceiling("potassium")
    assert ceiling("energy") is None


def test_energy_of_a_supplement_beyond_a_day_costs_its_day(tmp_path: Path, book: FoodBook) -> None:
    rows = [f"2026-04-{i + 1:02},Rice,2000" for i in range(30)]
    rows.append("2026-04-07,Vitamin D3 1000 IU,1e305")
    path = tmp_path / "d.csv"
    path.write_text("Date,Food,Calories\n" + "\n".join(rows), "utf-8")
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["day"].n_unique() == 29
    assert any("2026-04-07 was left out" in w for w in sentences(diary.warnings))
