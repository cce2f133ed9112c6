"""The randomisation test against brute force, a published implementation, and known limits."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from unclench.trial.exact import EXACT, interval, p_value


def brute(d: list[float], side: str) -> float:
    own = math.fsum(d)
    hits = total = 0
    for signs in itertools.product((1, -1), repeat=len(d)):
        s = math.fsum(x * y for x, y in zip(signs, d, strict=True))
        total += 1
        hits += {
            "greater": s >= own - 1e-9,
            "less": s <= own + 1e-9,
            "two": abs(s) >= abs(own) - 1e-9,
        }[side]
    return hits / total


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("side", ["greater", "less", "two"])
def test_all_assignments_are_counted(seed: int, side: str) -> None:
    rng = np.random.default_rng(seed)
    n = 1 + seed
    d = [float(x) for x in rng.poisson(3, n) - rng.poisson(3, n)]
    p, exact = p_value(d, side)  # type: ignore[arg-type]
    assert exact
    assert p == pytest.approx(brute(d, side), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_test_of_scipy(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    a, b = rng.poisson(4, 9) * 7 * 5, rng.poisson(3, 9) * 7 * 6  # 30 times rates of 6 and 5 days

    def gap(x: np.ndarray, y: np.ndarray, axis: int) -> np.ndarray:
        return np.sum(x - y, axis=axis)

    theirs = stats.permutation_test(
        (a, b), gap, permutation_type="samples", alternative="greater", n_resamples=np.inf,
        vectorized=True,
    )  # fmt: skip
    assert p_value((a - b) / 30)[0] == pytest.approx(theirs.pvalue, abs=1e-9)


def test_it_is_uniform_under_no_effect_whatever_the_drift() -> None:
    rng = np.random.default_rng(7)
    people, pairs = 3000, 7
    drift = np.linspace(6, 1, 2 * pairs)
    counts = rng.poisson(drift, (people, 2 * pairs))
    first = rng.random((people, pairs)) < 0.5
    d = np.where(first, 1, -1) * (counts[:, 1::2] - counts[:, 0::2])
    rejected = np.mean([p_value(row)[0] <= 0.05 for row in d])
    assert rejected <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / people)


def test_four_pairs_can_never_reach_five_per_cent_and_five_can() -> None:
    assert p_value([9.0] * 4)[0] == 1 / 16
    assert p_value([9.0] * 5)[0] == 1 / 32
    assert p_value([9.0] * 5, "two")[0] > 0.05
    assert p_value([9.0] * 6, "two")[0] < 0.05


def test_no_difference_is_no_finding() -> None:
    assert p_value([0.0] * 8) == (1.0, True)
    assert p_value([0.0] * 8, "two") == (1.0, True)


def test_very_many_pairs_are_drawn_and_near_the_normal_limit() -> None:
    rng = np.random.default_rng(3)
    d = rng.normal(0.1, 1, EXACT + 10)
    p, exact = p_value(d)
    assert not exact
    assert p == pytest.approx(stats.norm.sf(d.sum() / math.sqrt((d**2).sum())), abs=0.01)


def test_the_interval_holds_what_the_test_does_not_reject() -> None:
    rng = np.random.default_rng(11)
    with_, without = rng.poisson(6, 10).astype(float), rng.poisson(9, 10).astype(float)
    low, high = interval(with_, without, 0.9)
    assert low is not None
    assert high is not None
    for ratio, inside in ((low * 0.98, False), (low * 1.02, True), (high * 0.98, True),
                          (high * 1.02, False)):  # fmt: skip
        d = ratio * without - with_
        kept = min(p_value(d)[0], p_value(d, "less")[0]) >= 0.05
        assert kept == inside, ratio


def test_an_interval_that_so_few_pairs_cannot_give_is_open() -> None:
    assert interval([1.0] * 4, [2.0] * 4, 0.9) == (None, None)
    assert interval([0.0] * 8, [2.0] * 8, 0.8) == (None, None)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_interval_covers(level: float) -> None:
    rng = np.random.default_rng(5)
    people, pairs, ratio = 250, 8, 0.6
    held = 0
    for _ in range(people):
        base = rng.gamma(6, 1, pairs)
        low, high = interval(
            rng.poisson(base * ratio * 2).astype(float), rng.poisson(base * 2).astype(float), level
        )
        held += (low or 0) <= ratio <= (high or math.inf)
    assert held / people >= level - 3 * math.sqrt(level * (1 - level) / people)


@pytest.mark.parametrize("side", ["greater", "less", "two"])
def test_equal_sums_of_fractions_are_ties(side: str) -> None:
    """Sums that are equal as fractions count as equal, though no float of a third is."""
    from fractions import Fraction

    for thirds in ([1, 1, 1, -3, 2, 1], [1, 2, -3, 1, 1, 1, -2], [7, -3, -4, 1, 2, 3]):
        d = [Fraction(7 * x, 3) for x in thirds]
        own = sum(d)
        sums = [sum(s * x for s, x in zip(signs, d, strict=True))
                for signs in itertools.product((1, -1), repeat=len(d))]  # fmt: skip
        hits = {
            "greater": [s >= own for s in sums],
            "less": [s <= own for s in sums],
            "two": [abs(s) >= abs(own) for s in sums],
        }[side]
        got = p_value([float(x) for x in d], side)[0]  # type: ignore[arg-type]
        assert got == sum(hits) / len(hits)
