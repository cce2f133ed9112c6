"""Days of food put together in the page: what was eaten, in grams, as rows of a plain table.

A row is `{"day", "food", "grams"}` as typed; the names are those of the food table, whole, so
that the reader of plain tables finds the very food that was chosen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from unclench.door.inert import cell

FILE = "days-typed"
"""Name of the file that the rows are read from, as if handed in."""
MOST_GRAMS, MOST_ROWS = 5000.0, 5000

Row = dict[str, str]


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """The rows as a plain table, a diary of its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["date", "food", "amount", "unit"])
    for row in sorted(rows, key=lambda r: r["day"]):
        writer.writerow([row["day"], cell(row["food"]), row["grams"], "g"])
    return out.getvalue()


def rows_of(typed: Mapping[str, Any]) -> list[Row]:
    """The rows among what was typed, those that are whole."""
    keys = ("day", "food", "grams")
    return [
        {k: str(row[k]) for k in keys}
        for row in typed.get("eaten") or []
        if isinstance(row, dict) and all(isinstance(row.get(k), str) and row[k] for k in keys)
    ]


def of_day(rows: Sequence[Row], day: str) -> list[Row]:
    """The rows of one day."""
    return [r for r in rows if r["day"] == day]


def days(rows: Sequence[Row]) -> list[str]:
    """The days that have rows, the newest first."""
    return sorted({r["day"] for r in rows}, reverse=True)


def copied(rows: Sequence[Row], of: str, to: str) -> list[Row]:
    """The rows with those of one day on another as well, behind what stands there."""
    return [*rows, *({**r, "day": to} for r in of_day(rows, of))]


def without(rows: Sequence[Row], day: str, place: int) -> list[Row]:
    """The rows without one of a day, counted from 0."""
    gone = of_day(rows, day)[place : place + 1]
    out = list(rows)
    for row in gone:
        out.pop(next(i for i, r in enumerate(out) if r is row))
    return out


def is_read_as_food(name: str) -> bool:
    """Whether the reader of diaries takes a name for food, not for a supplement with a dose."""
    from unclench.intake.diaries import parse_line

    return all(item.kind == "food" for item in parse_line(name))
