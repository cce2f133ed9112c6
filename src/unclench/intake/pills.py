"""What supplements of a diary hold, per day and nutrient."""

from __future__ import annotations

import polars as pl

from unclench.facts.kinds.nutrient_parts import NutrientPart
from unclench.facts.loader import load
from unclench.intake.diaries.columns import NUTRIENTS


def pill_cells(entries: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """One row per supplement line and nutrient that it holds: `value`, and its least share.

    Vitamin A of a pill is retinol unless the file tells it apart.
    """
    have = [n for n in NUTRIENTS if n in entries.columns]
    taken = entries.filter((pl.col("kind") == "supplement") & pl.col("day").is_in(days.implode()))
    for part, fact in load("nutrient_parts", NutrientPart).items():
        if fact.of in have:
            told = [pl.col(part)] if part in have else []
            taken = taken.with_columns(pl.coalesce([*told, pl.col(fact.of)]).alias(part))
            have += [part] * (part not in have)
    fraction = pl.col("label_fraction").fill_null(1.0).alias("fraction")
    return (
        taken.select("person", "day", "name", *have, fraction)
        .unpivot(
            have,
            index=["person", "day", "name", "fraction"],
            variable_name="nutrient",
            value_name="value",
        )
        .filter(pl.col("value") > 0)
    )


def sums(entries: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """Sums of supplements per day and nutrient."""
    return (
        pill_cells(entries, days)
        .group_by("person", "day", "nutrient", maintain_order=True)
        .agg(
            supplement=pl.col("value").sum(),
            supplement_low=(pl.col("value") * pl.col("fraction")).sum(),
        )
    )


def alone(per_day: pl.DataFrame, pills: pl.DataFrame) -> pl.DataFrame:
    """Rows of nutrients that only supplements tell: what food adds to them is unknown."""
    rest = pills.join(per_day.select("nutrient").unique(), on="nutrient", how="anti")
    days = per_day.select("person", "day").unique(maintain_order=True)
    return days.join(rest.select("nutrient").unique(maintain_order=True), how="cross").with_columns(
        food=pl.lit(0.0),
        filled=pl.lit(0.0),
        low=pl.lit(0.0),
        high=pl.lit(float("inf")),
        known_share=pl.lit(0.0),
        found_share=pl.lit(0.0),
    )


def untold(entries: pl.DataFrame, days: pl.Series) -> dict[str, tuple[str, ...]]:
    """Nutrient -> names of supplements that may hold it, taken without a word on the dose."""
    from unclench.told.supplements import may_hold

    have = [n for n in NUTRIENTS if n in entries.columns]
    blank = [pl.col(n).is_null() | (pl.col(n) == 0) for n in have]
    taken = entries.filter(
        (pl.col("kind") == "supplement")
        & pl.col("day").is_in(days.implode())
        & pl.col("name").is_not_null()
        & pl.all_horizontal(pl.lit(True), *blank)
    )
    out: dict[str, tuple[str, ...]] = {}
    for name in taken["name"].unique(maintain_order=True).to_list():
        for nutrient in may_hold(name):
            out[nutrient] = (*out.get(nutrient, ()), name)
    return out
