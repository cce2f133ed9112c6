"""What the diaries need of the food table, as a protocol, and the table that ships as one."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from unclench.intake import foods
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.foods import store
from unclench.intake.foods.store import Shelf
from unclench.intake.usual.gaussian import Z80

PIECE_G = 300.0
"""A piece up to this weight is eaten whole: a potato, not a pizza (judgement)."""


@dataclass(frozen=True, slots=True)
class Found:
    """The food that a phrase was matched to.

    `confidence` is 0..1; `alternatives` are names of other foods that it could be, best first.
    """

    food_id: str
    name: str
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """Grams of an amount, with how loosely they are known (coefficient of variation)."""

    grams: float
    cv: float


class FoodBook(Protocol):
    """The food table as matching and filling-in see it."""

    def match_many(self, phrases: Sequence[str]) -> list[Found | None]:
        """The likeliest food of each phrase; None when there is none."""

    def exact(self, phrases: Sequence[str]) -> dict[str, Found]:
        """Foods whose name is the phrase, letter case apart; cheap."""

    def weigh(
        self, food_id: str, quantity: float | None, unit: str, size: str, said: str = ""
    ) -> Weight | None:
        """Grams of so many units of a food; of a usual serving when `quantity` is None.

        `said` is the food as the person wrote it.
        """

    def amounts(self, food_ids: Sequence[str]) -> pl.DataFrame:
        """`food_id`, `nutrient`, `per` (per 100 g, known or borrowed; unknown ones left out) and
        `per_cv` (spread of a borrowed value; null when measured)."""

    def spread(self) -> pl.DataFrame:
        """How nutrients spread over what people eat, per kcal: columns `nutrient`, `mean`, `sd`."""

    def find(self, name_or_id: str) -> Found | None:
        """A food by its id or its exact name."""


class Shipped:
    """`FoodBook` over `unclench.intake.foods`."""

    def match_many(self, phrases: Sequence[str]) -> list[Found | None]:
        """See `FoodBook`."""
        out: list[Found | None] = []
        for m in foods.match_many(phrases):
            names = tuple(dict.fromkeys(h.name for h in m.alternatives))
            if m.food_id is not None and m.name is not None:
                out.append(Found(m.food_id, m.name, m.confidence, names))
            elif m.alternatives:
                first = m.alternatives[0]
                out.append(Found(first.food_id, first.name, m.confidence, names[1:]))
            else:
                out.append(None)
        return out

    def exact(self, phrases: Sequence[str]) -> dict[str, Found]:
        """See `FoodBook`."""
        asked = pl.DataFrame({"phrase": list(dict.fromkeys(phrases))}, schema={"phrase": pl.String})
        hits = (
            asked.with_columns(_key=pl.col("phrase").str.strip_chars().str.to_lowercase())
            .join(
                foods.table().foods.select(
                    "food_id",
                    "name",
                    _key=pl.col("name").str.to_lowercase(),
                    _eaten=pl.col("eaten_per_million").fill_null(0.0),
                ),
                on="_key",
            )
            .sort("phrase", "_eaten", "food_id", descending=[False, True, False])
            .unique("phrase", keep="first", maintain_order=True)
        )
        return {
            phrase: Found(food_id, name, 1.0)
            for phrase, food_id, name in hits.select("phrase", "food_id", "name").iter_rows()
        }

    def weigh(
        self, food_id: str, quantity: float | None, unit: str, size: str, said: str = ""
    ) -> Weight | None:
        """See `FoodBook`."""
        if quantity is None:
            told = foods.grams_for(food_id, 1.0, "portion", said)
            piece = foods.grams_for(food_id, 1.0, "", said)
            if told and piece and piece.value <= PIECE_G and told.value < 0.35 * piece.value:
                told = piece  # "jacket potato" is one, whatever part of one is usual in a dish
        else:
            told = foods.grams_for(food_id, quantity, f"{size} {unit}".strip(), said)
        if told is None and size and quantity is not None:
            told = foods.grams_for(food_id, quantity, unit, said)
        if told is None and quantity is None:
            return _usual(food_id, store.shelf())
        if told is None:
            return None
        cv = (told.high - told.low) / (2 * Z80 * told.value) if told.value > 0 else 0.0
        return Weight(float(told.value), float(cv))

    def amounts(self, food_ids: Sequence[str]) -> pl.DataFrame:
        """See `FoodBook`."""
        long = foods.amounts(food_ids)
        spread = (pl.col("high") - pl.col("low")) / (2 * Z80 * pl.col("value"))
        return long.filter(
            pl.col("value").is_not_null() & pl.col("nutrient").is_in(NUTRIENTS)
        ).select(
            "food_id",
            "nutrient",
            per="value",
            per_cv=pl.when((pl.col("value") > 0) & (pl.col("high") > pl.col("low"))).then(spread),
        )

    def spread(self) -> pl.DataFrame:
        """See `FoodBook`."""
        return _spread(store.shelf())

    def find(self, name_or_id: str) -> Found | None:
        """See `FoodBook`."""
        known = foods.table().foods
        hit = known.filter((pl.col("food_id") == name_or_id) | (pl.col("name") == name_or_id))
        if not hit.height:
            return None
        first = hit.row(0, named=True)
        return Found(first["food_id"], first["name"], 1.0)


@functools.lru_cache(maxsize=1024)
def _usual(food_id: str, _shelf: Shelf) -> Weight | None:
    """What people eat at once of foods of the same group, when the food itself has no portion."""
    known = foods.table().foods
    group = known.filter(pl.col("food_id") == food_id)["group"]
    like = known.filter((pl.col("group") == group.first()) & pl.col("serving_g").is_not_null())
    middle = like["serving_g"].median()
    return Weight(float(middle), 0.6) if isinstance(middle, float) else None


@functools.lru_cache(maxsize=2)
def _spread(_shelf: Shelf) -> pl.DataFrame:
    t = foods.table()
    return spread_of(t.values.join(t.foods, on="food_id"))


def spread_of(table: pl.DataFrame) -> pl.DataFrame:
    """Mean and standard deviation per kcal over foods, weighted by the energy people eat of them.

    Args:
        table: nutrients per 100 g, `eaten_per_million`, `serving_g`.

    Returns:
        `nutrient`, `mean`, `sd` (of one food's amount per kcal); values above the 99th percentile
        per kcal are cut there, since a few spices would rule the spread otherwise.
    """
    have = [n for n in NUTRIENTS if n in table.columns and n != "energy"]
    eaten = table.filter(
        (pl.col("eaten_per_million") > 0) & (pl.col("energy") > 5) & (pl.col("serving_g") > 0)
    ).with_columns(
        w=(pl.col("eaten_per_million") * pl.col("serving_g") * pl.col("energy")).cast(pl.Float64)
    )
    long = (
        eaten.select("w", *((pl.col(n) / pl.col("energy")).cast(pl.Float64) for n in have))
        .unpivot(have, index="w", variable_name="nutrient", value_name="x")
        .filter(pl.col("x").is_not_null())
        .with_columns(pl.min_horizontal("x", pl.col("x").quantile(0.99).over("nutrient")))
    )
    mean = (pl.col("x") * pl.col("w")).sum() / pl.col("w").sum()
    out = long.group_by("nutrient").agg(
        mean=mean, sd=(((pl.col("x") - mean) ** 2 * pl.col("w")).sum() / pl.col("w").sum()).sqrt()
    )
    one = pl.DataFrame({"nutrient": ["energy"], "mean": [1.0], "sd": [0.0]})
    return pl.concat([out, one]).sort("nutrient")


@functools.cache
def shipped() -> Shipped:
    """The one shipped table."""
    return Shipped()
