"""The column of days, and days that cannot be."""

from __future__ import annotations

import datetime as dt

import polars as pl

from unclench.assessment import Reason
from unclench.errors import Problem
from unclench.intake.diaries import dates
from unclench.intake.diaries.table import Table, listed


def day_column(
    table: Table, position: int, today: dt.date, where: str
) -> tuple[pl.Series, list[Reason], list[Problem]]:
    """Dates of a column, what was assumed, and a problem per cell that is none."""
    texts = table.text(position).fill_null("")
    against = dates.contradiction(texts.to_list(), table.header[position])
    if against is not None:
        problem = Problem(
            f"The dates contradict each other: {against[0]!r} has the day first, "
            f"{against[1]!r} the month.",
            where,
            "Write all dates like 2026-05-31.",
        )
        return pl.Series("day", [None] * len(texts), dtype=pl.Date), [], [problem]
    resolved, notes = dates.resolve(texts.to_list(), today, table.header[position])
    days = pl.Series("day", resolved, dtype=pl.Date)
    bad = days.is_null().arg_true().to_list()
    lines = table.frame["line"].to_list()
    problems = listed(
        (
            Problem(
                f"'{table.header[position]}' is not a date ({texts[i][:30]!r})."
                if texts[i]
                else f"'{table.header[position]}' is blank.",
                f"{where}, line {lines[i]}",
                "Write dates like 2026-05-31.",
            )
            for i in bad
        ),
        len(bad),
        where,
    )
    return days, notes, problems + future(days, lines, today, where)


def future(days: pl.Series, lines: list[int], today: dt.date, where: str) -> list[Problem]:
    """A problem per day that lies in the future (beyond tomorrow) or before 1990."""
    late = (days > today + dt.timedelta(days=1)).fill_null(False).arg_true().to_list()
    early = (days < dt.date(1990, 1, 1)).fill_null(False).arg_true().to_list()
    out = listed(
        (
            Problem(
                f"The date {days[i]} is in the future.",
                f"{where}, line {lines[i]}",
                "A diary tells what was eaten. Correct the date, or the clock of this machine.",
            )
            for i in _one_per_day(days, late)
        ),
        len(set(days.gather(late).to_list())),
        where,
    )
    return out + listed(
        (
            Problem(
                f"The date {days[i]} is too long ago to be right.",
                f"{where}, line {lines[i]}",
                "Correct the year.",
            )
            for i in _one_per_day(days, early)
        ),
        len(set(days.gather(early).to_list())),
        where,
    )


def _one_per_day(days: pl.Series, at: list[int]) -> list[int]:
    first: dict[object, int] = {}
    for i in at:
        first.setdefault(days[i], i)
    return list(first.values())
