"""How many people and days are left after each step of exclusion, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Step:
    """What one step left: `people`, `days`; the rest of them was left out here."""

    name: str
    people: int
    days: int
    people_out: int
    days_out: int

    def as_row(self) -> dict[str, Any]:
        """For JSON and tables."""
        return {
            "step": self.name, "people": self.people, "days": self.days,
            "people_left_out": self.people_out, "days_left_out": self.days_out,
        }  # fmt: skip


@dataclass(slots=True)
class Flow:
    """The steps in their order."""

    steps: list[Step] = field(default_factory=list)

    def add(self, name: str, people: int, days: int) -> None:
        """Note what is left after a step."""
        last = self.steps[-1] if self.steps else Step("", people, days, 0, 0)
        self.steps.append(Step(name, people, days, last.people - people, last.days - days))

    def filter(self, name: str, days: pl.DataFrame, keep: pl.Expr) -> pl.DataFrame:
        """The days that an expression keeps, noted; unknown (null) is left out."""
        left = days.filter(keep)
        self.add(name, left["person"].n_unique(), left.height)
        return left

    def rows(self) -> list[dict[str, Any]]:
        """One dictionary a step."""
        return [s.as_row() for s in self.steps]
