"""Whether the laboratory's range can be believed, and in which unit it is printed."""

from __future__ import annotations

import functools
import math

from unclench.assessment import Reason, reason
from unclench.errors import UserError
from unclench.facts import units
from unclench.facts.kinds import analytes
from unclench.plasma.labs.plausible import exact

_LARGEST = 1e15
"""No laboratory prints a limit as large, whatever its unit; infinity is larger still."""
_WIDER = 1.5
"""How far outside all our ranges another laboratory's may lie, as a factor (judgement)."""

Limits = tuple[float | None, float | None, list[Reason]]


@functools.lru_cache(maxsize=1024)
def _ours(analyte_id: str) -> tuple[float, float] | None:
    """The widest of our ranges, of all ages and both sexes; None when we have none."""
    rows = analytes.load()[analyte_id].reference
    lows = [r.low if r.low is not None else 0.0 for r in rows]
    highs = [r.high for r in rows]
    if not rows:
        return None
    top = math.inf if None in highs else max(h for h in highs if h is not None)
    return min(lows), top


def usual_span(
    analyte: analytes.Analyte,
    low: float | None,
    high: float | None,
    unit: str,
    molar_mass: float | None,
) -> tuple[float, float]:
    """The printed range in the analyte's unit, else ours, else what is usual."""
    if low is not None and high is not None and low < high:
        return analyte.to_unit(low, unit, molar_mass), analyte.to_unit(high, unit, molar_mass)
    window = analyte.usual or analyte.survivable
    return _ours(analyte.id) or (window.low, window.high)


def believed(
    analyte: analytes.Analyte,
    low: float | None,
    high: float | None,
    unit: str,
    molar_mass: float | None,
) -> Limits:
    """(low, high, what is said) of a printed range in the analyte's unit; both None if not used.

    A range that is empty, stands on its head, or lies wholly beside every range we know is not
    believed. One that fits in another unit of the test is read in that one.
    """
    if low is None and high is None:
        return None, None, []
    if any(abs(limit) > _LARGEST for limit in (low, high) if limit is not None):
        return None, None, [reason("lab_range_not_believed", why="value", low=None, high=None)]
    if (low is not None and high is not None and low >= high) or high == 0:
        return None, None, [reason("lab_range_not_believed", why="order", low=low, high=high)]
    try:
        here = _converted(analyte, low, high, unit, molar_mass)
    except UserError:
        return None, None, [reason("lab_range_in_another_unit", unit=unit)]
    if _overlaps(analyte, *here):
        return *here, []
    for other in dict.fromkeys((analyte.conventional_unit, analyte.unit)):
        if not other or units.normalise(other) == units.normalise(unit):
            continue
        there = _converted(analyte, low, high, other, molar_mass)
        if _overlaps(analyte, *there):
            return *there, [reason("lab_range_read_in", unit=other)]
    return None, None, [reason("lab_range_not_believed", why="value", low=low, high=high)]


def _converted(
    analyte: analytes.Analyte,
    low: float | None,
    high: float | None,
    unit: str,
    molar_mass: float | None,
) -> tuple[float | None, float | None]:
    def conv(x: float | None) -> float | None:
        return None if x is None else exact(analyte.to_unit(x, unit, molar_mass))

    return conv(low), conv(high)


def _overlaps(analyte: analytes.Analyte, low: float | None, high: float | None) -> bool:
    ours = _ours(analyte.id)
    if ours is None:
        return True
    above = low is not None and low > ours[1] * _WIDER
    below = high is not None and high < ours[0] / _WIDER
    return not (above or below)
