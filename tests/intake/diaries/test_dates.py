"""Dates as people and programs write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.said import sentences

from unclench.intake.diaries import dates
from unclench.intake.diaries.plain_text import heading

TODAY = dt.date(2026, 6, 15)  # a Monday


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-05-31", dt.date(2026, 5, 31)),
        ("2011-4-18", dt.date(2011, 4, 18)),
        ("2026/05/31", dt.date(2026, 5, 31)),
        ("20260531", dt.date(2026, 5, 31)),
        ("31.05.2026", dt.date(2026, 5, 31)),
        ("5/31/2026", dt.date(2026, 5, 31)),
        ("11/25/2021 0:00", dt.date(2021, 11, 25)),
        ("01/30/2017 12:00 AM", dt.date(2017, 1, 30)),
        ("January 1, 2019", dt.date(2019, 1, 1)),
        ("1 January 2019", dt.date(2019, 1, 1)),
        ("1st of Jan 2019", dt.date(2019, 1, 1)),
        ("Tue 5 May 2026", dt.date(2026, 5, 5)),
        ("5 May 2026 (Tuesday)", dt.date(2026, 5, 5)),
        ("2026-05-31T08:00:00Z", dt.date(2026, 5, 31)),
        ("3 March", dt.date(2026, 3, 3)),
        ("24 December", dt.date(2025, 12, 24)),
        ("Sunday", dt.date(2026, 6, 14)),
        ("Monday", dt.date(2026, 6, 15)),
        ("1 settembre 2026", dt.date(2026, 9, 1)),
        ("martes, septiembre 01, 2026", dt.date(2026, 9, 1)),
        ("miércoles, 2 de septiembre de 2026", dt.date(2026, 9, 2)),
        ("Mo., 14.09.2026", dt.date(2026, 9, 14)),
        ("14 września 2026", dt.date(2026, 9, 14)),
        ("segunda-feira, 14/09/2026", dt.date(2026, 9, 14)),
        ("2026/09/14(月)", dt.date(2026, 9, 14)),
        ("mar 14, 2026", dt.date(2026, 3, 14)),
        ("3 apricots", None),
        ("pizza 14.09.2026", None),
        ("2 bananas", None),
        ("31.02.2026", None),
        ("day", None),
        ("may", None),
    ],
)
def test_one_date(text: str, date: dt.date | None) -> None:
    assert dates.resolve([text], TODAY)[0] == [date]


def test_endless_words_are_no_date() -> None:
    assert dates.understand("a" * 200_000 + "1") is None
    assert dates.understand("a " * 100_000 + "14.09.2026") is None


def test_other_dates_of_the_file_tell_day_from_month() -> None:
    assert dates.resolve(["3/4/2026", "25/3/2026"], TODAY)[0][0] == dt.date(2026, 4, 3)
    assert dates.resolve(["3/4/2026", "3/25/2026"], TODAY)[0][0] == dt.date(2026, 3, 4)
    # day first would lie in the future
    assert dates.resolve(["1/9/2026"], TODAY)[0][0] == dt.date(2026, 1, 9)
    # the shorter span wins
    assert dates.resolve(["1/5/2026", "2/5/2026", "3/5/2026"], TODAY)[0][0] == dt.date(2026, 5, 1)


def test_a_guess_is_said() -> None:
    _, notes = dates.resolve(["3/4/2026"], TODAY)
    assert "two ways" in sentences(notes)[0]


def test_weekdays_count_back_from_today_and_keep_their_order() -> None:
    got, _ = dates.resolve(["Saturday", "Sunday", "Monday"], TODAY)
    assert got == [dt.date(2026, 6, 13), dt.date(2026, 6, 14), dt.date(2026, 6, 15)]
    got, _ = dates.resolve(["Monday", "Tuesday", "Monday"], TODAY)
    assert got == [dt.date(2026, 6, 8), dt.date(2026, 6, 9), dt.date(2026, 6, 15)]


def test_numbered_days_end_yesterday() -> None:
    got, notes = dates.resolve(["Day 1", "Day 2", "Day 4"], TODAY)
    assert got == [dt.date(2026, 6, 11), dt.date(2026, 6, 12), dt.date(2026, 6, 14)]
    assert "Only their number matters" in sentences(notes)[0]


@pytest.mark.parametrize(
    ("line", "date", "rest"),
    [
        ("## 2026-05-04", "2026-05-04", ""),
        ("**Monday 4 May:**", "Monday 4 May", ""),
        ("2026-05-04: 2 eggs, toast", "2026-05-04", "2 eggs, toast"),
        ("Monday - porridge", "Monday", "porridge"),
        ("Day 2 (Tuesday)", "Tuesday", ""),
        ("Day 3: 5 May 2026", "5 May 2026", ""),
    ],
)
def test_headings(line: str, date: str, rest: str) -> None:
    assert heading(line) == (date, rest)


@pytest.mark.parametrize("line", ["2 eggs", "Sunday roast", "May contain nuts", "Breakfast: toast"])
def test_foods_are_no_headings(line: str) -> None:
    assert heading(line) is None


@settings(max_examples=200, deadline=None)
@given(
    st.dates(dt.date(2000, 1, 1), TODAY),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a %d %b %Y", "%Y%m%d", "%d. %b %Y"]),
)
def test_every_style_comes_back(date: dt.date, style: str) -> None:
    assert dates.resolve([date.strftime(style)], TODAY)[0] == [date]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dates(dt.date(2020, 1, 1), TODAY), min_size=1, max_size=20), st.booleans())
def test_slashed_dates_of_one_file_are_read_alike(days: list[dt.date], day_first: bool) -> None:
    style = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    got, _ = dates.resolve([d.strftime(style) for d in days], TODAY)
    swapped = [dt.date(d.year, d.day, d.month) if d.day <= 12 else d for d in days]
    assert got in (days, swapped)
    if any(d.day > 12 for d in days):
        assert got == days


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    dates.resolve([text], TODAY)
    heading(text)
