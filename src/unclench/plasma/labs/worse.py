"""Which of several results that cannot be ordered is the worse one."""

from __future__ import annotations

import math

from unclench.facts.kinds import analytes
from unclench.plasma.labs.result import LabResult


def severity(r: LabResult) -> tuple[int, float]:
    """(2 beyond what laboratories telephone, 1 outside the range, 0; distance in widths of it).

    The laboratory's range counts where there is one, else ours for adults; a bound counts by the
    side that is surely reached.
    """
    analyte = analytes.load()[r.analyte]
    if r.si_low is None or r.si_high is None:
        return (1 if r.word in ("low", "high", "positive", "very_low", "very_high") else 0), 0.0
    ours = analyte.range_for(None, None)
    low, high = r.low, r.high
    if low is None and high is None and ours is not None:
        low, high = ours.low, ours.high
    limits = analyte.critical
    telephone = limits is not None and (
        (limits.low is not None and r.si_high <= limits.low)
        or (limits.high is not None and r.si_low >= limits.high)
    )
    width = (high - low) if low is not None and high is not None and high > low else 0.0
    width = width or abs(high or low or 1.0) or 1.0
    under = (low - r.si_high) / width if low is not None else 0.0
    over = (r.si_low - high) / width if high is not None else 0.0
    far = max(under, over, 0.0)
    far = far if math.isfinite(far) else 0.0
    return (2 if telephone else 1 if far > 0 else 0), far


def differ(a: LabResult, b: LabResult) -> bool:
    """Whether two results of one test say different things: by 2 percent, or in their words."""
    if a.si_value is None or b.si_value is None:
        return a.word != b.word and bool(a.word) and bool(b.word)
    size = max(abs(a.si_value), abs(b.si_value))
    return abs(a.si_value - b.si_value) > 0.02 * size or a.comparator != b.comparator
