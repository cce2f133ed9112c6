"""Whether energy that was recorded without a unit is in kcal or in kJ, judged by what it is of."""

from __future__ import annotations

import polars as pl

from unclench.assessment import Reason, reason
from unclench.facts import units
from unclench.intake.diaries.foodbook import FoodBook
from unclench.intake.diaries.phrases import SURE

KJ, KCAL = (3.0, 5.8), (0.55, 1.75)
"""Ratios of recorded energy to what the foods hold that speak for one of the units (judgement)."""
ROWS = 3
"""Foods that must be comparable before they speak."""
DAY = 6_000.0
"""Energy of a usual day above which the number can only be in kJ."""


def settle(frame: pl.DataFrame, file: str, book: FoodBook) -> tuple[pl.DataFrame, list[Reason]]:
    """The rows with their energy in kcal, and which unit was taken and why.

    Compared are, in this order: the foods they were matched to, by weight; protein, fat and
    carbohydrate of the same lines; the energy of a day.
    """
    unit, why = "kcal", "usual"
    for name, ratio in (("foods", _by_foods(frame, book)), ("macronutrients", _by_macros(frame))):
        if ratio is not None and KJ[0] <= ratio <= KJ[1]:
            unit, why = "kJ", name
            break
        if ratio is not None and KCAL[0] <= ratio <= KCAL[1]:
            unit, why = "kcal", name
            break
    else:
        day = frame.filter(pl.col("kind") == "food").group_by("day").agg(pl.col("energy").sum())
        usual = day["energy"].median()
        if isinstance(usual, float) and usual > DAY:
            unit, why = "kJ", "day"
    if unit == "kJ":
        frame = frame.with_columns(pl.col("energy") * units.convert(1, "kJ", "kcal"))
    return frame, [reason("diary_energy_unit", file=file, unit=unit, why=why)]


def _by_foods(frame: pl.DataFrame, book: FoodBook) -> float | None:
    sure = frame.filter(
        pl.col("food_id").is_not_null()
        & (pl.col("confidence") >= SURE)
        & (pl.col("grams") > 0)
        & (pl.col("energy") > 0)
    )
    if sure.height < ROWS:
        return None
    ids = sure["food_id"].unique(maintain_order=True).to_list()
    per = book.amounts(ids).filter(pl.col("nutrient") == "energy").select("food_id", _per="per")
    both = sure.join(per, on="food_id").filter(pl.col("_per") > 0)
    if both.height < ROWS:
        return None
    ratio = both.select(pl.col("energy") / (pl.col("_per") * pl.col("grams") / 100)).to_series()
    found = ratio.median()
    return float(found) if isinstance(found, float) else None


def _by_macros(frame: pl.DataFrame) -> float | None:
    parts = {"protein": 4.0, "carbohydrate": 4.0, "fat": 9.0}
    if not set(parts) <= set(frame.columns):
        return None
    told = frame.drop_nulls(["energy", *parts])
    held = sum(float(told[n].sum()) * f for n, f in parts.items())
    return float(told["energy"].sum()) / held if held > 0 else None
