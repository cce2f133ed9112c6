"""The sheets of a workbook (xlsx, xlsm, xls, ods) as rows of text."""

from __future__ import annotations

import datetime as dt

from unclench.door import workbook


def sheets_of(data: bytes, where: str = "") -> tuple[list[tuple[str, list[list[str]]]], list[str]]:
    """((name, rows) of each sheet that is seen, names of hidden ones); empty rows are left out.

    Raises:
        UserError: the workbook is damaged or too large, or only hidden sheets hold anything.
    """
    shown, hidden = workbook.seen(workbook.sheets(data, where), where)
    out = []
    for sheet in shown:
        rows = [[_text(c) for c in row] for row in sheet.rows]
        out.append((sheet.name, [row for row in rows if any(row)]))
    return out, hidden


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        at_midnight = cell.time() == dt.time()
        return cell.date().isoformat() if at_midnight else cell.isoformat(timespec="minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return "" if cell is None else str(cell).strip()
