"""From a two-part model to usual intake: P(eaten) times the mean amount of a day, over the week.

Given the effect on the amount, usual intake grows with what is left of the effect on eating, so
that the share below an amount is a sum of normal probabilities over points of the first: no draws,
and none of the steps of points in two directions, which move the lowest percentiles by some per
cent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from unclench.cohort.panel import WEEKDAYS, WEEKEND_DAYS, Floats, Panel
from unclench.cohort.spread import OfPoints, Spread
from unclench.cohort.two_part import Both
from unclench.intake.usual.alike import Alike, average_over_days

KINDS_AT_MOST = 61
_ALONG = np.linspace(-4.5, 4.5, 61)
"""The effect on the amount, in standard deviations."""
_ACROSS = np.linspace(-4.5, 4.5, 73)
"""What is left of the effect on eating, likewise."""
_AMOUNTS = 400
"""Amounts between which a percentile lies on a line."""


@dataclass(frozen=True, slots=True)
class BothMixture(OfPoints):
    """Kinds of people with the same covariates; the face of `distribution.Mixture`.

    Attributes:
        both: the models. chance, eta: linear predictors of eating and of the amount on a first
            weekday, shape (sets, likes). like: which of these each kind has, shape (kinds,).
        share: of the people, (sets, kinds). kind: of each.
        dose: what supplements add a day, shape (kinds,); None for food and drink alone.
    """

    both: Both
    chance: Floats
    eta: Floats
    like: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    share: Floats
    kind: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    dose: Floats | None = None

    @staticmethod
    def of(both: Both, panel: Panel, weights: Floats, apart: Floats | None = None) -> BothMixture:
        """The people of a panel; of more than `KINDS_AT_MOST` kinds, bins."""
        from unclench.cohort.distribution import binned

        k = panel.covariates.shape[1]
        columns = panel.covariates
        last = both.beta.shape[1] - k
        if len(np.unique(columns, axis=0)) > KINDS_AT_MOST:
            columns = binned(columns, both.alpha[0, last:], KINDS_AT_MOST)
        label = np.zeros(panel.people) if apart is None else apart
        rows, kind = np.unique(
            np.concatenate([columns, label[:, None]], axis=1), axis=0, return_inverse=True
        )
        kind = kind.reshape(-1)
        mass = np.zeros((panel.people, len(rows)))
        mass[np.arange(panel.people), kind] = 1.0
        share = weights @ mass
        x, like = np.unique(rows[:, :k], axis=0, return_inverse=True)
        return BothMixture(
            both,
            both.alpha[:, :1] + both.alpha[:, last:] @ x.T,
            both.beta[:, :1] + both.beta[:, last:] @ x.T,
            like.reshape(-1),
            share / share.sum(axis=1, keepdims=True),
            kind,
        )

    def plus(self, dose: Floats) -> BothMixture:
        """The same with a dose a day of each kind added to what is eaten; shape (kinds,)."""
        return replace(self, dose=dose)

    def one_of_each(self) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
        """Index of a person of each kind; shape (kinds,)."""
        return np.unique(self.kind, return_index=True)[1]

    def points(self, even: int = 0) -> Spread:
        """Usual intakes at pairs of points of both effects, whatever `even` asks."""
        usual, (along, across) = self._usual(), _weights()
        mass = self.share[..., None] * np.outer(along, across).ravel()
        return Spread(usual.reshape(*usual.shape[:2], -1)[:, self.like], mass).plus(self.dose)

    def told(self, percents: Sequence[float]) -> tuple[Floats, Floats, float]:
        """(means, percentiles, standard deviation): (sets,), (sets, percentiles), a number."""
        at = self.points()
        return at.mean(), self.percentiles(percents), at.sd()

    def percentiles(self, percents: Sequence[float]) -> Floats:
        """Usual intake at these percentiles; shape (sets, percentiles)."""
        ln_usual, dose = np.log(self._usual()), self._doses()
        most = np.exp(ln_usual.max()) + dose.max()
        amounts = np.geomspace(np.exp(ln_usual.min()) + dose.min(), most, _AMOUNTS)
        below = np.zeros((len(self.both), _AMOUNTS))
        pairs, which = np.unique(np.stack([self.like, dose]), axis=1, return_inverse=True)
        for i, (like, added) in enumerate(pairs.T.tolist()):
            share = self.share[:, which.reshape(-1) == i].sum(axis=1)
            below += share[:, None] * _below(ln_usual[:, int(like)], amounts - added)
        p = np.array(percents) / 100.0
        return np.stack([np.exp(np.interp(p, b, np.log(amounts))) for b in below])

    def below(self, limit: Floats) -> Floats:
        """Share with a usual intake below a limit of each kind; shape (sets,)."""
        ln_usual, left = np.log(self._usual()), limit - self._doses()
        each = [
            _below(ln_usual[:, like], np.array([at]))[:, 0]
            for like, at in zip(self.like.tolist(), left.tolist(), strict=True)
        ]
        out: Floats = (self.share * np.stack(each, axis=1)).sum(axis=1)
        return out

    def _doses(self) -> Floats:
        return np.zeros(len(self.like)) if self.dose is None else self.dose

    def _usual(self) -> Floats:
        """What is eaten a day at each point of both effects; (sets, likes, along, across)."""
        b = self.both
        rest = b.sd1 * np.sqrt(1.0 - b.correlation**2)
        u1 = (b.correlation * b.sd1)[:, None, None] * _ALONG[:, None]
        u1 = (u1 + rest[:, None, None] * _ACROSS)[:, None]
        u2 = (b.sd2[:, None] * _ALONG)[:, None]
        alike = Alike(*(np.full(len(b), np.nan),) * 2, b.power, b.sd_within**2, b.sd2**2, b.power)

        def day(chance: Floats, eta: Floats) -> Floats:
            days = average_over_days((self.eta + eta)[..., None] + u2, alike)
            amount = np.maximum(days * b.scale, b.floor)
            logit = (self.chance + chance)[..., None, None] + u1
            return np.asarray(amount[..., None] / (1.0 + np.exp(-logit)))

        nothing = np.zeros((len(b), 1))
        usual = day(nothing, nothing)
        if "weekend" not in b.names:
            return usual
        at = b.names.index("weekend")
        weekend = day(b.alpha[:, at, None], b.beta[:, at, None])
        out: Floats = (WEEKDAYS * usual + WEEKEND_DAYS * weekend) / (WEEKDAYS + WEEKEND_DAYS)
        return out


def _weights() -> tuple[Floats, Floats]:
    """Of the points of both effects."""
    along, across = np.exp(-0.5 * _ALONG**2), np.exp(-0.5 * _ACROSS**2)
    return along / along.sum(), across / across.sum()


def _below(ln_usual: Floats, amounts: Floats) -> Floats:
    """P(usual intake < amount) of people of one kind; (sets, along, across) -> (sets, amounts)."""
    from scipy.special import ndtr

    along = _weights()[0]
    out = np.zeros((len(ln_usual), len(amounts)))
    some = amounts > 0
    ln_amounts = np.log(amounts[some])
    for s, rows in enumerate(ln_usual):
        at = [np.interp(ln_amounts, row, _ACROSS, left=-np.inf, right=np.inf) for row in rows]
        out[s, some] = along @ ndtr(np.stack(at))
    return out
