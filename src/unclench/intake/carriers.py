"""What carries each nutrient, the most first: foods and pills; and which foods have none of it."""

from __future__ import annotations

import polars as pl

COLUMNS = (
    "person", "nutrient", "name", "amount_per_day", "sd_per_day", "share", "guessed", "supplement",
)  # fmt: skip
_TOLD = ("known", "found", "weak")
_ORDER, _DOWN = ("person", "nutrient", "amount_per_day", "name"), (False, False, True, False)


def none() -> pl.DataFrame:
    """No carriers."""
    return pl.DataFrame(
        schema={
            "person": pl.String,
            "nutrient": pl.String,
            "name": pl.String,
            "amount_per_day": pl.Float64,
            "sd_per_day": pl.Float64,
            "share": pl.Float64,
            "guessed": pl.Boolean,
            "supplement": pl.Boolean,
        }
    )


def of_foods(cells: pl.DataFrame) -> pl.DataFrame:
    """Amount per day of each food name and nutrient, with the spread of its composition.

    A zero stays where it is `told` by every line of the food, not where it is unknown.
    """
    days = pl.col("_days").first()
    return (
        cells.with_columns(_days=pl.col("day").drop_nulls().n_unique().over("person"))
        .filter(pl.col("name").is_not_null() & (pl.col("how") != "never"))
        .group_by("person", "nutrient", "name", maintain_order=True)
        .agg(
            amount_per_day=(pl.col("value").fill_null(0.0) + pl.col("fill")).sum() / days,
            sd_per_day=pl.col("sd").fill_null(0.0).sum() / days,
            guessed=(pl.col("how") == "guess").all(),
            told=pl.col("how").is_in(_TOLD).all(),
        )
        .filter((pl.col("amount_per_day") > 0) | "told")
        .with_columns(supplement=pl.lit(False))
    )


def none_of(sums: pl.DataFrame) -> dict[str, frozenset[str]]:
    """Food name -> nutrients that it is told to have nothing of, from the rows of `of_foods`."""
    rows = sums.filter(pl.col("amount_per_day") <= 0).select("name", "nutrient").iter_rows()
    out: dict[str, set[str]] = {}
    for name, nutrient in rows:
        out.setdefault(name, set()).add(nutrient)
    return {name: frozenset(found) for name, found in out.items()}


def carriers(sums: pl.DataFrame, pills: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Amount per day and share of each food and pill, per nutrient, the largest first."""
    taken = (
        pills.filter(pl.col("name").is_not_null())
        .join(days, on="person")
        .group_by("person", "nutrient", "name", maintain_order=True)
        .agg(
            amount_per_day=pl.col("value").sum() / pl.col("_days").first(),
            sd_per_day=pl.lit(0.0),
            guessed=pl.lit(False),
            supplement=pl.lit(True),
        )
    )
    foods = sums.filter(pl.col("amount_per_day") > 0).drop("told")
    return (
        pl.concat([foods, taken], how="vertical_relaxed")
        .with_columns(
            share=pl.col("amount_per_day")
            / pl.col("amount_per_day").sum().over("person", "nutrient")
        )
        .sort(*_ORDER, descending=_DOWN)
        .select(*COLUMNS)
    )
