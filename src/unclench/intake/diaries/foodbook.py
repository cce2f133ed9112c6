"""What the diaries need of the food table, as a protocol, and the table that ships as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl


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
