"""The one-part model: what is eaten every day, on a Box-Cox scale.

    g(y_ij) = x_ij'β + u_i + e_ij,  u ~ N(0, var_between), e ~ N(0, var_within)

(NCI method; Tooze et al. 2006, 2010). Power, coefficients and both variances are estimated
together by weighted likelihood. β and var_within have closed forms, so that the search is over the
power and the ratio of the variances alone, on moments that are summed once for all replicate
weights: the first row of weights is the survey's, the others are its replicates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.cohort.panel import Floats, Panel
from unclench.intake.usual.alike import forward

POWERS = (0.0, 1.0)
"""Between the logarithm and no transform; a power at an end is said."""
LOG_RATIOS = (-8.0, 5.0)
"""ln(var_between / var_within); the lower end counts as no variation between people."""
_STEPS = 45
_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
_SIDE = 0.05


@dataclass(frozen=True, slots=True)
class Amounts:
    """Fitted models, one per row of weights; on the scale of amounts divided by `scale`.

    Attributes:
        power, var_within, var_between, likelihood: shape (sets,). beta: shape (sets, columns).
        names: of the columns. floor: the least amount of a usual day, in the nutrient's unit.
        zeros: days of zero, raised to `floor`. converged: of the first row.
    """

    power: Floats
    beta: Floats
    var_within: Floats
    var_between: Floats
    likelihood: Floats
    names: tuple[str, ...]
    scale: float
    floor: float
    zeros: int
    converged: bool

    def __len__(self) -> int:
        return len(self.power)

    @property
    def at_edge(self) -> list[str]:
        """What ended at the edge of its range, of the first row."""
        out = []
        if self.power[0] < POWERS[0] + 1e-4 or self.power[0] > POWERS[1] - 1e-4:
            out.append("power")
        if self.var_between[0] <= 0:
            out.append("var_between")
        return out

    def weekend(self) -> Floats:
        """Coefficient of Friday to Sunday; zeros without one. Shape (sets,)."""
        if "weekend" not in self.names:
            return np.zeros(len(self))
        return self.beta[:, self.names.index("weekend")]


@dataclass(frozen=True, slots=True)
class _Moments:
    """Weighted sums for one power: f holds the columns and the transformed amount.

    all: sum of f f' over days, shape (sets, k + 1, k + 1). same: people of n days -> the sum of
    (sum of f)(sum of f)'. people: n -> weight of the people. logs: sum of ln y.
    """

    all: Floats
    same: dict[int, Floats]
    people: dict[int, Floats]
    logs: Floats


class _Search:
    """The likelihood of one panel under many sets of weights."""

    def __init__(self, panel: Panel, weights: Floats, ratio: float | None) -> None:
        self.panel, self.weights, self.ratio = panel, weights, ratio
        y, self.floor, self.zeros = panel.raised()
        self.scale = float(np.exp(np.log(y).mean()))
        self.y = y / self.scale
        self.x, self.names = panel.design()
        self.counts = panel.counts
        self.kinds = [int(n) for n in np.unique(self.counts)]
        self.logs = panel.sums(np.log(self.y))

    def moments(self, power: Floats, weights: Floats) -> _Moments:
        """At one power for all sets, or at one power for each."""
        if len(power) == 1:
            return self._sums(float(power[0]), weights)
        each = [self._sums(float(p), w[None]) for p, w in zip(power, weights, strict=True)]
        return _Moments(
            np.concatenate([m.all for m in each]),
            {n: np.concatenate([m.same[n] for m in each]) for n in self.kinds},
            {n: np.concatenate([m.people[n] for m in each]) for n in self.kinds},
            np.concatenate([m.logs for m in each]),
        )

    def _sums(self, power: float, weights: Floats) -> _Moments:
        z = forward(self.y[None], np.array([power]))[0]
        f = np.concatenate([self.x, z[:, None]], axis=1)
        k = f.shape[1]
        squares = self.panel.sums((f[:, :, None] * f[:, None, :]).reshape(len(f), -1))
        sums = self.panel.sums(f)
        crossed = (sums[:, :, None] * sums[:, None, :]).reshape(len(sums), -1)
        same, people = {}, {}
        for n in self.kinds:
            at = self.counts == n
            same[n] = (weights[:, at] @ crossed[at]).reshape(-1, k, k)
            people[n] = weights[:, at].sum(axis=1)
        return _Moments((weights @ squares).reshape(-1, k, k), same, people, weights @ self.logs)

    def at(self, m: _Moments, power: Floats, ratio: Floats) -> tuple[Floats, Floats, Floats]:
        """(log-likelihood, beta, var_within) given power and var_between / var_within."""
        total = m.all.copy()
        days = np.zeros(len(ratio))
        shrunk = np.zeros(len(ratio))
        for n in self.kinds:
            total -= (ratio / (1.0 + n * ratio))[:, None, None] * m.same[n]
            days += n * m.people[n]
            shrunk += m.people[n] * np.log1p(n * ratio)
        xx, xz, zz = total[:, :-1, :-1], total[:, :-1, -1], total[:, -1, -1]
        beta = np.linalg.solve(xx, xz[..., None])[..., 0]
        within = np.maximum(zz - (xz * beta).sum(axis=1), 1e-300) / days
        likelihood = (
            -0.5 * days * (np.log(2 * np.pi * within) + 1.0) - 0.5 * shrunk + (power - 1.0) * m.logs
        )
        return np.asarray(likelihood), np.asarray(beta, np.float64), np.asarray(within)

    def best_ratio(self, m: _Moments, power: Floats) -> Floats:
        """var_between / var_within with the highest likelihood, one for each set."""
        sets = len(m.logs)
        if self.ratio is not None:
            return np.full(sets, 1.0 / self.ratio)
        low, high = np.full(sets, LOG_RATIOS[0]), np.full(sets, LOG_RATIOS[1])
        a, b = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        fa, fb = self.at(m, power, np.exp(a))[0], self.at(m, power, np.exp(b))[0]
        for _ in range(_STEPS):
            left = fa > fb
            high, low = np.where(left, b, high), np.where(left, low, a)
            inner = np.where(left, high - _GOLDEN * (high - low), low + _GOLDEN * (high - low))
            f = self.at(m, power, np.exp(inner))[0]
            a, b = np.where(left, inner, b), np.where(left, a, inner)
            fa, fb = np.where(left, f, fb), np.where(left, fa, f)
        return np.asarray(np.exp(0.5 * (low + high)), dtype=np.float64)

    def profile(self, power: float, weights: Floats) -> Floats:
        """Log-likelihood of each set at its best ratio."""
        p = np.array([power])
        m = self.moments(p, weights)
        return self.at(m, p, self.best_ratio(m, p))[0]


def fit_amounts(
    panel: Panel, weights: Floats, ratio: float | None = None, power: float | None = None
) -> Amounts:
    """Fit the model once for each row of weights.

    Args:
        weights: shape (sets, people); the first is the survey's own. Zero leaves a person out.
        ratio: var_within / var_between on the Box-Cox scale from elsewhere; estimated when None,
            which needs people with two days.
        power: of the Box-Cox transform; estimated when None. Each replicate has its own, at the
            top of the parabola through its likelihood at three powers around the survey's.
    """
    from scipy.optimize import minimize_scalar

    search = _Search(panel, weights, ratio)
    converged = True
    if power is None:
        found = minimize_scalar(
            lambda p: -float(search.profile(float(p), weights[:1])[0]),
            bounds=POWERS,
            method="bounded",
            options={"xatol": 1e-5},
        )
        converged, best = bool(found.success), float(found.x)
        powers = _replicate_powers(search, weights, best)
    else:
        powers = np.full(len(weights), power)
    m = search.moments(powers, weights)
    ratios = search.best_ratio(m, powers)
    likelihood, beta, within = search.at(m, powers, ratios)
    none = np.log(ratios) < LOG_RATIOS[0] + 0.01
    return Amounts(
        power=powers,
        beta=beta,
        var_within=within,
        var_between=np.where(none, 0.0, within * ratios),
        likelihood=likelihood,
        names=search.names,
        scale=search.scale,
        floor=search.floor,
        zeros=search.zeros,
        converged=converged and bool(np.isfinite(likelihood[0])),
    )


def _replicate_powers(search: _Search, weights: Floats, best: float) -> Floats:
    if len(weights) == 1:
        return np.array([best])
    centre = min(max(best, POWERS[0] + _SIDE), POWERS[1] - _SIDE)
    left, middle, right = (search.profile(centre + d, weights) for d in (-_SIDE, 0.0, _SIDE))
    curve = left - 2.0 * middle + right
    top = centre + np.where(curve < 0, 0.5 * _SIDE * (left - right) / np.minimum(curve, -1e-12), 0)
    own = best - float(np.clip(top[0], *POWERS))  # the parabola's error, the same for all sets
    out = np.clip(top + own, *POWERS)
    out[0] = best
    return np.asarray(out, dtype=np.float64)
