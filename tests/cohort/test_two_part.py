"""The two-part model against brute force: truth is the mean of thousands of days of a person."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.cohort.worlds import Floats, World
from unclench.cohort import UsualIntake
from unclench.cohort.both_mixture import BothMixture
from unclench.cohort.panel import panel_of
from unclench.cohort.two_part import fit_both
from unclench.errors import UserError

WORLD = World(power=0.3, mean=10.0, weekend=0.5, later=-0.3, between=1.5, within=3.0)
CHANCE, SD1, RHO, WEEKEND = -0.6, 1.3, 0.5, 0.8


def _effects(people: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    t = rng.normal(size=people)
    s = RHO * t + np.sqrt(1 - RHO**2) * rng.normal(size=people)
    return SD1 * t, np.sqrt(WORLD.between) * s


def _day(u1: Floats, u2: Floats, weekend: Floats, later: float, rng: np.random.Generator) -> Floats:
    eats = rng.random(len(u1)) < 1 / (1 + np.exp(-(CHANCE + u1 + WEEKEND * weekend)))
    z = WORLD.mean + u2 + WORLD.weekend * weekend + WORLD.later * later
    z = z + rng.normal(0, np.sqrt(WORLD.within), len(u1))
    return np.where(eats, WORLD.back(z), 0.0)


def _truth(people: int) -> Floats:
    rng = np.random.default_rng(11)
    u1, u2 = _effects(people, rng)
    total = np.zeros(people)
    for d in range(2100):
        total += _day(u1, u2, np.full(people, float(d % 7 >= 4)), 0.0, rng)
    return total / 2100


def _survey(people: int, seed: int) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    u1, u2 = _effects(people, rng)
    parts = []
    for d in (1, 2):
        weekend = (rng.random(people) < 3 / 7).astype(float)
        y = _day(u1, u2, weekend, float(d == 2), rng)
        ids = [f"p{i:05d}" for i in range(people)]
        parts.append(pl.DataFrame({"person": ids, "day": float(d), "weekend": weekend, "fish": y}))
    return pl.concat(parts)


def test_truth_by_thousands_of_days_is_recovered() -> None:
    truth = _truth(4000)
    panel, weight = panel_of(_survey(6000, 12), "fish")
    both = fit_both(panel, weight[None])
    mixture = BothMixture.of(both, panel, weight[None])
    assert both.converged and not both.at_edge
    assert mixture.mean()[0] == pytest.approx(truth.mean(), rel=0.03)
    got = mixture.percentiles((25, 50, 75, 95))[0]
    assert got == pytest.approx(np.percentile(truth, (25, 50, 75, 95)), rel=0.08)
    assert both.sd1[0] == pytest.approx(SD1, rel=0.12)
    assert both.correlation[0] == pytest.approx(RHO, abs=0.15)
    limit = float(np.percentile(truth, 40))
    assert mixture.below(np.array([limit]))[0] == pytest.approx(0.40, abs=0.03)
    # the mean of two days, which nobody should use, has far too wide tails
    raw = np.percentile(panel.sums(panel.y) / panel.counts, (25, 95))
    assert raw[0] < 0.5 * np.percentile(truth, 25) and raw[1] > 1.2 * np.percentile(truth, 95)


def test_low_percentiles_are_those_of_a_million_people() -> None:
    """Steps of points in two directions would move the fifth percentile by 2 %."""
    from unclench.cohort.two_part import Both

    one = np.ones(1)
    both = Both(
        alpha=np.array([[CHANCE, WEEKEND]]), beta=np.array([[WORLD.mean, WORLD.weekend]]),
        sd1=SD1 * one, sd2=np.sqrt(WORLD.between) * one, sd_within=np.sqrt(WORLD.within) * one,
        correlation=RHO * one, power=WORLD.power * one, names=("intercept", "weekend"), scale=1.0,
        floor=1e-9, zeros=0, likelihood=0.0, converged=True, at_edge=[],
    )  # fmt: skip
    alone = np.zeros(1, np.intp)
    mixture = BothMixture(both, both.alpha[:, :1], both.beta[:, :1], alone, one[None], alone)
    u1, u2 = _effects(1_000_000, np.random.default_rng(17))
    t, w = np.polynomial.hermite_e.hermegauss(15)
    usual = np.zeros(len(u1))
    for share, weekend in ((4 / 7, 0.0), (3 / 7, 1.0)):
        days = sum(
            wi / w.sum() * WORLD.back(WORLD.mean + u2 + WORLD.weekend * weekend + ti * np.sqrt(3.0))
            for ti, wi in zip(t.tolist(), w.tolist(), strict=True)
        )
        usual += share * days / (1 + np.exp(-(CHANCE + u1 + WEEKEND * weekend)))
    want = np.percentile(usual, (5, 50, 95))
    mean, got, sd = mixture.told((5, 50, 95))
    assert got[0] == pytest.approx(want, rel=0.006)
    assert mean[0] == pytest.approx(usual.mean(), rel=0.003)
    assert sd == pytest.approx(usual.std(), rel=0.005)
    dosed = mixture.plus(np.array([100.0]))
    assert dosed.percentiles((5, 50, 95))[0] == pytest.approx(want + 100, rel=0.003)
    assert dosed.below(want[:1] + 100)[0] == pytest.approx(0.05, abs=0.001)
    assert dosed.below(np.array([99.0]))[0] == 0.0


def test_replicates_by_one_step_are_near_full_fits() -> None:
    panel, weight = panel_of(_survey(1500, 13), "fish")
    rng = np.random.default_rng(14)
    weights = np.stack([weight, *rng.poisson(1, (2, panel.people)).astype(float)])
    means = BothMixture.of(fit_both(panel, weights), panel, weights).mean()
    for i in (1, 2):
        alone = weights[i : i + 1]
        full = BothMixture.of(fit_both(panel, alone), panel, alone).mean()[0]
        assert means[i] == pytest.approx(full, rel=0.01)
        assert abs(full - means[0]) > 1e-3 * full


def test_by_the_public_interface() -> None:
    days = _survey(800, 15)
    found = UsualIntake("fish", two_part=True, replicates="none").fit(days)
    row = found.distribution().frame().row(0, named=True)
    assert 0 < row["p5"] < row["p50"] < row["p95"] and row["requirement"] is None
    assert found.summary().row(0, named=True)["days_of_zero"] == int((days["fish"] == 0).sum())
    eaten = days.with_columns(fish=pl.col("fish") + 1)
    with pytest.raises(UserError, match="every day"):
        UsualIntake("fish", two_part=True).fit(eaten)


def test_slopes_are_those_of_the_likelihood() -> None:
    """Against differences, at four powers; days without any and people who never eat included."""
    from unclench.cohort.both_likelihood import Likelihood

    days = _survey(60, 16).with_columns(sex=pl.col("person").str.slice(-1))
    panel, _ = panel_of(days.filter(pl.col("sex") < "3"), "fish", ("sex",))
    f = Likelihood(panel, 60.0)
    rng = np.random.default_rng(17)
    for power in (0.0, 0.05, 0.3, 0.9):
        at = np.concatenate([rng.normal(0, 0.4, f.size - 1), [power]])
        value, slopes = f.with_slopes(at)
        assert value == pytest.approx(f(at), rel=1e-12)
        steps = np.eye(f.size) * 1e-5
        want = np.stack([(f(at + s) - f(at - s)) / 2e-5 for s in steps], axis=1)
        assert slopes == pytest.approx(want, rel=1e-5, abs=1e-5)


def test_a_dose_is_added_after_shrinking_and_takers_eat_otherwise() -> None:
    """Truth is the mean of thousands of days plus the dose; takers eat it oftener."""
    rng = np.random.default_rng(18)
    n = 4000
    takes = np.arange(n) % 3 == 0
    dose = np.where(takes, np.where(np.arange(n) % 2, 60.0, 25.0), 0.0)
    u1, u2 = _effects(n, rng)
    u1 = u1 + 1.2 * takes
    total = np.zeros(n)
    for d in range(1400):
        total += _day(u1, u2, np.full(n, float(d % 7 >= 4)), 0.0, rng)
    truth = total / 1400 + dose
    ids = [f"p{i:05d}" for i in range(n)]
    parts = []
    for d in (1, 2):
        weekend = (rng.random(n) < 3 / 7).astype(float)
        y = _day(u1, u2, weekend, float(d == 2), rng)
        parts.append(pl.DataFrame({"person": ids, "day": float(d), "weekend": weekend, "fish": y}))
    days = pl.concat(parts).join(pl.DataFrame({"person": ids, "supplement": dose}), on="person")
    found = {}
    for added in (True, False):
        model = UsualIntake("fish", two_part=True, replicates="none", supplements=added)
        (found[added],) = model.fit(days).groups
    levels = (25, 50, 75, 95)
    got = [found[True].percentiles[p][0] for p in levels]
    assert got == pytest.approx(np.percentile(truth, levels).tolist(), rel=0.06)
    assert found[True].mean[0] == pytest.approx(truth.mean(), rel=0.03)
    assert found[False].mean[0] == pytest.approx((truth - dose).mean(), rel=0.03)
