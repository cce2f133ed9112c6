"""Lines of delimited text as cells, with stray quotation marks and notes over several lines."""

from __future__ import annotations

import csv
import io
import re

from unclench.errors import Problem, UserError
from unclench.intake.diaries import dates
from unclench.intake.diaries.folding import is_total, key

Row = tuple[int, list[str]]
"""(number of the line in the file where the row ends, its cells)."""

_DATED = re.compile(r"^\W{0,2}\d{1,4}[-/.]\d")
_NOTES = frozenset(
    ("note", "notes", "comment", "comments", "notiz", "notizen", "bemerkung", "remarque")
)


def delimiter_of(text: str) -> str:
    """The delimiter that splits the first lines into the most cells."""
    lines = [ln for ln in text[:20000].splitlines() if ln.strip()][:10]
    best, most = ",", 1
    for d in (",", ";", "\t", "|"):
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=d)]
        except csv.Error:
            continue
        score = max(counts, default=1)
        if score > most:
            best, most = d, score
    return best


def rows_of(text: str, delimiter: str, stray: list[int] | None = None) -> list[Row]:
    """The rows of all lines that are not blank; bad quoting is no error.

    A quotation mark that is never closed, or only lines later, would swallow the lines between:
    then each of those lines is read for itself, and the first is added to `stray`.

    Raises:
        UserError: one line alone is longer than the host program lets the csv module read; its
            limit is left as it is.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    out: list[Row] = []
    lines: list[str] = []
    width = before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return out
        except csv.Error as error:
            if "field larger" in str(error) and reader.line_num == before + 1:
                raise UserError(_too_long(reader.line_num)) from None
            row = ["\n" + delimiter * width] if width else []  # to be read line by line
        if reader.line_num > before + 1 and _swallowed(row, delimiter, width):
            lines = lines or re.split("\r\n|\r|\n", text)
            if stray is not None:
                stray.append(before + 1)
            for n in range(before, min(reader.line_num, len(lines))):
                if lines[n].strip():
                    out.append((n + 1, _one_line(lines[n], delimiter, width)))
        elif any(cell.strip() for cell in row):
            out.append((reader.line_num, row))
            width = width or (len(row) if len(row) > 1 else 0)
        before = reader.line_num


def _too_long(line: int) -> Problem:
    return Problem(
        f"A cell is longer than {csv.field_size_limit():,} characters.",
        f"line {line}",
        "A quotation mark that is never closed does that.",
    )


def _swallowed(row: list[str], delimiter: str, width: int) -> bool:
    """Whether a cell holds the following lines of the table rather than lines of its own."""
    for cell in row:
        inner = re.split("\r\n|\r|\n", cell)[1:]
        full = [ln for ln in inner if ln.count(delimiter) >= max(1, width - 2)]
        if full and (len(row) != width or any(_DATED.match(ln) for ln in full)):
            return True
    return False


def _one_line(line: str, delimiter: str, width: int) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    if line.count('"') % 2 and len(cells) != width:
        cells = [c.strip().strip('"') for c in line.split(delimiter)]
    return cells


def join_notes(rows: list[Row], header: list[str]) -> list[Row]:
    """Rows whose last column is a note written without quotes: its commas and lines joined.

    A line that neither begins with a date nor has as many cells as the header continues the note
    above it.
    """
    n = len(header)
    if n < 3 or key(header[-1]) not in _NOTES:
        return rows
    out: list[Row] = []
    for line, told in rows:
        row = told
        dated = dates.understand(row[0]) is not None
        if dated and len(row) > n:
            row = [*row[: n - 1], ", ".join(row[n - 1 :])]
        elif not dated and len(row) != n and out and len(out[-1][1]) == n and not is_total(row[0]):
            above = out[-1][1]
            out[-1] = (out[-1][0], [*above[:-1], f"{above[-1]}\n{', '.join(row)}"])
            continue
        out.append((line, row))
    return out
