"""How much a person's days differ, and how sure their level is: the one function for it.

People differ in how much their days differ, so that days are spread like Student's t, not like the
normal: who lies far from people alike has, more often than not, days that differ much. For days z
on the Box-Cox scale, mean zbar at distance d = (zbar - mu) / sd(zbar), sum of squares S around
zbar, the variance of everything about the person is estimated as a multiple of the group's,

    (m + d**2 + S / var_within) / (m + n)

with m of the group's days (rule `prior_days`; Student's t with m + 2 degrees of freedom). Days of
who eats more of it differ a little more: the group's part is times exp(growth d).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.facts.adequacy_rules import value
from unclench.intake.usual.alike import Alike
from unclench.intake.usual.gaussian import Array


@dataclass(frozen=True, slots=True)
class OwnSpread:
    """Arrays of shape (people,), on the Box-Cox scale.

    Attributes:
        var_within: the person's day-to-day variance as their days tell it.
        stretch: factor on it and on the variance of the level, for the distance from the group.
        df: degrees of freedom of what is left open; infinite (normal) before any day.
    """

    var_within: Array
    stretch: Array
    df: Array


def own_spread(
    z_mean: Array, n: Array, worth: Array, alike: Alike, square: Array | None = None
) -> OwnSpread:
    """The spread of each person.

    Args:
        z_mean: mean of the days. n: how many. worth: how many independent ones they are worth.
        square: variance of the days (n - 1 below); the group's where None or NaN.
    """
    group, m = alike.var_within, value("prior_days")
    known = n >= 1
    sd = np.sqrt(alike.var_between + group / np.maximum(worth, 1.0))
    d = np.where(known, (z_mean - alike.centre) / np.where(sd > 0, sd, 1.0), 0.0)
    more = np.maximum(n - 1.0, 0.0)
    ratio = np.ones_like(group) if square is None else square / np.where(group > 0, group, 1.0)
    own = more * np.where(np.isnan(ratio), 1.0, ratio)
    within = group * (m * np.exp(value("growth") * d) + own) / (m + more)
    stretch = (m + d * d + own) / (m + more + 1.0) * (m + more) / (m + own)
    return OwnSpread(within, np.where(known, stretch, 1.0), np.where(known, m + 2.0 + n, np.inf))
