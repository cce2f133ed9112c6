"""FatSecret's detailed report: days, meals, foods and amounts below each other in one column.

How far a first cell is indented tells what it is: a day not at all, a meal by one blank, a food by
two. An amount follows its food, on a line of one cell. Days and meals are sums of their foods.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass, field

import polars as pl

from unclench.assessment import reason
from unclench.errors import Problem
from unclench.intake.diaries import dates
from unclench.intake.diaries.amount_cells import quantities
from unclench.intake.diaries.columns import NUTRIENTS, column
from unclench.intake.diaries.day_column import future
from unclench.intake.diaries.folding import key
from unclench.intake.diaries.nutrient_columns import unknown_columns
from unclench.intake.diaries.part import Part, schema_frame

_UNIT = re.compile(r"\(\s*([^()]+?)\s*\)\s*$")
_HEAD = re.compile(r"(?im)^[^\w\n]*date\W+cals\b")
_NUMBER = re.compile(r"\d[\d,. \u00a0]*$")
_SHORT = {"sod": "sodium", "prot": "protein", "cals": "calories", "chol": "cholesterol",
          "sat": "saturated fat"}  # fmt: skip
"""Names that the report cuts short."""


@dataclass(slots=True)
class _Food:
    line: int
    day: str
    meal: str
    name: str
    amount: str = ""
    values: dict[str, float | None] = field(default_factory=dict)


def read(text: str, where: str, today: dt.date) -> Part | None:
    """The foods of a detailed report; None when the text is no report with foods in it."""
    if not _HEAD.search(text):
        return None
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if _is_header(line)), None)
    if start is None:
        return None
    header = _cells(lines[start])
    wanted, unknown = _wanted(header)
    foods: list[_Food] = []
    bad: list[Problem] = []
    day = meal = ""
    for n, line in enumerate(lines[start + 1 :], start + 2):
        cells = _cells(line)
        if not cells or not cells[0].strip() or line.startswith("#"):
            continue
        deep = len(cells[0]) - len(cells[0].lstrip(" "))
        told = cells[0].strip()
        if len(cells) == 1:
            if deep and foods:
                foods[-1].amount = foods[-1].amount or told
        elif deep == 0:
            day, meal = (told if dates.understand(told) else ""), ""
        elif deep == 1:
            meal = told
        elif day:
            food = _Food(n, day, meal, told)
            for nutrient, (i, factor) in wanted.items():
                cell = cells[i].strip() if i < len(cells) else ""
                value = _number(cell)
                if value is None and cell not in ("", "-"):
                    what = f"'{header[i].strip()}' is not a number ({cell[:30]!r})."
                    bad.append(
                        Problem(what, f"{where}, line {n}", "Correct it, or leave it blank.")
                    )
                food.values[nutrient] = None if value is None else value * factor
            foods.append(food)
    return _part(foods, where, today, unknown, bad) if foods else None


def _is_header(line: str) -> bool:
    if not _HEAD.match(line):
        return False
    cells = [key(c) for c in _cells(line)]
    return len(cells) > 3 and cells[:2] == ["date", "calskcal"]


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:  # a cell beyond all bounds
        return []


def _wanted(header: list[str]) -> tuple[dict[str, tuple[int, float]], list[str]]:
    """(nutrient -> (position, factor), headers that nobody understood)."""
    out: dict[str, tuple[int, float]] = {}
    unknown: list[str] = []
    for i, cell in enumerate(header[1:], 1):
        unit = _UNIT.search(cell)
        name = cell[: unit.start()].strip() if unit else cell.strip()
        name = _SHORT.get(key(name), name)
        found = column(f"{name} ({unit[1]})" if unit else name)
        if found is None or found.no_way:
            unknown.append(cell.strip())
        elif found.nutrient in NUTRIENTS:
            out.setdefault(found.nutrient, (i, found.factor))
    return out, unknown


def _number(cell: str) -> float | None:
    if not _NUMBER.fullmatch(cell):
        return None
    plain = re.sub(r"[ \u00a0]|,(?=\d{3}(?:\D|$))", "", cell).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _part(
    foods: list[_Food], where: str, today: dt.date, unknown: list[str], bad: list[Problem]
) -> Part:
    told, notes = dates.resolve([f.day for f in foods], today)
    amounts = pl.Series([f.amount or None for f in foods], dtype=pl.String)
    weights = pl.Series([_weight(f.amount) or None for f in foods], dtype=pl.String)
    grams, cv, _ = quantities(weights)
    lines = [f.line for f in foods]
    recorded = [n for n in NUTRIENTS if any(f.values.get(n) is not None for f in foods)]
    frame = schema_frame(
        {
            "row": pl.Series(lines, dtype=pl.Int64),
            "day": pl.Series(told, dtype=pl.Date),
            "meal": pl.Series([f.meal or None for f in foods], dtype=pl.String),
            "name": pl.Series([f.name for f in foods], dtype=pl.String),
            "amount": amounts,
            "grams": grams,
            "kind": pl.Series(["food"] * len(foods), dtype=pl.String),
            "amount_cv": cv,
        },
        pl.DataFrame(
            {n: pl.Series([f.values.get(n) for f in foods], dtype=pl.Float64) for n in recorded}
        ),
    )
    part = Part(where, "fatsecret", "FatSecret detailed report", frame, rows=len(foods))
    part.problems = [*future(frame["day"], lines, today, where), *bad[:8]]
    part.warnings += [*notes, *unknown_columns(unknown), reason("diary_few_nutrients")]
    return part


def _weight(amount: str) -> str:
    """ "88 g" of "1 serving, 88 g": the piece with a weight, else the whole."""
    pieces = [p.strip() for p in amount.split(",")]
    return next((p for p in reversed(pieces) if re.fullmatch(r"[\d.]+ ?(?:g|ml)", p)), amount)
