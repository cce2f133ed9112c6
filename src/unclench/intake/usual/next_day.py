"""What a person may eat on one more day, from the days that are known.

On the Box-Cox scale one more day is normal around the person's posterior, with its variance and
that of a day. Benchmarks and surveys check the model of usual intake by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.intake.usual.alike import Alike, backward, forward
from unclench.intake.usual.gaussian import Array, cdf_array
from unclench.intake.usual.shrink import posterior


@dataclass(frozen=True, slots=True)
class NextDay:
    """One more day of each person, on the Box-Cox scale; shape (people,), NaN without a model."""

    alike: Alike
    centre: Array
    sd: Array

    def quantile(self, z: float) -> Array:
        """The amount `z` standard deviations from the middle, in the nutrient's unit."""
        return backward(self.centre + z * self.sd, self.alike.power)

    def below(self, limit: Array) -> Array:
        """P(the day is below a limit); `limit` has shape (people,)."""
        return cdf_array((forward(limit, self.alike.power) - self.centre) / self.sd)


def next_day(z_mean: Array, n: Array, alike: Alike) -> NextDay:
    """One more day after `n` days with mean `z_mean` on the Box-Cox scale; 0 days is the group.

    Args:
        z_mean, n: shape (people,).
    """
    centre, variance = posterior(z_mean, n, alike)
    return NextDay(alike, centre, np.sqrt(variance + alike.var_within))
