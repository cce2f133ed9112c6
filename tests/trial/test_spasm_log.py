"""The spasm log: what is noted, what is not, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from unclench.errors import UserError
from unclench.trial.log_writing import Entry, append
from unclench.trial.spasm_log import COLUMNS, parse, read_log

TODAY = dt.date(2026, 11, 29)
HEAD = ",".join(COLUMNS)


def log(*rows: str, head: str = HEAD):  # type: ignore[no-untyped-def]
    return parse("\n".join([head, *rows]) + "\n", "log.csv", TODAY)


def test_none_is_a_noted_day_and_no_row_is_not_noted() -> None:
    found = log("2026-11-01,,none,,,,,", "2026-11-03,03:15,left calf,4,7,yes,asleep,magnesium")
    assert list(found.days) == [dt.date(2026, 11, 1), dt.date(2026, 11, 3)]
    assert found.count([dt.date(2026, 11, d) for d in (1, 2, 3)]) == (1, 2)
    day = found.days[dt.date(2026, 11, 3)]
    assert (day.minutes, day.worst_pain, day.woken, day.took) == (4, 7, True, ("magnesium",))
    assert found.problems == ()


def test_each_row_is_a_cramp_and_the_order_changes_nothing() -> None:
    rows = [f"2026-11-0{d},0{h}:10,calf,{h},5,no,," for d in (1, 2, 3) for h in (1, 2)]
    rows.append("2026-11-04,,none,,,,,")
    whole = log(*rows)
    assert whole.count(whole.days) == (6, 4)
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        assert log(*rows).days == whole.days


def test_the_same_cramp_written_twice_counts_once_and_is_said() -> None:
    row = "2026-11-01,03:15,calf,4,7,yes,,"
    found = log(row, row)
    assert found.count(found.days) == (1, 1)
    assert "line 2" in found.problems[0].what


def test_a_day_with_cramps_and_with_none_is_not_noted() -> None:
    found = log("2026-11-01,,none,,,,,", "2026-11-01,03:15,calf,,,,,", "2026-11-02,,none,,,,,")
    assert list(found.days) == [dt.date(2026, 11, 2)]
    assert "entered twice" in found.problems[0].what
    assert "lines 2 and 3" in found.problems[0].where


def test_clock_and_time_zone_move_no_day() -> None:
    found = log("2026-03-29T02:30+02:00,,calf,,,,,", "2026-10-25 02:30,,calf,,,,,")
    assert [d.isoformat() for d in found.days] == ["2026-03-29", "2026-10-25"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_orders_of_columns(delimiter: str) -> None:
    text = "muscle,date,pain\ncalf,2026-11-01,6\nnone,2026-11-02,\n".replace(",", delimiter)
    found = parse(text, "log.csv", TODAY)
    assert found.count(found.days) == (1, 2)


def test_what_is_wrong_with_rows_is_said_once_a_reason_and_hides_nothing_else() -> None:
    found = log(
        "2027-01-01,,none,,,,,",
        "2027-01-02,,none,,,,,",
        "soon,,calf,,,,,",
        "2026-11-01,,calf,two,99,perhaps,,",
        "2026-11-02,,none,,,,,",
    )
    said = " ".join(p.what for p in found.problems)
    assert "1 more dates" in said
    for word in ("soon", "two", "99", "perhaps"):
        assert f"'{word}'" in said
    day = found.days[dt.date(2026, 11, 1)]
    assert (len(day.cramps), day.cramps[0].minutes, day.cramps[0].pain) == (1, None, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (HEAD + "\n", "no day"),
        ("datum,muscle\n2026-11-01,none\n", "no column 'date'"),
        ("date,muscle,muscle\n2026-11-01,none,none\n", "stands twice"),
        (HEAD + "\n2099-01-01,,none,,,,,\n", "in the future"),
        ("date,muscle\n13/02/2026,none\n02/13/2026,none\n", "one order"),
    ],
)
def test_a_log_that_cannot_be_used_says_why(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        parse(text, "log.csv", TODAY)


def test_a_row_is_added_and_the_file_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    append(path, Entry(TODAY, "calf", "03:15", 4, 7, True, 'said "ow"', "magnesium, tea"), TODAY)
    append(path, Entry(TODAY - dt.timedelta(1), "none"), TODAY)
    found = read_log(path, TODAY)
    assert found.count(found.days) == (1, 2)
    assert found.days[TODAY].cramps[0].doing == 'said "ow"'
    assert found.days[TODAY].took == ("magnesium, tea",)
    before = path.read_bytes()
    for wrong, said in (
        (Entry(TODAY, "none"), "noted with cramps"),
        (Entry(TODAY - dt.timedelta(1), "calf"), "free of cramps"),
        (Entry(TODAY + dt.timedelta(1), "calf"), "future"),
        (Entry(TODAY, " "), "muscle is empty"),
    ):
        with pytest.raises(UserError, match=said):
            append(path, wrong, TODAY)
    assert path.read_bytes() == before
