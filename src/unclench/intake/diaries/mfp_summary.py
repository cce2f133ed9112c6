"""MyFitnessPal's Nutrition-Summary: meals without foods.

It carries no magnesium, vitamin D, B vitamins, zinc or water at all, and writes what it does not
know as 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import polars as pl

from unclench.assessment import Reason, reason
from unclench.intake.diaries.amount_cells import clock, map_distinct
from unclench.intake.diaries.columns import NUTRIENTS, bare_name, column, unit_in
from unclench.intake.diaries.day_column import day_column
from unclench.intake.diaries.nutrient_columns import (
    export_columns,
    nutrient_columns,
    unknown_columns,
)
from unclench.intake.diaries.part import MEALS, Part, schema_frame
from unclench.intake.diaries.table import Table, numbers

_ZERO_IS_UNKNOWN = ("fibre", "sodium", "potassium", "calcium", "iron", "vitamin_c")
_PERCENT = ("calcium", "iron", "vitamin_c")
_SHARES = (*_PERCENT, "vitamin_a")
_OWN = frozenset(
    ("saturatedfat", "polyunsaturatedfat", "monounsaturatedfat", "transfat", "cholesterol")
)


def is_summary(header: list[str], at: Mapping[str, int]) -> bool:
    """Whether a table is the Nutrition-Summary: its own columns, under whatever units.

    Args:
        at: what the columns are; a column of foods is none of the summary's.
    """
    bare = {bare_name(h) for h in header}
    own = len(bare & _OWN) >= 3 or "fat (g)" in {h.lower() for h in header}
    return {"date", "meal", "calories", "fat"} <= bare and "name" not in at and own


def _renamed(
    table: Table, wanted: dict[str, tuple[int, float]], used: Iterable[int | None]
) -> tuple[dict[str, tuple[int, float]], list[Reason]]:
    """Further nutrients that the table tells under other names, and what was left out.

    Without a unit a mineral or vitamin that the summary writes in per cent may be either.
    """
    found, left = nutrient_columns(table, used)
    out: dict[str, tuple[int, float]] = {}
    unclear: list[str] = []
    for nutrient, (i, factor) in found.items():
        known = column(table.header[i])
        if nutrient in _SHARES and known is not None and known.plain:
            unclear.append(table.header[i])
        elif nutrient in NUTRIENTS and nutrient not in wanted:
            out[nutrient] = (i, factor)
    return out, [*left, *unknown_columns(unclear)]


def read_summary(table: Table, where: str, today: dt.date) -> Part:
    """The Nutrition-Summary table: one row per meal, without foods."""
    bare = [bare_name(h) for h in table.header]
    at = {n: bare.index(n) if n in bare else None for n in ("date", "meal", "time", "note")}
    at_day = bare.index("date")
    wanted = export_columns(table, "myfitnesspal")
    used = {*at.values(), *(i for i, _ in wanted.values())}
    more, left = _renamed(table, wanted, used)
    wanted |= more
    in_mass = {n for n, (i, _) in wanted.items() if unit_in(table.header[i]) not in ("", "%")}
    values, problems = numbers(table, wanted, where)
    values = values.select(
        pl.when(pl.col(n) > 0).then(pl.col(n)).alias(n) if n in _ZERO_IS_UNKNOWN else pl.col(n)
        for n in wanted
    )
    days, notes, bad_days = day_column(table, at_day, today, where)
    height = table.frame.height
    frame = schema_frame(
        {
            "row": table.frame["line"],
            "day": days,
            "time": map_distinct(table.text(at["time"]), clock, pl.String),
            "meal": table.text(at["meal"]),
            "kind": pl.Series(["food"] * height, dtype=pl.String),
        },
        values,
    )
    part = Part(
        where,
        "mfp_summary",
        "MyFitnessPal Nutrition-Summary",
        frame,
        MEALS,
        rows=height,
        cannot_answer=tuple(n for n in NUTRIENTS if n not in wanted),
        lower_bounds=tuple(n for n in _PERCENT if n in wanted and n not in in_mass),
        problems=[*table.problems, *problems, *bad_days],
        warnings=[*table.notes, *notes, *left],
    )
    part.warnings += [
        reason("diary_names_no_foods"),
        reason("diary_zero_is_unknown"),
        reason("diary_percent_of_what"),
    ]
    return part
