"""A table with one row a day and one column a meal, whose cells are foods in words."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from unclench.assessment import reason
from unclench.intake.diaries.day_column import day_column
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.lines import parse_line
from unclench.intake.diaries.part import Part
from unclench.intake.diaries.plain_text import Row, frame_of
from unclench.intake.diaries.table import Table


def read(
    table: Table, at: dict[str, int], columns: list[int], where: str, today: dt.date
) -> tuple[Part, list[Item]]:
    """The foods of each cell, one row each; what else the table has is named and not used.

    Args:
        at: columns by role. columns: those of meals.
    """
    days, notes, bad_days = day_column(table, at["day"], today, where)
    lines = table.frame["line"].to_list()
    rows: list[Row] = []
    told: list[dt.date | None] = []
    for i in columns:
        for n, (cell, day) in enumerate(zip(table.text(i).to_list(), days.to_list(), strict=True)):
            for piece in re.split(r"[\r\n]+", cell or ""):
                for item in parse_line(piece, listed=True):
                    rows.append(Row(lines[n], n, table.header[i], None, item))
                    told.append(day)
    frame = frame_of(rows, pl.Series(told, dtype=pl.Date))
    part = Part(where, "plain_wide", "Table with one column a meal", frame, rows=len(lines))
    part.problems = [*table.problems, *bad_days]
    part.warnings = [*table.notes, *notes]
    used = {at["day"], *columns}
    rest = [h for i, h in enumerate(table.header) if i not in used and h]
    if rest:
        part.warnings.append(reason("diary_unknown_columns", headers=rest))
    return part, [r.item for r in rows]
