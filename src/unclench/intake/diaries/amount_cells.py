"""Amounts, doses and hours in the cells of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from unclench.errors import Problem
from unclench.told import quantity as q
from unclench.told.supplements import Dose


def map_distinct(
    values: pl.Series, f: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]
) -> pl.Series:
    """`f` of every string, computed once per distinct value; null stays null."""
    distinct = [v for v in values.unique(maintain_order=True).to_list() if v is not None]
    if not distinct:
        return pl.Series(values.name, [None] * len(values), dtype=dtype)
    return values.replace_strict(
        distinct, pl.Series([f(v) for v in distinct], dtype=dtype), default=None, return_dtype=dtype
    )


def dose_problem(dose: Dose, where: str, line: int) -> Problem:
    """The problem that nobody takes so much of a supplement."""
    return Problem(
        f"{dose.amount:g} {dose.unit} of {dose.nutrient.replace('_', ' ')} is not believable.",
        f"{where}, line {line}",
        "Look whether the unit is mg, µg or IU.",
    )


def quantities(amounts: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """(grams, cv of the amount, unit) of amount strings; null where nothing is told."""
    told = {
        a: q.take(q.tidy(a))[0]
        for a in amounts.unique(maintain_order=True).to_list()
        if a is not None
    }

    def grams(a: str) -> float | None:
        t = told[a]
        return None if t is None else t.grams

    def unit(a: str) -> str:
        t = told[a]
        return "" if t is None else t.unit

    return (
        map_distinct(amounts, grams, pl.Float64),
        map_distinct(amounts, lambda a: q.amount_cv(told[a]), pl.Float64),
        map_distinct(amounts, unit, pl.String),
    )


def clock(text: str) -> str | None:
    """ "9:51 AM" or "05:17" as "HH:MM"; None when it is no time."""
    for form in ("%I:%M %p", "%H:%M", "%H:%M:%S", "%I:%M:%S %p"):
        try:
            return dt.datetime.strptime(text.strip().upper(), form).strftime("%H:%M")
        except ValueError:
            continue
    return None
