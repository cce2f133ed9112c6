"""The risk that an intake is below the person's own requirement, which nobody has measured.

`share_above(requirement, x)` is P(own requirement > x). `bayesian` integrates it over usual
intake. `iom_individual` is the method of IOM 2000 (chapter 3, appendix B) side by side, and
`full_probability` the group method for iron (NRC 1986; IOM 2001).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.gaussian import Array, cdf, cdf_array
from unclench.intake.usual.shrink import Usual


def _covered(need: PersonRequirement) -> float:
    """How many standard deviations above average a target (RDA, PRI) lies: 1.96 for 97.5 %."""
    return NormalDist().inv_cdf(need.row.target_covers)


def requirement_cv(need: PersonRequirement) -> float | None:
    """Coefficient of variation of the requirement; None when there is no average requirement."""
    if need.spread is None or need.value is None:
        return None
    if need.spread.cv is not None:
        return need.spread.cv
    if need.target is None:
        return None
    return (need.target / need.value - 1.0) / _covered(need)


def share_above(need: PersonRequirement, x: Array) -> Array:
    """P(own requirement > x) for each x, in the requirement's unit per day.

    Raises:
        ValueError: the requirement has no distribution (AI, or no average requirement).
    """
    if need.percentiles is not None:
        p = np.array(need.percentiles.percentiles) / 100.0
        scale = need.factor if need.table.per == "day" else 1.0
        v = np.array(need.percentiles.values) * scale
        out: Array = 1.0 - np.interp(x, v, p, left=0.0, right=1.0)
        return out
    cv = requirement_cv(need)
    if cv is None or need.value is None or need.spread is None:
        raise ValueError(f"{need.nutrient}: no distribution of requirements")
    if need.spread.kind.startswith("lognormal"):
        if need.spread.kind == "lognormal":
            sd = math.sqrt(math.log1p(cv * cv))
        else:
            assert need.target is not None
            sd = math.log(need.target / need.value) / _covered(need)
        z = (np.log(np.maximum(x, 1e-12)) - math.log(need.value)) / sd
    else:
        z = (x - need.value) / (cv * need.value)
    return 1.0 - cdf_array(z)


def bayesian(usual: Usual, need: PersonRequirement) -> float:
    """P(usual intake < own requirement), both unknown."""
    p = float(share_above(need, usual.values) @ usual.weights)
    return min(1.0, max(0.0, p))


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
