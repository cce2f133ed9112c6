"""Delimited text as a table of strings, and columns of numbers out of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.intake.diaries.columns import column

LIST_AT_MOST = 8
"""How many bad lines of one kind are listed one by one."""

_MISSING = ["", "-", "--", "–", "—", "n/a", "na", "nan", "null", "none", ".", "?", "#n/a", "nil"]


@dataclass(slots=True)
class Table:
    """A table of strings.

    Attributes:
        header: cells of the header line, stripped.
        frame: String columns "0", "1", ...; one row per data line; `line` (Int64) is the line in
            the file where the row ends.
        delimiter: "," ";" tab or "|".
        decimal_comma: numbers are written 1,5.
        notes: how the file was read.
        problems: lines whose number of cells does not fit.
    """

    header: list[str]
    frame: pl.DataFrame
    delimiter: str = ","
    decimal_comma: bool = False
    notes: list[Reason] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

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


def rows_of(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """(line number, cells) for each line that is not blank. Never raises on bad quoting.

    Raises:
        UserError: a cell is longer than the host program lets the csv module read; its limit is
            left as it is.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    out: list[tuple[int, list[str]]] = []
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return out
        except csv.Error as error:
            if "field larger" in str(error):
                raise UserError(
                    Problem(
                        f"A cell is longer than {csv.field_size_limit():,} characters.",
                        f"line {reader.line_num}",
                        "A quotation mark that is never closed does that.",
                    )
                ) from None
            continue
        if any(cell.strip() for cell in row):
            out.append((reader.line_num, row))


def make(rows: list[tuple[int, list[str]]], header_at: int, delimiter: str, where: str) -> Table:
    """A table from rows with the header at index `header_at`; ragged lines become problems.

    Empty cells that are missing or too many at a line's end are harmless.
    """
    header = [h.strip() for h in rows[header_at][1]]
    while header and not header[-1]:
        header.pop()
    n = len(header)
    lines: list[int] = []
    cells: list[list[str]] = []
    bad: list[tuple[int, int]] = []
    again = 0
    cut = len(rows) > 2 and 1 < len(rows[-1][1]) < min(n, len(rows[-2][1]))
    for line, row in rows[header_at + 1 :]:
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
        cells.append(fit)
    columns = zip(*cells, strict=True) if cells else ((),) * n
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
    table.decimal_comma = _has_decimal_commas(table)
    if delimiter != ",":
        table.notes.append(reason("diary_separator", separator=delimiter))
    if table.decimal_comma:
        table.notes.append(reason("diary_decimal_comma"))
    return table


def listed(problems: Iterable[Problem], total: int, where: str) -> list[Problem]:
    """The first few problems of a kind, and one that counts the rest."""
    out: list[Problem] = []
    for p in problems:
        if len(out) == LIST_AT_MOST:
            out.append(Problem(f"There are {total - LIST_AT_MOST} more lines like these.", where))
            break
        out.append(p)
    return out


def _has_decimal_commas(table: Table) -> bool:
    if not table.frame.height:
        return False
    commas = points = 0
    for i, h in enumerate(table.header):
        known = column(h)
        if (known and known.nutrient) or h.lower() in ("amount", "quantity", "menge", "qty"):
            s = table.frame[str(i)].str.strip_chars()
            commas += int(s.str.contains(r"^-?\d+,\d+$").sum())
            points += int(s.str.contains(r"^-?\d+\.\d+$").sum())
    return commas > points


def numbers(
    table: Table, wanted: dict[str, tuple[int, float]], where: str
) -> tuple[pl.DataFrame, list[Problem]]:
    """Float64 columns from string columns; blanks become null, never zero.

    Args:
        table: the strings.
        wanted: new column name -> (position in the table, factor).
        where: file name for problems.

    Returns:
        The columns, times their factors, and a problem for each cell that is no number, or is
        negative.
    """
    if not wanted:
        return pl.DataFrame({"_": pl.Series([None] * table.frame.height, dtype=pl.Int8)}), []
    raw = {name: pl.col(str(i)) for name, (i, _) in wanted.items()}

    def clean(e: pl.Expr) -> pl.Expr:
        e = (
            e.str.strip_chars()
            .str.replace_all("[\u00a0\u202f ]", "")
            .str.replace("−", "-", literal=True)
        )
        if table.decimal_comma:
            return e.str.replace_all(r"\.(\d{3})\b", "$1").str.replace(",", ".", literal=True)
        return (
            pl.when(e.str.contains(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"))
            .then(e.str.replace_all(",", "", literal=True))
            .otherwise(e)
        )

    strings = table.frame.select(**{n: clean(e) for n, e in raw.items()})
    missing = {n: pl.col(n).is_null() | pl.col(n).str.to_lowercase().is_in(_MISSING) for n in raw}
    cast = strings.select(
        **{
            n: pl.when(~m).then(pl.col(n).cast(pl.Float64, strict=False))
            for n, m in missing.items()
        }
    )
    blank = strings.select(**missing)
    flags = pl.concat([cast, blank.rename({n: n + "|m" for n in raw})], how="horizontal").select(
        **{
            n: ~pl.col(n + "|m") & (pl.col(n).is_null() | ~pl.col(n).is_finite() | (pl.col(n) < 0))
            for n in raw
        }
    )
    bad: list[tuple[int, str, str]] = []
    sums = flags.select(pl.all().sum()).row(0)
    for name, n_bad in zip(raw, sums, strict=True):
        if n_bad:
            at = flags[name].arg_true()
            lines = table.frame["line"].gather(at).to_list()
            texts = table.frame[str(wanted[name][0])].gather(at).to_list()
            bad += [
                (line, table.header[wanted[name][0]], text)
                for line, text in zip(lines, texts, strict=True)
            ]
    bad.sort()
    problems = listed((_bad_number(*b, where) for b in bad), len(bad), where)
    values = cast.select(**{n: pl.col(n) * f for n, (_, f) in wanted.items()})
    return values, problems


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
