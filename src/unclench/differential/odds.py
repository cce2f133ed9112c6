"""What is likely beforehand: odds that multiply a cause's prior, of one person or of many."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from unclench.differential.network import Network
from unclench.differential.travelling import as_one
from unclench.facts.keys import Key

Floats = npt.NDArray[np.float64]
Chance = TypeVar("Chance", float, Floats)
"""A number of one person, or of many as an array."""
FADE = 0.4
"""Several risk factors overlap: the k-th strongest counts with the power 1 / (1 + FADE k)."""
HIGHEST_PRIOR = 0.9
LEAST_PRIOR = 1e-9


def odds_of_too_little(nutrient: str, p: Chance, net: Network) -> dict[int, Chance]:
    """Cause -> odds of too little of a nutrient with probability `p`."""
    rows = net.by_when.get(Key("nutrient", nutrient), {})
    return {i: r.odds ** (2 * p - 1) for i, r in rows.items()}


def odds_of_too_much(nutrient: str, p: Chance, net: Network) -> dict[int, Chance]:
    """Cause -> odds of an intake above the upper limit with probability `p`."""
    rows = net.by_when.get(Key("excess", nutrient), {})
    return {i: r.odds**p for i, r in rows.items()}


def prior_of(base: float, odds: Iterable[tuple[float, bool]], exponent: float | None) -> float:
    """P(cause) beforehand under these odds: what raises it overlaps and fades, what lowers not.

    With an exponent the medicines among them (`True`) count together first.
    """
    told = [(math.log(x), medicine) for x, medicine in odds]
    if not told:
        return base
    up = [x for x, _ in told if x > 0]
    if exponent is not None:
        up = [x for x, medicine in told if x > 0 and not medicine]
        up.append(as_one([x for x, medicine in told if x > 0 and medicine], exponent))
    up.sort(reverse=True)
    log_odds = _log_odds(base, up, [x for x, _ in told if x <= 0])
    return max(min(1 / (1 + math.exp(-log_odds)), _highest(base)), LEAST_PRIOR)


def _log_odds(base: float, up: Sequence[Chance], down: Sequence[Chance]) -> float | Chance:
    """Of a cause beforehand; `up` are logarithms of odds, the highest first."""
    rise = sum((x / (1 + FADE * k) for k, x in enumerate(up)), start=0.0)
    return math.log(base / (1 - base)) + rise + sum(down, start=0.0)


def _highest(base: float) -> float:
    return max(HIGHEST_PRIOR, base)


def priors_of_many(base: float, odds: Sequence[Floats]) -> Floats:
    """`prior_of` many people at once, of whom nobody takes a medicine.

    Args:
        odds: each of shape (people,); 1 where there is none.
    """
    logs = np.sort(np.log(np.stack(odds)), axis=0)[::-1]
    log_odds = _log_odds(base, list(np.maximum(logs, 0.0)), list(np.minimum(logs, 0.0)))
    out: Floats = np.clip(1.0 / (1.0 + np.exp(-log_odds)), LEAST_PRIOR, _highest(base))
    return out
