"""Spreadsheets: the sheets of a workbook as rows of cells, its true extent looked at first."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import NamedTuple

from unclench.door import archives, files
from unclench.door.inert import one_line
from unclench.errors import Problem, UserError

COLUMNS = 2_000
CELLS = 20_000_000
"""What a sheet may span: rows times columns, blank ones counted, for they are made in memory."""
BYTES = 50_000_000
UNPACKED = 500_000_000
CHUNK = 1 << 20
_REF = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,4})([0-9]{1,8})"')


class Sheet(NamedTuple):
    """A sheet of a workbook; `hidden` when its owner does not see it on opening the file."""

    name: str
    rows: list[list[object]]
    hidden: bool = False

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(c not in ("", None) for row in self.rows for c in row)


def _column(letters: bytes) -> int:
    n = 0
    for letter in letters:
        n = n * 26 + letter - 64
    return n


def _extent(archive: archives.Archive, name: str) -> tuple[int, int]:
    """(rows, columns) up to the last cell of a sheet, read from its cells, not its promise."""
    rows = columns = 0
    tail = b""
    with archive.stream(name) as f:
        while data := f.read(CHUNK):
            text = tail + data
            for letters, row in _REF.findall(text):
                rows, columns = max(rows, int(row)), max(columns, _column(letters))
            tail = text[-200:]
    return rows, columns


def check(source: Path | bytes, where: str = "") -> None:
    """Refuse a workbook that would not fit in memory.

    Raises:
        UserError: too big, damaged, or a sheet that spans more than is read.
    """
    where = _where(source, where)
    length = _size(source, where)
    if length > BYTES:
        raise UserError(files.too_big(where, length, BYTES, "spreadsheet"))
    with archives.opened(source, where) as archive:
        sheets = [m for m in archive.members if m.name.startswith("xl/")]
        if sum(m.size for m in sheets) > UNPACKED:
            total = sum(m.size for m in sheets)
            raise UserError(files.too_big(where, total, UNPACKED, "spreadsheet"))
        for m in sheets:
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", m.name):
                continue
            rows, columns = _extent(archive, m.name)
            if columns > COLUMNS or rows * columns > CELLS:
                raise UserError(
                    Problem(
                        f"A sheet spans {rows:,} rows and {columns:,} columns.",
                        where,
                        "Delete what stands far away from the table, or save the table as CSV.",
                    )
                )


def _where(source: Path | bytes, where: str) -> str:
    return where or ("spreadsheet" if isinstance(source, bytes) else str(source))


def _size(source: Path | bytes, where: str) -> int:
    return len(source) if isinstance(source, bytes) else files.size(source, where)


def sheets(source: Path | bytes, where: str = "") -> list[Sheet]:
    """The sheets of cells, charts passed over; the old binary format is read as well.

    Raises:
        UserError: too big, damaged, or a sheet that spans more than is read.
    """
    where = _where(source, where)
    start = source[:4] if isinstance(source, bytes) else files.head(source, 4, where)
    if archives.is_archive(start):
        check(source, where)
    elif _size(source, where) > BYTES:
        raise UserError(files.too_big(where, _size(source, where), BYTES, "spreadsheet"))
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_object(
            io.BytesIO(source) if isinstance(source, bytes) else str(source)
        ) as book:
            return [
                Sheet(
                    told.name,
                    [list(row) for row in book.get_sheet_by_name(told.name).to_python()],
                    told.visible != SheetVisibleEnum.Visible,
                )
                for told in book.sheets_metadata
                if told.typ == SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, IndexError, ValueError, OSError):
        problem = Problem("The spreadsheet is damaged.", where, "Save it again as CSV.")
        raise UserError(problem) from None


def seen(found: list[Sheet], where: str) -> tuple[list[Sheet], list[str]]:
    """(sheets with cells that their owner sees, names of hidden ones with cells).

    Raises:
        UserError: only hidden sheets hold anything.
    """
    filled = [s for s in found if not s.blank]
    hidden = [s.name for s in filled if s.hidden]
    shown = [s for s in filled if not s.hidden]
    if hidden and not shown:
        what = (
            f"Only hidden sheets hold anything: {', '.join(one_line(n, 40) for n in hidden[:8])}."
        )
        raise UserError(Problem(what, where, "Unhide the sheet that is meant, and save it again."))
    return shown, hidden
