"""Usual intake from a few days: shrinkage towards people of the same sex and age.

On the Box-Cox scale g(y) = (y**power - 1) / power a day's intake is mu + u + e: mu of the group,
u ~ N(0, var_between) of the person, e ~ N(0, var_within) of the day. After n days with mean z on
that scale, u ~ N(rho (z - mu), var_between (1 - rho)) with
rho = n var_between / (n var_between + var_within). Usual intake is the mean over e of the
back-transformed value, taken with nine points (NCI method; Tooze et al. 2010).
How much a person's own days differ, and how heavy the tails are, is in `own_spread`.
Unknown parts of the diary enter as a low, middle and high version of every day, and supplements
are added after shrinking.

Arrays have a first axis of people; one person is n = 1 (`usual_intake`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.variation import Group
from unclench.intake.usual.alike import Alike, average_over_days, forward
from unclench.intake.usual.gaussian import Z80, Array, even_quantiles, student
from unclench.intake.usual.own_spread import OwnSpread, own_spread
from unclench.intake.usual.points import Usual, Usuals

_SIDE = 0.5 / Z80**2
SCENARIO_WEIGHTS = np.array([_SIDE, 1 - 2 * _SIDE, _SIDE])
"""Weights of the ends and the middle of an 80 % interval that keep a normal's variance."""

_SURE = np.array([0.0, 1.0, 0.0])
POINTS = 61
"""Equally probable points of a usual intake."""


@dataclass(frozen=True, slots=True)
class Days:
    """One nutrient's whole days, in its unit per day; shape (days,), or (people, days).

    `middle` is recorded plus filled in, `low` and `high` its 80 % interval. Of many people, days
    that a person does not have are NaN.
    """

    low: Array
    middle: Array
    high: Array

    @property
    def n(self) -> int:
        """Number of days of one person."""
        return int(self.middle.shape[-1])

    @staticmethod
    def many(people: Sequence[Days]) -> Days:
        """These people's days side by side, shape (people, most days)."""
        return Days(
            side_by_side([d.low for d in people]),
            side_by_side([d.middle for d in people]),
            side_by_side([d.high for d in people]),
        )


def side_by_side(rows: Sequence[Array]) -> Array:
    """Rows of different length as one array, shape (rows, longest), filled up with NaN."""
    out = np.full((len(rows), max((len(r) for r in rows), default=0)), np.nan)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def _count(y: Array) -> Array:
    out: Array = np.isfinite(y).sum(axis=-1).astype(np.float64)
    return out


def _mean(y: Array) -> Array:
    """Mean over the days that are there; 0 without any. Shape (people,)."""
    out: Array = np.where(np.isnan(y), 0.0, y).sum(axis=-1) / np.maximum(_count(y), 1.0)
    return out


def _variance(y: Array) -> Array:
    """Variance over the days that are there (n - 1 below); 0 for a single day."""
    off = np.where(np.isnan(y), 0.0, y - _mean(y)[..., None])
    out: Array = (off * off).sum(axis=-1) / np.maximum(_count(y) - 1.0, 1.0)
    return out


def effective_days(n: Array) -> Array:
    """How many independent days n days in a row are worth; same shape.

    A share of day-to-day variance is slow (`slow_share`): it averages out only over months.
    """
    slow = value("slow_share")
    many = np.maximum(n, 1.0)
    worth = 1.0 / ((1.0 - slow) / many + slow / np.maximum(1.0, many / value("slow_days")))
    out: Array = np.where(n <= 1, n, worth)
    return out


def reliability(n: Array, alike: Alike, var_within: Array | None = None) -> Array:
    """rho: how far n days are trusted against the group; shape (people,)."""
    within = alike.var_within if var_within is None else var_within
    total = n * alike.var_between + within
    out: Array = n * alike.var_between / np.where(total == 0, 1.0, total)
    return out


def posterior(
    z_mean: Array, n: Array, alike: Alike, spread: OwnSpread | None = None
) -> tuple[Array, Array]:
    """Mean and variance of mu + u on the Box-Cox scale, after n independent days of mean z.

    Args:
        z_mean: shape (people, ...). n: shape (people,). spread: of each; the group's when None.

    Returns:
        shapes (people, ...) and (people,).
    """
    rho = reliability(n, alike, None if spread is None else spread.var_within)
    along = (..., *([None] * (z_mean.ndim - 1)))
    mu = alike.centre[along]
    variance = alike.var_between * (1.0 - rho) * (1.0 if spread is None else spread.stretch)
    return mu + rho[along] * (z_mean - mu), variance


def shrink(
    z_mean: Array,
    n: Array,
    alike: Alike,
    spread: OwnSpread | None = None,
    points: int = POINTS,
) -> Array:
    """Equally probable points of usual intake, given the mean of n days on the Box-Cox scale.

    `n` counts independent days (see `effective_days`); 0 gives the distribution among people
    alike. `z_mean` has shape (people, ...), the result (people, ..., points).
    """
    middle, variance = posterior(z_mean, n, alike, spread)
    along = (..., *([None] * z_mean.ndim))
    z = even_quantiles(points)
    if spread is not None:
        z = student(z, spread.df[along])
    centre = middle[..., None] + np.sqrt(variance)[along] * z
    within = None if spread is None else spread.var_within * spread.stretch
    return average_over_days(centre, alike, within)


def spread_of(z: Array, alike: Alike, n: Array, worth: Array) -> OwnSpread:
    """`own_spread` of each person's days.

    Args:
        z: days on the Box-Cox scale, shape (people, days). n: count of days that `z` stands for,
            worth as many independent ones.
    """
    return own_spread(_mean(z), n, worth, alike, np.where(_count(z) < 2, np.nan, _variance(z)))


def transformed(y: Array, alike: Alike) -> Array:
    """Days on the Box-Cox scale; a day of zero counts as half the smallest positive one.

    With no positive day at all, a twentieth of the group's mean stands in. Shape (people, days).
    """
    smallest = np.where(y > 0, y, np.inf).min(axis=-1, initial=np.inf)
    instead = 0.05 * np.maximum(alike.mean, 1e-9)
    floor = np.where(np.isfinite(smallest), 0.5 * smallest, instead)
    return forward(np.maximum(y, floor[:, None]), alike.power)


def supplement_points(low: Array, high: Array) -> tuple[Array, Array]:
    """Points and weights of the mean dose per day, from daily doses (least and as labelled).

    Shapes (people, days); both results have shape (people, 3). A dose that is the same every day
    has all its weight in the middle.
    """
    a, b = _mean(low), _mean(high)
    days = _count(high)
    error = np.where(days > 1, np.sqrt(_variance(high) / np.maximum(days, 1.0)), 0.0)
    spread = np.hypot((b - a) / (2 * Z80), error)
    points = 0.5 * (a + b)[:, None] + (Z80 * spread)[:, None] * np.array([-1.0, 0.0, 1.0])
    weights = np.where(spread[:, None] == 0, _SURE, SCENARIO_WEIGHTS)
    return np.maximum(0.0, points), weights


def _shrunk(days: Days, alike: Alike, count: Array) -> tuple[Array, Array, Array, Array]:
    """(points (people, s, POINTS), scenario weights (people, s), rho, variance within).

    There are three scenarios, one where every day of everybody is exact.
    """
    z = transformed(days.middle, alike)
    worth = effective_days(count)
    spread = spread_of(z, alike, count, worth)
    variance = spread.var_within
    present = np.isfinite(days.middle)
    exact = ((days.low == days.high) | ~present).all(axis=-1)
    rho = reliability(worth, alike, variance)
    if exact.all() and alike.modelled.all():  # the ends would weigh nothing
        points = shrink(_mean(z)[:, None], worth, alike, spread)
        return points, np.ones((len(z), 1)), rho, variance
    low, high = transformed(days.low, alike), transformed(days.high, alike)
    centres = np.stack([_mean(low), _mean(z), _mean(high)], axis=-1)
    weights = np.where(exact[:, None], _SURE, SCENARIO_WEIGHTS)
    return shrink(centres, worth, alike, spread), weights, rho, variance


def _days_alone(days: Days, alike: Alike, count: Array) -> Array:
    """Points from the days' own mean and spread, widened for few days; (people, 3, POINTS)."""
    own = np.sqrt(_variance(days.middle))
    instead = np.where(np.isnan(alike.sd_within), 0.5 * _mean(days.middle), alike.sd_within)
    sd = np.where(_count(days.middle) < value("few_days"), np.maximum(own, instead), own)
    error = sd / np.sqrt(np.maximum(effective_days(count), 1.0))
    centres = np.stack([_mean(days.low), _mean(days.middle), _mean(days.high)], axis=-1)
    out: Array = np.maximum(0.0, centres[..., None] + error[:, None, None] * even_quantiles(POINTS))
    return out


def usual_intakes(
    days: Days,
    alike: Alike,
    supplement: Array,
    supplement_low: Array | None = None,
    n: Array | None = None,
) -> Usuals:
    """Usual intake of many people from food, drink and supplements.

    Args:
        days: whole days of one nutrient, shape (people, days).
        alike: people of the same sex and age as each.
        supplement, supplement_low: dose per day as labelled, and the least it may be; shape
            (people, days), NaN where `days` is.
        n: pretend that there were this many days with the same mean (to plan a longer diary).

    Returns:
        `Usuals`. Without a model of people alike the days' own mean and spread are used, by a
        t-like widening for few days, and `rho` is NaN.
    """
    have = _count(days.middle)
    count = have if n is None else n
    with np.errstate(all="ignore"):  # rows without a model give NaN and take the days alone
        points, weights, rho, variance = _shrunk(days, alike, count)
    modelled = alike.modelled
    if not modelled.all():
        alone = _days_alone(days, alike, count)
        points = np.where(modelled[:, None, None], points, alone)
        weights = np.where(modelled[:, None], weights, SCENARIO_WEIGHTS)
    pills, pill_weights = supplement_points(
        supplement if supplement_low is None else supplement_low, supplement
    )
    if not (pill_weights[:, [0, 2]] > 0).any():  # doses are the same every day
        pills, pill_weights = pills[:, 1:2], pill_weights[:, 1:2]
    values = points[:, :, None, :] + pills[:, None, :, None]
    mass = weights[:, :, None, None] * pill_weights[:, None, :, None] / points.shape[-1]
    people = len(values)
    return Usuals(
        values=values.reshape(people, -1),
        weights=np.broadcast_to(mass, values.shape).reshape(people, -1),
        rho=np.where(modelled, rho, np.nan),
        var_within=np.where(modelled, variance, np.nan),
        n=count,
    )


def usual_intake(
    days: Days,
    group: Group | None,
    supplement: Array,
    supplement_low: Array | None = None,
    n: int | None = None,
) -> Usual:
    """`usual_intakes` of one person.

    Args:
        days: shape (days,). group: people of the same sex and age; None uses the days alone.
        supplement, supplement_low: shape (days,).
        n: pretend that there were this many days with the same mean.
    """
    found = usual_intakes(
        Days(days.low[None], days.middle[None], days.high[None]),
        Alike.of([group]),
        supplement[None],
        None if supplement_low is None else supplement_low[None],
        None if n is None else np.array([float(n)]),
    )
    return found.one(0, group)


def stated_intake(amount: float) -> Usual:
    """Usual intake as a person states it: the amount with a wide log-normal spread."""
    values = amount * np.exp(value("stated_sd") * even_quantiles())
    return Usual(values, np.full(len(values), 1 / len(values)), None, None, 0, "stated")
