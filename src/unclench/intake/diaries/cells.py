"""What the cells of a table say where they are no plain number: thousands, traces, units.

Which of `1.300` and `1,300` is a thousand is told by the other cells of the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import polars as pl

from unclench.intake.diaries.folding import key, words_of

_COMMA_SURE = r"^[<>~≤≥]?-?(\d+,\d{1,2}|\d+,\d{4,}|0,\d+|\d{1,3}(\.\d{3})+,\d+|\d{4,},\d{3})$"
_POINT_SURE = r"^[<>~≤≥]?-?(\d+\.\d{1,2}|\d+\.\d{4,}|0\.\d+|\d{1,3}(,\d{3})+\.\d+|\d{4,}\.\d{3})$"
_COMMA_OPEN = r"^-?[1-9]\d{0,2}(,\d{3})+$"
_POINT_OPEN = r"^-?[1-9]\d{0,2}(\.\d{3})+$"
_GAPS = "[\u00a0\u202f\u2009 ]"

COMMA, POINT, POINT_THOUSAND = "comma", "point", "point_thousand"
"""How numbers are written: 1.234,5; 1,234.5; and 1.234 as a whole number with no comma seen."""


def tidy(e: pl.Expr) -> pl.Expr:
    """Cells without blanks, no-break spaces and apostrophes between digits; a true minus."""
    return (
        e.str.strip_chars()
        .str.replace_all(_GAPS, "")
        .str.replace_all(r"(\d)['’](\d{3})", "$1$2")
        .str.replace("−", "-", literal=True)
    )


def style(columns: Iterable[pl.Series], delimiter: str) -> str:
    """How the numbers of a table are written, from all its columns of numbers.

    Sure cells decide ("1,5", "1,234.5", "0,125"). Without any, `1,300` is a thousand where commas
    separate the cells, and where that is nearer to the other numbers of its column.
    """
    commas = points = 0
    votes = {"comma": 0, "point": 0}
    for s in columns:
        text = s.to_frame("x").select(tidy(pl.col("x"))).to_series()
        commas += int(text.str.contains(_COMMA_SURE).sum())
        points += int(text.str.contains(_POINT_SURE).sum())
        for sign, pattern in (("comma", _COMMA_OPEN), ("point", _POINT_OPEN)):
            open_ = text.filter(text.str.contains(pattern).fill_null(False))
            if open_.len():
                votes[sign] += 1 if _thousands(open_, text) else -1
    if commas != points:
        return COMMA if commas > points else POINT
    if votes["comma"] and delimiter != ",":
        return POINT if votes["comma"] > 0 else COMMA
    if votes["point"] > 0:
        return POINT_THOUSAND
    return POINT


def _thousands(open_: pl.Series, column: pl.Series) -> bool:
    """Whether `1,300` is nearer to the whole numbers of its column as 1300 than as 1.3."""
    whole = column.str.extract(r"^(\d+)$", 1).cast(pl.Float64, strict=False).drop_nulls()
    whole = whole.filter((whole > 0) & whole.is_finite())
    signs = open_.str.replace_all("[.,]", "").cast(pl.Float64, strict=False).drop_nulls()
    signs = signs.filter(signs.is_finite())
    usual = float(whole.median() or 100.0) if whole.len() else 100.0  # type: ignore[arg-type]
    big = float(signs.median() or 1000.0)  # type: ignore[arg-type]
    return abs(math.log(big / usual)) <= abs(math.log(big / 1000 / usual))


def plain(e: pl.Expr, how: str) -> pl.Expr:
    """Cells in the form that a computer reads, where they are plain numbers."""
    e = tidy(e)
    if how == COMMA:
        return e.str.replace_all(r"\.(\d{3})\b", "$1").str.replace(",", ".", literal=True)
    if how == POINT_THOUSAND:
        e = (
            pl.when(e.str.contains(_POINT_OPEN))
            .then(e.str.replace_all(".", "", literal=True))
            .otherwise(e)
        )
    return (
        pl.when(e.str.contains(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"))
        .then(e.str.replace_all(",", "", literal=True))
        .otherwise(e)
    )


_LIMIT = re.compile(r"^(?:<|≤|<=|unter|under|less than)\s*(.+)$", re.I)
_ABOUT = re.compile(r"^(?:~|≈|ca\.?|c\.|circa|about|approx\.?|etwa|env\.?|\+/-|±)\s*(.+)$", re.I)
_BRACKETED = re.compile(r"^[(\[](.+)[)\]]$")
_WITH_UNIT = re.compile(r"^(-?\d+(?:\.\d+)?)([a-zµμ]{1,4})$", re.I)
MISSING = frozenset(
    ("", "-", "--", "–", "—", "n/a", "na", "nan", "null", "none", ".", "?", "#n/a", "nil", "#ref!")
)


def odd(text: str, how: str) -> tuple[float | None, str, str] | None:
    """What a cell says that is no plain number: (number or None, unit, how it was taken).

    "tr", "Spuren" are 0; "<1" is half of it; "~15", "(15)" the number; "n.d." is not known. The
    third is "trace", "about" or "missing". None when the cell cannot be understood.
    """
    s = text.strip().strip("*").strip()
    reduced = key(s)
    if s.lower() in MISSING or (reduced in words_of("missing") and not any(c.isdigit() for c in s)):
        return None, "", "missing"
    if reduced in words_of("traces"):
        return 0.0, "", "trace"
    taken, share = "about", 1.0
    for pattern, what, of in (
        (_BRACKETED, "about", 1.0),
        (_LIMIT, "trace", 0.5),
        (_ABOUT, "about", 1.0),
    ):
        found = pattern.match(s)
        if found:
            s, taken, share = found[1].strip(), what, share * of
    clean = pl.select(plain(pl.lit(s), how)).item()
    found = _WITH_UNIT.match(clean)
    number, unit = (found[1], found[2]) if found else (clean, "")
    try:
        value = float(number)
    except ValueError:
        return None
    if not math.isfinite(value) or value < 0:
        return None
    return value * share, unit, taken if clean != text.strip() else "about"
