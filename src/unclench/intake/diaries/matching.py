"""From the words of a diary to foods of the table, with what is doubtful kept in sight."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from unclench.facts.measure_words import measures
from unclench.intake.diaries.columns import NUTRIENTS, USUAL
from unclench.intake.diaries.foodbook import FoodBook, Found, Weight
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.phrases import SURE, Matches, match_phrases
from unclench.intake.diaries.reviews import Reviews
from unclench.intake.diaries.weights import LITTLE_KCAL, as_recorded, believed, weigh
from unclench.told import quantity as q
from unclench.told import supplements

NOT_WORTH = frozenset(("vitamin_a", "vitamin_k", "vitamin_e", "vitamin_c", "selenium", "copper"))
"""Nutrients with no part in muscle that the table of a diary app often leaves blank: for these
alone a line is not searched in the food table, only looked up by its exact name."""

NOT_ASKED = NOT_WORTH | {"alcohol", "caffeine", "water"} | (frozenset(NUTRIENTS) - frozenset(USUAL))
"""For these alone nobody is asked which food it was: of most foods they are nothing or little."""


def lacks(frame: pl.DataFrame, besides: frozenset[str]) -> pl.Expr:
    """Whether a row leaves a nutrient to its food.

    Args:
        frame: lines with a column of each nutrient that they tell.
        besides: nutrients that do not matter here.
    """
    told = [n for n in NUTRIENTS if n in frame.columns and n not in besides]
    if set(USUAL) - besides - set(told):
        return pl.lit(True)
    return pl.any_horizontal(pl.col(n).is_null() for n in told)


def expand(
    frame: pl.DataFrame, items: list[Item], book: FoodBook, reviews: Reviews
) -> tuple[pl.DataFrame, Matches]:
    """Rows of a diary in words with foods and grams; a line of several foods becomes several rows.

    Args:
        frame: columns of `ENTRY_SCHEMA` plus `_item`, an index into `items`.
        items: what the lines say.
    """
    indices = frame["_item"].to_list()
    phrases = [p for i in dict.fromkeys(indices) for p in _phrases(items[i])]
    matches = match_phrases(phrases, book, reviews)
    take: list[int] = []
    chosen: list[Item] = []
    cache: dict[int, tuple[Item, ...]] = {}
    for row, i in enumerate(indices):
        if i not in cache:
            cache[i] = _choose(items[i], matches, reviews)
        for item in cache[i]:
            take.append(row)
            chosen.append(_or_medicine(item, matches))
    found = [matches.get(c.phrase) if c.kind == "food" else None for c in chosen]
    split = {row for row, i in enumerate(indices) if len(cache[i]) > 1}
    weights = [
        _weigh(c, f, book) if c.kind == "food" else None for c, f in zip(chosen, found, strict=True)
    ]
    weights = believed(weights, chosen, frame, take)
    weights = as_recorded(weights, frame["grams"].gather(take), [row in split for row in take])
    out = frame[take].with_columns(
        name=pl.Series([c.phrase for c in chosen], dtype=pl.String),
        kind=pl.Series([c.kind for c in chosen], dtype=pl.String),
        amount=pl.Series([c.amount or None for c in chosen], dtype=pl.String),
        food_id=pl.Series([f.food_id if f else None for f in found], dtype=pl.String),
        confidence=pl.Series([f.confidence if f else None for f in found], dtype=pl.Float64),
        grams=pl.Series([w.grams if w else None for w in weights], dtype=pl.Float64),
        amount_cv=pl.Series(
            [w.cv if w else q.amount_cv(c.quantity) for w, c in zip(weights, chosen, strict=True)],
            dtype=pl.Float64,
        ),
    )
    return _shared(out, take, split, frame, book), matches


def _shared(
    out: pl.DataFrame, take: list[int], split: set[int], before: pl.DataFrame, book: FoodBook
) -> pl.DataFrame:
    """What a line recorded, shared among the foods it was split into: never copied.

    A food's share is that of its energy by weight; equal shares where a weight is unknown. A name
    that the table left blank stays blank.
    """
    recorded = [n for n in NUTRIENTS if n in out.columns]
    row = pl.Series("_row", take, dtype=pl.Int64)
    nameless = (
        before["name"].is_null().gather(take) if len(take) else pl.Series([], dtype=pl.Boolean)
    )
    out = out.with_columns(name=out["name"].set(nameless, None))
    if not split or not recorded:
        return out
    ids = out["food_id"].drop_nulls().unique(maintain_order=True).to_list()
    per = book.amounts(ids).filter(pl.col("nutrient") == "energy").select("food_id", _per="per")
    kcal = out.select("food_id", "grams").join(per, on="food_id", how="left", maintain_order="left")
    weight = (kcal["_per"] * kcal["grams"]).clip(lower_bound=1e-9)
    with_row = out.with_columns(row, _kcal=weight, _split=row.is_in(list(split)))
    whole = pl.col("_kcal").is_not_null().all().over("_row")
    share = (
        pl.when(~pl.col("_split"))
        .then(1.0)
        .when(whole)
        .then(pl.col("_kcal") / pl.col("_kcal").sum().over("_row"))
        .otherwise(1.0 / pl.len().over("_row"))
    )
    return (
        with_row.with_columns(_share=share)
        .with_columns((pl.col(n) * pl.col("_share")).alias(n) for n in recorded)
        .drop("_row", "_kcal", "_split", "_share")
    )


def _or_medicine(item: Item, matches: Matches) -> Item:
    """A short line that is no food and names a medicine is one."""
    if item.kind != "food" or matches.get(item.phrase) or len(item.phrase.split()) > 3:
        return item
    return replace(item, kind="medicine") if supplements.medicine(item.phrase) else item


def _phrases(item: Item) -> list[str]:
    if item.kind != "food":
        return []
    return [item.phrase, *(p.phrase for p in item.parts)]


def _choose(item: Item, matches: Matches, reviews: Reviews) -> tuple[Item, ...]:
    """The item, or its parts when each of them is a better match than the whole.

    What is joined by "with" was all eaten: the whole then stands only if its name has every part.
    """
    if not item.parts or reviews.get(item.phrase) is not None:
        return (item,)
    whole = matches.get(item.phrase)
    parts = [matches.get(p.phrase) for p in item.parts]
    weakest = min((p.confidence if p else 0.0 for p in parts), default=0.0)
    better = whole is None or whole.confidence < weakest
    if whole is not None and item.added:
        better = not all(_names(whole.name, p.phrase) for p in item.parts)
    if weakest >= SURE and better:
        return (item.parts[0], *(_added(p, item.parts[0]) for p in item.parts[1:]))
    return (item,)


def _names(food: str, phrase: str) -> bool:
    """Whether a food's name has a word of the phrase: "Tea, hot, with milk" names "milk"."""
    name = food.lower()
    return any(w.rstrip("s") in name for w in phrase.lower().split() if len(w) > 2)


def _added(part: Item, main: Item) -> Item:
    """What is only added (milk in tea) gets its usual amount instead of a portion of its own."""
    if part.quantity is not None:
        return part
    from unclench.intake.diaries import additions

    times = (
        main.quantity.value if main.quantity and main.quantity.unit not in measures().grams else 1.0
    )
    usual = additions.amount(part.phrase, main.phrase, times or 1.0)
    return part if usual is None else replace(part, quantity=usual, assumed=True)


def _weigh(item: Item, found: Found | None, book: FoodBook) -> Weight | None:
    return weigh(item.quantity, item.phrase, found, book)


def attach(frame: pl.DataFrame, book: FoodBook, reviews: Reviews) -> tuple[pl.DataFrame, Matches]:
    """Foods for rows of a table, by their distinct names; rows that lack nothing need none."""
    lacking = pl.col("kind").eq("food") & pl.col("name").is_not_null() & lacks(frame, frozenset())
    much = lacking & lacks(frame, NOT_WORTH)
    names = frame.filter(lacking)["name"].unique(maintain_order=True).to_list()
    search = frozenset(frame.filter(much)["name"].unique().to_list())
    matches = match_phrases(names, book, reviews, search)
    found = {n: f for n in names if (f := matches.get(n)) is not None}
    if not found:
        return frame, matches
    table = pl.DataFrame(
        {
            "name": list(found),
            "_id": [f.food_id for f in found.values()],
            "_conf": [f.confidence for f in found.values()],
        }
    )
    out = (
        frame.join(table, on="name", how="left", maintain_order="left")
        .with_columns(
            food_id=pl.when(pl.col("kind") == "food").then(pl.col("_id")),
            confidence=pl.when(pl.col("kind") == "food").then(pl.col("_conf")),
        )
        .drop("_id", "_conf")
    )
    return _weights(out, found, book), matches


def _weights(frame: pl.DataFrame, found: dict[str, Found], book: FoodBook) -> pl.DataFrame:
    """Grams by the food's measures for rows whose energy says little or nothing."""
    energy = pl.col("energy").fill_null(0.0) if "energy" in frame.columns else pl.lit(0.0)
    need = (
        frame.filter(
            pl.col("food_id").is_not_null()
            & pl.col("grams").is_null()
            & pl.col("amount").is_not_null()
            & (energy < LITTLE_KCAL)
        )
        .select("name", "amount")
        .unique(maintain_order=True)
    )
    rows = []
    for name, amount in need.iter_rows():
        weight = weigh(q.take(q.tidy(amount))[0], name, found.get(name), book)
        if weight is not None:
            rows.append((name, amount, weight.grams, weight.cv))
    if not rows:
        return frame
    schema = {"name": pl.String, "amount": pl.String, "_g": pl.Float64, "_cv": pl.Float64}
    told = pl.DataFrame(rows, schema=schema, orient="row")
    return (
        frame.join(told, on=["name", "amount"], how="left", maintain_order="left")
        .with_columns(
            amount_cv=pl.when(pl.col("grams").is_null() & pl.col("_g").is_not_null())
            .then(pl.col("_cv"))
            .otherwise(pl.col("amount_cv")),
            grams=pl.coalesce("grams", "_g"),
        )
        .drop("_g", "_cv")
    )
