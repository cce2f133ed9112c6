"""The build: filling in is as good as it says, repairs have an end, states keep measures apart."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

build = pytest.importorskip("build_foods")
from foods_build import convert, fill, prior, read, similar  # noqa: E402


def food(name: str, group: str = "vegetables", **values: float) -> read.Food:
    return read.Food(f"sr24:{abs(hash(name)) % 10**5:05}", "USDA SR24", "1", name, group, values)


def test_intervals_hold_the_truth_in_eight_of_ten_cases() -> None:
    """Simulated foods in 200 families: a family's foods are alike, lognormal with sd 0.3."""
    rng = np.random.default_rng(5)
    families, each = 200, 12
    n = families * each
    level = np.repeat(rng.lognormal(3, 1, families), each)
    y = level * rng.lognormal(0, 0.3, n)
    y[rng.random(n) < 0.2] = np.nan
    family = np.repeat(np.arange(families), each)
    index = np.stack([np.roll(np.flatnonzero(family == family[i]), 1) for i in range(n)])
    index = np.stack([row[row != i][: each - 1] for i, row in enumerate(index)])
    weight = np.ones(index.shape, dtype=np.float32)
    done, error = fill.fill(
        "calcium_like", y, index, weight,
        same_name=np.zeros(index.shape, dtype=bool), groups=np.zeros(n, dtype=int),
        dry=np.full(n, 20.0), report=rng.random(n) < 0.5,
    )  # fmt: skip
    assert 0.75 < error.coverage < 0.85
    assert error.median_relative < 0.35
    assert error.baseline_relative > 2 * error.median_relative
    assert np.isfinite(done.value).all()
    assert (done.low <= done.value).all()
    assert (done.value <= done.high).all()


def test_a_food_without_donors_stays_unknown() -> None:
    y = np.array([1.0, 2.0, 3.0, 2.5, np.nan, np.nan])
    index = np.array([[1, 2], [0, 2], [0, 1], [0, 1], [5, 5], [4, 4]])
    done, _ = fill.fill(
        "x", y, index, np.ones(index.shape), same_name=np.zeros(index.shape, dtype=bool),
        groups=np.zeros(6, dtype=int), dry=np.full(6, 20.0),
        report=np.array([True, True, False, False, False, True]),
    )  # fmt: skip
    assert np.isnan(done.value[4])
    assert np.isnan(done.value[5])


def test_neighbours_share_words_and_make_up() -> None:
    names = ["Salmon, raw", "Salmon, smoked", "Trout, raw", "Chocolate cake", "Sponge cake"]
    groups = ["fish", "fish", "fish", "cakes", "cakes"]
    macros = np.array(
        [[142, 20, 6, 0], [150, 22, 5, 0], [140, 20, 6, 0], [370, 5, 16, 53], [380, 6, 15, 55]]
    )
    index, _ = similar.neighbours(names, groups, macros.astype(float), k=2)
    assert index[0][0] == 1
    assert index[3][0] == 4


def test_water_is_what_is_left() -> None:
    rng = np.random.default_rng(1)
    foods = [food(f"Food {i}") for i in range(200)]
    p, f, c = (rng.uniform(0, 20, 200) for _ in range(3))
    known = {
        k: np.full(200, np.nan) for k in ("alcohol", "sodium", "potassium", "calcium", "phosphorus")
    }
    known |= {"protein": p, "fat": f, "carbohydrate": c, "energy": 4 * p + 9 * f + 4 * c}
    truth = 100 - p - f - c - 1
    known["water"] = np.where(np.arange(200) < 150, truth, np.nan)
    filled = {k: np.full((200, 3), np.nan) for k in known}
    origin = {k: np.full(200, "", dtype="U12") for k in known}
    convert.by_difference(foods, known, filled, origin, np.arange(200) % 2 == 0)
    assert filled["water"][150:, 0] == pytest.approx(truth[150:], abs=0.3)
    assert set(origin["water"][150:]) == {"difference"}


def test_folate_of_enriched_food_gets_a_spread_and_other_food_none() -> None:
    foods = [food("Rice, white, enriched", "grains and pasta"), food("Spinach, raw")]
    known = {"folate": np.array([100.0, 194.0])}
    filled = {"folate": np.full((2, 3), np.nan)}
    origin = {"folate": np.full(2, "", dtype="U12")}
    convert.folate(foods, known, filled, origin)
    assert np.isnan(known["folate"][0])
    low, high = filled["folate"][0][1:]
    assert 100 <= low < high <= 170
    assert known["folate"][1] == 194.0


def test_a_repair_that_is_no_longer_needed_stops_the_build() -> None:
    foods = [
        read.Food(i, "USDA SR24", "1", "x", "", {n: v})
        for i, n, v in (
            ("sr24:07018", "energy", 246.0),
            ("sr24:13621", "potassium", 37.0),
            ("sr24:11497", "magnesium", 1.0),
            ("sr24:07007", "zinc", 9.1),
            ("legacy:potatoes-mashed-ready-to-eat", "selenium", 26.9),
        )
    ]
    with pytest.raises(SystemExit, match="was repaired"):
        build.repair(foods)
    foods[0].values["energy"] = 158.0
    assert build.repair(foods) == 5
    assert foods[0].values["energy"] == 246
    assert "potassium" not in foods[1].values


def test_portions_come_only_from_foods_that_are_about_the_same() -> None:
    foods = [food("Pumpkin seeds, NFS"), food("Pumpkin, cooked")]
    eaten = [prior.Eaten("pumpkin, cooked, from fresh", 12.0, 177.0, 82.0, 322.0)]
    _, portion = prior.spread(foods, eaten)
    assert 0 not in portion
    assert portion[1][0] == 177.0


def test_eating_frequencies_are_aggregates() -> None:
    """No row stands for fewer than 15 eating occasions, and shares add up to less than all."""
    eaten = prior.read_frequency(ROOT / "scripts/foods_build/eating_frequency.csv")
    assert len(eaten) > 2000
    assert 9e5 < sum(e.per_million for e in eaten) <= 1e6
    assert all(e.low <= e.median <= e.high for e in eaten)
