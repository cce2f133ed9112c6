"""What can be used of files in which some lines are wrong: all but those lines and days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.part import Part

_LINE = re.compile(r", line (\d+)$")
_RECORD = re.compile(r", record of ")
"""Place of a record that its reader has left out already."""
_MORE = re.compile(r"^There are \d+ more lines like these")
FIRST_DAY = dt.date(1990, 1, 1)

Parsed = tuple[Part, list[Item] | None]


def usable(parsed: Sequence[Parsed], today: dt.date) -> list[Parsed]:
    """The parts that can be used though there are problems; those are named elsewhere.

    A wrong line of a food keeps its name and loses its amount, which is then unknown and not
    nothing; a line without a day or a name goes. A file with a problem of the whole, or with more
    wrong lines than are listed, is not used at all.
    """
    return [kept for one in parsed if (kept := _usable(*one, today)) is not None]


def _usable(part: Part, items: list[Item] | None, today: dt.date) -> Parsed | None:
    if not part.problems:
        return part, items
    if not part.frame.height or "row" not in part.frame.columns:
        return None
    lines: set[int] = set()
    for p in part.problems:
        at = _LINE.search(p.where)
        if _MORE.match(p.what) or not (at or _RECORD.search(p.where)):
            return None
        if at:
            lines.add(int(at[1]))
    frame = part.frame
    bad = frame["row"].is_in(list(lines))
    day = frame["day"]
    lost = day.is_null() | (day > today + dt.timedelta(days=1)) | (day < FIRST_DAY)
    nameless = frame["name"].is_null() | (frame["name"].str.strip_chars(" ?") == "")
    keep = ~(lost.fill_null(True) | (bad & nameless))
    unknown = [c for c in ("grams", "amount", "amount_cv", *NUTRIENTS) if c in frame.columns]
    frame = frame.with_columns(
        pl.when(bad).then(None).otherwise(pl.col(c)).alias(c) for c in unknown
    )
    if items is not None:
        items = [
            replace(item, quantity=None) if wrong else item
            for item, wrong, kept in zip(items, bad, keep, strict=True)
            if kept
        ]
    part.frame = frame.filter(keep)
    return (part, items) if part.frame.height else None
