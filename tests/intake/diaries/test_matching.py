"""From words to foods of the shipped table, whole files at a time."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import polars as pl
import pytest
from tests.said import sentences

from unclench.intake import foods
from unclench.intake.diaries import read
from unclench.intake.diaries.foodbook import FoodBook, shipped
from unclench.intake.person_days import person_days

TODAY = dt.date(2026, 6, 15)
LATE = dt.date(2026, 11, 23)
LINES = Path(__file__).parents[1] / "foods" / "lines.csv"


def _read(tmp_path: Path, *lines: str, book: FoodBook | None = None) -> pl.DataFrame:
    path = tmp_path / "d.txt"
    path.write_text("2026-05-01\n" + "\n".join(lines), "utf-8")
    # sixty lines on one day are more than anybody eats
    return read([path], today=TODAY, matcher=book, believe=len(lines) > 30).entries


def test_written_lines_get_the_right_food_through_the_whole_reader(tmp_path: Path) -> None:
    with LINES.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    entries = _read(tmp_path, *(r["line"] for r in rows))
    names = dict(foods.table().foods.select("food_id", "name").iter_rows())
    right = weighed = 0
    for i, r in enumerate(rows):
        first = entries.filter(pl.col("row") == i + 2).row(0, named=True)
        name = names.get(first["food_id"], "").lower()
        fits = re.search(r["accept"], name) and not (r["reject"] and re.search(r["reject"], name))
        right += bool(fits)
        grams = first["grams"] or 0.0
        weighed += float(r["grams_low"]) <= grams <= float(r["grams_high"])
    assert len(rows) >= 60
    assert right / len(rows) > 0.95
    assert weighed / len(rows) > 0.9


def test_milk_in_tea_is_not_a_glass_of_milk(tmp_path: Path) -> None:
    entries = _read(tmp_path, "2 slices of toast with butter", "2 weetabix with semi-skimmed milk")
    assert entries["name"].to_list() == ["toast", "butter", "weetabix", "semi-skimmed milk"]
    assert entries["grams"].to_list()[1] == 20  # 10 g on each slice
    assert entries["grams"].to_list()[3] == 125  # not times two
    assert entries["amount_cv"].to_list()[1] == 0.35


def test_what_is_joined_by_with_was_all_eaten(tmp_path: Path) -> None:
    entries = _read(tmp_path, "2 mugs of coffee with milk", "3 mugs of tea with milk and sugar")
    assert entries["name"].to_list()[:2] == ["coffee", "milk"]
    assert entries["grams"].to_list()[1] == 60  # a dash in each mug
    assert entries["amount"].to_list()[:2] == ["2 mug", None]  # what was not told is not shown
    names = [foods.food(i).name.lower() for i in entries["food_id"].to_list()]
    assert any("milk" in n for n in names[2:])


def test_the_whole_wins_when_the_table_knows_it(tmp_path: Path, book: FoodBook) -> None:
    entries = _read(tmp_path, "1 tin of baked beans and toast", "milk and honey", book=book)
    assert entries["name"].to_list() == ["baked beans and toast", "milk", "honey"]


def test_medicines_are_told_from_foods(tmp_path: Path) -> None:
    entries = _read(tmp_path, "omeprazole 20 mg", "aspirin", "2 eggs", "Rosuvastatin 10mg tablet")
    assert entries["kind"].to_list() == ["medicine", "medicine", "food", "medicine"]


def test_medicines_in_an_app_s_export(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "Day,Group,Food Name,Amount,Energy (kcal),Magnesium (mg),Category\n"
        '2026-05-01,"Notes","Rosuvastatin","1.00 Pill",,,""\n'
        '2026-05-01,"Notes","Aspirin","1.00 each",0.00,,""\n'
        '2026-05-01,"Lunch","Rice","1.00 cup",205.00,19.00,""\n',
        "utf-8",
    )
    diary = read([path], today=TODAY, matcher=book)
    assert diary.entries["kind"].to_list() == ["medicine", "medicine", "food"]
    assert any("Rosuvastatin, Aspirin" in w for w in sentences(diary.warnings))


def test_brands_are_tried_without_the_brand(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "Day,Group,Food Name,Amount,Energy (kcal),Magnesium (mg),Category\n"
        '2026-05-01,"Lunch","Publix, Sharp Cheddar, Slices","2.00 slice",180.00,,""\n',
        "utf-8",
    )
    row = read([path], today=TODAY).entries.row(0, named=True)
    assert "cheddar" in foods.food(row["food_id"]).name.lower()
    assert row["confidence"] < 0.9


def test_borrowed_magnesium_of_a_real_diary_is_near_what_was_hidden(samples: Path) -> None:
    """Blank the known magnesium of every third food and compare the days with the truth."""
    path = samples / "cronometer" / "servings_time_ampm_2022.csv"
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))
    at, name = rows[0].index("Magnesium (mg)"), rows[0].index("Food Name")
    hidden_names = sorted({r[name] for r in rows[1:] if r[at]})[::3]
    tmp = [list(r) for r in rows]
    for r in tmp[1:]:
        if r[name] in hidden_names:
            r[at] = ""

    def days(table: list[list[str]], where: Path) -> pl.DataFrame:
        with where.open("w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows(table)
        frame = person_days(read([where], today=LATE)).frame
        return frame.filter(pl.col("nutrient") == "magnesium")

    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        truth = days(rows, Path(folder) / "a.csv")
        guess = days(tmp, Path(folder) / "b.csv")
    whole, part = truth["food"] + truth["filled"], guess["food"] + guess["filled"]
    assert guess["known_share"].mean() < truth["known_share"].mean() - 0.1  # type: ignore[operator]
    assert float(part.sum()) == pytest.approx(float(whole.sum()), rel=0.2)
    inside = ((guess["low"] <= truth["high"]) & (truth["low"] <= guess["high"])).sum()
    assert inside >= truth.height - 2


def test_the_spread_per_kcal_is_that_of_what_people_eat() -> None:
    spread = {n: (m, s) for n, m, s in shipped().spread().iter_rows()}
    assert spread["energy"] == (1.0, 0.0)
    # US adults take in about 300 mg of magnesium and 3,400 mg of sodium in about 2,100 kcal
    assert spread["magnesium"][0] * 2100 == pytest.approx(300, rel=0.25)
    assert spread["sodium"][0] * 2100 == pytest.approx(3400, rel=0.3)
    assert all(s > 0 for n, (_, s) in spread.items() if n != "energy")


def test_a_short_name_says_which_food_it_was_taken_for(tmp_path: Path) -> None:
    path = tmp_path / "d.txt"
    path.write_text("2026-05-01\n2 eggs\n100 g cooked rice\n250 ml whole milk\n", "utf-8")
    said = [s for s in sentences(read([path], today=TODAY).warnings) if "leave open" in s]
    assert len(said) == 1
    assert "'eggs' as 'Egg, whole" in said[0] and "NS as to" not in said[0]
    assert "whole milk" not in said[0]  # said as exactly as the table has it
    table = tmp_path / "d.csv"
    table.write_text("Date,Food,Calories\n2026-05-01,egg,80\n", "utf-8")
    assert not any("leave open" in s for s in sentences(read([table], today=TODAY).warnings))
