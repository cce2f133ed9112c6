"""A food table of a dozen invented foods, so that these tests do not hang on the shipped one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.foodbook import Found, Weight

TODAY = dt.date(2026, 6, 15)
FOODS = {
    "banana": {"energy": 89.0, "magnesium": 27.0, "potassium": 358.0, "water": 75.0},
    "oats": {"energy": 379.0, "magnesium": 138.0, "potassium": 362.0, "thiamin": 0.46},
    "spinach cooked": {"energy": 23.0, "magnesium": 87.0, "potassium": 466.0},
    "baked beans": {"energy": 94.0, "magnesium": 27.0},
    "tea": {"energy": 1.0, "magnesium": 3.0, "water": 99.7},
    "bread": {"energy": 250.0, "magnesium": 40.0},
    "butter": {"energy": 717.0, "magnesium": 2.0},
    "almonds": {"energy": 579.0, "magnesium": 270.0},
    "milk": {"energy": 61.0, "magnesium": 11.0, "calcium": 113.0},
    "egg": {"energy": 143.0, "magnesium": 12.0},
    "rice": {"energy": 130.0, "magnesium": 12.0},
    "salt": {"energy": 0.0, "sodium": 38758.0},
    "honey": {"energy": 304.0, "magnesium": 2.0},
    "porridge": {"energy": 71.0, "magnesium": 27.0},
}
PIECE = {"banana": 118.0, "egg": 50.0, "bread": 35.0}
UNIT = {"cup": 240.0, "slice": 35.0, "mug": 300.0, "tin": 400.0, "handful": 30.0, "ml": 1.0}
UNIT |= {"tbsp": 15.0, "pinch": 0.4, "bowl": 250.0, "l": 1000.0}


class FakeBook:
    """Exact words only: confidence 0.9 for a name, 0.4 for a near one."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def match_many(self, phrases: Sequence[str]) -> list[Found | None]:
        self.asked += phrases
        return [self._match(p) for p in phrases]

    def exact(self, phrases: Sequence[str]) -> dict[str, Found]:
        return {p: Found(p.lower(), p, 1.0) for p in phrases if p.lower() in FOODS}

    def _match(self, phrase: str) -> Found | None:
        words = set(phrase.lower().replace(",", " ").split())
        words |= {w.rstrip("s") for w in words}
        for food in FOODS:
            if set(food.split()) <= words or food in phrase.lower():
                extra = len(phrase.split()) - len(food.split())
                return Found(food, food.title(), 0.9 if extra <= 1 else 0.4, ("Other food",))
        return None

    def weigh(
        self, food_id: str, quantity: float | None, unit: str, size: str, said: str = ""
    ) -> Weight | None:
        if quantity is None:
            return Weight(100.0, 0.5)
        if unit == "":
            return Weight(quantity * PIECE.get(food_id, 100.0), 0.2)
        return Weight(quantity * UNIT[unit], 0.15) if unit in UNIT else None

    def amounts(self, food_ids: Sequence[str]) -> pl.DataFrame:
        rows = [(f, n, v, None) for f in sorted(set(food_ids)) for n, v in FOODS[f].items()]
        schema = {
            "food_id": pl.String,
            "nutrient": pl.String,
            "per": pl.Float64,
            "per_cv": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    def spread(self) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "nutrient": list(NUTRIENTS),
                "mean": [1.0 if n == "energy" else 0.15 for n in NUTRIENTS],
                "sd": [0.0 if n == "energy" else 0.12 for n in NUTRIENTS],
            }
        )

    def find(self, name_or_id: str) -> Found | None:
        wanted = name_or_id.lower()
        return Found(wanted, wanted.title(), 1.0) if wanted in FOODS else None


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCLENCH_HOME", str(tmp_path / "home"))


@pytest.fixture
def fixtures() -> Path:
    return Path(__file__).parent / "fixtures"
