"""The count model against direct integration, its own limits, and people with a known effect."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from unclench.trial import count_model
from unclench.trial.belief import Prior
from unclench.trial.count_model import RATIOS, Piece, posterior

SCEPTIC = Prior(-0.03, 0.25)


def trial(counts: list[tuple[int, int]], days: int = 7) -> list[Piece]:
    """(with, without) of each pair."""
    out = []
    for i, (a, b) in enumerate(counts):
        out += [Piece(14 * i + 3, days, a, True), Piece(14 * i + 10, days, b, False)]
    return out


def test_without_data_it_is_the_belief() -> None:
    span = posterior([], SCEPTIC).span()
    assert span.median == pytest.approx(math.exp(-0.03), rel=0.01)
    assert span.low80 == pytest.approx(math.exp(-0.03 - 1.2816 * 0.25), rel=0.02)


def test_it_is_the_poisson_posterior_where_weeks_neither_differ_nor_remember(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A binomial posterior, integrated directly: given the total, counts are binomial."""
    monkeypatch.setattr(count_model, "SPREADS", ((1.001, 1.0),))
    monkeypatch.setattr(count_model, "MEMORIES", ((0.0, 1.0),))
    counts = [(4, 9), (5, 7), (3, 8), (6, 6), (2, 9), (5, 8)]
    mine = posterior(trial(counts), SCEPTIC).span()
    a, b = sum(x for x, _ in counts), sum(y for _, y in counts)
    log_ratio = np.linspace(-2.5, 1.5, 4001)
    share = np.exp(log_ratio) / (1 + np.exp(log_ratio))
    weight = stats.binom.pmf(a, a + b, share) * stats.norm.pdf(log_ratio, -0.03, 0.25)
    total = np.cumsum(weight) / weight.sum()
    for q, value in ((0.1, mine.low80), (0.5, mine.median), (0.9, mine.high80)):
        assert math.log(value) == pytest.approx(np.interp(q, total, log_ratio), abs=0.012)


@pytest.mark.parametrize("often", [60, 400, 1400])
def test_many_cramps_are_no_trouble(often: int) -> None:
    """Of many cramps the crude ratio is known well, whatever the belief."""
    counts = [(round(0.7 * often) + i, often - i) for i in range(-4, 5)]
    of = posterior(trial(counts), SCEPTIC)
    assert np.isfinite(of.mass).all()
    assert of.span().median == pytest.approx(0.7, abs=0.035)
    assert of.p_helps() > 0.95


def test_overdispersion_makes_it_less_sure() -> None:
    quiet = [(4, 8)] * 8
    wild = [(0, 16), (12, 0), (0, 2), (1, 22), (9, 3), (0, 14), (10, 0), (0, 7)]
    a = posterior(trial(quiet), SCEPTIC).span()
    b = posterior(trial(wild), SCEPTIC).span()
    assert math.log(b.high80 / b.low80) > 1.25 * math.log(a.high80 / a.low80)


def test_exposure_is_days_noted() -> None:
    whole = posterior(trial([(4, 8)] * 8), SCEPTIC)
    half = [
        Piece(p.middle, 4 if p.treated else 7, p.cramps, p.treated) for p in trial([(4, 8)] * 8)
    ]
    assert posterior(half, SCEPTIC).span().median > whole.span().median


def test_order_changes_nothing() -> None:
    pieces = trial([(4, 8), (1, 5), (6, 3), (2, 2), (0, 4)])
    assert posterior(pieces[::-1], SCEPTIC).span() == posterior(pieces, SCEPTIC).span()


def test_more_fewer_means_more_chance_to_help() -> None:
    chances = [posterior(trial([(a, 10)] * 8), SCEPTIC).p_helps() for a in (14, 10, 8, 5, 2)]
    assert chances == sorted(chances)
    assert chances[0] < 0.05
    assert chances[-1] > 0.99


def test_mass_sums_to_one_and_reaches_neither_end() -> None:
    mass = posterior(trial([(0, 12)] * 10), Prior(-0.2, 0.6)).mass
    assert mass.sum() == pytest.approx(1)
    assert len(mass) == len(RATIOS)
    assert mass[0] < 0.01
    assert mass[-1] < 1e-6


def test_a_drift_is_not_taken_for_an_effect() -> None:
    """Cramps that fade over the trial, with the remedy first in every pair: the drift counts."""
    fading = [(20 - i, 20 - i - 1) for i in range(0, 20, 2)]
    plain = posterior(trial(fading), SCEPTIC).span().median
    drift = posterior(trial(fading), SCEPTIC, trend=True).span().median
    assert drift <= plain
