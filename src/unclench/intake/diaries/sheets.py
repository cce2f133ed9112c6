"""Sheets of a workbook as delimited text, each read like a file of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from unclench.intake.diaries import dates
from unclench.intake.diaries.roles import roles


def text_of(name: str, rows: Sequence[Sequence[object]]) -> str:
    """A sheet as comma-separated text; where its name is a date and no column is, the name is it.

    Args:
        name: of the sheet. rows: its cells as read; None is blank.
    """
    cells = [["" if c is None else str(c) for c in row] for row in rows]
    told = dates.understand(name)
    head = next(
        (i for i, row in enumerate(cells[:10]) if sum(1 for c in row if c.strip()) > 1), None
    )
    if told is not None and told.number is None and head is not None:
        at = roles(cells[head])
        if "name" in at and "day" not in at:
            cells = [[_date(i, row, head, name), *row] for i, row in enumerate(cells)]
    out = io.StringIO()
    csv.writer(out).writerows(cells)
    return out.getvalue()


def _date(i: int, row: list[str], head: int, name: str) -> str:
    """The cell of the date that is put before a row."""
    if i == head:
        return "Date"
    return name if i > head and any(c.strip() for c in row) else ""
