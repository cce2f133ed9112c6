"""The food table: search, matching of phrases to foods, import of other tables."""

from unclench.intake.foods.begun import begun
from unclench.intake.foods.finder import Hit, Match, match, match_many, search
from unclench.intake.foods.imports import import_foods
from unclench.intake.foods.measures import Grams, grams_for
from unclench.intake.foods.tables import (
    Amount,
    Food,
    Measure,
    Tables,
    amounts,
    food,
    nutrient_ids,
    table,
)

__all__ = [
    "Amount",
    "Food",
    "Grams",
    "Hit",
    "Match",
    "Measure",
    "Tables",
    "amounts",
    "begun",
    "food",
    "grams_for",
    "import_foods",
    "match",
    "match_many",
    "nutrient_ids",
    "search",
    "table",
]
