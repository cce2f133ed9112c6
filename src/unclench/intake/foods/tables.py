"""Foods by id: nutrients per 100 g with what is known, filled in and unknown kept apart."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unclench.errors import Problem, UserError, did_you_mean
from unclench.intake.foods import store
from unclench.intake.foods.store import Shelf
from unclench.processes import begin_tables

if TYPE_CHECKING:
    import polars as pl

ORIGINS = {
    "measured": "listed in the source",
    "same_food": "listed for the same food in a later release",
    "similar": "borrowed from the most alike foods",
    "difference": "computed from what else is listed",
    "converted": "converted from a related quantity",
    "below_limit": "below the limit of the method",
    "estimated": "estimated by the source",
    "unknown": "unknown",
}
"""How a value came about, in words."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Amount per 100 g. `value` None is unknown, never zero.

    `low` and `high` are an 80 % interval; they equal `value` when the source lists it.
    `donors` are the ids of the foods it was borrowed from.
    """

    value: float | None
    low: float | None
    high: float | None
    origin: str
    donors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A household measure of a food: grams of one; `borrowed_from` another food, or empty."""

    label: str
    grams: float
    borrowed_from: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """What people eat of it on one occasion: median, 10th and 90th percentile, grams."""

    grams: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Food:
    """A food of the table. `nutrients` by nutrient id, each in that nutrient's unit per 100 g."""

    food_id: str
    name: str
    group: str
    source: str
    source_id: str
    nutrients: dict[str, Amount]
    measures: tuple[Measure, ...]
    portion: Portion | None
    eaten_per_million: float | None


@dataclass(frozen=True)
class Tables:
    """The table as polars frames, packaged and imported foods together.

    foods: food_id, source, source_id, name, group, eaten_per_million, serving_g, serving_low,
    serving_high. values: food_id and one Float32 column per nutrient, null = not listed.
    filled: food_id, nutrient, value, low, high, origin, donors (ids joined by ";").
    measures: food_id, label, grams, borrowed_from.
    """

    foods: pl.DataFrame
    values: pl.DataFrame
    filled: pl.DataFrame
    measures: pl.DataFrame

    @functools.cached_property
    def row(self) -> dict[str, int]:
        """Row number of each food id in `foods` and `values`."""
        return {k: i for i, k in enumerate(self.foods["food_id"])}


@functools.lru_cache(maxsize=2)
def _tables(shelf: Shelf) -> Tables:
    import polars as pl

    def read(name: str) -> pl.DataFrame:
        parts = [pl.read_parquet(f / f"{name}.parquet") for f in shelf.folders]
        return parts[0] if len(parts) == 1 else pl.concat(parts, how="diagonal")

    return Tables(read("foods"), read("values"), read("filled"), read("measures"))


def table() -> Tables:
    """All foods as polars frames; read once."""
    begin_tables()
    return _tables(store.shelf())


def nutrient_ids() -> list[str]:
    """Ids of the nutrients that the table has, in its order."""
    return table().values.columns[1:]


def amounts(food_ids: Sequence[str]) -> pl.DataFrame:
    """Long frame of all nutrients of some foods, for sums over many entries.

    Columns: food_id, nutrient, value, low, high (Float64 per 100 g, null = unknown), origin. One
    row per distinct id and nutrient; ids that are not in the table are left out.
    """
    import polars as pl

    t = table()
    ids = pl.DataFrame({"food_id": sorted(set(food_ids))}, schema={"food_id": pl.String})
    listed = (
        t.values.join(ids, on="food_id", how="semi")
        .unpivot(index="food_id", variable_name="nutrient", value_name="listed")
        .with_columns(pl.col("listed").cast(pl.Float64))
    )
    borrowed = t.filled.join(ids, on="food_id", how="semi").with_columns(
        pl.col("value", "low", "high").cast(pl.Float64)
    )
    known = pl.col("listed").is_not_null()
    return (
        listed.join(borrowed, on=["food_id", "nutrient"], how="left")
        .select(
            "food_id",
            "nutrient",
            pl.coalesce("listed", "value").alias("value"),
            pl.coalesce("listed", "low").alias("low"),
            pl.coalesce("listed", "high").alias("high"),
            pl.when(known)
            .then(pl.lit("measured"))
            .otherwise(pl.col("origin").fill_null("unknown"))
            .alias("origin"),
        )
        .sort("food_id", "nutrient")
    )


def food(food_id: str) -> Food:
    """A food with its nutrients per 100 g and its measures.

    Raises:
        UserError: there is no such id; names the nearest.
    """
    return _food(food_id, store.shelf())


@functools.lru_cache(maxsize=4096)
def _food(food_id: str, shelf: Shelf) -> Food:
    import polars as pl

    t = _tables(shelf)
    i = t.row.get(food_id)
    if i is None:
        near = did_you_mean(food_id, t.row) or "Search the foods by words: each has its id."
        raise UserError(Problem(f"There is no food with the id '{food_id}'.", fix=near))
    row = t.foods.row(i, named=True)
    values = t.values.row(i, named=True)
    filled = {
        r["nutrient"]: r
        for r in t.filled.filter(pl.col("food_id") == food_id).iter_rows(named=True)
    }
    nutrients = {}
    for k in t.values.columns[1:]:
        v, f = values[k], filled.get(k)
        if v is not None:
            nutrients[k] = Amount(v, v, v, "measured")
        elif f is not None:
            donors = tuple(f["donors"].split(";")) if f["donors"] else ()
            nutrients[k] = Amount(f["value"], f["low"], f["high"], f["origin"], donors)
        else:
            nutrients[k] = Amount(None, None, None, "unknown")
    measures = tuple(
        Measure(r["label"], r["grams"], r["borrowed_from"] or "")
        for r in t.measures.filter(pl.col("food_id") == food_id).iter_rows(named=True)
    )
    portion = None
    if row["serving_g"] is not None:
        portion = Portion(row["serving_g"], row["serving_low"], row["serving_high"])
    return Food(
        food_id,
        row["name"],
        row["group"],
        row["source"],
        row["source_id"] or "",
        nutrients,
        measures,
        portion,
        row["eaten_per_million"],
    )
