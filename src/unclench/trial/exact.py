"""The randomisation test over pairs, and the interval that its inversion gives.

In each pair a coin decided which period came first. If the remedy does nothing, either order would
have given the same numbers, so all 2^n assignments are equally likely, whatever trend or memory the
cramps have; p is the share of assignments with a sum of differences at least as large as the own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Side = Literal["greater", "less", "two"]

EXACT = 40
"""Up to so many pairs all assignments are counted, by halves; above, `DRAWS` of them are drawn."""
DRAWS = 200_000
SEED = 2015
SCALE = 1_000_000.0
"""Differences are counted in whole millionths; each is off by up to half of one, so sums that
differ by no more than these halves together are ties, which count against the remedy."""
FEW = 22
"""From more pairs on the interval uses drawn assignments: it asks some eighty times."""


def p_value(differences: Sequence[float] | Numbers, side: Side = "greater") -> tuple[float, bool]:
    """(p, whether all assignments were counted) of the sum of the differences.

    Args:
        differences: of each pair, positive where the remedy gives fewer; any finite numbers.
        side: "greater" asks whether the remedy gives fewer, "two" whether it does anything.
    """
    d = np.rint(np.asarray(differences, float) * SCALE)
    if side == "less":
        d = -d
    if len(d) > EXACT:
        return _drawn(d, side), False
    own, total = float(d.sum()), 2.0 ** len(d)
    if side == "two":
        own = abs(own) - len(d)
        return (1.0 if own <= 0 else 2 * _at_least(d, own) / total), True
    return _at_least(d, own - len(d)) / total, True


def _sums(d: Numbers) -> Numbers:
    out = np.zeros(1)
    for x in d:
        out = np.concatenate([out + x, out - x])
    return out


def _at_least(d: Numbers, own: float) -> float:
    """How many assignments have a sum of at least `own`: each half's sums meet in the middle."""
    half = len(d) // 2
    a, b = _sums(d[:half]), np.sort(_sums(d[half:]))
    return float((len(b) - np.searchsorted(b, own - a, side="left")).sum())


def _drawn(d: Numbers, side: Side) -> float:
    sums = _signs(len(d), DRAWS) @ d
    own = d.sum()
    hits = np.abs(sums) >= abs(own) - len(d) if side == "two" else sums >= own - len(d)
    return float((hits.sum() + 1) / (len(sums) + 1))


def _signs(n: int, draws: int) -> Numbers:
    rng = np.random.default_rng(SEED)
    return rng.choice(np.array([1.0, -1.0]), (draws, n))


def interval(
    with_: Sequence[float] | Numbers, without: Sequence[float] | Numbers, level: float
) -> tuple[float | None, float | None]:
    """All rate ratios that a test of either side does not reject; None at an open end.

    Each ratio r is tested by the differences r * without - with, as if the remedy multiplied what
    would have been by r.

    Args:
        with_, without: rates of each pair. level: e.g. 0.95.
    """
    w, o = np.asarray(with_, float), np.asarray(without, float)
    tail = (1 - level) / 2
    if 2.0 ** -len(w) > tail or not (w.sum() and o.sum()):
        return None, None
    signs = _signs(len(w), 20_000) if len(w) > FEW else None

    def p(log_ratio: float, side: Side) -> float:
        d = math.exp(log_ratio) * o - w
        if signs is None:
            return p_value(d, side)[0]
        d = d if side == "greater" else -d
        above: Any = signs @ d >= d.sum() - 1e-9
        return float((above.sum() + 1) / (len(signs) + 1))

    return _end(p, "less", tail), _end(p, "greater", tail)


def _end(p: Any, side: Side, tail: float) -> float | None:
    """The ratio at which a side begins to be rejected; None when none in 1/50 to 50 is."""
    inside, outside = 0.0, math.log(50.0) if side == "greater" else -math.log(50.0)
    if p(outside, side) >= tail:
        return None
    while p(inside, side) < tail:  # even equal rates are rejected: the end lies beyond 1
        inside -= math.copysign(1.0, outside)
        if abs(inside) > math.log(50.0):
            return None
    for _ in range(40):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if p(middle, side) >= tail else (inside, middle)
    return math.exp((inside + outside) / 2)
