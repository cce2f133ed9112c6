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


class Span(Strict):
    """Levels from `low` to `high` in the quantity's unit."""

    low: float
    high: float
    source: str
    verified: Verified
    why: str = ""


class BloodQuantity(Fact):
    """One quantity: where the models compute it, and how it is told.

    Attributes:
        order: sorts answers. analyte: id in `facts/data/analytes`, empty when it is no test.
        start: levels from which a course may start; none when it cannot be a starting point.
        believed: levels within which the models of blood are believed.
        own_balance: levels taken as the person's own set point; where none is given, the
            reference range of the analyte.
    """

    model: str
    variable: str
    unit: KnownUnit
    decimals: int
    order: int
    analyte: str = ""
    say: str
    smallest_change: Noise | None = None
    start: Span | None = None
    believed: Span | None = None
    own_balance: Span | None = None
