"""MyFitnessPal's printable diary, a saved web page: foods and amounts, so that minerals can be
looked up.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import polars as pl

from unclench.assessment import reason
from unclench.errors import Problem, UserError
from unclench.intake.diaries import dates
from unclench.intake.diaries.amount_cells import quantities
from unclench.intake.diaries.columns import column
from unclench.intake.diaries.cronometer import fill_doses
from unclench.intake.diaries.day_column import future
from unclench.intake.diaries.nutrient_columns import unknown_columns
from unclench.intake.diaries.part import Part, schema_frame
from unclench.told import supplements

_CELL = re.compile(r"^(-?[\d.,]+)\s*(mg|g|mcg|µg|kj|kcal|%|iu)?$", re.I)


@dataclass(slots=True)
class Day:
    """One day of the printable diary: its foods by line, meal and cells."""

    date: str
    line: int
    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, str, list[str]]] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects dated headings and the food table that follows each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.days: list[Day] = []
        self.cell: list[str] | None = None
        self.row: list[str] = []
        self.row_line = 0
        self.span = False
        self.heading: list[str] | None = None
        self.table = self.foot = False
        self.meal = ""
        self.date: tuple[str, int] | None = None
        self.day: Day | None = None
        self.left = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.heading = []
        elif tag == "table":
            self.table, self.day, self.foot = True, None, False
        elif tag == "tfoot":
            self.foot = True
        elif tag == "tr":
            self.row, self.row_line, self.span = [], self.getpos()[0], False
        elif tag in ("td", "th"):
            self.cell = []
            span = dict(attrs).get("colspan") or "1"
            self.span = self.span or bool(re.fullmatch("[0-9]{1,4}", span) and int(span) > 2)

    def handle_endtag(self, tag: str) -> None:
        if self.heading is not None and tag.startswith("h") and len(tag) == 2:
            text = " ".join("".join(self.heading).split())
            self.heading = None
            if dates.understand(text):
                self.date = (text, self.getpos()[0])
        elif tag == "table":
            self.table, self.day = False, None
        elif tag in ("td", "th") and self.cell is not None:
            self.row.append(" ".join("".join(self.cell).split()))
            self.cell = None
        elif tag == "tr" and self.table and self.row:
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)
        elif self.heading is not None:
            self.heading.append(data)

    def _end_row(self) -> None:
        row, self.row = self.row, []
        first = row[0].lower()
        if first in ("foods", "food") and len(row) > 1:
            if self.date is not None:
                self.day = Day(self.date[0], self.date[1], row)
                self.days.append(self.day)
                self.meal = ""
        elif self.day is None or self.foot or first.startswith("total"):
            self.left += 1
        elif len(row) == 1 or (self.span and len(row) <= 2):
            self.meal = row[0]
        elif row[0]:
            self.day.rows.append((self.row_line, self.meal, row))


def read_printable(text: str, where: str, today: dt.date) -> Part | None:
    """The printable diary; None when the page holds no table of foods under a date.

    Raises:
        UserError: markup that cannot be read at all.
    """
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError):  # html.parser, on marked sections and endless references
        raise UserError(Problem("The page is damaged.", where, "Save it again as htm.")) from None
    if not page.days:
        return None
    part = part_of(page.days, where, today)
    if page.left:
        part.warnings.append(reason("diary_page_left", count=page.left))
    return part


def part_of(found: list[Day], where: str, today: dt.date) -> Part:
    """The part of the days of a printable diary, saved or pasted."""
    told, notes = dates.resolve([d.date for d in found], today)
    names: list[str] = []
    amounts: list[str | None] = []
    meals: list[str | None] = []
    days: list[dt.date | None] = []
    lines: list[int] = []
    cells: dict[str, list[float | None]] = {}
    unknown: list[str] = []
    for day, date in zip(found, told, strict=True):
        wanted = _headers(day.header, unknown)
        for line, meal, row in day.rows:
            name, amount = split_name(row[0])
            for nutrient in {*cells, *(n for n, _, _ in wanted)}:
                cells.setdefault(nutrient, [None] * len(names)).append(None)
            for nutrient, i, factor in wanted:
                value = _value(row[i]) if i < len(row) else None
                cells[nutrient][-1] = None if value is None else value * factor
            names.append(name)
            amounts.append(amount)
            meals.append(meal or None)
            days.append(date)
            lines.append(line)
    amount_column = pl.Series(amounts, dtype=pl.String)
    grams, cv, _ = quantities(amount_column)
    frame = schema_frame(
        {
            "row": pl.Series(lines, dtype=pl.Int64),
            "day": pl.Series(days, dtype=pl.Date),
            "meal": pl.Series(meals, dtype=pl.String),
            "name": pl.Series(names, dtype=pl.String),
            "amount": amount_column,
            "grams": grams,
            "kind": pl.Series([_kind(n) for n in names], dtype=pl.String),
            "amount_cv": cv,
        },
        pl.DataFrame({n: pl.Series(v, dtype=pl.Float64) for n, v in cells.items()}),
    )
    part = Part(where, "mfp_printable", "MyFitnessPal printable diary", frame, rows=len(names))
    part.problems = future(pl.Series(told, dtype=pl.Date), [d.line for d in found], today, where)
    part.problems += [
        Problem("The amount is negative.", f"{where}, line {line}", "An amount cannot be negative.")
        for i, line in enumerate(lines)
        if any((v := told[i]) is not None and v < 0 for told in cells.values())
    ][:8]
    fill_doses(part)
    part.warnings += [*notes, *unknown_columns(list(dict.fromkeys(unknown)))]
    part.warnings.append(reason("diary_few_nutrients"))
    return part


def _kind(name: str) -> str:
    if supplements.hint(name) and supplements.read(name) is not None:
        return "supplement"
    return "food"


def _headers(header: list[str], unknown: list[str]) -> list[tuple[str, int, float]]:
    out = []
    for i, cell in enumerate(header[1:], 1):
        short = {"cholest": "cholesterol", "sugars": "sugar", "fiber": "fiber"}.get(
            cell.lower(), cell
        )
        found = column(short)
        if found is None and short:
            unknown.append(cell)
        elif found and found.nutrient and found.nutrient not in ("vitamin_a", "calcium", "iron"):
            out.append((found.nutrient, i, found.factor))
    return out


def _value(text: str) -> float | None:
    """The number in a cell like "3,436mg"; None for "--", a percentage, or no number."""
    found = _CELL.match(text.replace("\u00a0", " ").strip())
    if not found or found[2] == "%" or not re.search(r"\d", found[1]):
        return None
    try:
        return float(found[1].replace(",", ""))
    except ValueError:
        return None


def split_name(text: str) -> tuple[str, str | None]:
    """("Baked Cod", "4.8 oz") from "Baked Cod - Baked Cod, 4.8 oz": the amount is after the last
    comma that a number follows; a brand that only repeats the name is left out."""
    found = re.match(r"^(.*),\s*((?:\d|\.\d).*)$", text)
    name, amount = (found[1], found[2].strip()) if found else (text, None)
    brand, dash, rest = name.partition(" - ")
    if dash and (rest.lower().startswith(brand.lower()) or brand.lower() == "generic"):
        name = rest
    return name.strip() or text.strip(), amount
