"""Grams of an amount of a food."""

from __future__ import annotations

import math

import polars as pl

from unclench.intake.diaries.foodbook import FoodBook, Found, Weight
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.part import GRAMS_ERROR
from unclench.told import quantity as q

NEVER = 1e6
"""Grams of one food that no line means: its digits are something else."""


def believed(
    weights: list[Weight | None], chosen: list[Item], frame: pl.DataFrame, take: list[int]
) -> list[Weight | None]:
    """Weights without those that a count makes of a line whose recorded energy tells how much.

    Exports count the millilitres of "a glass". Nobody eats a ton of anything.
    """
    weights = [None if w is not None and not w.grams < NEVER else w for w in weights]
    if "energy" not in frame.columns:
        return weights
    kcal = frame["energy"].gather(take)
    return [
        None
        if w is not None
        and w.grams > GRAMS_ERROR
        and (c.quantity is None or c.quantity.grams is None)
        and (k or 0.0) >= LITTLE_KCAL
        else w
        for w, c, k in zip(weights, chosen, kcal, strict=True)
    ]


def as_recorded(
    weights: list[Weight | None], grams: pl.Series, shared: list[bool]
) -> list[Weight | None]:
    """Weights in which grams that the file itself tells win over what a measure would weigh.

    Args:
        grams: of each line, null where none are told. shared: the line became several foods.
    """
    return [
        w
        if g is None or g <= 0 or several or (w is not None and math.isclose(w.grams, g))
        else Weight(g, RECORDED)
        for w, g, several in zip(weights, grams, shared, strict=True)
    ]


def weigh(told: q.Quantity | None, said: str, found: Found | None, book: FoodBook) -> Weight | None:
    """Grams of an amount of a food: as told, else by the food's measures, else None."""
    cv = q.amount_cv(told)
    if told is not None and told.grams is not None:
        return Weight(told.grams, cv)
    if told is not None and told.each_ml is not None and told.value is not None:
        ml = told.value * told.each_ml
        weight = book.weigh(found.food_id, ml, "ml", "", said) if found else None
        return Weight(weight.grams if weight else ml, cv)
    if found is None:
        return Weight(told.ml, cv + 0.1) if told is not None and told.ml is not None else None
    if told is None or told.value is None:
        weight = book.weigh(found.food_id, None, "", "", said)
    else:
        weight = book.weigh(found.food_id, told.value, told.unit, told.size, said)
    return None if weight is None else Weight(weight.grams, max(cv, weight.cv))


RECORDED = 0.05
"""Error of grams that a file tells in a column of their own."""

LITTLE_KCAL = 30.0
"""Below it a line is scaled better by its grams than by its energy: drinks, leaves, spices."""
