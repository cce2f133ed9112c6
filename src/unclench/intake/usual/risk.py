"""The risk that an intake is below the person's own requirement, which nobody has measured.

`shares_above(needs, x)` is P(own requirement > x). `below_needs` integrates it over usual intake.
Both take many people; `share_above` and `bayesian` are the same for one. `iom_individual` is the
method of IOM 2000 (chapter 3, appendix B) side by side, and `full_probability` the group method
for iron (NRC 1986; IOM 2001).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unclench.facts.needs import Needs
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.gaussian import Array, cdf, cdf_array
from unclench.intake.usual.points import Usual, Usuals


def requirement_cv(need: PersonRequirement) -> float | None:
    """Coefficient of variation of the requirement; None when there is no average requirement."""
    cv = float(need.columns.cv[0])
    return None if math.isnan(cv) else cv


def shares_above(needs: Needs, x: Array) -> Array:
    """P(own requirement > x), x in the requirement's unit per day; both of shape (people, points).

    NaN for people whose requirement has no distribution (AI, or no average requirement).
    """
    kind = needs.table.spread.kind if needs.table.spread is not None else ""
    value, sd = needs.value[:, None], needs.sd[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        if kind.startswith("lognormal"):
            z = (np.log(np.maximum(x, 1e-12)) - np.log(value)) / sd
        else:
            z = (x - value) / (sd * value)
    out = 1.0 - cdf_array(z)
    scale = needs.factor if needs.table.per == "day" else np.ones(len(needs))
    for at in np.unique(needs.percentiles[needs.percentiles >= 0]).tolist():
        rows = needs.percentiles == at
        known = needs.table.percentiles[at]
        shares = np.array(known.percentiles) / 100.0
        x_at = x[rows] / scale[rows][:, None]
        out[rows] = 1.0 - np.interp(x_at, np.array(known.values), shares, left=0.0, right=1.0)
    return out


def below_needs(usuals: Usuals, needs: Needs) -> Array:
    """P(usual intake < own requirement), both unknown; shape (people,), NaN as `shares_above`."""
    return _below(usuals.values, usuals.weights, needs)


def _below(values: Array, weights: Array, needs: Needs) -> Array:
    mass = np.where(weights > 0, shares_above(needs, values) * weights, 0.0)
    out: Array = np.clip(mass.sum(axis=-1), 0.0, 1.0)
    return out


def share_above(need: PersonRequirement, x: Array) -> Array:
    """P(own requirement > x) of one person for each x, in the requirement's unit per day.

    Raises:
        ValueError: the requirement has no distribution (AI, or no average requirement).
    """
    if not need.columns.spread[0]:
        raise ValueError(f"{need.nutrient}: no distribution of requirements")
    out: Array = shares_above(need.columns, x[None])[0]
    return out


def bayesian(usual: Usual, need: PersonRequirement) -> float:
    """P(usual intake < own requirement) of one person, both unknown.

    Raises:
        ValueError: as `share_above`.
    """
    if not need.columns.spread[0]:
        raise ValueError(f"{need.nutrient}: no distribution of requirements")
    return float(_below(usual.values[None], usual.weights[None], need.columns)[0])


@dataclass(frozen=True, slots=True)
class Individual:
    """The steps of the IOM 2000 method: z = (mean - reference) / sd_d, adequate = Φ(z)."""

    mean: float
    reference: float
    n: int
    sd_requirement: float
    sd_within: float
    sd_d: float
    z: float
    adequate: float


def iom_individual(
    mean: float, n: int, reference: float, sd_within: float, sd_requirement: float = 0.0
) -> Individual:
    """IOM 2000, for one person.

    Args:
        mean: mean of `n` days. reference: EAR, or AI or UL with `sd_requirement` 0.
        sd_within: pooled day-to-day standard deviation of people of the same sex and age.

    Raises:
        ValueError: no days.
    """
    if n < 1:
        raise ValueError("at least one day is needed")
    sd_d = math.sqrt(sd_requirement**2 + sd_within**2 / n)
    z = (mean - reference) / sd_d if sd_d else math.copysign(math.inf, mean - reference)
    return Individual(mean, reference, n, sd_requirement, sd_within, sd_d, z, cdf(z))


IOM_BANDS = ((2.0, 0.98), (1.65, 0.95), (1.5, 0.93), (1.0, 0.85), (0.5, 0.70), (0.0, 0.50))
"""Table B-1 of IOM 2000: above this z, this confidence of adequacy (mirrored below zero)."""


def iom_confidence(z: float) -> float:
    """The rounded confidence that IOM 2000 prints for a z; mirrored for negative z."""
    for above, confidence in IOM_BANDS:
        if abs(z) > above:
            return confidence if z > 0 else round(1 - confidence, 2)
    return 0.5


def iom_verdict(z: float) -> str:
    """IOM 2000's words: reasonable certainty beyond one standard deviation."""
    if z > 1:
        return "adequate with reasonable certainty"
    return "inadequate with reasonable certainty" if z < -1 else "uncertain"


def full_probability(intakes: Array, percentiles: Array, values: Array) -> float:
    """Share of a group whose usual intake is below their own requirement (NRC 1986).

    Args:
        intakes: usual intakes, shape (people,). percentiles: in %, shape (k,). values: the
            requirement at these percentiles.

    The risk is 1 below the first percentile, 0 above the last, and between two percentiles one
    minus their midpoint, as in the book's worked example for iron.
    """
    p = percentiles / 100.0
    middle = 1.0 - 0.5 * (p[:-1] + p[1:])
    risk = np.concatenate([[1.0], middle, [0.0]])
    return float(risk[np.searchsorted(values, intakes, side="right")].mean())
