"""Usual intake of one person from a few days: shrinkage towards people of the same sex and age.

On the Box-Cox scale g(y) = (y**power - 1) / power a day's intake is mu + u + e: mu of the group,
u ~ N(0, var_between) of the person, e ~ N(0, var_within) of the day. After n days with mean z on
that scale, u ~ N(rho (z - mu), var_between (1 - rho)) with
rho = n var_between / (n var_between + var_within). Usual intake is the mean over e of the
back-transformed value, taken with nine points (NCI method; Tooze et al. 2010).
Unknown parts of the diary enter as a low, middle and high version of every day, and supplements
are added after shrinking.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.diet_patterns import DietPattern
from unclench.facts.kinds.variation import Group
from unclench.facts.loader import load
from unclench.intake.usual.gaussian import (
    NINE_POINTS,
    NINE_WEIGHTS,
    Z80,
    Array,
    even_quantiles,
)

_SIDE = 0.5 / Z80**2
SCENARIO_WEIGHTS = np.array([_SIDE, 1 - 2 * _SIDE, _SIDE])
"""Weights of the ends and the middle of an 80 % interval that keep a normal's variance."""


def effective_days(n: float) -> float:
    """How many independent days n days in a row are worth.

    A share of day-to-day variance is slow (`slow_share`): it averages out only over months.
    """
    if n <= 1:
        return float(n)
    slow = value("slow_share")
    return 1.0 / ((1.0 - slow) / n + slow / max(1.0, n / value("slow_days")))


def forward(y: Array, power: float) -> Array:
    """Box-Cox transform of positive amounts."""
    out: Array = np.log(y) if abs(power) < 1e-9 else (y**power - 1.0) / power
    return out


def backward(z: Array, power: float) -> Array:
    """Inverse of `forward`; values below the reach of the transform become zero."""
    if abs(power) < 1e-9:
        out: Array = np.exp(z)
    else:
        out = np.maximum(0.0, power * z + 1.0) ** (1.0 / power)
    return out


def average_over_days(centre: Array, group: Group, var_within: float | None = None) -> Array:
    """E[g⁻¹(centre + e)] over day-to-day variation; same shape as `centre`.

    `var_within` is the person's own variance on the Box-Cox scale, the group's when None.
    """
    assert group.power is not None
    assert group.var_within is not None
    sd = math.sqrt(group.var_within if var_within is None else var_within)
    z = centre[..., None] + sd * NINE_POINTS
    out: Array = backward(z, group.power) @ NINE_WEIGHTS
    return out


@functools.lru_cache(maxsize=512)
def group_centre(group: Group) -> float:
    """mu on the Box-Cox scale, so that the group's mean intake comes out as published."""
    assert group.power is not None
    assert group.var_between is not None
    u = math.sqrt(group.var_between) * even_quantiles(101)
    centre = float(forward(np.array([max(group.mean, 1e-9)]), group.power)[0])
    h = 1e-3 * math.sqrt(group.var_between + (group.var_within or 0.0)) + 1e-9
    for _ in range(20):  # Newton; the mean grows smoothly with the centre
        at = float(average_over_days(centre + u, group).mean())
        slope = (float(average_over_days(centre + h + u, group).mean()) - at) / h
        step = (group.mean - at) / slope if slope > 0 else 0.0
        centre += step
        if abs(step) < h * 1e-3:
            break
    return centre


def people_alike(group: Group | None, diets: Sequence[str]) -> Group | None:
    """The group to shrink towards; looser for somebody who eats by a rule (`other_diet`)."""
    if group is None or group.var_between is None:
        return group
    patterns = load("diet_patterns", DietPattern)
    if not any(patterns[d].unlike_others for d in diets):
        return group
    return group.model_copy(update={"var_between": group.var_between * value("other_diet")})


@dataclass(frozen=True, slots=True)
class Days:
    """One nutrient's whole days; arrays of shape (n,), in the nutrient's unit per day.

    `middle` is recorded plus filled in, `low` and `high` its 80 % interval. `high` may be
    infinite where nobody can say how much is missing.
    """

    low: Array
    middle: Array
    high: Array

    @property
    def n(self) -> int:
        """Number of days."""
        return len(self.middle)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is believed about a usual intake: weighted points of its distribution.

    Attributes:
        values, weights: shape (k,), weights sum to one; in the nutrient's unit per day.
        rho: weight of the person's own days against people alike; None without shrinkage.
        group: the people alike. n: days. method: in words. var_within: the person's day-to-day
            variance on the Box-Cox scale.
    """

    values: Array
    weights: Array
    rho: float | None
    group: Group | None
    n: int
    method: str
    var_within: float | None = None

    @property
    def mean(self) -> float:
        """Expected usual intake."""
        return float(self.values @ self.weights)

    def quantile(self, p: float) -> float:
        """The value below which usual intake lies with probability `p`."""
        order = np.argsort(self.values, kind="stable")
        cumulative = np.cumsum(self.weights[order]) - 0.5 * self.weights[order]
        return float(np.interp(p, cumulative, self.values[order]))

    def probability_above(self, limit: float) -> float:
        """P(usual intake > limit)."""
        return float(self.weights[self.values > limit].sum())


def _mix(
    parts: list[tuple[float, Array]], supplements: Array, weights: Array
) -> tuple[Array, Array]:
    values, mass = [], []
    for weight, points in parts:
        for extra, extra_weight in zip(supplements, weights, strict=True):
            values.append(points + extra)
            mass.append(np.full(len(points), weight * extra_weight / len(points)))
    return np.concatenate(values), np.concatenate(mass)


def shrink(
    z_mean: float, n: float, group: Group, var_within: float | None = None, points: int = 61
) -> Array:
    """Equally probable points of usual intake, given the mean of n days on the Box-Cox scale.

    `n` counts independent days (see `effective_days`); 0 gives the distribution among people
    alike. Shape (points,).
    """
    assert group.var_between is not None
    mu = group_centre(group)
    rho = reliability(n, group, var_within)
    spread = math.sqrt(group.var_between * (1.0 - rho))
    centre = mu + rho * (z_mean - mu) + spread * even_quantiles(points)
    return average_over_days(centre, group, var_within)


def reliability(n: float, group: Group, var_within: float | None = None) -> float:
    """rho: how far n days are trusted against the group."""
    assert group.var_between is not None
    assert group.var_within is not None
    within = group.var_within if var_within is None else var_within
    total = n * group.var_between + within
    return n * group.var_between / total if total else 0.0


def person_variance(z: Array, group: Group, n: int) -> float:
    """Day-to-day variance of a person: own and pooled, weighted by days (rule `prior_days`).

    Args:
        z: days on the Box-Cox scale. n: count of days that `z` stands for.
    """
    assert group.var_within is not None
    if len(z) < 2:
        return group.var_within
    own = float(z.var(ddof=1))
    prior = value("prior_days")
    return (prior * group.var_within + (n - 1) * own) / (prior + n - 1)


def transformed(y: Array, group: Group) -> Array:
    """Days on the Box-Cox scale; a day of zero counts as half the smallest positive one.

    With no positive day at all, a twentieth of the group's mean stands in.
    """
    assert group.power is not None
    positive = y[y > 0]
    floor = 0.5 * float(positive.min()) if len(positive) else 0.05 * max(group.mean, 1e-9)
    return forward(np.maximum(y, floor), group.power)


def supplement_points(low: Array, high: Array) -> tuple[Array, Array]:
    """Points and weights of the mean dose per day, from daily doses (least and as labelled)."""
    if not len(high):
        return np.zeros(1), np.ones(1)
    a, b = float(low.mean()), float(high.mean())
    spread = (b - a) / (2 * Z80)
    if len(high) > 1:
        spread = math.hypot(spread, float(high.std(ddof=1)) / math.sqrt(len(high)))
    middle = 0.5 * (a + b)
    if spread == 0:
        return np.array([middle]), np.ones(1)
    points = np.maximum(0.0, middle + Z80 * spread * np.array([-1.0, 0.0, 1.0]))
    return points, SCENARIO_WEIGHTS


def usual_intake(
    days: Days,
    group: Group | None,
    supplement: Array,
    supplement_low: Array | None = None,
    n: int | None = None,
) -> Usual:
    """Usual intake from food, drink and supplements.

    Args:
        days: whole days of one nutrient.
        group: people of the same sex and age; None uses the days alone.
        supplement, supplement_low: dose per day as labelled, and the least it may be; shape (n,).
        n: pretend that there were this many days with the same mean (to plan a longer diary).

    Returns:
        `Usual`. Without a usable group the days' own mean and spread are used, by a t-like
        widening for few days, and `rho` is None.
    """
    pills, pill_weights = supplement_points(
        supplement if supplement_low is None else supplement_low, supplement
    )
    count = days.n if n is None else n
    versions = (days.low, days.middle, days.high)
    if group is not None and group.power is not None and group.var_between is not None:
        z = transformed(days.middle, group)
        variance = person_variance(z, group, count)
        worth = effective_days(count)
        parts = []
        if np.array_equal(days.low, days.high):
            parts.append((1.0, shrink(float(z.mean()), worth, group, variance)))
        else:
            for weight, y in zip(SCENARIO_WEIGHTS, versions, strict=True):
                centre = float(transformed(y, group).mean())
                parts.append((float(weight), shrink(centre, worth, group, variance)))
        values, mass = _mix(parts, pills, pill_weights)
        rho = reliability(worth, group, variance)
        return Usual(values, mass, rho, group, count, "shrinkage", variance)
    own = float(days.middle.std(ddof=1)) if days.n > 1 else 0.0
    fallback = group.sd_within if group is not None else 0.5 * float(days.middle.mean())
    sd = max(own, fallback) if days.n < 7 else own
    error = sd / math.sqrt(max(effective_days(count), 1))
    parts = [
        (float(w), np.maximum(0.0, float(y.mean()) + error * even_quantiles()))
        for w, y in zip(SCENARIO_WEIGHTS, versions, strict=True)
    ]
    values, mass = _mix(parts, pills, pill_weights)
    return Usual(values, mass, None, group, count, "days alone")


def stated_intake(amount: float) -> Usual:
    """Usual intake as a person states it: the amount with a wide log-normal spread."""
    values = amount * np.exp(value("stated_sd") * even_quantiles())
    return Usual(values, np.full(len(values), 1 / len(values)), None, None, 0, "stated")
