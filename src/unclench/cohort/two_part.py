"""The two-part model: what is not eaten every day.

    logit P(y_ij > 0) = x_ij'α + u1_i      g(y_ij) = x_ij'β + u2_i + e_ij  where y_ij > 0

with u1, u2 correlated normals (NCI method; Tooze et al. 2006). Every coefficient is estimated in
one likelihood. Given u1 = sd1 t, u2 is normal and drops out in closed form, so that one sum over
Gauss-Hermite points of t is left. Replicates take one Newton step from the survey's own estimate.
Usual intake is the mean over the week of P(eaten) times the mean amount of a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unclench.cohort.amount import fit_amounts
from unclench.cohort.both_likelihood import Likelihood
from unclench.cohort.panel import WEEKDAYS, WEEKEND_DAYS, Floats, Panel
from unclench.cohort.spread import OfPoints, Spread
from unclench.intake.usual.alike import Alike, average_over_days
from unclench.intake.usual.gaussian import even_quantiles

GRID = 61
"""Equally probable points of each effect, for distributions."""
_STEP = 1e-4
_LIMITS = {"power": (0.0, 1.0), "log_sd1": (-5.0, 2.5), "log_sd": (-6.0, 2.0), "corr": (-3.0, 3.0)}


@dataclass(frozen=True, slots=True)
class Both:
    """Fitted models, one per row of weights; amounts divided by `scale`.

    Attributes:
        alpha, beta: shape (sets, columns). sd1, sd2, sd_within, correlation, power: shape (sets,).
        names: of the columns. floor: the least mean amount of a day on which it is eaten.
        likelihood: of the first row. converged: of the first row. at_edge: what ended at a limit.
    """

    alpha: Floats
    beta: Floats
    sd1: Floats
    sd2: Floats
    sd_within: Floats
    correlation: Floats
    power: Floats
    names: tuple[str, ...]
    scale: float
    floor: float
    zeros: int
    likelihood: float
    converged: bool
    at_edge: list[str]

    def __len__(self) -> int:
        return len(self.power)


def fit_both(panel: Panel, weights: Floats) -> Both:
    """Fit the model once for each row of weights.

    Args:
        panel: with days of zero. weights: shape (sets, people); the first is the survey's own.
    """
    from scipy.optimize import minimize

    positive = panel.y > 0
    some = _eaters(panel, positive)
    who = np.unique(panel.person[positive])
    start = fit_amounts(some, np.maximum(weights[:1, who], 1e-12))
    f = Likelihood(panel, start.scale)
    w = weights[0] / weights[0].mean()
    share = float(np.clip(w[panel.person] @ positive / w[panel.person].sum(), 0.02, 0.98))
    theta = np.concatenate(
        [
            [np.log(share / (1 - share)), *np.zeros(f.k - 1)],
            _matched(start.beta[0], start.names, f.names),
            [0.0, 0.5 * np.log(max(float(start.var_between[0]), 1e-3))],
            [0.5 * np.log(float(start.var_within[0])), 0.1, float(start.power[0])],
        ]
    )
    bounds = [(-30.0, 30.0)] * f.k + [(-1e6, 1e6)] * f.k + [
        _LIMITS["log_sd1"], _LIMITS["log_sd"], _LIMITS["log_sd"], _LIMITS["corr"], _LIMITS["power"],
    ]  # fmt: skip

    def downhill(p: Floats) -> tuple[float, Floats]:
        value, slopes = f.with_slopes(p)
        return -float(w @ value) / len(w), -(w @ slopes) / len(w)

    found = minimize(
        downhill,
        theta,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 500, "ftol": 1e-12, "gtol": 1e-6},
    )
    best = np.asarray(found.x, dtype=np.float64)
    sets = _replicates(f, best, weights, bounds)
    k = f.k
    edges = [
        n
        for n, p, (low, high) in zip(
            ("sd1", "sd2", "sd_within", "correlation", "power"),
            best[2 * k :].tolist(),
            bounds[2 * k :],
            strict=True,
        )
        if p < low + 1e-3 or p > high - 1e-3
    ]
    return Both(
        alpha=sets[:, :k],
        beta=sets[:, k : 2 * k],
        sd1=np.exp(sets[:, 2 * k]),
        sd2=np.exp(sets[:, 2 * k + 1]),
        sd_within=np.exp(sets[:, 2 * k + 2]),
        correlation=np.tanh(sets[:, 2 * k + 3]),
        power=sets[:, 2 * k + 4],
        names=f.names,
        scale=start.scale,
        floor=0.5 * float(panel.y[positive].min()),
        zeros=int((~positive).sum()),
        likelihood=float(weights[0] @ f(best)),
        converged=bool(found.success),
        at_edge=edges,
    )


def _matched(beta: Floats, have: tuple[str, ...], want: tuple[str, ...]) -> list[float]:
    """Coefficients by name; the days on which it is eaten may lack a column."""
    at = dict(zip(have, beta.tolist(), strict=True))
    return [at.get(n, 0.0) for n in want]


def _eaters(panel: Panel, positive: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Panel:
    """The days on which it is eaten, of the people who eat it."""
    who, person = np.unique(panel.person[positive], return_inverse=True)
    return Panel(
        person.reshape(-1).astype(np.intp),
        panel.y[positive],
        panel.second[positive],
        None if panel.weekend is None else panel.weekend[positive],
        panel.covariates[who],
        panel.names,
        panel.ids[who],
    )


def _replicates(
    f: Likelihood, best: Floats, weights: Floats, bounds: list[tuple[float, float]]
) -> Floats:
    """One Newton step for each set of weights, from the estimate of the first; (sets, p).

    What lies at a limit stays there.
    """
    if len(weights) == 1:
        return best[None]
    free = [i for i, (low, high) in enumerate(bounds) if low + 1e-3 < best[i] < high - 1e-3]
    w = weights[0]
    scores = f.with_slopes(best)[1][:, free]
    unit = np.eye(len(best)) * _STEP
    ends = [[w @ f.with_slopes(best + sign * unit[i])[1] for sign in (1, -1)] for i in free]
    hessian = np.stack([up - down for up, down in ends])[:, free] / (2 * _STEP)
    hessian = 0.5 * (hessian + hessian.T)
    total = weights.sum(axis=1, keepdims=True)
    step = np.linalg.lstsq(-hessian, (weights @ scores / total * w.sum()).T, rcond=None)[0].T
    step[0] = 0.0
    out = np.tile(best, (len(weights), 1))
    out[:, free] += step
    for i, (low, high) in enumerate(bounds):
        out[:, i] = np.clip(out[:, i], low, high)
    return out


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
        """The people of a panel; of more than 60 kinds, 60 bins."""
        from unclench.cohort.distribution import binned

        k = panel.covariates.shape[1]
        columns = panel.covariates
        last = both.beta.shape[1] - k
        if len(np.unique(columns, axis=0)) > GRID:
            columns = binned(columns, both.alpha[0, last:], GRID)
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
        """Usual intakes on a grid of both effects, whatever `even` asks."""
        b = self.both
        t = even_quantiles(GRID)
        u1 = b.sd1[:, None] * t
        rest = b.sd2 * np.sqrt(1.0 - b.correlation**2)
        u2 = (b.correlation * b.sd2)[:, None, None] * t[:, None] + rest[:, None, None] * t
        alike = Alike(*(np.full(len(b), np.nan),) * 2, b.power, b.sd_within**2, b.sd2**2, b.power)
        weekend = np.zeros((2, len(b)))
        if "weekend" in b.names:
            at = b.names.index("weekend")
            weekend = np.stack([b.alpha[:, at], b.beta[:, at]])

        def day(like: int, shift: Floats) -> Floats:
            logit = (self.chance[:, like] + shift[0])[:, None] + u1
            c = (self.eta[:, like] + shift[1])[:, None, None] + u2
            amount = np.maximum(average_over_days(c, alike) * b.scale, b.floor)
            return np.asarray(amount / (1.0 + np.exp(-logit))[..., None])

        each = []
        for like in range(self.eta.shape[1]):  # apart, because the grids of all would fill memory
            usual = day(like, np.zeros_like(weekend))
            if weekend.any():
                usual = WEEKDAYS * usual + WEEKEND_DAYS * day(like, weekend)
                usual = usual / (WEEKDAYS + WEEKEND_DAYS)
            each.append(usual.reshape(len(b), -1))
        return Spread.even(np.stack(each, axis=1)[:, self.like], self.share).plus(self.dose)
