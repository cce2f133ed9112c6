"""Cronometer: three generations of servings, and the daily summary."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest
from tests.said import sentences

from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.person_days import person_days

TODAY = dt.date(2026, 6, 15)
LATE = dt.date(2026, 11, 23)


def test_v1_unpadded_dates_blanks_and_iu(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "cronometer_v1.csv"], today=TODAY, matcher=book)
    assert diary.files[0].shape == "cronometer_servings_v1"
    e = diary.entries
    assert e["day"].to_list() == [dt.date(2025, 5, 3)] * 3 + [dt.date(2025, 5, 4)] * 2
    assert e["name"][0] == "Bananas, raw"
    assert e["amount"][0] == '2.00 medium (7" to 7-7/8" long)'
    # blank is unknown, 0.00 is a known zero
    assert e["magnesium"].to_list() == [63.72, None, None, 28.0, 28.0]
    assert e["vitamin_d"].to_list() == [None, None, 10.0, 0.0, 0.0]  # 400 IU are 10 µg
    assert e["kind"].to_list() == ["food", "food", "supplement", "food", "food"]
    assert "vitamin_a" not in e.columns
    assert any("Vitamin A (IU)" in w for w in sentences(diary.warnings))


def test_v2_columns_by_name_and_supplement_doses(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "cronometer_v2.csv"], today=TODAY, matcher=book)
    e = diary.entries
    assert diary.files[0].shape == "cronometer_servings_v2"
    assert e["carbohydrate"].to_list() == [54.0, 24.0, None, 54.0]  # not the net carbs
    assert e["grams"].to_list() == [80.0, None, None, 80.0]  # "2.00 x 40.0 g"
    pill = e.filter(pl.col("kind") == "supplement")
    assert pill["magnesium"].to_list() == [200.0]
    assert pill["label_fraction"][0] == pytest.approx(0.1616)
    assert any("Both are kept" in w for w in sentences(diary.warnings))


def test_v2_with_time(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "cronometer_v2_time.csv"], today=TODAY, matcher=book)
    assert diary.files[0].shape == "cronometer_servings_v2_time"
    assert diary.entries["time"].to_list() == ["09:51", "00:00", None, "17:05"]
    assert diary.entries["meal"].to_list() == ["Breakfast", "Snacks", "Dinner", "Dinner"]


def test_equal_lines_of_one_file_stay_two(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "cronometer_v1.csv"], today=TODAY, matcher=book)
    assert diary.entries.filter(pl.col("name") == "Bread, toasted").height == 2


def test_the_same_export_twice_counts_once(fixtures: Path, tmp_path: Path, book: FoodBook) -> None:
    first = fixtures / "cronometer_v1.csv"
    lines = first.read_text("utf-8").splitlines()
    second = tmp_path / "again.csv"
    second.write_text("\n".join([lines[0], *lines[4:], lines[1].replace("2025-5-3", "2025-5-5")]))
    once = read([first], today=TODAY, matcher=book)
    both = read([first, second], today=TODAY, matcher=book)
    assert both.entries.height == once.entries.height + 1
    assert "better: 2" in sentences(both.files[1].skipped)[0]


def test_an_export_with_times_repeats_one_without(
    fixtures: Path, tmp_path: Path, book: FoodBook
) -> None:
    import csv

    first = fixtures / "cronometer_v2_time.csv"
    with first.open(encoding="utf-8", newline="") as f:
        rows = [[r[0], *r[2:]] for r in csv.reader(f)]
    second = tmp_path / "free.csv"
    with second.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)
    assert read([first, second], today=TODAY, matcher=book).entries.height == 4


def test_daily_summary_holds_lower_bounds(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "cronometer_daily.csv"], today=TODAY, matcher=book)
    assert diary.day_totals
    assert diary.files[0].shape == "cronometer_daily"
    assert "magnesium" in diary.files[0].lower_bounds
    assert "energy" not in diary.files[0].lower_bounds
    assert "thiamin" in diary.files[0].cannot_answer
    assert diary.entries.height == 2
    assert "nothing was logged: 1" in sentences(diary.files[0].skipped)[0]
    days = person_days(diary, book)
    mg = days.frame.filter(pl.col("nutrient") == "magnesium")
    assert (mg["filled"] > 0).all()
    assert (mg["low"] > mg["food"]).all()
    assert (mg["known_share"] < 1).all()
    assert days.frame.filter(pl.col("nutrient") == "thiamin").height == 0


def test_daily_summary_saved_again_by_a_spreadsheet(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "cronometer_daily_resaved.csv"], today=TODAY, matcher=book)
    assert diary.entries["day"].to_list() == [dt.date(2026, 4, 10), dt.date(2026, 4, 13)]


def test_foods_win_over_the_summary_of_the_same_day(fixtures: Path, book: FoodBook) -> None:
    files = [fixtures / "cronometer_daily.csv", fixtures / "cronometer_v2_time.csv"]
    diary = read(files, today=TODAY, matcher=book)
    assert diary.entries.filter(pl.col("day") == dt.date(2026, 4, 10)).height == 4
    assert diary.entries.filter(pl.col("day") == dt.date(2026, 4, 11)).height == 1


def _by_hand(path: Path, column: str) -> dict[str, float]:
    """Sums per day with blanks as zero, without any of our code."""
    out: dict[str, float] = defaultdict(float)
    with path.open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            out[row["Day"]] += float(row[column] or 0)
    return out


@pytest.mark.parametrize(
    ("name", "rows", "n_days"),
    [
        ("servings_v1_2011.csv", 1945, 196),
        ("servings_no_time_2025.csv", 43, 5),
        ("servings_time_ampm_2022.csv", 98, 7),
    ],
)
def test_real_servings_sum_to_what_the_csv_module_sums(
    samples: Path, book: FoodBook, name: str, rows: int, n_days: int
) -> None:
    path = samples / "cronometer" / name
    diary = read([path], today=LATE, matcher=book)
    assert diary.files[0].rows == diary.files[0].used == rows
    assert diary.entries["day"].n_unique() == n_days
    for header, nutrient, factor in (
        ("Magnesium (mg)", "magnesium", 1.0),
        ("Vitamin D (IU)", "vitamin_d", 0.025),
        ("Potassium (mg)", "potassium", 1.0),
    ):
        expected = _by_hand(path, header)
        got = diary.entries.group_by("day").agg(pl.col(nutrient).sum())
        for day, total in got.iter_rows():
            key = next(k for k in expected if dt.date(*map(int, k.split("-"))) == day)
            assert total == pytest.approx(expected[key] * factor, abs=1e-6)


def test_real_daily_summary_is_servings_with_blanks_as_zero(samples: Path, book: FoodBook) -> None:
    folder = samples / "cronometer"
    daily = read([folder / "dailysummary_2025.csv"], today=LATE, matcher=book).entries
    lines = read([folder / "servings_no_time_2025.csv"], today=LATE, matcher=book).entries
    sums = lines.group_by("day").agg(
        pl.col("energy", "magnesium", "potassium", "vitamin_b12").sum()
    )
    both = daily.select("day", "energy", "magnesium", "potassium", "vitamin_b12").join(
        sums, on="day", suffix="_sum"
    )
    assert both.height == 5
    for n in ("energy", "magnesium", "potassium", "vitamin_b12"):
        gap = (both[n].fill_null(0.0) - both[f"{n}_sum"]).abs()
        assert gap.max() <= 0.011 * 12  # each cell is rounded to two decimals


def test_real_spreadsheet_copy_is_read(samples: Path, book: FoodBook) -> None:
    path = samples / "cronometer" / "dailysummary_resaved_by_spreadsheet_2026.csv"
    diary = read([path], today=LATE, matcher=book)
    assert diary.entries["day"].min() == dt.date(2026, 1, 27)
    assert diary.entries.height == 29
    assert diary.entries["energy"][0] == 2474.29


def test_supplements_and_medicines_of_a_real_diary(samples: Path, book: FoodBook) -> None:
    diary = read([samples / "cronometer" / "servings_v1_2011.csv"], today=LATE, matcher=book)
    pills = diary.entries.filter(pl.col("kind") == "supplement")["name"].unique().to_list()
    assert {"Vitamin D3", "Polivit B", "Magnezijum"} <= set(pills)
    assert "Bananas, raw" not in pills
