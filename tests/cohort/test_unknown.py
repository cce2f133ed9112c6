"""What foods do not list is filled in as for one person, with bounds; it is never zero."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from unclench.app.verbs.cohort import app
from unclench.cohort.parts import Job, sum_lines
from unclench.cohort.people import by_person, risks
from unclench.cohort.unknown import HIGH, LOW, filled_in
from unclench.intake.diaries.foodbook import shipped

FOODS = pl.DataFrame(
    {
        "food": ["bread", "milk", "sweets", "stew"],
        "energy": [250.0, 60.0, 400.0, 120.0],
        "magnesium": [60.0, 11.0, None, 24.0],
    }
)
PER_KCAL = {n: (m, s) for n, m, s in shipped().spread().iter_rows()}["magnesium"]


def _sums(folder: Path, foods: pl.DataFrame, *, strange: float = 0.0) -> Path:
    """Sums of 250 people's lines; a share of the lines is of foods that the table lacks."""
    rng = np.random.default_rng(0)
    names = rng.choice(["bread", "milk", "sweets", "stew"], 10_000, p=[0.4, 0.2, 0.1, 0.3])
    names = np.where(rng.random(10_000) < strange, "dish of the day", names)
    person = np.arange(10_000) // 40
    grams = rng.gamma(3, 40, 10_000) * np.exp(rng.normal(0, 0.2, 250))[person]
    lines = {"person": person, "day": 1 + np.arange(10_000) % 2, "food": names, "grams": grams}
    pl.DataFrame(lines).write_csv(folder / "lines.csv")
    foods.write_csv(folder / "foods.csv")
    sum_lines(Job(folder / "lines.csv", folder / "sums", folder / "foods.csv", parts=1))
    people = pl.DataFrame({"person": np.arange(250), "sex": "female", "age": 40.0})
    people.write_csv(folder / "people.csv")
    return folder / "sums"


def _usual(folder: Path, *more: str) -> dict[str, Any]:
    files = [str(folder / "sums"), str(folder / "people.csv")]
    options = ["--nutrient", "magnesium", "--by", "sex", "--format", "json", *more]
    result = CliRunner().invoke(app, ["usual", *files, *options])
    assert result.exit_code == 0, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("strange", [0.0, 0.1])
def test_what_is_unknown_is_filled_in_and_bounds_are_told(tmp_path: Path, strange: float) -> None:
    at = _sums(tmp_path, FOODS, strange=strange)
    (group,) = _usual(tmp_path)["groups"]
    sums = pl.read_parquet(at / "*.parquet")
    sums = sums.filter(pl.col("magnesium_known") * (1 - pl.col("lines_unknown") / pl.col("lines"))
                       >= 0.5)  # fmt: skip
    whole = sums["kcal"] * sums["lines"] / (sums["lines"] - sums["lines_unknown"])
    told = sums["magnesium"] + (whole - sums["kcal"] * sums["magnesium_known"]) * PER_KCAL[0]
    assert group["mean"] == pytest.approx(told.mean(), rel=0.02)
    recorded = float(sums["magnesium"].mean())  # type: ignore[arg-type]
    assert group["mean"] > 1.05 * recorded
    low, high = group["bounds"]["mean"]
    assert recorded < low < group["mean"] < high
    least, most = group["bounds"]["below_requirement"]
    assert least < group["below_requirement"] < most


def test_days_of_which_too_little_is_known_are_left_out_and_counted(tmp_path: Path) -> None:
    bare = FOODS.with_columns(magnesium=pl.when(pl.col("food") == "bread").then(60.0))
    _sums(tmp_path, bare)
    sums = pl.read_parquet(tmp_path / "sums" / "*.parquet")
    few = sums.filter((pl.col("magnesium_known") < 0.5) & pl.col("magnesium").is_not_null()).height
    steps = {s["step"]: s["days_left_out"] for s in _usual(tmp_path)["flow"]}
    assert steps["enough_known"] == few > 50


def test_where_all_is_known_nothing_is_added(tmp_path: Path) -> None:
    at = _sums(tmp_path, FOODS.with_columns(pl.col("magnesium").fill_null(70.0)))
    (group,) = _usual(tmp_path)["groups"]
    low, high = group["bounds"]["mean"]
    assert low == pytest.approx(group["mean"], rel=1e-9) == high
    sums = pl.read_parquet(at / "*.parquet")
    for f in at.glob("*.parquet"):
        f.unlink()
    sums.drop("magnesium_known").write_parquet(at / "part-0000.parquet")
    (plain,) = _usual(tmp_path)["groups"]
    assert plain["bounds"] is None and plain["mean"] == pytest.approx(group["mean"], rel=1e-9)


def test_persons_have_wider_intervals_where_less_is_known() -> None:
    days = pl.DataFrame(
        {"person": ["a", "b"], "day": [1, 1], "sex": "female", "age": 40.0, "kcal": 2000.0,
         "magnesium": [300.0, 300.0 - 600 * PER_KCAL[0]], "magnesium_known": [1.0, 0.7]}
    )  # fmt: skip
    filled = filled_in(days, "magnesium")
    assert filled["magnesium"].to_list() == pytest.approx([300.0, 300.0])
    assert (filled["magnesium" + LOW] <= filled["magnesium"]).all()
    assert (filled["magnesium" + HIGH] >= filled["magnesium"]).all()
    sure, unsure = risks(by_person(filled, ["magnesium"]), "magnesium").rows(named=True)
    assert sure["mean"] == pytest.approx(unsure["mean"], rel=0.03)
    assert unsure["high80"] - unsure["low80"] > 1.02 * (sure["high80"] - sure["low80"])
