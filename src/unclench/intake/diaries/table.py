"""Delimited text as a table of strings, and columns of numbers out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from unclench.assessment import Reason, reason
from unclench.errors import Problem
from unclench.intake.diaries import cells
from unclench.intake.diaries.columns import column, unit_factor
from unclench.intake.diaries.rows import delimiter_of, join_notes, rows_of

__all__ = ["LIST_AT_MOST", "Table", "delimiter_of", "listed", "make", "numbers", "rows_of"]

LIST_AT_MOST = 8
"""How many bad lines of one kind are listed one by one."""


@dataclass(slots=True)
class Table:
    """A table of strings.

    Attributes:
        header: cells of the header line, stripped.
        frame: String columns "0", "1", ...; one row per data line; `line` (Int64) is the line in
            the file where the row ends.
        delimiter: "," ";" tab or "|".
        style: how numbers are written: `cells.POINT`, `COMMA` or `POINT_THOUSAND`.
        notes: how the file was read.
        problems: lines whose number of cells does not fit.
    """

    header: list[str]
    frame: pl.DataFrame
    delimiter: str = ","
    style: str = cells.POINT
    notes: list[Reason] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def decimal_comma(self) -> bool:
        """Whether numbers are written 1,5."""
        return self.style == cells.COMMA

    def keep(self, mask: pl.Series) -> None:
        """Leave out the rows whose mask is false."""
        self.frame = self.frame.filter(mask)

    def find(self, *names: str) -> int | None:
        """Position of the first header equal to one of `names` (lower case), or None."""
        lower = [h.lower() for h in self.header]
        return next((lower.index(n) for n in names if n in lower), None)

    def text(self, position: int | None) -> pl.Series:
        """A column of stripped strings, blanks null; all null when `position` is None."""
        if position is None:
            return pl.Series("", [None] * self.frame.height, dtype=pl.String)
        s = self.frame[str(position)].str.strip_chars()
        return s.set(s == "", None)


def make(rows: list[tuple[int, list[str]]], header_at: int, delimiter: str, where: str) -> Table:
    """A table from rows with the header at index `header_at`; ragged lines become problems.

    Empty cells that are missing or too many at a line's end are harmless.
    """
    header = unprefixed([h.strip() for h in rows[header_at][1]])
    while header and not header[-1]:
        header.pop()
    n = len(header)
    lines: list[int] = []
    kept: list[list[str]] = []
    bad: list[tuple[int, int]] = []
    again = 0
    cut = len(rows) > 2 and 1 < len(rows[-1][1]) < min(n, len(rows[-2][1]))
    for line, row in join_notes(rows[header_at + 1 :], header):
        fit = row
        if [c.strip() for c in row[:n]] == header:
            again += 1
            continue
        if len(row) != n:
            if len(row) > n and not any(c.strip() for c in row[n:]):
                fit = row[:n]
            elif len(row) < n:
                fit = row + [""] * (n - len(row))
            else:
                bad.append((line, len(row)))
                continue
        lines.append(line)
        kept.append(fit)
    columns = zip(*kept, strict=True) if kept else ((),) * n
    frame = pl.DataFrame(
        {str(i): pl.Series(c, dtype=pl.String) for i, c in enumerate(columns)}
        | {"line": pl.Series(lines, dtype=pl.Int64)}
    )
    problems = listed(
        (
            Problem(
                f"This line has {count} cells, the header has {n}.",
                f"{where}, line {line}",
                "A comma in a food's name must stand in quotes; export the file again.",
            )
            for line, count in bad
        ),
        len(bad),
        where,
    )
    table = Table(header, frame, delimiter, problems=problems)
    if again:
        table.notes.append(reason("diary_header_twice"))
    if cut:
        table.notes.append(reason("diary_cut_off"))
    table.style = cells.style(_of_numbers(table), delimiter)
    if delimiter != ",":
        table.notes.append(reason("diary_separator", separator=delimiter))
    if table.decimal_comma:
        table.notes.append(reason("diary_decimal_comma"))
    elif table.style == cells.POINT_THOUSAND:
        table.notes.append(reason("diary_point_thousand"))
    return table


_PREFIX = re.compile(r"((?:[a-z0-9_]+\.){3,})[a-z0-9_]+", re.I)


def unprefixed(header: list[str]) -> list[str]:
    """Headers without the name of a program ("com.maker.app.table.") that most of them bear."""
    found = [m[1] for h in header if (m := _PREFIX.fullmatch(h))]
    if not found or 2 * len(found) < len(header):
        return header
    common = max(set(found), key=found.count)
    return [h.removeprefix(common) for h in header]


def listed(problems: Iterable[Problem], total: int, where: str) -> list[Problem]:
    """The first few problems of a kind, and one that counts the rest."""
    out: list[Problem] = []
    for p in problems:
        if len(out) == LIST_AT_MOST:
            out.append(Problem(f"There are {total - LIST_AT_MOST} more lines like these.", where))
            break
        out.append(p)
    return out


def _of_numbers(table: Table) -> list[pl.Series]:
    """The columns that hold numbers: nutrients and amounts."""
    amounts = ("amount", "quantity", "menge", "qty")
    return [
        table.frame[str(i)]
        for i, h in enumerate(table.header)
        if ((known := column(h)) and known.nutrient) or h.lower() in amounts
    ]


def numbers(
    table: Table, wanted: dict[str, tuple[int, float]], where: str
) -> tuple[pl.DataFrame, list[Problem]]:
    """Float64 columns from string columns; blanks become null, never zero.

    Args:
        table: the strings; what was taken as a trace or an about is added to its notes.
        wanted: new column name -> (position in the table, factor). "sodium|2" is a further column
            of sodium: it counts where the first is blank.
        where: file name for problems.

    Returns:
        The columns, times their factors, and a problem for each cell that is no number, or is
        negative.
    """
    if not wanted:
        return pl.DataFrame({"_": pl.Series([None] * table.frame.height, dtype=pl.Int8)}), []
    strings = table.frame.select(
        **{n: cells.plain(pl.col(str(i)), table.style) for n, (i, _) in wanted.items()}
    )
    values: dict[str, pl.Series] = {}
    bad: list[tuple[int, str, str]] = []
    taken: dict[str, list[str]] = {}
    for name, (at, factor) in wanted.items():
        text = strings[name]
        value = text.cast(pl.Float64, strict=False)
        there = text.is_not_null() & ~text.str.to_lowercase().is_in(list(cells.MISSING))
        value = value.set(~there, None)
        odd = there & (value.is_null() | ~value.is_finite() | (value < 0))
        if odd.any():
            value = _odd(table, at, factor, value, odd, bad, taken)
        values[name] = value * factor
    bad.sort()
    if told := taken.get("trace"):
        table.notes.append(reason("diary_cells_trace", cells=told[:6], count=len(told)))
    if told := taken.get("about"):
        table.notes.append(reason("diary_cells_about", cells=told[:6], count=len(told)))
    for name in [n for n in values if "|" in n]:
        base = name.partition("|")[0]
        values[base] = values[base].fill_null(values.pop(name))
    problems = listed((_bad_number(*b, where) for b in bad), len(bad), where)
    return pl.DataFrame(values), problems


def _odd(
    table: Table,
    at: int,
    factor: float,
    value: pl.Series,
    odd: pl.Series,
    bad: list[tuple[int, str, str]],
    taken: dict[str, list[str]],
) -> pl.Series:
    """`value` with the cells that are no plain number; what is none of ours goes to `bad`."""
    header = table.header[at]
    found = column(header)
    nutrient = found.nutrient if found and not found.compound else ""
    places = odd.arg_true()
    texts = table.frame[str(at)].gather(places).to_list()
    said = {t: cells.odd(t, table.style) for t in dict.fromkeys(texts)}
    new: list[float | None] = []
    for place, text in zip(places.to_list(), texts, strict=True):
        one = said[text]
        number, unit, how = one if one is not None else (None, "", "bad")
        if unit:
            own = unit_factor(nutrient, unit) if nutrient else None
            number = None if own is None or number is None else number * own / factor
            how = how if number is not None else "bad"
        if how == "bad":
            bad.append((int(table.frame["line"][place]), header, text))
        elif how != "missing":
            taken.setdefault(how, []).append(text.strip()[:20])
        new.append(number)
    return value.scatter(places, pl.Series(new, dtype=pl.Float64))


def _bad_number(line: int, header: str, text: str, where: str) -> Problem:
    place = f"{where}, line {line}"
    if text.strip()[:1] in ("-", "−") and any(c.isdigit() for c in text):
        return Problem(
            f"'{header}' is negative ({text.strip()[:30]}).", place, "An amount cannot be negative."
        )
    return Problem(
        f"'{header}' is not a number ({text.strip()[:30]!r}).",
        place,
        "Correct it, or leave it blank.",
    )
