"""Fitbit's export of a month: one CSV of many tables, of which the food logs are read."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass, field

import polars as pl

from unclench.assessment import reason
from unclench.intake.diaries.day_column import future
from unclench.intake.diaries.folding import is_meal
from unclench.intake.diaries.part import Part, schema_frame

_LOG = re.compile(r"^Food Log (\d{4})(\d{2})(\d{2})\s*$", re.I)
_TITLE = re.compile(r"^[A-Z][A-Za-z ]{2,24}$")


@dataclass(slots=True)
class _Foods:
    lines: list[int] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)
    meals: list[str | None] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    energy: list[float | None] = field(default_factory=list)


def read(text: str, where: str, today: dt.date) -> Part | None:
    """The foods of its food logs with their energy; None when the text is none of Fitbit's.

    The other tables (weight, sleep, daily totals) are named and not used.
    """
    if not re.search(r"(?im)^Food Log \d{8}\s*$", text):
        return None
    found = _Foods()
    others: list[str] = []
    day: dt.date | None = None
    meal: str | None = None
    for n, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        log = _LOG.match(line)
        if log:
            try:
                day, meal = dt.date(int(log[1]), int(log[2]), int(log[3])), None
            except ValueError:
                day = None
            continue
        cells = next(csv.reader([line]), [])
        if len(cells) == 1 and _TITLE.match(line) and '"' not in line:
            day = None
            others += [line] if line not in others else []
        if day is None or not cells:
            continue
        if len(cells) == 1 or (len(cells) >= 2 and cells[0] and not any(cells[1:])):
            meal = cells[0] or None
        elif len(cells) >= 3 and cells[1] and cells[1].lower() != "food":
            _add(found, n, day, cells[0] or meal, cells[1], cells[2])
    if not found.days:
        return None
    frame = schema_frame(
        {
            "row": pl.Series(found.lines, dtype=pl.Int64),
            "day": pl.Series(found.days, dtype=pl.Date),
            "meal": pl.Series(found.meals, dtype=pl.String),
            "name": pl.Series(found.names, dtype=pl.String),
            "kind": pl.Series(["food"] * len(found.days), dtype=pl.String),
        },
        pl.DataFrame({"energy": pl.Series(found.energy, dtype=pl.Float64)}),
    )
    part = Part(where, "fitbit", "Fitbit food logs", frame, rows=frame.height)
    part.problems = future(frame["day"], found.lines, today, where)
    part.warnings.append(reason("diary_few_nutrients"))
    if others:
        part.skipped.append(reason("diary_tables_not_used", tables=others[:20]))
    return part


def _add(
    found: _Foods, line: int, day: dt.date, meal: str | None, name: str, calories: str
) -> None:
    number = calories.replace(",", "").replace("\u00a0", "").strip()
    found.lines.append(line)
    found.days.append(day)
    found.meals.append(meal)
    found.names.append(None if is_meal(name) else name)
    found.energy.append(float(number) if re.fullmatch(r"\d+(\.\d+)?", number) else None)
