"""Virtual people: cramps of periods, with a spread between weeks and a memory from week to week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv, ndtr

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

WEEK = 7


@dataclass(frozen=True, slots=True)
class Drive:
    """What makes weeks differ: variance over mean of a week's count, memory from week to week."""

    rate: float
    spread: float = 1.5
    memory: float = 0.3


def weekly(drive: Drive, people: int, weeks: int, rng: np.random.Generator) -> Floats:
    """Multipliers of the rate with mean 1, shape (people, weeks).

    Gamma by a Gaussian copula with memory of order 1, so that a week's count is negative binomial
    with the asked variance over mean; the correlation is that of the normals.
    """
    z = np.empty((people, weeks))
    r = drive.memory
    z[:, 0] = rng.standard_normal(people)
    for w in range(1, weeks):
        z[:, w] = r * z[:, w - 1] + np.sqrt(1 - r * r) * rng.standard_normal(people)
    if drive.spread <= 1.0:
        return np.ones((people, weeks))
    shape = drive.rate / (drive.spread - 1)
    multiplier: Any = gammaincinv(shape, ndtr(z)) / shape
    return np.asarray(multiplier, float)


def assigned(people: int, pairs: int, rng: np.random.Generator) -> Bools:
    """Whether the first period of each pair is the one with the remedy, (people, pairs)."""
    return rng.random((people, pairs)) < 0.5


def exposure(pairs: int, period_days: int, not_counted: int) -> Floats:
    """Counted days of each period in each week, (weeks, 2 * pairs)."""
    periods = 2 * pairs
    weeks = -(-periods * period_days // WEEK)
    out = np.zeros((weeks, periods))
    for p in range(periods):
        for d in range(p * period_days + not_counted, (p + 1) * period_days):
            out[d // WEEK, p] += 1.0
    return out


def differences(counts: Ints, first: Bools) -> Ints:
    """Without minus with, of each pair; `counts` (people, 2 * pairs)."""
    a, b = counts[:, 0::2], counts[:, 1::2]
    return np.where(first, b - a, a - b)
