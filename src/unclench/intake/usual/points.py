"""What is believed about usual intakes: weighted points of their distributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from unclench.facts.kinds.variation import Group
from unclench.intake.usual.gaussian import Array

Method = Literal["shrinkage", "days alone", "stated"]


def means(values: Array, weights: Array) -> Array:
    """Expected values of rows of points; shape (people,)."""
    out: Array = np.where(weights > 0, values * weights, 0.0).sum(axis=-1)
    return out


def quantiles(values: Array, weights: Array, p: float) -> Array:
    """The value below which each row lies with probability `p`; shape (people,).

    Points without weight are as if they were not there.
    """
    return quantiles_at(values, weights, (p,))[:, 0]


def quantiles_at(values: Array, weights: Array, ps: Sequence[float]) -> Array:
    """`quantiles` for each of `ps`, sorted once; shape (people, ps)."""
    kept = weights > 0
    order = np.argsort(np.where(kept, values, np.inf), axis=-1, kind="stable")
    most = np.where(kept, values, -np.inf).max(axis=-1, keepdims=True)
    at = np.take_along_axis(np.where(kept, values, most), order, axis=-1)
    mass = np.take_along_axis(np.where(kept, weights, 0.0), order, axis=-1)
    middle = np.cumsum(mass, axis=-1) - 0.5 * mass
    return np.stack([_between(at, middle, p) for p in ps], axis=-1)


def _between(at: Array, middle: Array, p: float) -> Array:
    """The value at level `p` of rows that are sorted, on the line between two points."""
    right = np.clip((middle <= p).sum(axis=-1), 0, at.shape[-1] - 1)
    left = np.maximum(right - 1, 0)

    def of(a: Array, i: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Array:
        out: Array = np.take_along_axis(a, i[:, None], axis=-1)[:, 0]
        return out

    x0, x1 = of(middle, left), of(middle, right)
    share = np.clip((p - x0) / np.where(x1 > x0, x1 - x0, 1.0), 0.0, 1.0)
    out: Array = of(at, left) + share * (of(at, right) - of(at, left))
    return out


def above(values: Array, weights: Array, limit: Array) -> Array:
    """P(usual intake > limit) of each row; `limit` and the result have shape (people,)."""
    out: Array = np.minimum(1.0, np.where(values > limit[:, None], weights, 0.0).sum(axis=-1))
    return out


@dataclass(frozen=True, slots=True)
class Usual:
    """What is believed about one person's usual intake.

    Attributes:
        values, weights: shape (k,), weights sum to one; in the nutrient's unit per day.
        rho: weight of the person's own days against people alike; None without shrinkage.
        group: the people alike. n: days. method: how it was found. var_within: the person's
            day-to-day variance on the Box-Cox scale.
    """

    values: Array
    weights: Array
    rho: float | None
    group: Group | None
    n: int
    method: Method
    var_within: float | None = None

    @property
    def mean(self) -> float:
        """Expected usual intake."""
        return float(self.values @ self.weights)

    def quantile(self, p: float) -> float:
        """The value below which usual intake lies with probability `p`."""
        return float(quantiles(self.values[None], self.weights[None], p)[0])

    def probability_above(self, limit: float) -> float:
        """P(usual intake > limit)."""
        return float(above(self.values[None], self.weights[None], np.array([limit]))[0])


@dataclass(frozen=True, slots=True)
class Usuals:
    """What is believed about the usual intake of many people.

    Attributes:
        values, weights: shape (people, points); the weights of a row sum to one. Points of weight
            zero do not belong to a person.
        rho, var_within: as of `Usual`, NaN without shrinkage; n: days; shape (people,).
    """

    values: Array
    weights: Array
    rho: Array
    var_within: Array
    n: Array

    @property
    def mean(self) -> Array:
        """Expected usual intake; shape (people,)."""
        return means(self.values, self.weights)

    def quantile(self, p: float) -> Array:
        """The value below which each lies with probability `p`; shape (people,)."""
        return quantiles(self.values, self.weights, p)

    def probability_above(self, limit: Array) -> Array:
        """P(usual intake > limit); both of shape (people,)."""
        return above(self.values, self.weights, limit)

    def one(self, row: int, group: Group | None) -> Usual:
        """One person alone."""
        kept = self.weights[row] > 0
        rho, within = float(self.rho[row]), float(self.var_within[row])
        shrunk = not np.isnan(rho)
        return Usual(
            values=self.values[row][kept],
            weights=self.weights[row][kept],
            rho=rho if shrunk else None,
            group=group,
            n=int(self.n[row]),
            method="shrinkage" if shrunk else "days alone",
            var_within=within if shrunk else None,
        )
