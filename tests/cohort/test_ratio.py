"""Ratios of usual intakes against brute force: of means over thousands of days of a person."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from tests.cohort.worlds import Floats
from unclench.cohort import UsualIntake
from unclench.cohort.ratio import RatioMixture
from unclench.errors import UserError

SDS = np.array([[1.4, 1.2], [2.0, 1.9]])
"""Of people and of days, of nutrient and energy."""
RHO = (0.6, 0.8)


def _pairs(n: int, which: int, rng: np.random.Generator) -> Floats:
    a, b = rng.normal(size=(2, n))
    return SDS[which] * np.stack([a, RHO[which] * a + np.sqrt(1 - RHO[which] ** 2) * b], axis=1)


def _day(u: Floats, weekend: Floats, later: float, rng: np.random.Generator) -> Floats:
    z = np.array([15.0, 12.0]) + u + weekend[:, None] * [0.5, 1.0] - 0.3 * later
    z = z + _pairs(len(u), 1, rng)
    return np.asarray(np.maximum(0.3 * z + 1.0, 0.0) ** (1 / 0.3)) * [1.0, 20.0]


def _survey(n: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    u = _pairs(n, 0, rng)
    days = []
    for d in (1, 2):
        weekend = (rng.random(n) < 3 / 7).astype(float)
        y = _day(u, weekend, float(d == 2), rng)
        days.append(
            pl.DataFrame({"person": [f"p{i:05d}" for i in range(n)], "day": float(d),
                          "weekend": weekend, "magnesium": y[:, 0], "energy": y[:, 1]})
        )  # fmt: skip
    return pl.concat(days)


def test_truth_by_thousands_of_days_is_recovered_and_days_alone_miss_it() -> None:
    rng = np.random.default_rng(3)
    u, total = _pairs(4000, 0, rng), np.zeros((4000, 2))
    for d in range(1400):
        total += _day(u, np.full(4000, float(d % 7 >= 4)), 0.0, rng)
    truth = 1000 * total[:, 0] / total[:, 1]
    days = _survey(5000, 4)
    model = UsualIntake("magnesium", per="energy", replicates="none")
    (group,) = model.fit(days).groups
    assert isinstance(group.mixture, RatioMixture)
    pair = group.mixture.pair
    assert pair.converged
    assert pair.correlation(pair.between)[0] == pytest.approx(RHO[0], abs=0.06)
    assert pair.correlation(pair.within)[0] == pytest.approx(RHO[1], abs=0.02)
    want = np.percentile(truth, (5, 25, 50, 75, 95))
    got = [group.percentiles[p][0] for p in (5, 25, 50, 75, 95)]
    assert got == pytest.approx(want, rel=0.03)
    assert group.mean[0] == pytest.approx(truth.mean(), rel=0.02)
    naive = 1000 * (days["magnesium"] / days["energy"]).to_numpy()
    assert np.percentile(naive, 95) - np.percentile(naive, 5) > 1.15 * (want[-1] - want[0])


def test_replicates_are_as_if_fitted_alone() -> None:
    from unclench.cohort.panel import panel_of
    from unclench.cohort.ratio import fit_pair

    days = _survey(400, 5)
    panels = [panel_of(days, n)[0] for n in ("magnesium", "energy")]
    w = np.random.default_rng(6).uniform(0.5, 2.0, (2, 400))
    both, alone = fit_pair(*panels, w), fit_pair(*panels, w[:1])
    assert both.between[0] == pytest.approx(alone.between[0], rel=1e-4)
    assert both.correlation(both.within)[0] == pytest.approx(
        alone.correlation(alone.within)[0], abs=1e-5
    )


def test_the_command_and_what_it_refuses(tmp_path: Path) -> None:
    from unclench.app.verbs.cohort import app

    days = _survey(200, 7).with_columns(sex=pl.lit("female"), age=pl.lit(40))
    days = days.with_columns(energy=pl.when(pl.col("person") == "p00001").then(None)
                             .otherwise("energy"))  # fmt: skip
    days.write_csv(tmp_path / "days.csv")
    command = ["usual", str(tmp_path / "days.csv"), "--nutrient", "magnesium", "--per", "energy"]
    command += ["--by", "sex", "--format", "json"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.exception
    found = json.loads(done.stdout)
    (group,) = found["groups"]
    assert found["unit"] == group["unit"] == "mg/1000 kcal"
    assert found["model"]["name"] == "ratio" and group["n"] == 199
    assert group["below_requirement"] is None and group["why_not"] == "ratio"
    assert 0 < group["se"] < 0.1 * group["mean"]
    assert "mg/1000 kcal\n" in CliRunner().invoke(app, command[:-2]).stdout
    refused = CliRunner().invoke(app, [*command, "--two-part"])
    assert isinstance(refused.exception, UserError)
