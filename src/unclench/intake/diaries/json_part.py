"""What readers of JSON share: lines of foods as a `Part`, days, refusals."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from unclench.assessment import reason
from unclench.errors import Problem
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.day_column import future
from unclench.intake.diaries.part import FOODS, Part, schema_frame
from unclench.intake.diaries.refusal import RefusalError


def no(what: str, where: str, fix: str) -> RefusalError:
    """A refusal of one sentence, and what to do instead."""
    return RefusalError(Problem(what, where, fix))


def number(value: Any) -> float | None:
    """A number of JSON, also one in quotes; None when it is none, negative or beyond all use."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        told = float(value)
    except (ValueError, OverflowError):
        return None
    return told if 0 <= told < 1e9 else None


def made(
    where: str, today: dt.date, columns: dict[str, list[Any]], told: list[dict[str, float]]
) -> Part:
    """Lines of foods: `columns` as in `ENTRY_SCHEMA`, and what each line tells of nutrients.

    Lines without a day are left out and counted.
    """
    types: dict[str, Any] = {"row": pl.Int64, "day": pl.Date, "grams": pl.Float64}
    known = [n for n in NUTRIENTS if any(n in t for t in told)]
    series = {k: pl.Series(v, dtype=types.get(k, pl.String)) for k, v in columns.items()}
    series["kind"] = pl.Series(["food"] * len(told), dtype=pl.String)
    frame = schema_frame(
        series,
        pl.DataFrame({n: pl.Series([t.get(n) for t in told], dtype=pl.Float64) for n in known}),
    )
    part = Part(where, "", "", frame.filter(pl.col("day").is_not_null()), FOODS, rows=len(told))
    part.problems = future(frame["day"], columns["row"], today, where)
    if frame.height > part.frame.height:
        part.skipped.append(reason("diary_undated", count=frame.height - part.frame.height))
    return part


def day(stamp: str) -> dt.date | None:
    """The day that a time stamp begins with; None when it is none."""
    try:
        return dt.date.fromisoformat(stamp[:10])
    except ValueError:
        return None
