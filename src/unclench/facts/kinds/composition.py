"""What an excitable cell meets in blood: each quantity, where our models of it are valid, its norm.

The order of the quantities is that of `unclench.plasma.composition.Composition`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from unclench.errors import Problem
from unclench.facts.loader import Fact, KnownUnit, Strict, Verified


class Spread(Strict):
    """Standard deviation of healthy people about the mean, in the quantity's unit."""

    sd: float
    source: str
    verified: Verified


class CompositionQuantity(Fact):
    """One quantity. `label` is as it stands within a sentence.

    Attributes:
        low, high: where the models of nerve and muscle are valid. normal: stands for normal blood.
        scan: what a map covers when no span is given; chloride is not mapped.
    """

    unit: KnownUnit
    low: float
    high: float
    normal: float
    scan: tuple[float, float] | None = None
    spread: Spread
    source: str


def check(facts: Mapping[str, CompositionQuantity], today: dt.date) -> list[Problem]:
    """The norm lies inside the range, and so does the span of a map."""
    del today
    return [
        Problem("the norm or the map lies outside the range", f"facts/data/composition/{key}.yaml")
        for key, q in facts.items()
        if not q.low
        <= (q.scan or (q.low, q.high))[0]
        <= q.normal
        <= (q.scan or (q.low, q.high))[1]
        <= q.high
    ]
