"""Results from a table: one result a row, one column a test, or one column a date."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import re
from collections.abc import Sequence

from unclench.assessment import Reason, reason
from unclench.errors import Problem
from unclench.facts.kinds import analytes, lab_words
from unclench.facts.kinds.lab_words import Column
from unclench.plasma.labs import columns
from unclench.plasma.labs.columns import Cells, Layout
from unclench.plasma.labs.dates import find_date, find_time, order_of
from unclench.plasma.labs.letterhead import Day, day_on, person_on
from unclench.plasma.labs.numbers import (
    NUMBER,
    Decimal,
    decimal_of,
    flag_word,
    number,
    split_range,
    unit_behind_range,
    unit_of_value,
)
from unclench.plasma.labs.parsed import Parsed
from unclench.plasma.labs.people import NOBODY, Who, who
from unclench.plasma.labs.printed import Printed

_Limits = tuple[float | None, float | None, tuple[Reason, ...]]
_NO_LIMITS: _Limits = None, None, ()
_MARKS = ",;\t|"
_MOST_COLUMNS = 2000


def rows_of(text: str) -> list[list[str]]:
    """The cells of a text table; comments (#) and lines of dashes are left out."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    head = lines[:40]
    mark = max(_MARKS, key=lambda m: (sum(sorted(line.count(m) for line in head)[-5:]), m == ";"))
    if mark == "|":
        lines = [line.strip().strip("|") for line in lines if not re.fullmatch(r"[\s|:+-]+", line)]
    source = "\n".join(lines) if mark == "|" else text
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(csv.reader(io.StringIO(source), delimiter=mark))
    except csv.Error:  # a cell beyond all bounds: this is no table
        return []
    return [
        [c.strip().strip("*").strip() if mark == "|" else c.strip() for c in row]
        for row in rows
        if any(c.strip() for c in row) and not row[0].startswith("#")
    ]


def is_table(rows: Sequence[Cells]) -> bool:
    """Whether these are a table of results with a header."""
    return len(rows) >= 2 and columns.find_layout(rows) is not None


def without_header(rows: Sequence[Cells]) -> str:
    """Even rows without a header, one of whose cells is a test, as the lines of a report.

    Empty when they are no such rows.
    """
    lengths = [len(r) for r in rows if len(r) >= 3]
    usual = max(set(lengths), key=lengths.count, default=0)
    even = [r for r in rows if len(r) == usual]
    if not usual or len(even) < 0.6 * len(rows):
        return ""
    tests = [next((i for i, c in enumerate(r) if analytes.find(c)), None) for r in even]
    known = [i for i in tests if i is not None]
    if len(known) < 0.5 * len(even):
        return ""
    first = max(set(known), key=known.count)
    return "\n".join("  ".join([r[first], *r[first + 1 :], *r[:first]]) for r in even)


def read_rows(rows: Sequence[Cells], where: str = "") -> Parsed:
    """The results of a table.

    A row that tells no usable date, or a limit that is no number, is left out and named; so are
    columns with numbers that have no use.
    """
    parsed = Parsed()
    layout = columns.find_layout(rows)
    if layout is None:
        return parsed
    if len(layout.header) > _MOST_COLUMNS:
        parsed.whole.append(
            Problem(
                "This table has more than 2,000 columns.", where, "Keep the columns of one report."
            )
        )
        return parsed
    _Table(rows, layout, where, parsed).read()
    return parsed


class _Table:
    def __init__(self, rows: Sequence[Cells], layout: Layout, where: str, parsed: Parsed) -> None:
        self.rows, self.layout, self.where, self.parsed = rows, layout, where, parsed
        body = rows[layout.row + 1 :]
        at = layout.at
        date_at = at.get("date")
        dates = [r[date_at] for r in body if date_at is not None and date_at < len(r)]
        dates += list(layout.days.values())
        self.day_first, self.against = order_of(dates, headers=layout.header)
        self.undecided = False
        valued = [*layout.wide, *layout.days, *([at["value"]] if "value" in at else [])]
        limits = [at[c] for c in ("low", "high", "range") if c in at]
        self.decimal: Decimal = decimal_of(
            r[i] for r in body for i in (*valued, *limits) if i < len(r)
        )
        self.everybody: dict[Who, None] = {}

    def read(self) -> None:
        layout, parsed = self.layout, self.parsed
        title_date = self.titles()
        for place, row in enumerate(self.rows[layout.row + 1 :], layout.row + 2):
            at = f"{self.where}, row {place}" if self.where else f"row {place}"
            self.row(row, at, title_date)
        parsed.people += list(self.everybody)
        known = layout.wide or any(analytes.find(r.name) or r.loinc for r in parsed.rows)
        if not known:
            header = layout.header[layout.at["test"]]
            parsed.rows.clear()
            parsed.notes.append(reason("labs_no_test_in_column", where=self.where, column=header))
            return
        if "date" not in layout.at and not layout.days and title_date is None:
            parsed.notes.append(
                reason(
                    "labs_no_date_column",
                    where=self.where,
                    columns=[h for h in layout.header if h][:12],
                )
            )
        if self.undecided or self.against:
            parsed.notes.append(
                reason("labs_dates_open", where=self.where, contradict=self.against)
            )
        if layout.unused:
            parsed.notes.append(
                reason("labs_columns_unused", where=self.where, columns=layout.unused)
            )

    def titles(self) -> dt.date | None:
        """The day that the lines above the header tell; whom they name is kept apart."""
        found: Day | None = None
        for row in self.rows[: self.layout.row]:
            line = "  ".join(c for c in row if c)
            told = person_on(line)
            if told:
                self.everybody[told] = None
            day = day_on(line, self.day_first)
            if day and (found is None or day.rank == "collected"):
                found = day
        return found.date if found else None

    def cell(self, row: Cells, name: Column) -> str:
        i = self.layout.at.get(name)
        return row[i].strip() if i is not None and i < len(row) else ""

    def whose(self, row: Cells) -> Who:
        layout = self.layout
        if not layout.people and not layout.births:
            return NOBODY
        told = [(i, row[i].strip()) for i in layout.people if i < len(row) and row[i].strip()]
        births = [row[i].strip() for i in layout.births if i < len(row) and row[i].strip()]
        numbers = [c for _, c in told if re.search(r"\d", c)]
        names = [c for _, c in told if not re.search(r"\d", c)]
        one = who(" ".join(names), births[0] if births else "", " ".join(numbers))
        if one:
            self.everybody[one] = None
        return one or NOBODY

    def row(self, row: Cells, place: str, title_date: dt.date | None) -> None:
        layout = self.layout
        whose = self.whose(row)
        date, time = title_date, ""
        written = self.cell(row, "date")
        if written:
            date, _, fault = find_date(written, self.day_first)
            time = find_time(written)
            if fault is not None and fault.kind == "ambiguous":
                self.undecided = True
            elif date is None and (layout.wide or self.cell(row, "value")):
                self.parsed.faults.append(
                    Problem("Its date is no date.", place, "Write it as 2026-05-02.")
                )
                return
        if layout.wide:
            for i, (name, unit) in layout.wide.items():
                if i < len(row) and row[i].strip():
                    self.add(row, place, name, row[i], unit, date, time, whose)
            return
        name = self.cell(row, "test")
        unit = self.cell(row, "unit")
        if not unit and analytes.find(name) is None and (apart := columns.test_of(name)):
            name, unit = apart
        unit = unit or layout.unit
        if layout.days:
            for i, day in layout.days.items():
                if i < len(row) and row[i].strip():
                    on, _, fault = find_date(day, self.day_first)
                    self.undecided = self.undecided or fault is not None
                    self.add(row, place, name, row[i], unit, on, "", whose)
        elif self.cell(row, "value"):
            self.add(row, place, name, self.cell(row, "value"), unit, date, time, whose)

    def add(
        self,
        row: Cells,
        place: str,
        name: str,
        value: str,
        unit: str,
        date: dt.date | None,
        time: str,
        whose: Who,
    ) -> None:
        low, high, notes = _NO_LIMITS
        if not self.layout.wide:
            low, high, notes = self.limits(row)
        specimen = self.cell(row, "specimen")
        panel = self.cell(row, "panel")
        if not specimen and panel and _says_urine(panel):
            specimen = "urine"
        behind = unit_behind_range(self.cell(row, "range")) if not self.layout.wide else ""
        if not unit and unit_of_value(value, self.decimal) == "":
            unit = behind
        test = name or self.cell(row, "loinc")
        loinc = self.cell(row, "loinc") if not self.layout.wide else ""
        self.parsed.rows.append(
            Printed(
                name=test if test != loinc else "",
                value=value,
                unit=unit,
                comparator=self.cell(row, "comparator"),
                loinc=loinc,
                date=date,
                time=time,
                low=low,
                high=high,
                range_unit=behind,
                flag=_flag(self.cell(row, "flag")),
                specimen=specimen,
                condition="haemolysed"
                if re.search("ha?emoly", self.cell(row, "note").lower())
                else "",
                where=place,
                who=whose,
                decimal=self.decimal,
                notes=notes,
            )
        )

    def limits(self, row: Cells) -> _Limits:
        low, high = (limit(self.cell(row, c), self.decimal) for c in ("low", "high"))
        bounds = split_range(self.cell(row, "range"), self.decimal)
        if low is None and high is None:
            return (*bounds, ()) if bounds else (None, None, ())
        if bounds and any(
            a is not None and b is not None and abs(a - b) > 0.01 * max(abs(a), abs(b))
            for a, b in zip((low, high), bounds, strict=True)
        ):
            return None, None, (reason("lab_two_ranges"),)
        return low, high, ()


def limit(cell: str, decimal: Decimal) -> float | None:
    """A limit of the range; text such as "n/a" is none."""
    found = re.fullmatch(rf"\s*[<>≤≥=]*\s*({NUMBER})\s*\S*\s*", cell)
    return number(found[1], decimal) if found else None


def _flag(cell: str) -> str:
    """The laboratory's flag as L, H, LL or HH; other marks are kept short."""

    plain = cell.strip().strip("()*!").upper()
    if plain in ("L", "H", "LL", "HH", "N", "A", "AA"):
        return plain
    return {"low": "L", "high": "H", "normal": "N"}.get(flag_word(cell), "")


@functools.lru_cache(maxsize=4096)
def _says_urine(text: str) -> bool:
    words = set(lab_words.key(text).split())
    return bool(words & {w for w in lab_words.words("urine") if " " not in w})
