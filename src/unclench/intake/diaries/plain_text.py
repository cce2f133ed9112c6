"""A diary in words: one day per heading, one food per line."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import polars as pl

from unclench.assessment import Reason, reason
from unclench.errors import Problem
from unclench.intake.diaries import dates
from unclench.intake.diaries.amount_cells import dose_problem
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.day_column import future
from unclench.intake.diaries.folding import is_average, is_total
from unclench.intake.diaries.items import Item, Line
from unclench.intake.diaries.lines import read_line
from unclench.intake.diaries.part import Part, placed, schema_frame
from unclench.intake.diaries.table import listed
from unclench.told.quantity import amount_cv

LABEL = "Diary in words (plain text)"
_RULE = re.compile(r"^[\W_]+$")
_INLINE = re.compile(r"^([^:]{3,34}?)\s*(?::|\s[-–—])\s+(\S.*)$")
_DAY_THEN_DATE = re.compile(r"^day\s*\d{1,3}\s*[:,(–—-]\s*(.+?)\)?$", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """One food of a line: the line, the number of its day, meal, time, and what it says."""

    line: int
    day: int
    meal: str
    time: str | None
    item: Item


def heading(line: str) -> tuple[str, str] | None:
    """(the date as told, the rest of the line) when a line begins a day, else None."""
    s = line.strip().strip("*_=").strip().lstrip("#").strip().strip("*_")
    if len(s) > 200:
        return None
    bare = s.rstrip(":.").strip()
    found = _DAY_THEN_DATE.match(bare)
    if found and dates.understand(found[1]):
        return found[1], ""
    if dates.understand(bare):
        return bare, ""
    found = _INLINE.match(s)
    if found and dates.understand(found[1]):
        return found[1], found[2]
    return None


def read(text: str, where: str, today: dt.date) -> tuple[Part, list[Item]]:
    """Items of a text diary, one row each; amounts and foods are matched later.

    Returns:
        The part, and the `Item` of each row of its frame.
    """
    headings: list[tuple[int, str]] = []
    rows: list[Row] = []
    before: list[int] = []
    sums: list[int] = []
    notes = nothing = used = 0
    meal = ""
    cache: dict[str, Line] = {}
    lines = text.splitlines()
    found_heads = {i: h for i, ln in enumerate(lines) if ln.strip() and (h := heading(ln))}
    for i, raw in enumerate(lines):
        s = raw.strip()
        if not s or _RULE.match(s):
            continue
        used += 1
        head = found_heads.get(i)
        if head:
            headings.append((i + 1, head[0]))
            meal, s = "", head[1]
            if not s:
                continue
        elif found_heads and not headings:
            before.append(i + 1)
            continue
        line = cache.get(s)
        if line is None:
            line = cache[s] = read_line(s)
        if _sums(s, line):
            sums.append(i + 1)
            continue
        meal = line.meal or meal
        nothing += line.nothing
        for item in line.items:
            if item.kind == "note":
                notes += 1
                continue
            rows.append(Row(i + 1, len(headings) - 1, meal, line.time, item))
    told, date_notes = dates.resolve([h for _, h in headings], today)
    if not headings:
        told = [today - dt.timedelta(days=1)]
        date_notes = [reason("diary_one_day")]
    part = Part(where, "plain_text", LABEL, pl.DataFrame(), rows=used)
    part.warnings = date_notes
    if sums:
        shown = [str(n) for n in sums[:6]]
        part.warnings.append(reason("diary_rows_total", count=len(sums), lines=shown))
    days = pl.Series([told[max(r.day, 0)] for r in rows], dtype=pl.Date)
    head_lines = [n for n, _ in headings] or [1]
    part.problems += future(pl.Series(told, dtype=pl.Date), head_lines, today, where)
    part.skipped = _skipped(before, notes, nothing)
    items = [r.item for r in rows]
    part.frame = frame_of(rows, days)
    part.problems += _doses(rows, where)
    for r in rows:
        if r.item.supplement:
            part.warnings += placed(r.item.supplement.notes, line=r.line)
    part.problems += _negative(rows, where)
    return part, items


def _sums(text: str, line: Line) -> bool:
    """Whether a line tells what a day or meal came to: "Total: 1800 kcal", "Average 1900".

    Not "1 bowl of Total", nor "Total, 1 bowl": that is eaten.
    """
    words = re.match(r"[^\d:=]*", text)
    said = words[0].strip(" -*•#") if words else ""
    eaten = any(i.quantity is not None and i.quantity.unit for i in line.items)
    return bool(said) and (is_total(said) or is_average(said)) and not eaten


def _skipped(before: list[int], notes: int, nothing: int) -> list[Reason]:
    out = []
    if before:
        out.append(reason("diary_before_first_day", count=len(before)))
    if notes:
        out.append(reason("diary_notes", count=notes))
    if nothing:
        out.append(reason("diary_nothing_eaten", count=nothing))
    return out


def _doses(rows: list[Row], where: str) -> list[Problem]:
    bad = [
        dose_problem(r.item.supplement.too_much, where, r.line)
        for r in rows
        if r.item.supplement and r.item.supplement.too_much
    ]
    return listed(bad, len(bad), where)


def _negative(rows: list[Row], where: str) -> list[Problem]:
    bad = [r for r in rows if re.match(r"^[-−]\s?\d", r.item.text)]
    return listed(
        (
            Problem(
                f"The amount is negative ('{r.item.text[:40]}').",
                f"{where}, line {r.line}",
                "An amount cannot be negative.",
            )
            for r in bad
        ),
        len(bad),
        where,
    )


def frame_of(rows: list[Row], days: pl.Series) -> pl.DataFrame:
    """The frame of rows in words, in the order of `ENTRY_SCHEMA`."""
    told = [r.item.supplement for r in rows]
    nutrients = {
        n: [s.doses[n][0] if s and n in s.doses else None for s in told]
        for n in NUTRIENTS
        if any(s and n in s.doses for s in told)
    }
    fraction = [min((f for _, f in s.doses.values()), default=None) if s else None for s in told]
    return schema_frame(
        {
            "row": pl.Series([r.line for r in rows], dtype=pl.Int64),
            "day": days,
            "time": pl.Series([r.time for r in rows], dtype=pl.String),
            "meal": pl.Series([r.meal or None for r in rows], dtype=pl.String),
            "name": pl.Series([r.item.phrase for r in rows], dtype=pl.String),
            "amount": pl.Series([r.item.amount or None for r in rows], dtype=pl.String),
            "grams": pl.Series(
                [r.item.quantity.grams if r.item.quantity else None for r in rows], dtype=pl.Float64
            ),
            "kind": pl.Series([r.item.kind for r in rows], dtype=pl.String),
            "amount_cv": pl.Series([amount_cv(r.item.quantity) for r in rows], dtype=pl.Float64),
            "label_fraction": pl.Series(fraction, dtype=pl.Float64),
        },
        pl.DataFrame({n: pl.Series(v, dtype=pl.Float64) for n, v in nutrients.items()}),
    )
