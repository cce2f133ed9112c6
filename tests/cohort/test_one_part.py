"""The one-part model against brute force: truth is the mean of thousands of days of a person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.cohort.worlds import Floats, World
from unclench.cohort import UsualIntake
from unclench.cohort.amount import Amounts, fit_amounts
from unclench.cohort.distribution import Mixture
from unclench.cohort.panel import panel_of
from unclench.errors import UserError

WORLD = World()
LEVELS = (5, 25, 50, 75, 95)


@pytest.fixture(scope="module")
def truth() -> Floats:
    return WORLD.truth(4000, np.random.default_rng(1))


@pytest.fixture(scope="module")
def survey() -> pl.DataFrame:
    return WORLD.survey(12_000, np.random.default_rng(2))


def _fit(days: pl.DataFrame, **options: float | None) -> Mixture:
    panel, weight = panel_of(days, "magnesium")
    amounts = fit_amounts(panel, weight[None], **options)
    return Mixture.of(amounts, panel, weight[None])


def _close(mixture: Mixture, truth: Floats, within: float) -> None:
    want = np.percentile(truth, LEVELS)
    got = mixture.percentiles(LEVELS)[0]
    assert got == pytest.approx(want, rel=within)
    assert mixture.mean()[0] == pytest.approx(truth.mean(), rel=within)
    limit = float(np.percentile(truth, 30))
    assert mixture.below(np.array([limit]))[0] == pytest.approx(0.30, abs=0.02)


def test_truth_by_thousands_of_days_is_recovered(truth: Floats, survey: pl.DataFrame) -> None:
    mixture = _fit(survey)
    _close(mixture, truth, 0.025)
    a = mixture.amounts
    assert a.power[0] == pytest.approx(WORLD.power, abs=0.03)
    assert (a.var_within / a.var_between)[0] == pytest.approx(2.0, rel=0.08)
    assert a.converged and not a.at_edge


def test_without_the_mean_over_days_the_truth_is_missed(
    truth: Floats, survey: pl.DataFrame
) -> None:
    """Usual intake as g⁻¹(xβ + u), without the nine points, is too low: the test above can fail."""
    mixture = _fit(survey)
    a = mixture.amounts
    short = Amounts(
        a.power, a.beta, a.var_within * 1e-12, a.var_between, a.likelihood, a.names, a.scale,
        a.floor, a.zeros, a.converged,
    )  # fmt: skip
    wrong = Mixture(short, mixture.eta, mixture.share, mixture.kind)
    assert wrong.mean()[0] < 0.97 * truth.mean()


def test_weekdays_alone_miss_the_truth(truth: Floats, survey: pl.DataFrame) -> None:
    mixture = _fit(survey)
    a = mixture.amounts
    at = a.names.index("weekend")
    beta = a.beta.copy()
    beta[:, at] = 0.0
    wrong = Mixture(replace(a, beta=beta), mixture.eta, mixture.share, mixture.kind)
    assert abs(wrong.mean()[0] / truth.mean() - 1) > 0.03
    assert _fit(survey.drop("weekend")).mean()[0] == pytest.approx(truth.mean(), rel=0.04)


def test_weights_count() -> None:
    """Who eats more is drawn three times as often; weights undo it, and without them it shows."""
    rng = np.random.default_rng(3)
    base = WORLD.survey(8000, rng)
    high = base.group_by("person").agg(pl.col("magnesium").mean()).sort("person")
    many = high["magnesium"].to_numpy() > high["magnesium"].median()
    keep = np.where(many, True, rng.random(len(many)) < 1 / 3)
    kept = high.with_columns(weight=pl.Series(np.where(many, 1.0, 3.0))).filter(pl.Series(keep))
    biased = base.join(kept.select("person", "weight"), on="person", how="inner")
    right, wrong = _fit(biased).mean()[0], _fit(biased.drop("weight")).mean()[0]
    all_ = _fit(base).mean()[0]
    assert right == pytest.approx(all_, rel=0.015)
    assert wrong > 1.05 * all_


def test_a_missing_value_is_left_out_and_never_zero(survey: pl.DataFrame) -> None:
    rng = np.random.default_rng(4)
    gone = pl.Series(rng.random(survey.height) < 0.05)
    holes = survey.with_columns(magnesium=pl.when(gone).then(None).otherwise(pl.col("magnesium")))
    zeros = holes.with_columns(pl.col("magnesium").fill_null(0.0))
    full = _fit(survey).mean()[0]
    assert _fit(holes).mean()[0] == pytest.approx(full, rel=0.01)
    assert _fit(zeros).mean()[0] < 0.98 * full
    panel, _ = panel_of(holes, "magnesium")
    assert len(panel.y) == survey.height - int(gone.sum())


def test_one_day_with_the_true_ratio_equals_two_days(survey: pl.DataFrame) -> None:
    one = survey.filter(pl.col("day") == 1)
    two = _fit(survey).percentiles(LEVELS)[0]
    assert _fit(one, ratio=2.0).percentiles(LEVELS)[0] == pytest.approx(two, rel=0.03)
    # a wrong ratio moves the tails as Luo 2019 says
    assert _fit(one, ratio=0.5).percentiles((5,))[0, 0] < 0.9 * two[0]
    with pytest.raises(UserError, match=r"two days.*\n.*--ratio"):
        UsualIntake("magnesium").fit(one)


def test_moments_give_the_likelihood_written_out(survey: pl.DataFrame) -> None:
    """The closed forms against the normal density of each person's days, written out."""
    from scipy.stats import multivariate_normal

    some = survey.filter(pl.col("person") < "p000060")
    some = some.filter((pl.col("person") > "p000010") | (pl.col("day") == 1))
    panel, _ = panel_of(some, "magnesium")
    weight = np.random.default_rng(5).uniform(0.5, 2.0, panel.people)
    a = fit_amounts(panel, weight[None])
    y, x = panel.y / a.scale, panel.design()[0]
    z = (y ** a.power[0] - 1) / a.power[0]
    r = z - x @ a.beta[0]
    total = 0.0
    for i in range(panel.people):
        at = panel.person == i
        n = int(at.sum())
        cov = a.var_within[0] * np.eye(n) + a.var_between[0]
        one = multivariate_normal.logpdf(r[at], np.zeros(n), cov)
        total += weight[i] * (one + (a.power[0] - 1) * np.log(y[at]).sum())
    assert a.likelihood[0] == pytest.approx(total, rel=1e-9)


def test_replicates_are_as_if_fitted_alone(survey: pl.DataFrame) -> None:
    panel, _ = panel_of(survey.filter(pl.col("person") < "p001500"), "magnesium")
    rng = np.random.default_rng(6)
    weights = np.concatenate([np.ones((1, panel.people)), rng.poisson(1, (6, panel.people)) * 1.0])
    together = fit_amounts(panel, weights)
    mean = Mixture.of(together, panel, weights).mean()
    for i in range(1, 7):
        alone = fit_amounts(panel, weights[i : i + 1])
        assert together.power[i] == pytest.approx(alone.power[0], abs=0.01)
        assert mean[i] == pytest.approx(
            Mixture.of(alone, panel, weights[i : i + 1]).mean()[0], rel=2e-4
        )


def test_covariates_move_people_and_keep_the_whole(survey: pl.DataFrame) -> None:
    """Two kinds of people with different means: the mixture has both; exact against draws."""
    shifted = replace(WORLD, mean=18.0).survey(4000, np.random.default_rng(7))
    shifted = shifted.with_columns(person=pl.lit("q") + pl.col("person"), kind=pl.lit("b"))
    both = pl.concat(
        [survey.filter(pl.col("person") < "p004000").with_columns(kind=pl.lit("a")), shifted]
    )
    panel, weight = panel_of(both, "magnesium", ("kind",))
    amounts = fit_amounts(panel, weight[None])
    mixture = Mixture.of(amounts, panel, weight[None])
    assert mixture.eta.shape == (1, 2) and mixture.share[0] == pytest.approx([0.5, 0.5])
    rng = np.random.default_rng(8)
    c = mixture.eta[0][rng.integers(0, 2, 400_000)] + rng.normal(0, mixture.sd[0], 400_000)
    drawn = mixture.usual(c[None])[0]
    assert mixture.percentiles(LEVELS)[0] == pytest.approx(np.percentile(drawn, LEVELS), rel=0.006)
    assert mixture.mean()[0] == pytest.approx(drawn.mean(), rel=0.003)
    apart = (drawn < 300.0).mean()
    assert mixture.below(np.full(2, 300.0))[0] == pytest.approx(apart, abs=0.003)


def test_days_of_zero_ask_for_another_model(survey: pl.DataFrame) -> None:
    rare = survey.with_columns(
        magnesium=pl.when(pl.int_range(pl.len()) % 3 == 0).then(0.0).otherwise("magnesium")
    )
    with pytest.raises(UserError, match="33% of days have none"):
        UsualIntake("magnesium").fit(rare)


def test_an_interface_for_notebooks(survey: pl.DataFrame) -> None:
    some = survey.filter(pl.col("person") < "p000600").with_columns(
        sex=pl.lit("female"), age=pl.lit(40.0)
    )
    found = UsualIntake("magnesium").fit(some).distribution()
    row = found.frame().row(0, named=True)
    assert row["n"] == 600 and row["p5"] < row["p50"] < row["p95"]
    assert row["requirement"] == 265 and 0 < row["below"] < 1 and 0 < row["se_below"] < 0.2
    said = found.summary().row(0, named=True)
    assert said["converged"] and abs(said["residual_skewness"]) < 0.3
    assert '"density"' in found.plot().to_json()


def test_a_ratio_of_variances_unlike_that_of_other_surveys_is_doubted() -> None:
    """Ten to one where other surveys have about one to one; the world's own two to one passes."""
    people = {"sex": pl.lit("male"), "age": pl.lit(40.0)}
    model = UsualIntake("magnesium", replicates="none")
    doubts = []
    for between in (2.0, 0.4):
        days = replace(WORLD, between=between).survey(1500, np.random.default_rng(30))
        (group,) = model.fit(days.with_columns(**people)).groups
        doubts.append(group.judged.doubts)
    assert doubts[0] == [] and doubts[1][0] == "variance_ratio_unlike_others"


@pytest.mark.parametrize("power", [0.0, 0.2, 0.45])
def test_nine_points_are_as_good_as_gauss_hermite(power: float) -> None:
    """The mean over days of usual intake by 41 Gauss-Hermite points, for variances of surveys."""
    from unclench.intake.usual.alike import Alike, average_over_days, backward

    within = np.array([0.3 if power == 0 else 3.0])
    none, at = np.full(1, np.nan), np.array([power])
    alike = Alike(none, none, at, within, none, none)
    centre = np.linspace(4.5, 6.5, 9)[None] if power == 0 else np.linspace(10, 25, 9)[None]
    x, w = np.polynomial.hermite_e.hermegauss(41)
    want = backward(centre[..., None] + np.sqrt(within) * x, at) @ (w / w.sum())
    assert average_over_days(centre, alike) == pytest.approx(want, rel=2e-3)


def test_a_covariate_that_is_the_same_for_everybody_is_left_out(survey: pl.DataFrame) -> None:
    some = survey.filter(pl.col("person") < "p000300").with_columns(kind=pl.lit("a"), bmi=25.0)
    panel, _ = panel_of(some, "magnesium", ("kind", "bmi"))
    assert panel.names == () and panel.covariates.shape == (300, 0)


def test_numbers_are_standardised_by_everybody_so_that_groups_compare() -> None:
    """Half as much spread in one group, and few different numbers as text: one name, one slope."""
    rng = np.random.default_rng(21)
    bmi = np.concatenate([rng.integers(20, 50, 400), rng.integers(20, 24, 400)])
    usual = np.exp(5.5 + 0.02 * (bmi - 25) + rng.normal(0, 0.15, 800))
    days = pl.concat(
        [
            pl.DataFrame(
                {"person": [f"p{i}" for i in range(800)], "day": d, "bmi": bmi.astype(np.str_),
                 "site": ["a"] * 400 + ["b"] * 400,
                 "magnesium": usual * np.exp(rng.normal(0, 0.2, 800))}
            )
            for d in (1, 2)
        ]
    )  # fmt: skip
    model = UsualIntake("magnesium", ("bmi",), ("site",), replicates="none")
    told = model.fit(days).summary()
    (slope,) = [c for c in told.columns if c.startswith("coefficient of bmi")]
    assert slope == f"coefficient of bmi, per {bmi.std():.3g} around {bmi.mean():.3g}"
    assert told[slope].to_numpy() == pytest.approx(np.full(2, 0.02 * bmi.std()), rel=0.6)
