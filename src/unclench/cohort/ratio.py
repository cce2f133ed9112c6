"""Ratios of usual intakes, such as mg per 1000 kcal: two amounts whose effects go together.

    g1(y1_ij) = x_ij'β1 + u1_i + e1_ij      g2(y2_ij) = x_ij'β2 + u2_i + e2_ij

with (u1, u2) and (e1, e2) correlated normals, as the NCI method has it for ratios. Powers and β are
 those of each amount alone; the two covariance matrices are estimated together, by EM on
sums over people, for all sets of weights at once. The ratio is that of the two usual intakes of a
person, over a grid of their effects; a mean of days' ratios would be another, wider thing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.cohort.amount import Amounts, fit_amounts
from unclench.cohort.distribution import Mixture
from unclench.cohort.panel import Floats, Panel
from unclench.cohort.spread import OfPoints, Spread
from unclench.intake.usual.alike import forward
from unclench.intake.usual.gaussian import even_quantiles

GRID = 61
"""Equally probable points of each effect."""
_ROUNDS = 3000
_STILL = 1e-9
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Pair:
    """Two amounts and how they go together, one per row of weights.

    Attributes:
        top, bottom: the models of each. between, within: covariances of (top, bottom), shape
            (sets, 2, 2). converged: of both models and of the covariances.
    """

    top: Amounts
    bottom: Amounts
    between: Floats
    within: Floats
    converged: bool

    def correlation(self, which: Floats) -> Floats:
        """Of one of the two covariances; shape (sets,)."""
        root = np.sqrt(which[:, 0, 0] * which[:, 1, 1])
        return np.asarray(np.clip(which[:, 0, 1] / np.maximum(root, 1e-300), -1.0, 1.0))


def fit_pair(top: Panel, bottom: Panel, weights: Floats) -> Pair:
    """Fit the model once for each row of weights.

    Args:
        top, bottom: two amounts of the same days of the same people.
    """
    models = [fit_amounts(p, weights) for p in (top, bottom)]
    x = top.design()[0]
    z = []
    for panel, a in zip((top, bottom), models, strict=True):
        y = panel.raised()[0] / a.scale
        z.append(forward(np.broadcast_to(y, (len(a), len(y))), a.power) - a.beta @ x.T)
    between, within, still = _covariances(top, np.stack(z), weights, models)
    sure = still and models[0].converged and models[1].converged
    return Pair(models[0], models[1], between, within, sure)


def _covariances(
    panel: Panel, r: Floats, weights: Floats, models: list[Amounts]
) -> tuple[Floats, Floats, bool]:
    """EM for both matrices; `r` has shape (2, sets, days)."""
    counts = panel.counts
    kinds = [int(n) for n in np.unique(counts)]
    every, sums, people = {}, {}, {}
    squares = np.stack([panel.sums((r[a] * r[b]).T) for a, b in ((0, 0), (0, 1), (1, 1))])
    totals = np.stack([panel.sums(r[a].T) for a in (0, 1)])
    for n in kinds:
        at = counts == n
        w = weights[:, at]
        every[n] = _matrix(*(np.einsum("sp,ps->s", w, q[at]) for q in squares))
        t = totals[:, at]
        sums[n] = _matrix(
            *(np.einsum("sp,ps,ps->s", w, t[a], t[b]) for a, b in ((0, 0), (0, 1), (1, 1)))
        )
        people[n] = w.sum(axis=1)[:, None, None]
    whole = sum(people.values())
    days = sum(n * people[n] for n in kinds)
    between = _diagonal(*(np.maximum(m.var_between, _LEAST) for m in models))
    within = _diagonal(*(m.var_within for m in models))
    for _ in range(_ROUNDS):
        uu, ee = np.zeros_like(between), np.zeros_like(within)
        for n in kinds:
            inner = np.linalg.inv(within + n * between)
            b = between @ inner
            v = between - n * b @ between
            sb = sums[n] @ b.transpose(0, 2, 1)
            mean = b @ sb + people[n] * v
            uu += mean
            ee += every[n] - sb - sb.transpose(0, 2, 1) + n * mean
        new_between, new_within = uu / whole, ee / days
        off = np.abs(new_between - between).max() / np.abs(new_between).max()
        between, within = new_between, new_within
        if off < _STILL:
            return between, within, True
    return between, within, bool(off < 1e-5)


def _matrix(a: Floats, ab: Floats, b: Floats) -> Floats:
    return np.stack([np.stack([a, ab], axis=1), np.stack([ab, b], axis=1)], axis=1)


def _diagonal(a: Floats, b: Floats) -> Floats:
    return _matrix(a, np.zeros_like(a), b)


@dataclass(frozen=True, slots=True)
class RatioMixture(OfPoints):
    """Kinds of people with the same covariates; the face of `distribution.Mixture`.

    Attributes:
        pair: the models. top, bottom: usual intake of each, of the same kinds of people.
        times: what the ratio is multiplied by, such as 1000 for "per 1000 kcal".
    """

    pair: Pair
    top: Mixture
    bottom: Mixture
    times: float

    @staticmethod
    def of(pair: Pair, panel: Panel, weights: Floats, times: float) -> RatioMixture:
        """The people of a panel."""
        top = Mixture.of(pair.top, panel, weights)
        k = panel.covariates.shape[1]
        beta = pair.bottom.beta
        eta = beta[:, :1] + beta[:, beta.shape[1] - k :] @ panel.covariates.T
        count = np.bincount(top.kind)
        mean = np.stack([np.bincount(top.kind, e) / count for e in eta])
        return RatioMixture(pair, top, Mixture(pair.bottom, mean, top.share, top.kind), times)

    def one_of_each(self) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
        """Index of a person of each kind; shape (kinds,)."""
        return self.top.one_of_each()

    def points(self, even: int = 0) -> Spread:
        """Ratios on a grid of both effects, whatever `even` asks."""
        t = even_quantiles(GRID)
        sd = np.sqrt(np.maximum(self.pair.between[:, [0, 1], [0, 1]], 0.0))
        rho = self.pair.correlation(self.pair.between)
        one = self.top.usual(self.top.eta[..., None] + sd[:, :1, None] * t)
        mixed = rho[:, None, None] * t[:, None] + np.sqrt(1 - rho**2)[:, None, None] * t
        second = sd[:, 1, None, None] * mixed
        two = self.bottom.usual(self.bottom.eta[..., None, None] + second[:, None])
        values = (self.times * one[..., None] / two).reshape(*self.top.eta.shape, -1)
        return Spread.even(values, self.top.share)
