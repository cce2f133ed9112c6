"""The two-part model: what is not eaten every day.

    logit P(y_ij > 0) = x_ij'α + u1_i      g(y_ij) = x_ij'β + u2_i + e_ij  where y_ij > 0

with u1, u2 correlated normals (NCI method; Tooze et al. 2006). Every coefficient is estimated in
one likelihood. Given u1 = sd1 t, u2 is normal and drops out in closed form, so that one sum over
Gauss-Hermite points of t is left. Replicates take one Newton step from the survey's own estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.cohort.amount import fit_amounts
from unclench.cohort.both_likelihood import Likelihood
from unclench.cohort.panel import Floats, Panel

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
