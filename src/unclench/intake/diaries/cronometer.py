"""Cronometer's servings in three header generations.

A blank cell is unknown, `0.00` a known zero. Its daily summary is read by `daily`.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from unclench.assessment import reason
from unclench.facts.measure_words import measures
from unclench.intake.diaries.amount_cells import clock, map_distinct, quantities
from unclench.intake.diaries.columns import NUTRIENTS, USUAL
from unclench.intake.diaries.day_column import day_column
from unclench.intake.diaries.nutrient_columns import nutrient_columns
from unclench.intake.diaries.part import Part, schema_frame
from unclench.intake.diaries.table import Table, numbers
from unclench.told import supplements

LABELLED = frozenset(("energy", "protein", "fat", "carbohydrate", "fibre"))
"""What every label tells, so that its total is seldom short in a daily summary."""

SUPPLEMENT_KCAL_AT_MOST = 25.0
"""A line with a supplement's name and more energy than this is a food (a fortified drink)."""


def generation(table: Table) -> str:
    """v1, v2 or v2_time by the leading columns."""
    if table.find("time") is not None:
        return "v2_time"
    return "v2" if table.find("group") is not None else "v1"


def read_servings(table: Table, where: str, today: dt.date) -> Part:
    """A `servings.csv`: one row per food, columns by the user's settings."""
    at = {k: table.find(k) for k in ("day", "time", "group", "category")}
    at["name"] = table.find("food name")
    at["amount"] = table.find("amount")
    assert at["day"] is not None
    wanted, left = nutrient_columns(table, at.values())
    values, problems = numbers(table, wanted, where)
    days, notes, bad_days = day_column(table, at["day"], today, where)
    name, amount = table.text(at["name"]), table.text(at["amount"])
    negative = amount.str.contains(r"^[-−]\s*\d").fill_null(False)
    from unclench.errors import Problem
    from unclench.intake.diaries.table import listed

    lines = table.frame["line"]
    bad_amounts = listed(
        (
            Problem(
                f"The amount is negative ({amount[i]}).",
                f"{where}, line {lines[i]}",
                "An amount cannot be negative.",
            )
            for i in negative.arg_true().to_list()
        ),
        int(negative.sum()),
        where,
    )
    grams, cv, unit = quantities(amount)
    columns = {
        "row": lines,
        "day": days,
        "time": map_distinct(table.text(at["time"]), clock, pl.String),
        "meal": table.text(at["group"]),
        "name": name,
        "amount": amount,
        "grams": grams,
        "amount_cv": cv,
    }
    frame = schema_frame(columns, values)
    frame = classify(frame, unit, table.text(at["category"]))
    version = generation(table)
    part = Part(
        where,
        f"cronometer_servings_{version}",
        "Cronometer servings export" + (", with times" if version == "v2_time" else ""),
        frame,
        rows=table.frame.height,
        problems=[*table.problems, *problems, *bad_days, *bad_amounts],
        warnings=[*table.notes, *notes, *left],
    )
    fill_doses(part)
    _missing_columns(part, wanted)
    return part


def _missing_columns(part: Part, wanted: dict[str, tuple[int, float]]) -> None:
    missing = [n for n in USUAL if n not in wanted]
    if missing and len(missing) < len(USUAL):
        part.warnings.append(reason("diary_not_exported", nutrients=missing))


def classify(frame: pl.DataFrame, unit: pl.Series, category: pl.Series) -> pl.DataFrame:
    """Set `kind`: supplements and medicines are logged as foods.

    A supplement has its name or unit (pill, IU) and next to no energy; a medicine its name and no
    energy.
    """
    energy = pl.col("energy").fill_null(0.0) if "energy" in frame.columns else pl.lit(0.0)
    names = frame["name"].fill_null("")
    supp = map_distinct(names, _supplement_name, pl.Boolean)
    idle = frame.select(pl.when(energy == 0).then(pl.col("name")))["name"]
    med = map_distinct(idle, lambda n: supplements.medicine(n) is not None, pl.Boolean)
    dose = unit.is_in([*measures().doses, "mg", "µg", "IU"]).fill_null(False)
    group = frame["meal"].str.contains(r"(?i)supplement|vitamin").fill_null(False)
    in_category = category.str.contains(r"(?i)supplement").fill_null(False)
    looks = supp | dose | ((group | in_category) & frame["grams"].is_null())
    return frame.with_columns(
        kind=pl.when(pl.lit(med).fill_null(False))
        .then(pl.lit("medicine"))
        .when(pl.lit(looks) & (energy <= SUPPLEMENT_KCAL_AT_MOST))
        .then(pl.lit("supplement"))
        .otherwise(pl.lit("food"))
    )


def _supplement_name(name: str) -> bool:
    return supplements.hint(name) and supplements.read(name) is not None


def fill_doses(part: Part) -> None:
    """Supplements whose minerals and vitamins are all blank or 0 get the dose that they name."""
    frame = part.frame
    known = [n for n in NUTRIENTS if n in frame.columns and n not in LABELLED]
    empty = (
        pl.all_horizontal(pl.col(n).fill_null(0.0) == 0 for n in known) if known else pl.lit(True)
    ) & pl.col("kind").eq("supplement")
    rows = frame.with_row_index("_i").filter(empty).select("_i", "name", "amount").to_dicts()
    doses: dict[str, dict[int, float]] = {}
    fractions: dict[int, float] = {}
    untold: dict[str, int] = {}
    for r in rows:
        text = f"{r['name'] or ''} {r['amount'] or ''}"
        found = supplements.read(text, sure=True)
        if found is None or not found.doses:
            untold[r["name"] or "?"] = untold.get(r["name"] or "?", 0) + 1
            continue
        for nutrient, (value, fraction) in found.doses.items():
            doses.setdefault(nutrient, {})[r["_i"]] = value
            fractions[r["_i"]] = min(fraction, fractions.get(r["_i"], 1.0))
        part.warnings += [n for n in found.notes if n not in part.warnings]
    part.warnings += [
        reason("diary_supplement_without_amounts", name=name, count=count)
        for name, count in untold.items()
    ]
    if not doses:
        return
    index = pl.Series(range(frame.height))
    for nutrient, values in doses.items():
        told = pl.Series(nutrient, [values.get(i) for i in index], dtype=pl.Float64)
        old = frame[nutrient] if nutrient in frame.columns else told
        frame = frame.with_columns(told.fill_null(old).alias(nutrient))
    part.frame = frame.with_columns(
        label_fraction=pl.Series([fractions.get(i) for i in index], dtype=pl.Float64)
    )
