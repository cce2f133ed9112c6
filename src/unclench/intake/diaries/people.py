"""People in a column of names: "Date, Name, Calories" with one total a day of each.

The same header holds foods in other tables. People are few, each has one row a day on most days,
and a row is as much as a day's food.
"""

from __future__ import annotations

import polars as pl

from unclench.intake.diaries.columns import bare_name
from unclench.intake.diaries.nutrient_columns import nutrient_columns
from unclench.intake.diaries.roles import weak_name
from unclench.intake.diaries.table import Table, numbers

FEWEST_DAYS, MOST_PEOPLE = 2, 12
SHARE = 0.6
"""Of the days that each has a row on."""
A_DAY = 900.0
"""Energy of a day, kcal: no food of every day has so much (judgement)."""


def of_totals(table: Table, at: dict[str, int], where: str) -> dict[str, int]:
    """The roles of the columns, with the names as people where they are (else as they were)."""
    if not {"day", "name"} <= set(at) or set(at) & {"amount", "grams", "meal", "unit", "person"}:
        return at
    if not weak_name(bare_name(table.header[at["name"]])):
        return at
    wanted, _ = nutrient_columns(table, at.values())
    energy = {k: v for k, v in wanted.items() if k.partition("|")[0] == "energy"}
    if not energy:
        return at
    values, _ = numbers(table, energy, where)
    rows = pl.DataFrame(
        {
            "who": table.text(at["name"]),
            "day": table.text(at["day"]),
            "energy": values[next(iter(energy))],
        }
    ).drop_nulls(["who", "day"])
    each = rows.group_by("who").agg(
        pl.len().alias("rows"), pl.col("day").n_unique().alias("days"), pl.median("energy")
    )
    days = rows["day"].n_unique()
    if days < FEWEST_DAYS or not 2 <= each.height <= MOST_PEOPLE:
        return at
    one_a_day = (each["rows"] == each["days"]).all() and (each["days"] >= SHARE * days).all()
    if not one_a_day or not (each["energy"].fill_null(0.0) >= A_DAY).all():
        return at
    return {("person" if role == "name" else role): i for role, i in at.items()}
