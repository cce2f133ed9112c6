"""Person-days: what is known, what is filled in, and what cannot be said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.said import sentences

from unclench.intake.diaries import read
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diary import FRAME_COLUMNS, PersonDays
from unclench.intake.person_days import person_days
from unclench.intake.usual.records import top_foods

TODAY = dt.date(2026, 6, 15)


def _cell(days: PersonDays, day: dt.date, nutrient: str) -> dict[str, float]:
    return days.frame.filter((pl.col("day") == day) & (pl.col("nutrient") == nutrient)).row(
        0, named=True
    )


def test_known_cells_are_summed_and_need_no_interval(fixtures: Path, book: FoodBook) -> None:
    days = person_days(read([fixtures / "cronometer_v1.csv"], today=TODAY, matcher=book), book)
    assert tuple(days.frame.columns) == tuple(FRAME_COLUMNS)
    row = _cell(days, dt.date(2025, 5, 4), "magnesium")
    assert row["food"] == row["low"] == row["high"] == 56.0
    assert row["filled"] == 0
    assert row["known_share"] == row["found_share"] == 1


def test_a_blank_cell_is_borrowed_and_widens_the_day(fixtures: Path, book: FoodBook) -> None:
    days = person_days(read([fixtures / "cronometer_v1.csv"], today=TODAY, matcher=book), book)
    row = _cell(days, dt.date(2025, 5, 3), "magnesium")
    assert row["food"] == 63.72
    assert row["filled"] == pytest.approx(300 * 0.15)  # nothing matches "Home soup": the spread
    assert row["food"] < row["low"] < row["food"] + row["filled"] < row["high"]
    assert row["known_share"] == pytest.approx(211.04 / (211.04 + 301), abs=0.001)


def test_a_matched_food_is_scaled_by_the_recorded_energy(fixtures: Path, book: FoodBook) -> None:
    path = fixtures / "cronometer_v1.csv"
    days = person_days(read([path], today=TODAY, matcher=book), book)
    # thiamin of bread is unknown in the table, water of bread too: spread; energy is recorded
    assert _cell(days, dt.date(2025, 5, 4), "energy")["food"] == 360
    # zinc was not exported: banana has none in this table, so the spread per kcal is used
    row = _cell(days, dt.date(2025, 5, 4), "zinc")
    assert row["food"] == 0
    assert row["filled"] == pytest.approx(360 * 0.15)
    assert row["known_share"] == 0


def test_supplements_stand_apart(fixtures: Path, book: FoodBook) -> None:
    days = person_days(read([fixtures / "cronometer_v2.csv"], today=TODAY, matcher=book), book)
    row = _cell(days, dt.date(2026, 3, 2), "magnesium")
    assert row["supplement"] == 200
    assert row["supplement_low"] == pytest.approx(32.3, abs=0.1)
    assert row["food"] == 110.4
    assert _cell(days, dt.date(2026, 3, 1), "magnesium")["supplement"] == 0


def test_a_diary_in_words_is_looked_up_whole(fixtures: Path, book: FoodBook) -> None:
    diary = read([fixtures / "week.txt"], today=TODAY, matcher=book)
    days = person_days(diary, book)
    row = _cell(days, dt.date(2026, 5, 1), "magnesium")
    # 2 eggs 100 g, 2 slices 70 g, butter (a portion), 3 mugs of tea, half a tin of beans 200 g
    by_hand = 12 + 0.7 * 40 + 2 + 9 * 3 + 2 * 27
    assert row["food"] == 0
    assert row["filled"] == pytest.approx(by_hand)
    assert row["known_share"] == 0
    assert 0.3 < row["found_share"] < 1  # the butter's amount was not told
    assert row["supplement"] == 200
    assert _cell(days, dt.date(2026, 5, 2), "vitamin_d")["supplement"] == 50


def test_what_nothing_matches_is_listed_and_counted_with_a_wide_guess(
    fixtures: Path, book: FoodBook
) -> None:
    diary = read([fixtures / "week.txt"], today=TODAY, matcher=book)
    assert [u.line for u in diary.unmatched] == ["grandma's secret stew"]
    days = person_days(diary, book)
    row = _cell(days, dt.date(2026, 5, 2), "energy")
    assert row["high"] - row["low"] > 100
    assert any("guess" in w for w in sentences(days.warnings))


def test_carriers_name_the_foods(fixtures: Path, book: FoodBook) -> None:
    days = person_days(read([fixtures / "week.txt"], today=TODAY, matcher=book), book)
    first = top_foods(days)["magnesium"][0]
    assert first.food == "cooked spinach"
    assert first.amount_per_day == pytest.approx(2.4 * 87 / 2)
    shares = days.carriers.group_by("nutrient").agg(pl.col("share").sum())
    assert shares["share"].to_list() == pytest.approx([1.0] * shares.height)
    # what only a guess tells counts, but is not named as a source
    assert "grandma's secret stew" in days.carriers.filter("guessed")["name"].to_list()
    named = [food.food for foods in top_foods(days, 50).values() for food in foods]
    assert "grandma's secret stew" not in named


def test_only_a_known_zero_is_none_of_it(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "d.csv"
    path.write_text("date,food,amount,unit\n2026-05-01,Salt,5,g\n2026-05-01,Rice,200,g\n", "utf-8")
    days = person_days(read([path], today=TODAY, matcher=book), book)
    assert days.none_of == {"Salt": {"energy"}}  # its magnesium is unknown
    zero = days.carriers.filter(pl.col("amount_per_day") <= 0)
    assert zero.is_empty()


def test_partly_logged_days_are_flagged(tmp_path: Path, book: FoodBook) -> None:
    path = tmp_path / "d.csv"
    rows = [f"2026-05-0{d},Rice,{a},g" for d, a in ((1, 1000), (2, 1100), (3, 900), (4, 200))]
    path.write_text("date,food,amount,unit\n" + "\n".join(rows), "utf-8")
    days = person_days(read([path], today=TODAY, matcher=book), book)
    assert days.partial_days == (dt.date(2026, 5, 4),)
    assert "less than half" in sentences(days.warnings)[0]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 5),
            st.sampled_from(["Banana", "Oats", "Unheard of", "Bread", "Tea"]),
            st.none() | st.integers(0, 900),
            st.none() | st.integers(0, 300),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_intervals_hold_what_is_known_whatever_is_missing(
    tmp_path: Path, book: FoodBook, lines: list[tuple[int, str, int | None, int | None]]
) -> None:
    path = tmp_path / "s.csv"
    text = "Day,Food Name,Amount,Energy (kcal),Magnesium (mg)\n" + "\n".join(
        f"2026-05-0{d},{n},1.00 serving,{'' if e is None else e},{'' if m is None else m}"
        for d, n, e, m in lines
    )
    path.write_text(text, "utf-8")
    days = person_days(read([path], today=TODAY, matcher=book), book)
    f = days.frame
    assert f.height == len({d for d, *_ in lines}) * len(NUTRIENTS)
    assert f.select(pl.all().is_null().any()).row(0) == (False,) * f.width
    assert (f["low"] >= f["food"] - 1e-9).all()
    assert (f["high"] >= f["low"] - 1e-9).all()
    assert f["known_share"].is_between(0, 1 + 1e-9).all()
    assert (f["found_share"] >= f["known_share"] - 1e-9).all()
    known = sum(m for *_, m in lines if m is not None)
    assert f.filter(pl.col("nutrient") == "magnesium")["food"].sum() == pytest.approx(known)
