"""MacroFactor's food log: one row per food, with its serving weight and dozens of nutrients."""

from __future__ import annotations

import datetime as dt

import polars as pl

from unclench.facts.measure_words import measures
from unclench.intake.diaries.amount_cells import clock, map_distinct
from unclench.intake.diaries.cronometer import classify, fill_doses
from unclench.intake.diaries.day_column import day_column
from unclench.intake.diaries.nutrient_columns import nutrient_columns
from unclench.intake.diaries.part import Part, schema_frame
from unclench.intake.diaries.table import Table, numbers


def read(table: Table, where: str, today: dt.date) -> Part:
    """A MacroFactor table (header from their documentation; no real file was at hand)."""
    at = {
        "day": table.find("date"),
        "time": table.find("time"),
        "name": table.find("food name"),
        "size": table.find("serving size"),
        "qty": table.find("serving qty"),
        "weight": table.find("serving weight (g)"),
    }
    assert at["day"] is not None
    wanted, left = nutrient_columns(table, at.values())
    helper = {k: (i, 1.0) for k in ("qty", "weight") if (i := at[k]) is not None}
    values, problems = numbers(table, {**wanted, **helper}, where)
    days, notes, bad_days = day_column(table, at["day"], today, where)
    size = table.text(at["size"])
    amount = pl.select(
        pl.concat_str(
            table.text(at["qty"]).fill_null("1").alias("qty"),
            size.fill_null("").alias("size"),
            separator=" ",
        ).str.strip_chars()
    ).to_series()
    none = pl.Series([None] * table.frame.height, dtype=pl.Float64)
    grams = values["weight"] if "weight" in helper else none
    frame = schema_frame(
        {
            "row": table.frame["line"],
            "day": days,
            "time": map_distinct(table.text(at["time"]), clock, pl.String),
            "name": table.text(at["name"]),
            "amount": amount,
            "grams": grams,
            "amount_cv": pl.Series([0.05] * table.frame.height, dtype=pl.Float64),
        },
        values,
    )
    words = measures().word_of
    unit = map_distinct(size, lambda s: words.get((s.split() or [""])[-1].lower(), ""), pl.String)
    frame = classify(frame, unit, table.text(None))
    part = Part(where, "macrofactor", "MacroFactor food log", frame, rows=table.frame.height)
    part.problems = [*table.problems, *problems, *bad_days]
    part.warnings = [*table.notes, *notes, *left]
    fill_doses(part)
    return part
