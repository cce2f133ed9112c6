"""The sheets of a workbook (xlsx, xlsm, xls, ods) as rows of text."""

from __future__ import annotations

import datetime as dt
import io

from unclench.errors import Problem, UserError

_MOST_CELLS = 2_000_000


def sheets_of(data: bytes, where: str = "") -> list[tuple[str, list[list[str]]]]:
    """(name, rows) of each sheet; empty rows are left out.

    Raises:
        UserError: the workbook is damaged or too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        out = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > _MOST_CELLS:
                raise UserError(
                    Problem(f"The sheet '{name}' is too large.", where, "Save the results as CSV.")
                )
            rows = [[_text(c) for c in row] for row in sheet.to_python()]
            out.append((name, [row for row in rows if any(row)]))
    except (CalamineError, OSError, ValueError) as error:
        raise UserError(
            Problem("This workbook could not be read.", where, "Save it as CSV and give that.")
        ) from error
    return out


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        at_midnight = cell.time() == dt.time()
        return cell.date().isoformat() if at_midnight else cell.isoformat(timespec="minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return "" if cell is None else str(cell).strip()
