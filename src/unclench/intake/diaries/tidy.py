"""Rows of a table that are no foods: totals, averages, deleted rows, exercise; dates filled down.

Everything left out is said, with its lines.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from unclench.assessment import Value, reason
from unclench.intake.diaries import cells, dates
from unclench.intake.diaries.amount_cells import map_distinct
from unclench.intake.diaries.columns import column
from unclench.intake.diaries.folding import is_average, is_exercise, is_total, is_yes
from unclench.intake.diaries.table import Table

_OFFSET = re.compile(r"^(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$", re.I)
_STAMP = re.compile(
    r"^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]00:?00|UTC)?$", re.I
)


def tidy(table: Table, at: dict[str, int], *, utc: bool = False) -> None:
    """Leave out of `table` what is no food, and fill its dates down; notes say what was done.

    Args:
        table: changed in place. at: its columns by role.
        utc: time stamps without a zone are of universal time.
    """
    _marked(table, at)
    _called_totals(table, at)
    _zones(table, at, utc)
    _fill_down(table, at)


def _flags(s: pl.Series, test: object) -> pl.Series:
    return map_distinct(s, test, pl.Boolean).fill_null(False)  # type: ignore[arg-type]


def _marked(table: Table, at: dict[str, int]) -> None:
    """Rows marked as deleted, and rows of exercise."""
    if "deleted" in at:
        deleted = _flags(table.text(at["deleted"]), is_yes)
        if deleted.any():
            table.notes.append(reason("diary_rows_deleted", **_which(table, deleted)))
            table.keep(~deleted)
    none = pl.Series([False] * table.frame.height, dtype=pl.Boolean)
    for role in ("type", "meal", "name"):
        if role in at:
            none = none | _flags(table.text(at[role]), is_exercise)
    if "burned" in at:
        none = none | _only_burned(table, at)
    if none.any():
        table.notes.append(reason("diary_rows_exercise", **_which(table, none)))
        table.keep(~none)


def _only_burned(table: Table, at: dict[str, int]) -> pl.Series:
    """Rows that tell energy burned and no energy eaten."""

    def above_zero(position: int) -> pl.Series:
        told = table.frame.select(cells.plain(pl.col(str(position)), table.style)).to_series()
        return (told.cast(pl.Float64, strict=False) > 0).fill_null(False)

    eaten = pl.Series([False] * table.frame.height, dtype=pl.Boolean)
    for i, header in enumerate(table.header):
        known = column(header) if i != at["burned"] else None
        if known is not None and known.nutrient == "energy":
            eaten = eaten | above_zero(i)
    return above_zero(at["burned"]) & ~eaten


def _which(table: Table, mask: pl.Series) -> dict[str, Value]:
    """How many rows, and the first of their lines."""
    lines = table.frame["line"].filter(mask)
    return {"count": lines.len(), "lines": [str(n) for n in lines.head(6).to_list()]}


def _called_totals(table: Table, at: dict[str, int]) -> None:
    """Rows that call themselves a sum or a mean of others, unless their day has nothing else.

    A food may be called Total: a row with an amount is one.
    """
    amount = table.text(at.get("amount"))
    total = pl.Series([False] * table.frame.height, dtype=pl.Boolean)
    mean = total
    for role in ("name", "meal", "day", "type"):
        if role not in at:
            continue
        text = table.text(at[role])
        total = total | _flags(text, is_total)
        mean = mean | (_flags(text, is_average) & ~_flags(text, is_total))
    if "name" in at:
        total = total & amount.is_null()
    if not (total | mean).any():
        return
    day = table.text(at["day"]).fill_null(strategy="forward") if "day" in at else amount
    others = pl.DataFrame({"day": day, "other": ~(total | mean)})
    lonely = ~others.select(pl.col("other").any().over("day")).to_series()
    dated = _flags(table.text(at.get("day")), lambda d: dates.understand(d) is not None)
    keep = lonely & dated & ~mean
    _leave_two(table, total & ~keep, mean & ~keep)


def _leave_two(table: Table, total: pl.Series, mean: pl.Series) -> None:
    if total.any():
        table.notes.append(reason("diary_rows_total", **_which(table, total)))
    if mean.any():
        table.notes.append(reason("diary_rows_average", **_which(table, mean)))
    table.keep(~(total | mean))


def summed(table: Table, at: dict[str, int], values: pl.DataFrame, days: pl.Series) -> pl.Series:
    """Rows that are the sum of the other rows of their day, whatever they are called.

    Only the first or last row of a day without an amount, and only where two columns agree, or
    one column on most days.

    Returns:
        A mask over the rows of `table`, true for a sum.
    """
    nothing = pl.Series([False] * table.frame.height, dtype=pl.Boolean)
    columns = [c for c in values.columns if values[c].dtype == pl.Float64]
    if not columns or not values.height or "name" not in at:
        return nothing
    frame = values.select(columns).with_columns(_day=days, _row=pl.int_range(pl.len()))
    amount = table.text(at.get("amount"))
    frame = frame.with_columns(_amount=amount)
    agree = []
    for c in columns:
        rest = pl.col(c).sum().over("_day") - pl.col(c)
        others = (pl.col(c) > 0).sum().over("_day") - 1
        near = (rest - pl.col(c)).abs() <= 0.006 * pl.col(c) + 0.6
        agree.append((near & (pl.col(c) > 0) & (others >= 2)).fill_null(False).cast(pl.Int32))
    contradicted = [
        (
            (pl.col(c) > 0)
            & ((pl.col(c).sum().over("_day") - 2 * pl.col(c)).abs() > 0.05 * pl.col(c) + 1)
        )
        .fill_null(False)
        .cast(pl.Int32)
        for c in columns
    ]
    place = (pl.col("_row") == pl.col("_row").min().over("_day")) | (
        pl.col("_row") == pl.col("_row").max().over("_day")
    )
    found = frame.select(
        "_day",
        like=place & pl.col("_amount").is_null() & (pl.sum_horizontal(contradicted) == 0),
        agree=pl.sum_horizontal(agree),
    )
    two = found["like"] & (found["agree"] >= 2)
    one = found["like"] & (found["agree"] >= 1)
    days_with = found.filter(one)["_day"].n_unique()
    if days_with >= 2 and days_with > 0.5 * days.n_unique():
        two = two | one
    return two.fill_null(False)


def _zones(table: Table, at: dict[str, int], utc: bool) -> None:
    """Time stamps of universal time beside a zone become those of the clock on the wall."""
    if "zone" not in at or "day" not in at:
        return
    stamps, zones = table.text(at["day"]), table.text(at["zone"])
    out: list[str | None] = []
    moved = 0
    for stamp, zone in zip(stamps.to_list(), zones.to_list(), strict=True):
        local = _local(stamp, zone, utc)
        moved += local is not None
        out.append(local or stamp)
    if moved:
        name = str(at["day"])
        table.frame = table.frame.with_columns(pl.Series(name, out, dtype=pl.String))
        table.notes.append(reason("diary_zone", count=moved))


def _local(stamp: str | None, zone: str | None, utc: bool) -> str | None:
    found = _STAMP.match(stamp or "")
    if not found or not zone or not (utc or found[3]):
        return None
    clock = dt.time.fromisoformat(found[2].zfill(5 if found[2].count(":") == 1 else 8))
    when = dt.datetime.combine(dt.date.fromisoformat(found[1]), clock, dt.UTC)
    offset = _OFFSET.match(zone)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes > 16 * 60:
            return None
        shift = dt.timezone(dt.timedelta(minutes=minutes if offset[1] == "+" else -minutes))
        return f"{when.astimezone(shift):%Y-%m-%d %H:%M}"
    try:
        return f"{when.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _fill_down(table: Table, at: dict[str, int]) -> None:
    """A date that stands only on the first row of its day, or on a row of its own."""
    if "day" not in at or not table.frame.height:
        return
    days = table.text(at["day"])
    rest = [str(i) for i in range(len(table.header)) if i != at["day"]]
    if not rest:
        return
    bare = table.frame.select(
        pl.all_horizontal(pl.col(c).str.strip_chars().fill_null("") == "" for c in rest)
    ).to_series()
    heading = bare & _flags(days, lambda d: dates.understand(d) is not None)
    above = days.fill_null(strategy="forward")
    blank = days.is_null() & _flags(above, lambda d: dates.understand(d) is not None)
    if blank.any():
        filled = pl.select(pl.when(blank).then(above).otherwise(days)).to_series()
        table.frame = table.frame.with_columns(filled.alias(str(at["day"])))
        table.notes.append(reason("diary_dates_filled", **_which(table, blank)))
    if heading.any() and blank.any():
        table.keep(~heading)
