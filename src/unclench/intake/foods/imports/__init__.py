"""Import other food tables, recognised by content; they are searched beside the packaged one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from unclench.door import archives, decode, workbook
from unclench.door import files as door
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.intake.foods.imports.imported import ImportReport, Table

__all__ = ["import_foods"]

_KNOWN = (
    "What can be imported: the CSV bundle of FoodData Central (folder or ZIP), CIQUAL as xlsx,"
    " CoFID as xlsx or CSV, Open Food Facts products as JSON."
)


def import_foods(path: str | Path) -> ImportReport:
    """Read a food table and keep it in the user's data folder, replacing an older import of it.

    Raises:
        UserError: no such file, not a table that is known, or a broken one; says which are known.
    """
    from unclench.intake.foods.imports.imported import write

    path = Path(path)
    if not path.exists():
        raise UserError(Problem("There is no such file or folder.", str(path), _KNOWN))
    table = _folder(path) if path.is_dir() else _file(path)
    if not table.foods:
        raise UserError(Problem("There is no food in this table.", str(path), _KNOWN))
    return write(table)


def _unknown(path: Path, what: str = "This is not a food table that is known.") -> UserError:
    return UserError(Problem(what, str(path), _KNOWN))


def _folder(path: Path) -> Table:
    from unclench.intake.foods.imports import cofid, fdc

    names = {p.name for p in path.iterdir()}
    if fdc.is_fdc(names):
        return fdc.read(path)
    inner = [p for p in sorted(path.iterdir()) if p.is_dir()]
    if len(inner) == 1 and fdc.is_fdc({p.name for p in inner[0].iterdir()}):
        return fdc.read(inner[0])
    sheets = [rows for p in sorted(path.glob("*.csv")) if cofid.is_cofid((rows := _rows(p))[0])]
    if sheets:
        return cofid.read(_servings_last(sheets))
    near = sorted(set(fdc.NEEDED) - names) if {"food.csv", "food_nutrient.csv"} & names else []
    if near:
        raise _unknown(path, f"For FoodData Central these files are missing: {', '.join(near)}.")
    raise _unknown(path, "In this folder there is no food table that is known.")


def _file(path: Path) -> Table:
    from unclench.intake.foods.imports import cofid, fdc, off

    if door.size(path) == 0:
        raise _unknown(path, "The file is empty.")
    start = door.head(path, 4096)
    if start[:4] == b"PK\x03\x04":
        return _zip(path)
    if start[:4] == b"\xd0\xcf\x11\xe0":
        return _workbook(path)
    text = start.decode("utf-8-sig", "replace").lstrip()
    if text[:1] in "{[":
        if door.size(path) > door.TABLE:
            raise _unknown(path, "This JSON file is larger than 200 MB; import single products.")
        whole = decode.read_text(path, door.TABLE)
        return off.read(off.products(whole, str(path)))
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        rows = _rows(path)
        if rows and cofid.is_cofid(rows[0]):
            return cofid.read([rows])
        if path.name in fdc.USEFUL:
            raise _unknown(path, "This is one file of FoodData Central; give the whole folder.")
    raise _unknown(path)


def _rows(path: Path) -> list[list[object]]:
    """Cells of a CSV; undecodable bytes are read as cp1252."""
    import csv
    import io

    text = decode.read_text(path, door.TABLE)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows: list[list[object]] = [list(r) for r in csv.reader(io.StringIO(text), delimiter=delimiter)]
    width = max((len(r) for r in rows), default=0)
    return [r + [""] * (width - len(r)) for r in rows] or [[]]


def _servings_last(sheets: list[list[list[object]]]) -> list[list[list[object]]]:
    return sorted(sheets, key=lambda s: "grams" in [str(h).strip().lower() for h in s[0]])


def _zip(path: Path) -> Table:
    from unclench.intake.foods.imports import fdc

    try:
        with archives.opened(path) as z:
            names = {Path(n).name for n in z.names}
    except UserError:
        raise _unknown(path, "The file is damaged: it is not a whole ZIP or xlsx.") from None
    if fdc.is_fdc(names):
        return fdc.read(path)
    if "[Content_Types].xml" in names:
        return _workbook(path)
    raise _unknown(path, "In this ZIP there is no food table that is known.")


def _workbook(path: Path) -> Table:
    from unclench.intake.foods.imports import ciqual, cofid

    try:
        sheets = [sheet.rows for sheet in workbook.sheets(path)]
    except UserError as error:
        raise _unknown(path, f"This spreadsheet cannot be read: {error.problems[0].what}") from None
    found: list[list[list[object]]] = []
    for rows in sheets:
        if rows and ciqual.is_ciqual(rows[0]):
            return ciqual.read([list(r) for r in rows])
        if rows and cofid.is_cofid(rows[0]):
            found.append([list(r) for r in rows])
    if found:
        return cofid.read(_servings_last(found))
    raise _unknown(path, "In this spreadsheet there is no food table that is known.")
