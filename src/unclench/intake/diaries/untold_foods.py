"""The column of foods in a table whose header for it nobody knows."""

from __future__ import annotations

import polars as pl

from unclench.assessment import reason
from unclench.intake.diaries.columns import column
from unclench.intake.diaries.table import Table

ROWS_A_MEAL = 1.4
"""Rows of a day and meal, at least: totals have one."""
FILLED, DISTINCT = 0.8, 3


def named(table: Table, at: dict[str, int]) -> dict[str, int]:
    """The roles of the columns, with the foods where they are told by what stands below (else as
    they were): words that differ from row to row, beside amounts, several in a meal. It is noted.
    """
    if "day" not in at or "name" in at or not {"amount", "grams"} & set(at):
        return at
    meal = table.text(at.get("meal")).fill_null("")
    day = table.text(at["day"]).fill_null(strategy="forward")
    meals = pl.DataFrame({"day": day, "meal": meal}).n_unique()
    if table.frame.height < ROWS_A_MEAL * meals:
        return at
    for i, header in enumerate(table.header):
        if i in at.values() or not header or column(header) is not None:
            continue
        words = table.text(i).drop_nulls()
        words = words.filter(words.str.contains(r"[^\W\d_]{3}"))
        if len(words) >= FILLED * table.frame.height and words.n_unique() >= DISTINCT:
            table.notes.append(reason("diary_foods_guessed", header=header))
            return at | {"name": i}
    return at
