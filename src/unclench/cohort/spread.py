"""A spread of usual intakes as weighted points: mean, percentiles, and shares below a limit."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unclench.cohort.panel import Floats
from unclench.intake.usual.points import quantiles_at


@dataclass(frozen=True, slots=True)
class Spread:
    """Points of kinds of people, under each row of weights.

    Attributes:
        values: usual intakes or ratios of them. mass: of each point; that of a row of weights sums
            to one. Both of shape (sets, kinds, points).
    """

    values: Floats
    mass: Floats

    @staticmethod
    def even(values: Floats, share: Floats) -> Spread:
        """Points that are equally probable within a kind; `share` of the kinds, (sets, kinds)."""
        mass = np.broadcast_to(share[..., None] / values.shape[-1], values.shape)
        return Spread(values, np.asarray(mass))

    def plus(self, dose: Floats | None) -> Spread:
        """The same with a dose of each kind added; shape (kinds,)."""
        return self if dose is None else Spread(self.values + dose[:, None], self.mass)

    def mean(self) -> Floats:
        """Shape (sets,)."""
        out: Floats = (self.values * self.mass).sum(axis=(1, 2))
        return out

    def sd(self) -> float:
        """Standard deviation under the survey's own weights."""
        off = self.values[0] - self.mean()[0]
        return float(np.sqrt((off * off * self.mass[0]).sum()))

    def percentiles(self, percents: Sequence[float]) -> Floats:
        """Shape (sets, percentiles)."""
        sets = len(self.values)
        flat, mass = self.values.reshape(sets, -1), self.mass.reshape(sets, -1)
        return quantiles_at(flat, mass, [p / 100.0 for p in percents])

    def below(self, limit: Floats) -> Floats:
        """Share below a limit of each kind, (kinds,), on the line between points; shape (sets,)."""
        out = np.zeros(len(self.values))
        for s, (values, mass) in enumerate(zip(self.values, self.mass, strict=True)):
            for k, at in enumerate(limit.tolist()):
                order = np.argsort(values[k], kind="stable")
                whole = mass[k].sum()
                if whole <= 0:
                    continue
                of = mass[k][order]
                levels = (np.cumsum(of) - 0.5 * of) / whole
                out[s] += whole * np.interp(at, values[k][order], levels, left=0.0, right=1.0)
        return out


class OfPoints:
    """What is told of people whose usual intakes are known as points alone."""

    __slots__ = ()

    @abstractmethod
    def points(self, even: int = 0) -> Spread:
        """Their usual intakes; `even` asks for so many equally probable points where it can."""

    def told(self, percents: Sequence[float]) -> tuple[Floats, Floats, float]:
        """(means, percentiles, standard deviation): (sets,), (sets, percentiles), a number."""
        at = self.points()
        return at.mean(), at.percentiles(percents), at.sd()

    def mean(self) -> Floats:
        """Mean usual intake; shape (sets,)."""
        return self.points().mean()

    def percentiles(self, percents: Sequence[float]) -> Floats:
        """Usual intake at these percentiles; shape (sets, percentiles)."""
        return self.points().percentiles(percents)

    def below(self, limit: Floats) -> Floats:
        """Share with a usual intake below a limit of each kind; shape (sets,)."""
        return self.points().below(limit)
