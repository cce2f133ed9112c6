"""What the person eats now, food by food, in the portions they write down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from unclench.intake.diary import Diary, PersonDays
from unclench.planning.food_tags import kind_of, tags


@dataclass(frozen=True, slots=True)
class OwnFood:
    """A food of the diary.

    Attributes:
        per_week: how often it is eaten in a week like the diary's.
        portion: the amount as written; empty when none was, or when they vary. grams: of it on
            average, None when unknown.
        effect: nutrient id -> amount of one such portion, in the nutrient's unit, a known zero
            among them; empty when most of it would be a guess.
    """

    name: str
    food_id: str | None
    per_week: float
    portion: str
    grams: float | None
    kind: str
    tags: frozenset[str]
    effect: Mapping[str, float]
    varies: bool = False


def own_foods(diary: Diary, days: PersonDays) -> list[OwnFood]:
    """The foods of a diary of single lines, most often eaten first; none for daily totals."""
    if diary.day_totals or not days.days:
        return []
    n_days = len(days.days)
    eaten = (
        diary.entries.filter((pl.col("kind") == "food") & pl.col("name").is_not_null())
        .filter(pl.col("day").is_in(list(days.days)))
        .group_by("name", maintain_order=True)
        .agg(
            pl.len().alias("times"),
            pl.col("food_id").drop_nulls().first(),
            pl.col("amount").drop_nulls().first(),
            pl.col("amount").drop_nulls().n_unique().alias("amounts"),
            pl.col("grams").mean(),
        )
        .sort(["times", "name"], descending=[True, False])
    )
    carried: dict[str, dict[str, float]] = {}
    guessed: dict[str, list[bool]] = {}
    for row in days.carriers.filter(~pl.col("supplement")).iter_rows(named=True):
        guessed.setdefault(row["name"], []).append(bool(row["guessed"]))
        carried.setdefault(row["name"], {})[row["nutrient"]] = row["amount_per_day"]
    out = []
    for row in eaten.iter_rows(named=True):
        per_day = row["times"] / n_days
        amounts = carried.get(row["name"], {})
        varies = row["amounts"] > 1 and row["grams"] is not None
        if 2 * sum(guessed.get(row["name"], [])) > len(amounts):
            amounts = {}  # not recognised: no change may rest on a guess
        elif amounts:
            amounts = dict.fromkeys(sorted(days.none_of.get(row["name"], ())), 0.0) | amounts
        out.append(
            OwnFood(
                name=row["name"],
                food_id=row["food_id"],
                per_week=7 * per_day,
                portion="" if varies else row["amount"] or "",
                grams=row["grams"],
                kind=kind_of(row["name"]),
                tags=tags(row["name"]),
                effect={n: a / per_day for n, a in amounts.items() if a is not None},
                varies=varies,
            )
        )
    return out
