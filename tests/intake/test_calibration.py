"""Predictions for people nobody tuned to, from one recorded day."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def calibration() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        return importlib.import_module("benchmarks.calibration")


@pytest.fixture(scope="module")
def held_out(calibration: ModuleType, samples: Path) -> pl.DataFrame:
    return calibration.pairs().filter(pl.col("CYCLE").is_in(calibration.HELD_OUT))


@pytest.mark.parametrize("nutrient", ["magnesium", "calcium", "potassium", "sodium", "vitamin_b12"])
def test_intervals_hold_for_people_nobody_tuned_to(
    calibration: ModuleType, held_out: pl.DataFrame, nutrient: str
) -> None:
    scores = calibration.score_people(held_out, nutrient)
    model, prior, plain = (scores[m] for m in ("model", "prior", "plain mean"))
    assert 0.78 < model.in80 / model.weight < 0.83
    assert 0.93 < model.in95 / model.weight < 0.96
    assert model.width80 < prior.width80
    assert model.width80 < plain.width80
    assert model.brier < prior.brier
    assert model.brier < plain.brier


def test_the_same_run_gives_the_same_table(calibration: ModuleType) -> None:
    assert calibration.simulated_rows(20, strange=True) == calibration.simulated_rows(
        20, strange=True
    )


def test_intervals_hold_however_far_day_one_lies_from_the_group(
    calibration: ModuleType, held_out: pl.DataFrame
) -> None:
    found = [
        calibration.by_distance(held_out, n)[0]
        for n in ("magnesium", "calcium", "potassium", "sodium", "vitamin_b12", "iron", "folate")
    ]
    for distance in range(5):
        assert 0.78 < sum(f[distance] for f in found) / len(found) < 0.82, distance
    assert all(0.75 < f[distance] < 0.83 for f in found for distance in (0, 4))
