"""Records of foods in any JSON: a list, lines, or days that hold meals that hold foods.

What stands further out counts for all that is inside (the date of a day, the name of a meal). The
rows are read as a table, so names of keys may be any that names of columns may be.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from unclench.intake.diaries import dates
from unclench.intake.diaries.columns import bare_name, column
from unclench.intake.diaries.folding import is_meal
from unclench.intake.diaries.roles import roles, weak_name

LEVELS = 6
"""How deep foods may lie: file, days, day, meals, meal, food."""
ROWS = 200_000
SAMPLE = 20
"""Rows that are looked at to tell what the keys mean."""

Cells = dict[str, str]


def rows_of(raw: Any) -> list[Cells] | None:
    """The records of a JSON value, when they are foods with their days, or energy of days."""
    rows: list[Cells] = []
    for row in _walk(raw, {}, LEVELS):
        rows.append(row)
        if len(rows) == SAMPLE and not _foods(rows):
            return None
        if len(rows) >= ROWS:
            break
    return rows if rows and _foods(rows) else None


def text_of(rows: list[Cells]) -> str:
    """Records as comma-separated text, a column for each key."""
    header = list(dict.fromkeys(k for row in rows for k in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([row.get(k, "") for k in header] for row in rows)
    return out.getvalue()


def _foods(rows: list[Cells]) -> bool:
    header = list(dict.fromkeys(k for row in rows[:SAMPLE] for k in row))
    at = roles(header)
    if "day" not in at:
        return False
    told = [h for h in header if (c := column(h)) and c.nutrient == "energy"]
    if "name" in at and not weak_name(bare_name(header[at["name"]])):
        told.append(header[at["name"]])
    some = rows[:SAMPLE]
    fine = sum(
        1
        for row in some
        if dates.understand(row.get(header[at["day"]], "")) and any(row.get(h) for h in told)
    )
    return fine > 0.5 * len(some)


def _walk(value: Any, outer: Cells, levels: int) -> Iterator[Cells]:
    if levels <= 0:
        return
    if isinstance(value, list):
        for one in value:
            if isinstance(one, str) and "date" in outer:
                yield {**outer, "food": one}
            elif isinstance(one, dict):
                yield from _walk(one, outer, levels)
        return
    if not isinstance(value, dict):
        return
    own = {**outer, **_cells(value)}
    inside = [(str(k), v) for k, v in value.items() if _holds_records(v) and _of_foods(str(k), v)]
    for key, inner in inside:
        yield from _walk(inner, own | _said(key), levels - 1)
    if not inside and len(own) > len(outer):
        yield own


def _cells(record: dict[str, Any]) -> Cells:
    """What a record says itself, and in a group of numbers within it ("nutrients")."""
    out: Cells = {}
    for key, value in record.items():
        if isinstance(value, dict) and not _holds_records(value):
            out |= {str(k): _text(v) for k, v in value.items() if not isinstance(v, (dict, list))}
        elif not isinstance(value, (dict, list)):
            out[str(key)] = _text(value)
    return out


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _holds_records(value: Any) -> bool:
    """A list of records or of words, or a group of such under days or meals."""
    if isinstance(value, list):
        return any(isinstance(v, (dict, str)) for v in value)
    if not isinstance(value, dict):
        return False
    return any(isinstance(v, list) or (isinstance(v, dict) and _said(str(k)))
               for k, v in value.items())  # fmt: skip


def _of_foods(key: str, value: Any) -> bool:
    """Words alone are foods only under a key that names a day, a meal or foods."""
    words = isinstance(value, list) and all(isinstance(v, str) for v in value)
    return not words or bool(_said(key)) or "name" in roles([key])


def _said(key: str) -> Cells:
    """What a key itself tells of what is inside: its day, or its meal."""
    if is_meal(key):
        return {"meal": key}
    told = dates.understand(key)
    return {"date": key} if told is not None and told.date is not None else {}
