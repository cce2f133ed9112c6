"""An export of a whole account: tables one below another, each under a line with its name alone."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from unclench.intake.diaries.roles import app_of, roles

_NAME = re.compile(r"^([a-z][a-z_]{2,30})[;,\t|]*$")
"""Neither quoted nor with capitals: a cell of a table may be a name of somebody."""
_ANY = re.compile(r"(?m)^[a-z][a-z_]{2,30}[;,\t|]*\s*$")
FEWEST = 2
"""Tables that make a file one of several."""


def diary_of(text: str) -> tuple[str, list[str]]:
    """The text with the lines of other tables blank, and the names of those tables.

    The text itself, and no names, where it is one table or none of several tells foods of days.
    Line numbers stay.
    """
    if not _ANY.search(text):
        return text, []
    lines = text.splitlines()
    tables = list(_tables(lines))
    diaries = [t for t in tables if _tells_foods(lines[t[1] + 1])]
    if len(tables) < FEWEST or len(diaries) != 1:
        return text, []
    _, first, end = diaries[0]
    kept = [line if first < n < end else "" for n, line in enumerate(lines)]
    return "\n".join(kept), [name for name, start, _ in tables if start != first]


def _tables(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """(name, line of the name, line behind the table) of each table."""
    starts: list[tuple[str, int]] = []
    for n, line in enumerate(lines[:-1]):
        found = _NAME.match(line.strip()) if len(line) < 60 else None
        below_a_name = starts and starts[-1][1] == n - 1
        if found and lines[n + 1].strip() and not below_a_name:
            starts.append((found[1], n))
    for k, (name, start) in enumerate(starts):
        yield name, start, starts[k + 1][1] if k + 1 < len(starts) else len(lines)


def _tells_foods(line: str) -> bool:
    for delimiter in ";,\t|":
        row = next(csv.reader([line], delimiter=delimiter), [])
        found = roles(row, app_of(row))
        if "day" in found and "name" in found:
            return True
    return False
