"""Totals of a day, or of its meals, without foods: Cronometer's daily summary and own tables.

What adds up a day counts a blank as zero, so minerals and vitamins are lower bounds.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from unclench.assessment import reason
from unclench.facts.kinds.diary_apps import DiaryApp
from unclench.intake.diaries.columns import NUTRIENTS, bare_name
from unclench.intake.diaries.cronometer import LABELLED
from unclench.intake.diaries.day_column import day_column
from unclench.intake.diaries.folding import words_of
from unclench.intake.diaries.nutrient_columns import nutrient_columns, untold_energy
from unclench.intake.diaries.part import DAYS, Part, schema_frame
from unclench.intake.diaries.table import Table, numbers

FEWEST = 2
"""Nutrients that a table of totals tells; or energy alone, where no column is of movement."""


def totals(table: Table, at: dict[str, int]) -> bool:
    """Whether a table without foods tells nutrients of days."""
    if "day" not in at or "name" in at:
        return False
    wanted, _ = nutrient_columns(table, at.values())
    told = {n.partition("|")[0] for n in wanted}
    return len(told) >= FEWEST or (told == {"energy"} and not _moves(table))


def _moves(table: Table) -> bool:
    return any(bare_name(h) in words_of("activity") for h in table.header)


def read(
    table: Table, at: dict[str, int], where: str, today: dt.date, app: DiaryApp | None = None
) -> Part:
    """One row per day, or per meal of a day, in which blanks were counted as zero."""
    completed = table.find("completed")
    used = [at[role] for role in ("day", "meal", "time", "zone", "person") if role in at]
    wanted, left = nutrient_columns(
        table, [*used, completed], grams=app is not None and app.in_grams
    )
    values, problems = numbers(table, wanted, where)
    days, notes, bad_days = day_column(table, at["day"], today, where)
    frame = schema_frame(
        {
            "row": table.frame["line"],
            "day": days,
            "meal": table.text(at.get("meal")),
            "kind": pl.Series(["food"] * table.frame.height, dtype=pl.String),
        },
        values,
    )
    recorded = [n for n in NUTRIENTS if n in frame.columns]
    logged = frame.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in recorded))
    blank = frame.height - logged.height
    ours = completed is not None
    part = Part(
        where,
        "cronometer_daily" if ours else "daily_totals",
        "Cronometer daily summary" if ours else "Table of daily totals",
        logged,
        DAYS,
        rows=table.frame.height,
        lower_bounds=tuple(n for n in recorded if n not in LABELLED),
        cannot_answer=tuple(n for n in NUTRIENTS if n not in recorded),
        energy_untold=untold_energy(table, wanted),
        problems=[*table.problems, *problems, *bad_days],
        warnings=[*table.notes, *notes, *left],
    )
    part.warnings.append(reason("diary_blanks_are_zero", totals=not ours))
    if blank:
        part.skipped.append(reason("diary_blank_days", count=blank))
    return part
