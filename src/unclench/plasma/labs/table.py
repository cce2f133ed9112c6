"""Results from a table with one result a row, or one column a test (CSV, TSV, semicolons)."""

from __future__ import annotations

import csv
import io
import re

from unclench.errors import Problem, UserError
from unclench.facts.kinds import analytes
from unclench.plasma.labs import make_result as values
from unclench.plasma.labs.result import LabResult
from unclench.plasma.labs.typed_lines import find_date

_COLUMNS: dict[str, str] = {
    "name": "name|test|test name|analyte|component|description|lab|lab test|investigation|marker|"
    "observation|parameter|biomarker",
    "loinc": "loinc|loinc code|code",
    "value": "value|result|numeric result|result value|your result|measurement|observed value",
    "comparator": "comparator|sign|qualifier",
    "unit": "unit|units|uom|unit of measure|result unit",
    "date": "date|collected|collection date|date collected|date of service|sample date|time|"
    "datetime|effective date|result date|sampled|taken|specimen date",
    "low": "low|ref low|reference low|lower|lower limit|min|range low|normal low",
    "high": "high|ref high|reference high|upper|upper limit|max|range high|normal high",
    "range": "reference range|range|ref range|reference interval|reference|normal range|normal",
    "flag": "flag|abnormal|abnormal flag|interpretation",
    "specimen": "specimen|sample|specimen type|sample type|material",
    "note": "note|notes|comment|comments",
}
_HEADER = {s: key for key, row in _COLUMNS.items() for s in row.split("|")}


def _rows(text: str) -> list[list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    return [
        [c.strip() for c in row]
        for row in csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
        if any(c.strip() for c in row) and not row[0].startswith("#")
    ]


def _key(header: str) -> str:
    return re.sub(r"[^a-z]+", " ", header.lower()).strip()


def _wide(header: list[str]) -> dict[int, tuple[str, str]]:
    """Column -> (test, unit) for headers such as "Potassium (mmol/L)"."""
    out = {}
    for i, cell in enumerate(header):
        found = re.match(r"^(.*?)\s*(?:[(\[]([^)\]]*)[)\]])?\s*$", cell)
        if found and analytes.find(found[1]):
            out[i] = (found[1], found[2] or "")
        elif analytes.find(cell):
            out[i] = (cell, "")
    return out


def is_table(text: str) -> bool:
    """Whether the first row is a header with a test and a value column, or with several tests."""
    rows = _rows(text)
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    keys = {_HEADER.get(_key(c)) for c in rows[0]}
    return ("value" in keys and bool(keys & {"name", "loinc"})) or len(_wide(rows[0])) >= 2


def _day_first(cells: list[str]) -> bool | None:
    """Whether dates such as 03/04/2026 start with the day, when any cell of the column shows it."""
    for cell in cells:
        found = re.search(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.]\d{4}", cell)
        if found and int(found[1]) > 12:
            return True
        if found and int(found[2]) > 12:
            return False
    return None


def read_table(text: str, where: str = "") -> tuple[list[LabResult], list[Problem], list[str]]:
    """(results, problems, names of unknown tests) of a table."""
    rows = _rows(text)
    header = rows[0]
    keys = [_HEADER.get(_key(c), "") for c in header]
    wide = {} if "value" in keys else _wide(header)
    date_at = keys.index("date") if "date" in keys else -1
    dates = [r[date_at] for r in rows[1:] if 0 <= date_at < len(r)]
    day_first = _day_first(dates)
    results: list[LabResult] = []
    problems: list[Problem] = []
    unknown: list[str] = []
    undecided = False
    for number, row in enumerate(rows[1:], 2):
        place = f"{where}, row {number}" if where else f"row {number}"
        told = {k: c for k, c in zip(keys, row, strict=False) if k and c}
        date, _, trouble = find_date(told.get("date", ""), day_first)
        undecided = undecided or (trouble is not None and trouble.kind == "ambiguous")
        jobs = [(told.get("name", ""), told.get("value", ""), told.get("unit", ""))]
        if wide:
            jobs = [(n, row[i], u) for i, (n, u) in wide.items() if i < len(row) and row[i]]
        for name, value, unit in jobs:
            if not value:
                continue
            try:
                bounds = values.split_range(told.get("range", "")) or (None, None)
                results.append(
                    values.make(
                        values.Printed(
                            name=name,
                            value=value,
                            unit=unit,
                            comparator=told.get("comparator", ""),
                            loinc=told.get("loinc", ""),
                            date=date,
                            low=values.number(told["low"]) if told.get("low") else bounds[0],
                            high=values.number(told["high"]) if told.get("high") else bounds[1],
                            flag=told.get("flag", ""),
                            specimen=told.get("specimen", ""),
                            condition="haemolysed"
                            if re.search("ha?emoly", told.get("note", "").lower())
                            else "",
                            where=place,
                        )
                    )
                )
            except values.UnknownTestError:
                unknown.append(name or told.get("loinc", ""))
            except UserError as error:
                problems += [Problem(p.what, place, p.fix) for p in error.problems]
            except ValueError:
                problems.append(Problem("A limit of the reference range is not a number.", place))
    if undecided:
        what = "The dates could be read day first or month first; they were left out."
        problems.append(Problem(what, where, "Write dates as 2026-05-02."))
    return results, problems, unknown
