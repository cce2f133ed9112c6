"""The likelihood of the two-part model and its slopes, person by person.

The vector of parameters holds α, β, log sd1, log sd2, log sd_within, atanh of the correlation, and
the power. Given t = u1 / sd1 the amounts of a person are normal around x'β + d with d = ρ sd2 t and
variances v = sd2² (1 - ρ²) of the person and s = sd_within² of days, so that one sum over
Gauss-Hermite points of t is left; slopes are means of the slopes at the points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.cohort.panel import Floats, Panel
from unclench.intake.usual.alike import forward

NODES = 31
"""Gauss-Hermite points of u1."""
_SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Log-densities of the amounts at each point of t, and what their slopes are made of.

    Attributes:
        value: shape (people, NODES). one: sum of residuals around x'β + d; shape as value.
        z: transformed amounts, r: their residuals around x'β, 0 where none was eaten; (days,).
        d: (NODES,). v, s: variances. whole: s + m v; shape (people, 1). q: the quadratic form.
    """

    value: Floats
    one: Floats
    q: Floats
    whole: Floats
    z: Floats
    r: Floats
    d: Floats
    v: float
    s: float


class Likelihood:
    """Of one panel, whose amounts are divided by `scale`; zeros are days without."""

    def __init__(self, panel: Panel, scale: float) -> None:
        self.panel = panel
        self.x, self.names = panel.design()
        self.k = self.x.shape[1]
        self.eaten = panel.y > 0
        self.y = np.where(self.eaten, panel.y / scale, 1.0)
        self.ln_y = np.log(self.y)
        self.logs = panel.sums(self.ln_y)
        self.m = panel.sums(self.eaten.astype(np.float64))[:, None]
        t, w = np.polynomial.hermite_e.hermegauss(NODES)
        self.t, self.ln_w = t, np.log(w / w.sum())
        # days with the same columns have the same chance: most surveys have a handful of kinds
        self.rows, kind = np.unique(self.x, axis=0, return_inverse=True)
        self.kind = kind.reshape(-1)
        both = np.concatenate([self.rows, self.rows])
        self.sign = np.repeat([-1.0, 1.0], len(self.rows))[:, None]
        self.both, self.outcome = both, self.kind + np.where(self.eaten, 0, len(self.rows))

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return 2 * int(self.k) + 5

    def __call__(self, theta: Floats) -> Floats:
        """Log-likelihood of each person; shape (people,)."""
        return self._at(theta)[0]

    def with_slopes(self, theta: Floats) -> tuple[Floats, Floats]:
        """(log-likelihood, its slopes) of each person; shapes (people,) and (people, size)."""
        value, inside, a = self._at(theta)
        k = self.k
        sd1, sd2, _ = np.exp(theta[2 * k : 2 * k + 3])
        rho, power = np.tanh(theta[2 * k + 3]), float(theta[2 * k + 4])
        post = np.exp(inside - inside.max(axis=1, keepdims=True))
        post /= post.sum(axis=1, keepdims=True)
        p = 1.0 / (1.0 + np.exp(-np.clip(self._logit(self.rows, theta), -700.0, 700.0)))
        of_day = post[self.panel.person]
        off = self.eaten - (of_day * p[self.kind]).sum(axis=1)
        off_t = self.eaten * (post @ self.t)[self.panel.person]
        off_t -= (of_day * (p * self.t)[self.kind]).sum(axis=1)
        d = (post * a.d).sum(axis=1)
        one = (post * a.one).sum(axis=1)
        share = a.v / a.whole[:, 0]
        person = self.panel.person
        by_r = np.where(self.eaten, (a.r - (d + share * one)[person]) / a.s, 0.0)
        toward = post * a.one / a.whole
        by_v = -0.5 * (self.m / a.whole - (a.one / a.whole) ** 2)
        by_s = -0.5 * (
            (self.m - 1.0) / a.s + 1.0 / a.whole - a.q / a.s**2 + a.v * (a.one / a.whole) ** 2 / a.s
        )
        by_v = np.where(self.m > 0, post * by_v, 0.0).sum(axis=1)
        by_s = np.where(self.m > 0, post * by_s, 0.0).sum(axis=1)
        bend = _by_power(self.y, self.ln_y, a.z, power)
        turned = (1.0 - rho**2) * sd2 * (toward @ self.t) - 2.0 * rho * a.v * by_v
        slopes = np.concatenate(
            [
                self.panel.sums(off[:, None] * self.x),
                self.panel.sums(by_r[:, None] * self.x),
                np.stack(
                    [
                        sd1 * self.panel.sums(off_t),
                        (toward * a.d).sum(axis=1) + 2.0 * a.v * by_v,
                        2.0 * a.s * by_s,
                        turned,
                        self.logs - self.panel.sums(by_r * bend),
                    ],
                    axis=1,
                ),
            ],
            axis=1,
        )
        return value, slopes

    def _logit(self, rows: Floats, theta: Floats) -> Floats:
        out: Floats = (rows @ theta[: self.k])[:, None] + np.exp(theta[2 * self.k]) * self.t
        return out

    def _at(self, theta: Floats) -> tuple[Floats, Floats, _Amounts]:
        """(log-likelihood of each person, the same at each point, the amounts)."""
        power = theta[2 * self.k + 4]
        chance = -np.logaddexp(0.0, self.sign * self._logit(self.both, theta))
        a = self._amounts(theta)
        inside = self.panel.sums(chance[self.outcome]) + a.value + self.ln_w
        top = inside.max(axis=1, keepdims=True)
        out = top[:, 0] + np.log(np.exp(inside - top).sum(axis=1)) + (power - 1.0) * self.logs
        return np.asarray(out, dtype=np.float64), inside, a

    def _amounts(self, theta: Floats) -> _Amounts:
        k = self.k
        sd2, sd = np.exp(theta[2 * k + 1 : 2 * k + 3])
        rho, power = np.tanh(theta[2 * k + 3]), theta[2 * k + 4]
        z = forward(self.y[None], np.array([power]))[0]
        r = np.where(self.eaten, z - self.x @ theta[k : 2 * k], 0.0)
        one, two = self.panel.sums(r)[:, None], self.panel.sums(r * r)[:, None]
        m, d = self.m, rho * sd2 * self.t
        v, s = float(sd2**2 * (1.0 - rho**2)), float(sd**2)
        one_d, two_d = one - m * d, two - 2.0 * d * one + m * d * d
        whole = s + m * v
        q = two_d - v / whole * one_d**2
        value = -0.5 * (m * np.log(2 * np.pi) + (m - 1.0) * np.log(s) + np.log(whole) + q / s)
        return _Amounts(np.where(m > 0, value, 0.0), one_d, q, whole, z, r, d, v, s)


def _by_power(y: Floats, ln_y: Floats, z: Floats, power: float) -> Floats:
    """Slope of the Box-Cox transform by its power."""
    if abs(power) < _SMALL:
        return np.asarray(0.5 * ln_y**2)
    return np.asarray((y**power * ln_y - z) / power)
