"""What requirements and variation hang on: sex, age, state, body, diet.

A protocol, so that facts need not know who carries it: `told.Person` does.
"""

from __future__ import annotations

from typing import Literal, Protocol


class LifeStage(Protocol):
    """Ages in years, weight in kg; None is unknown."""

    @property
    def age(self) -> float | None:
        """Years."""

    @property
    def sex(self) -> Literal["female", "male"] | None:
        """Chooses the table."""

    @property
    def weight_kg(self) -> float | None:
        """For requirements per kilogram."""

    @property
    def pregnant(self) -> bool:
        """Whether told."""

    @property
    def lactating(self) -> bool:
        """Whether told."""

    @property
    def menopausal(self) -> bool | None:
        """None when not told: taken from age."""

    @property
    def diets(self) -> tuple[str, ...]:
        """Ids of `facts/data/diet_patterns`."""
