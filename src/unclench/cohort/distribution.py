"""From a fitted model to usual intake: the mean over a week's days of one person, and its spread.

Usual intake of somebody at c on the Box-Cox scale is T(c) = (4 A(c) + 3 A(c + weekend)) / 7, where
A is the mean over day-to-day variation of the back-transformed value. T grows with c, so that
percentiles and shares of people need no random draws: c is a mixture of normals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from unclench.cohort.amount import Amounts
from unclench.cohort.panel import WEEKDAYS, WEEKEND_DAYS, Floats, Panel
from unclench.cohort.spread import Spread
from unclench.intake.usual.alike import Alike, average_over_days
from unclench.intake.usual.gaussian import even_quantiles

PERCENTS = (5, 10, 25, 50, 75, 90, 95)
_HERMITE = 41
_BISECT = 50
KINDS_AT_MOST = 400
EVEN = 61


def binned(columns: Floats, beta: Floats, bins_at_most: int = KINDS_AT_MOST) -> Floats:
    """Each person's covariates as the mean over people with nearly the same prediction."""
    order = np.argsort(columns @ beta, kind="stable")
    bins = np.empty(len(columns), np.intp)
    bins[order] = np.arange(len(columns)) * bins_at_most // len(columns)
    count = np.bincount(bins)
    means = np.stack([np.bincount(bins, c) / count for c in columns.T], axis=1)
    out: Floats = means[bins]
    return out


@dataclass(frozen=True, slots=True)
class Mixture:
    """Kinds of people with the same linear predictor; one set of numbers per row of weights.

    Attributes:
        amounts: the models. eta: linear predictor on a first weekday, shape (sets, kinds).
        share: of the people, summing to one, shape (sets, kinds).
        kind: of each person, shape (people,).
        dose: what supplements add a day, shape (kinds,); None for food and drink alone.
    """

    amounts: Amounts
    eta: Floats
    share: Floats
    kind: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    dose: Floats | None = None

    @staticmethod
    def of(amounts: Amounts, panel: Panel, weights: Floats, apart: Floats | None = None) -> Mixture:
        """The people of a panel; more than `KINDS_AT_MOST` different ones are put in bins.

        Args:
            apart: a label of each person; people of different labels are never one kind.
        """
        k = panel.covariates.shape[1]
        columns = panel.covariates
        if len(np.unique(columns, axis=0)) > KINDS_AT_MOST:
            columns = binned(columns, amounts.beta[0, -k:])
        label = np.zeros(panel.people) if apart is None else apart
        rows, kind = np.unique(
            np.concatenate([columns, label[:, None]], axis=1), axis=0, return_inverse=True
        )
        kind = kind.reshape(-1)
        mass = np.zeros((panel.people, len(rows)))
        mass[np.arange(panel.people), kind] = 1.0
        share = weights @ mass
        eta = amounts.beta[:, :1] + amounts.beta[:, amounts.beta.shape[1] - k :] @ rows[:, :k].T
        return Mixture(amounts, eta, share / share.sum(axis=1, keepdims=True), kind)

    def plus(self, dose: Floats) -> Mixture:
        """The same with a dose a day of each kind added to what is eaten; shape (kinds,)."""
        return replace(self, dose=dose)

    def one_of_each(self) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
        """Index of a person of each kind; shape (kinds,)."""
        return np.unique(self.kind, return_index=True)[1]

    def usual(self, c: Floats) -> Floats:
        """T(c) in the nutrient's unit per day; `c` and the result have shape (sets, ...)."""
        a = self.amounts
        none = np.full(len(a), np.nan)
        alike = Alike(none, none, a.power, a.var_within, a.var_between, none)

        def mean_of_days(at: Floats) -> Floats:
            return np.maximum(average_over_days(at, alike) * a.scale, a.floor)

        weekend = a.weekend()[(..., *([None] * (c.ndim - 1)))]
        weekday = mean_of_days(c)
        if not weekend.any():
            return weekday
        out: Floats = (WEEKDAYS * weekday + WEEKEND_DAYS * mean_of_days(c + weekend)) / (
            WEEKDAYS + WEEKEND_DAYS
        )
        return out

    @property
    def sd(self) -> Floats:
        """Between people on the Box-Cox scale; shape (sets,)."""
        out: Floats = np.sqrt(self.amounts.var_between)
        return out

    def points(self, even: int = 0) -> Spread:
        """Usual intakes of each kind.

        Args:
            even: so many equally probable nodes, for what is not smooth; else Gauss-Hermite.
        """
        if even:
            x, w = even_quantiles(even), np.full(even, 1.0 / even)
        else:
            x, w = np.polynomial.hermite_e.hermegauss(_HERMITE)
        c = self.eta[..., None] + self.sd[:, None, None] * x
        return Spread(self.usual(c), self.share[..., None] * (w / w.sum())).plus(self.dose)

    def told(self, percents: Sequence[float]) -> tuple[Floats, Floats, float]:
        """(means, percentiles, standard deviation): (sets,), (sets, percentiles), a number."""
        at = self.points()
        return at.mean(), self.percentiles(percents), at.sd()

    def mean(self) -> Floats:
        """Mean usual intake; shape (sets,)."""
        return self.points().mean()

    def percentiles(self, percents: Sequence[float] = PERCENTS) -> Floats:
        """Usual intake at these percentiles; shape (sets, percentiles)."""
        from scipy.special import ndtr, ndtri

        if self.dose is not None:
            return self.points(EVEN).percentiles(percents)
        p = np.array(percents) / 100.0
        sd = np.maximum(self.sd, 1e-12)
        if self.eta.shape[1] == 1:
            return self.usual(self.eta + sd[:, None] * ndtri(p))
        low = (self.eta.min(axis=1) - 9 * sd)[:, None] + np.zeros(len(p))
        high = (self.eta.max(axis=1) + 9 * sd)[:, None] + np.zeros(len(p))
        for _ in range(_BISECT):
            c = 0.5 * (low + high)
            z = (c[:, :, None] - self.eta[:, None, :]) / sd[:, None, None]
            over = (ndtr(z) * self.share[:, None, :]).sum(axis=2) > p
            low, high = np.where(over, low, c), np.where(over, c, high)
        return self.usual(0.5 * (low + high))

    def below(self, limit: Floats) -> Floats:
        """Share of people whose usual intake is below a limit.

        Args:
            limit: in the nutrient's unit per day, one for each kind; shape (kinds,).

        Returns:
            shape (sets,).
        """
        from scipy.special import ndtr

        if self.dose is not None:
            limit = limit - self.dose
        sd = np.maximum(self.sd, 1e-12)[:, None]
        low, high = self.eta - 12 * sd, self.eta + 12 * sd
        for _ in range(_BISECT):
            c = 0.5 * (low + high)
            over = self.usual(c) >= limit
            low, high = np.where(over, low, c), np.where(over, c, high)
        share = ndtr((0.5 * (low + high) - self.eta) / sd)
        out: Floats = (share * self.share).sum(axis=1)
        return out
