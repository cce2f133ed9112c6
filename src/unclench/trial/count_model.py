"""How large the effect is: a Bayesian model of counts, summed over a grid.

Cramps of a piece of days are Poisson with mean days * rate * drive * (ratio, in periods with the
remedy). The drive is gamma with mean 1 (so that a week's count has a variance of `spread` times its
mean) and remembers: pieces a week apart are joined by `memory` in a Gaussian copula. The drive is
summed out by the forward recursion of a hidden chain, everything else on a grid; the result is the
posterior of the logarithm of the ratio. Exposure is days noted.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv, ndtr

from unclench.assessment.trial import Span
from unclench.facts.kinds.trial_rules import value
from unclench.trial.belief import Prior

Numbers = npt.NDArray[np.float64]

SPREADS = ((1.05, 0.15), (1.3, 0.25), (1.7, 0.3), (2.5, 0.2), (4.0, 0.1))
MEMORIES = ((0.0, 0.25), (0.3, 0.35), (0.6, 0.25), (0.85, 0.15))
"""Values and their weights before the data: our judgement, around the usual of `trial_rules`."""
TRENDS = ((-0.6, 0.15), (-0.3, 0.2), (0.0, 0.3), (0.3, 0.2), (0.6, 0.15))
"""Change of the log of the rate from the first to the last day, where a trend is asked for."""
NODES = np.linspace(-2.7, 2.7, 11)
RATES = 17
RATIOS = np.linspace(-4.4, 1.4, 73)
WEEK = 7.0
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Piece:
    """Noted days of one arm, a week at most: middle (days from the start), days, cramps."""

    middle: float
    days: int
    cramps: int
    treated: bool


@dataclass(frozen=True, slots=True)
class Posterior:
    """Chances of the log of the rate ratio on `RATIOS`."""

    mass: Numbers

    def below(self, log_ratio: float) -> float:
        """The chance that the log of the ratio is at most this."""
        edges, total = self._cdf()
        return float(np.interp(log_ratio, edges, total))

    def quantile(self, q: float) -> float:
        """The ratio below which a share `q` lies."""
        edges, total = self._cdf()
        return math.exp(float(np.interp(q, total, edges)))

    def span(self) -> Span:
        """The ratio with its 80 % range."""
        return Span(median=self.quantile(0.5), low80=self.quantile(0.1), high80=self.quantile(0.9))

    def p_helps(self) -> float:
        """The chance of fewer cramps by `helps_by` or more."""
        return self.below(math.log(1 - value("helps_by")))

    def _cdf(self) -> tuple[Numbers, Numbers]:
        step = RATIOS[1] - RATIOS[0]
        edges = np.concatenate([[RATIOS[0] - step / 2], RATIOS + step / 2])
        return edges, np.concatenate([[0.0], np.cumsum(self.mass)])


def posterior(pieces: Sequence[Piece], prior: Prior, *, trend: bool = False) -> Posterior:
    """What the counts say of the ratio, from this belief.

    Args:
        pieces: in the order of days; some with the remedy and some without.
        prior: of the log of the ratio. trend: let the rate drift over the trial.
    """
    pieces = sorted(pieces, key=lambda p: (p.middle, p.treated))
    belief = np.exp(-0.5 * ((RATIOS - prior.mean) / prior.sd) ** 2)
    if not pieces:
        return Posterior(belief / belief.sum())
    logs, weights = [], []
    last = max(p.middle for p in pieces) or 1.0
    for slope, chance in TRENDS if trend else ((0.0, 1.0),):
        scale = [math.exp(slope * (p.middle / last - 0.5)) for p in pieces]
        for memory, share in MEMORIES:
            logs.append(_log_likelihood(pieces, scale, memory))
            weights.append(chance * share)
    joint = np.stack(logs)  # (settings, spreads, rates, ratios)
    top = joint.max()
    spreads = np.array([w for _, w in SPREADS])[None, :, None, None]
    of_ratio = np.einsum(
        "a,asrt->t", np.array(weights), np.exp(joint - top) * spreads
    ) * belief  # fmt: skip
    return Posterior(of_ratio / of_ratio.sum())


def _log_likelihood(pieces: Sequence[Piece], scale: Sequence[float], memory: float) -> Numbers:
    """Log likelihood, (spreads, rates, ratios), of the counts."""
    rates, drive = _grid(pieces)
    shape = (len(SPREADS), len(rates), len(RATIOS), len(NODES))
    alpha = np.broadcast_to(_start(), shape).copy()
    total = np.zeros(shape[:3])
    ratio = np.exp(RATIOS)
    before: float | None = None
    for piece, factor in zip(pieces, scale, strict=True):
        if before is not None:
            gap = max(piece.middle - before, 0.5)
            alpha = alpha @ _transition(round(memory ** (gap / WEEK), 4) if memory else 0.0)
        before = piece.middle
        mean = (piece.days / WEEK * factor) * rates[None, :, None] * drive
        if piece.treated:
            m = mean[:, :, None, :] * ratio[None, None, :, None]
        else:
            m = mean[:, :, None, :]
        fits = piece.cramps * np.log(m) - m - math.lgamma(piece.cramps + 1)
        best = fits.max(axis=-1, keepdims=True)
        alpha = alpha * np.exp(fits - best)  # many cramps would underflow without it
        norm = np.maximum(alpha.sum(axis=-1), TINY)
        total += np.log(norm) + best[..., 0]
        alpha /= norm[..., None]
    return total


def _grid(pieces: Sequence[Piece]) -> tuple[Numbers, Numbers]:
    """(rates a week without the remedy, drive (spreads, rates, nodes))."""
    cramps, days = sum(p.cramps for p in pieces), sum(p.days for p in pieces)
    middle = WEEK * max(cramps, 0.5) / days
    width = min(1.6, 0.6 + 2.5 / math.sqrt(max(cramps, 1)))
    rates = middle * np.exp(np.linspace(-width, width + 0.3, RATES))
    excess = np.array([s - 1 for s, _ in SPREADS])
    shape = rates[None, :] / excess[:, None]
    z: Any = gammaincinv(shape[:, :, None], ndtr(NODES)[None, None, :]) / shape[:, :, None]
    z = np.maximum(z, 1e-9)
    return rates, z / (z * _start()).sum(axis=-1, keepdims=True)


@functools.cache
def _start() -> Numbers:
    w = np.exp(-0.5 * NODES**2)
    out: Numbers = w / w.sum()
    return out


@functools.lru_cache(maxsize=256)
def _transition(r: float) -> Numbers:
    """Chances to go from node to node, (from, to), with the stationary weights of `_start`."""
    w = np.exp(-0.5 * (NODES[None, :] - r * NODES[:, None]) ** 2 / max(1 - r * r, 0.02))
    out: Numbers = w / w.sum(axis=1, keepdims=True)
    return out
