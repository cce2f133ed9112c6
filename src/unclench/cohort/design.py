"""Standard errors from the design of a survey: replicate weights, or Taylor for plain means.

Weights of replicates are made for everybody in the file; a group is a domain, whose other people
have weight zero, so that its strata and units are those of the whole survey.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from unclench.cohort.panel import Floats, Ints
from unclench.errors import Problem, UserError

Method = Literal["jackknife", "fay", "brr", "bootstrap", "none", "given"]
METHODS: tuple[Method, ...] = ("jackknife", "fay", "brr", "bootstrap", "none")
FAY = 0.3
"""Fay's k, as the published tables of this survey use it."""
GROUPS = 40
"""Random groups of people where a file names no strata and units."""
BOOTSTRAPS = 200


@dataclass(frozen=True, slots=True)
class Design:
    """How each person's weight is multiplied in each replicate, and what a difference counts.

    Attributes:
        method: how they were made. factors: shape (replicates, units).
        unit: of each person, index into the units; shape (people,).
        counts: of each replicate in the variance; shape (replicates,).
        degrees: units minus strata; what confidence intervals use.
        rules: what was decided, in words of a code each.
    """

    method: Method
    factors: Floats
    unit: Ints
    counts: Floats
    degrees: int
    strata: int
    units: int
    rules: tuple[str, ...]

    def weights(self, weight: Floats, rows: Ints | None = None) -> Floats:
        """The survey's weights and those of each replicate; shape (1 + replicates, people).

        Args:
            weight: shape (people,). rows: these people of the file; everybody when None.
        """
        unit = self.unit if rows is None else self.unit[rows]
        out: Floats = np.concatenate([weight[None], self.factors[:, unit] * weight])
        return out

    def errors(self, estimates: Floats) -> Floats:
        """Standard errors; `estimates` has shape (1 + replicates, ...), the survey's own first."""
        off = estimates[1:] - estimates[:1]
        along = (..., *([None] * (off.ndim - 1)))
        out: Floats = np.sqrt((self.counts[along] * off * off).sum(axis=0))
        return out if len(self.counts) else np.full(estimates.shape[1:], np.nan)


def make_design(
    strata: npt.NDArray[np.str_] | None,
    units: npt.NDArray[np.str_] | None,
    people: int,
    method: Method = "jackknife",
    seed: int = 0,
) -> Design:
    """Replicates for a file of `people`.

    Args:
        strata, units: labels, shape (people,); a unit belongs to one stratum. None: people are
            put into `GROUPS` random groups (`seed`).
        method: "jackknife" leaves out one unit at a time (any number of units in a stratum),
            "brr" and "fay" take half of each stratum, whose units are put into two random groups
            (`seed`) where there are more than two, "bootstrap" draws units with replacement (Rao
            and Wu 1988, one fewer than there are).

    A stratum with one unit is joined with the stratum before it (the first with the next).

    Raises:
        UserError: an uneven number of units in a stratum for "brr"; only one unit at all.
    """
    rules: list[str] = []
    rng = np.random.default_rng(seed)
    if strata is None or units is None:
        rules.append("random_groups")
        label = np.empty(people, np.intp)
        label[rng.permutation(people)] = np.arange(people) % min(GROUPS, people)
        names, index = np.unique(label, return_inverse=True)
        stratum_of = np.zeros(len(names), np.intp)
        if method in ("brr", "fay"):
            fix = "Choose jackknife or bootstrap, or give the columns of strata and units."
            raise UserError(Problem("Half samples need strata.", fix=fix))
    else:
        both = np.char.add(np.char.add(strata, "\x1f"), units)
        both_names, index = np.unique(both, return_inverse=True)
        of = np.array([b.split("\x1f")[0] for b in both_names])
        _, stratum_of = np.unique(of, return_inverse=True)
        stratum_of, joined = _join_lone(stratum_of.reshape(-1).astype(np.intp))
        if joined:
            rules.append("lone_units_joined")
    if method in ("brr", "fay") and (np.bincount(stratum_of) > 2).any():
        rules.append("units_in_two_groups")
    factors, counts = _replicates(method, stratum_of, rng)
    many = int(stratum_of.max()) + 1
    return Design(
        method=method,
        factors=factors,
        unit=index.reshape(-1).astype(np.intp),
        counts=counts,
        degrees=max(1, len(stratum_of) - len(np.unique(stratum_of))),
        strata=many,
        units=len(stratum_of),
        rules=tuple(rules),
    )


def _join_lone(stratum_of: Ints) -> tuple[Ints, bool]:
    out, joined = stratum_of.copy(), False
    while True:
        names, count = np.unique(out, return_counts=True)
        lone = names[count == 1]
        if not len(lone):
            break
        if len(names) == 1:
            raise UserError(
                Problem(
                    "There is one sampling unit only, so nothing tells the standard errors.",
                    fix="Use --replicates none, or leave the columns of the design out.",
                )
            )
        at = int(np.flatnonzero(names == lone[0])[0])
        out[out == lone[0]] = names[at - 1] if at else names[1]
        joined = True
    _, tidy = np.unique(out, return_inverse=True)
    return tidy.reshape(-1).astype(np.intp), joined


def _replicates(
    method: Method, stratum_of: Ints, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    units = len(stratum_of)
    size = np.bincount(stratum_of)
    if method == "none":
        return np.zeros((0, units)), np.zeros(0)
    if method == "jackknife":
        n = size[stratum_of].astype(np.float64)
        same = stratum_of[:, None] == stratum_of[None, :]
        factors = np.where(same, (n / (n - 1.0))[:, None], 1.0)
        np.fill_diagonal(factors, 0.0)
        return factors, (n - 1.0) / n
    if method == "bootstrap":
        factors = np.zeros((BOOTSTRAPS, units))
        for h in range(len(size)):
            at = np.flatnonzero(stratum_of == h)
            drawn = rng.multinomial(len(at) - 1, np.full(len(at), 1 / len(at)), BOOTSTRAPS)
            factors[:, at] = drawn * len(at) / (len(at) - 1)
        return factors, np.full(BOOTSTRAPS, 1.0 / BOOTSTRAPS)
    return _half_samples(method, stratum_of, size, rng)


def _half_samples(
    method: Method, stratum_of: Ints, size: Ints, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Balanced half samples; a stratum of more than two units is two random groups of them.

    Groups of a and b units have factors 1 + e sqrt(b / a) and 1 - e sqrt(a / b), e = 1 - k, or the
    other way round, which give the variance of n units as it is (Rao and Shao 1996).

    Raises:
        UserError: a factor would be below zero, as with k = 0 and an uneven number of units.
    """
    from scipy.linalg import hadamard

    spread = 1.0 - (FAY if method == "fay" else 0.0)
    less = size // 2
    uneven = spread * np.sqrt((size - less) / less) > 1.0
    if uneven.any():
        raise UserError(
            Problem(
                f"{int(uneven.sum())} of {len(size)} strata have an uneven number of units, which "
                "has no half.",
                fix="Choose --replicates fay or jackknife.",
            )
        )
    first = np.zeros(len(stratum_of), np.bool_)
    for h, few in enumerate(less.tolist()):
        at = np.flatnonzero(stratum_of == h)
        first[at[:1] if len(at) == 2 else rng.permutation(at)[:few]] = True
    order = 1 << len(size).bit_length()
    half = hadamard(order)[:, 1 : len(size) + 1].astype(np.float64)
    a, b = less.astype(np.float64), (size - less).astype(np.float64)
    step = np.where(first, np.sqrt(b / a)[stratum_of], -np.sqrt(a / b)[stratum_of])
    factors = 1.0 + spread * half[:, stratum_of] * step
    return factors, np.full(order, 1.0 / (order * spread**2))


def given_design(weight: Floats, replicates: Floats, counts: Floats, degrees: int) -> Design:
    """Replicate weights that a survey publishes; everybody is a unit of their own.

    Args:
        weight: shape (people,). replicates: shape (sets, people). counts: of each set in the
            variance, such as 1 / sets for BRR, shape (sets,). degrees: of freedom.
    """
    people = len(weight)
    factors = np.where(weight > 0, replicates / np.where(weight > 0, weight, 1.0), 0.0)
    return Design(
        "given", factors, np.arange(people, dtype=np.intp), counts, degrees, 0, people, ()
    )


def given_counts(sets: int, method: str) -> Floats:
    """What each given set counts in the variance: "brr", "fay" (k 0.3), "bootstrap", "jackknife".

    "jackknife" is that of as many equal groups, one left out in each.
    """
    share = {"brr": 1.0, "bootstrap": 1.0, "fay": 1.0 / (1.0 - FAY) ** 2, "jackknife": sets - 1.0}
    return np.full(sets, share[method] / sets)


def taylor_mean(
    y: Floats, weight: Floats, strata: npt.NDArray[np.str_], units: npt.NDArray[np.str_]
) -> tuple[float, float]:
    """Weighted mean and its standard error by linearisation; people of weight zero are a domain.

    A stratum with one unit adds nothing. All arrays have shape (people,).
    """
    total = weight.sum()
    mean = float(weight @ y / total)
    z = weight * (y - mean) / total
    both = np.char.add(np.char.add(strata, "\x1f"), units)
    names, index = np.unique(both, return_inverse=True)
    sums = np.bincount(index.reshape(-1), z)
    of = np.array([b.split("\x1f")[0] for b in names])
    variance = 0.0
    for h in np.unique(of):
        s = sums[of == h]
        if len(s) > 1:
            variance += len(s) / (len(s) - 1) * float(((s - s.mean()) ** 2).sum())
    return mean, float(np.sqrt(variance))
