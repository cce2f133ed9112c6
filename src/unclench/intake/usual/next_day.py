"""What a person may eat on one more day, from the days that are known.

On the Box-Cox scale one more day is spread around the person's posterior, with its variance and
that of a day, like Student's t (`own_spread`). Benchmarks and surveys check the model of usual
intake by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.intake.usual.alike import Alike, backward, forward
from unclench.intake.usual.gaussian import Array, cdf_array, normal_of_student, student
from unclench.intake.usual.own_spread import own_spread
from unclench.intake.usual.shrink import posterior


@dataclass(frozen=True, slots=True)
class NextDay:
    """One more day of each person, on the Box-Cox scale; shape (people,), NaN without a model."""

    alike: Alike
    centre: Array
    sd: Array
    df: Array

    def quantile(self, z: float) -> Array:
        """The amount at the level that N(0, 1) has at `z`, in the nutrient's unit."""
        return backward(
            self.centre + student(np.full_like(self.sd, z), self.df) * self.sd, self.alike.power
        )

    def below(self, limit: Array) -> Array:
        """P(the day is below a limit); `limit` has shape (people,)."""
        t = (forward(limit, self.alike.power) - self.centre) / self.sd
        return cdf_array(normal_of_student(t, self.df))


def next_day(z_mean: Array, n: Array, alike: Alike) -> NextDay:
    """One more day after `n` days with mean `z_mean` on the Box-Cox scale; 0 days is the group.

    Args:
        z_mean, n: shape (people,).
    """
    spread = own_spread(z_mean, n, n, alike)
    centre, variance = posterior(z_mean, n, alike, spread)
    day = spread.var_within * spread.stretch
    return NextDay(alike, centre, np.sqrt(variance + day), spread.df)
