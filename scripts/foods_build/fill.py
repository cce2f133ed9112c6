"""Fill unknown values from the most alike foods, with a spread; measure the error by hiding.

The filled value is the weighted mean of up to `K` donors that know the nutrient, scaled by dry
matter where that helps. The 80 % interval comes from hidden known values (split conformal
prediction): how far the truth lay from the estimate, in units of how much the donors disagree.
Half of the hidden values set the width, the other half measures what is reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

K = 6
SCALED = frozenset(
    [
        "calcium", "iron", "magnesium", "phosphorus", "potassium", "zinc", "copper",
        "vitamin_b6", "thiamin", "riboflavin", "niacin", "folate", "selenium", "fibre",
    ]
)  # fmt: skip


@dataclass(slots=True)
class Error:
    """What hiding known values showed for one nutrient (reporting half only)."""

    nutrient: str
    hidden: int
    known_share: float
    median_abs: float
    median_relative: float
    baseline_relative: float
    coverage: float


@dataclass(slots=True)
class Filled:
    """Estimates for every food; NaN where no donor was found. `donors` are up to 3 row numbers."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    donors: np.ndarray


def _donors(
    y: np.ndarray, index: np.ndarray, weight: np.ndarray, ratio: np.ndarray | None, not_: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Donor values and weights, (foods, neighbours); weight 0 beyond the first K that know."""
    v = np.where(not_, np.nan, y[index])
    if ratio is not None:
        v = v * np.clip(ratio[:, None] / np.maximum(ratio[index], 1e-9), 0.5, 2.0)
    known = np.isfinite(v)
    use = known & (np.cumsum(known, axis=1) <= K)
    w = np.where(use, np.maximum(weight, 1e-6) ** 2, 0.0)
    return np.where(use, v, 0.0), w


def _estimate(v: np.ndarray, w: np.ndarray, c: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the donors and their disagreement (sd of logs, floored), per food."""
    total = w.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (v * w).sum(axis=1) / total
        dev = np.log((np.maximum(v, 0) + c) / (mean[:, None] + c))
        sd = np.sqrt((w * dev**2).sum(axis=1) / total)
    return mean, np.sqrt(sd**2 + 0.1**2)


def fill(
    nutrient: str,
    y: np.ndarray,
    index: np.ndarray,
    weight: np.ndarray,
    *,
    same_name: np.ndarray,
    groups: np.ndarray,
    dry: np.ndarray,
    report: np.ndarray,
) -> tuple[Filled, Error]:
    """Estimates of one nutrient for all foods, and the error of the method.

    Args:
        y: known values per 100 g, NaN where unknown.
        index, weight: neighbours of each food.
        same_name: (foods, neighbours) True where the donor is the same food of another release;
            such donors are not used when a value is hidden, or hiding would hide nothing.
        groups: group number of each food, for the baseline (median of the group).
        dry: protein + fat + carbohydrate per 100 g.
        report: which foods belong to the half that is reported.
    """
    known = np.isfinite(y)
    positive = y[known & (y > 0)]
    c = float(np.quantile(positive, 0.25)) * 0.2 if len(positive) else 1.0
    ratio = np.where(np.isfinite(dry) & (dry > 1), dry, 1.0) if nutrient in SCALED else None
    mean_h, sd_h = _estimate(*_donors(y, index, weight, ratio, same_name), c)
    ok = known & np.isfinite(mean_h)
    u = np.log((y + c) / (mean_h + c)) / sd_h
    fit, rep = ok & ~report, ok & report
    q10, q90 = np.quantile(u[fit], [0.1, 0.9])
    low_h = np.maximum((mean_h + c) * np.exp(q10 * sd_h) - c, 0)
    high_h = (mean_h + c) * np.exp(q90 * sd_h) - c
    inside = (y[rep] >= low_h[rep] - 1e-9) & (y[rep] <= high_h[rep] + 1e-9)
    big = rep & (y > c)
    medians = {g: np.median(y[known & (groups == g)]) for g in np.unique(groups[known])}
    base = np.array([medians.get(g, np.nan) for g in groups])
    relative = float(np.median(np.abs(mean_h[big] - y[big]) / y[big]))
    baseline = float(np.nanmedian(np.abs(base[big] - y[big]) / y[big]))
    error = Error(
        nutrient,
        int(rep.sum()),
        float(known.mean()),
        float(np.median(np.abs(mean_h[rep] - y[rep]))),
        relative,
        baseline,
        float(inside.mean()),
    )
    v, w = _donors(y, index, weight, ratio, np.zeros_like(same_name))
    mean, sd = _estimate(v, w, c)
    low = np.maximum((mean + c) * np.exp(q10 * sd) - c, 0)
    high = np.maximum((mean + c) * np.exp(q90 * sd) - c, mean)
    first = np.argsort(-w, axis=1, kind="stable")[:, :3]
    donors = np.where(np.take_along_axis(w, first, 1) > 0, np.take_along_axis(index, first, 1), -1)
    return Filled(mean, np.minimum(low, mean), high, donors), error
