"""What the slow models report about blood and body, and which change a blood test can show."""

from __future__ import annotations

from unclench.facts.loader import Fact, KnownUnit, Strict, Verified


class Noise(Strict):
    """The smallest change between two tests of one person that is more than chance (95 %).

    Relative to the level; from within-person and laboratory variation (2.77 times their root sum
    of squares).
    """

    share: float
    source: str
    verified: Verified


class BloodQuantity(Fact):
    """One quantity: where the models compute it, and how it is told.

    `order` sorts answers; `analyte` is the id in `facts/data/analytes`, empty when it is no test.
    """

    model: str
    variable: str
    unit: KnownUnit
    decimals: int
    order: int
    analyte: str = ""
    say: str
    smallest_change: Noise | None = None
