"""Cells of a nutrient that is a part of another one: retinol, which no diary in words tells."""

from __future__ import annotations

import functools
import re

import polars as pl

from unclench.facts.kinds.food_tags import FoodTag
from unclench.facts.kinds.nutrient_parts import NutrientPart, Share
from unclench.facts.loader import load


def fits(name: str, words: tuple[str, ...], except_words: tuple[str, ...]) -> bool:
    """Whether a lower-case name fits one of the patterns and none of the exceptions."""
    return any(re.search(w, name) for w in words) and not any(
        re.search(w, name) for w in except_words
    )


def tagged(name: str, tag: str) -> bool:
    """Whether a lower-case name has a tag of `food_tags` by its words."""
    fact = load("food_tags", FoodTag)[tag]
    return fits(name, fact.words, fact.except_words)


def _fits(name: str, row: Share) -> bool:
    return tagged(name, row.tag) if row.tag else fits(name, row.words, row.except_words)


@functools.lru_cache(maxsize=4096)
def _share(part: str, name: str) -> tuple[float, float | None]:
    """(share of the whole, amount per 100 g where the food is not known) of a lower-case name."""
    fact = load("nutrient_parts", NutrientPart)[part]
    row = next((r for r in fact.shares if _fits(name, r)), None)
    return (fact.otherwise, None) if row is None else (row.share, row.per_100g)


PER_100G_CV = 0.6
"""How far the amount of a food may be off that is known by a word alone (judgement)."""


def _at_least(cells: pl.DataFrame, part: str, whole: str) -> pl.DataFrame:
    """The cells with a guessed whole raised to its part, where a word tells the part."""
    told = cells.filter((pl.col("nutrient") == part) & (pl.col("how") == "weak"))
    rows = told.select("entry", nutrient=pl.lit(whole), _fill="fill", _sd="sd")
    raised = (pl.col("how") == "guess") & (pl.col("_fill") > pl.col("fill"))
    return (
        cells.join(rows, on=["entry", "nutrient"], how="left", maintain_order="left")
        .with_columns(
            fill=pl.when(raised).then("_fill").otherwise("fill"),
            sd=pl.when(raised).then("_sd").otherwise("sd"),
            how=pl.when(raised).then(pl.lit("weak")).otherwise("how"),
        )
        .drop("_fill", "_sd")
    )


def with_parts(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of `person_days` with the parts worked out from their wholes.

    A part that stands in the file stays. Where neither the whole nor the part is known, the
    amount of the word is taken, if the facts have one; a guess otherwise.
    """
    for part, fact in load("nutrient_parts", NutrientPart).items():
        whole = cells.filter((pl.col("nutrient") == fact.of) & (pl.col("how") != "never"))
        told = cells.filter((pl.col("nutrient") == part) & (pl.col("how") == "known"))
        never = cells.filter((pl.col("nutrient") == part) & (pl.col("how") == "never"))
        whole = whole.join(pl.concat([told, never]).select("entry"), on="entry", how="anti")
        names = whole["name"].unique(maintain_order=True).drop_nulls().to_list()
        shares = [_share(part, n.lower()) for n in names]
        rows = pl.DataFrame(
            {"name": names, "_share": [s for s, _ in shares], "_per": [p for _, p in shares]},
            schema={"name": pl.String, "_share": pl.Float64, "_per": pl.Float64},
        )
        by_word = (pl.col("how") == "guess") & pl.col("_per").is_not_null()
        by_word &= pl.col("grams").is_not_null()
        share = pl.col("_share").fill_null(fact.otherwise)
        amount = pl.col("_per") * pl.col("grams") / 100.0
        whole_amount = pl.col("value").fill_null(0.0) + pl.col("fill").fill_null(0.0)
        made = whole.join(rows, on="name", how="left").with_columns(
            nutrient=pl.lit(part),
            value=pl.lit(None, pl.Float64),
            fill=pl.when(by_word).then(amount).otherwise(whole_amount * share),
            sd=pl.when(by_word)
            .then(amount * PER_100G_CV)
            .otherwise(pl.col("sd").fill_null(0.0) * share),
            how=pl.when(by_word | (pl.col("how") == "known"))
            .then(pl.lit("weak"))
            .otherwise(pl.col("how")),
            known=pl.lit(0.0),
        )
        rest = cells.filter((pl.col("nutrient") != part) | pl.col("how").is_in(["known", "never"]))
        cells = _at_least(pl.concat([rest, made.select(cells.columns)]), part, fact.of)
    return cells
