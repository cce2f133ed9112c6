"""How the margin of nerve and muscle is read: limits of the threshold and of the fibre."""

from __future__ import annotations

from unclench.facts.loader import Fact, KnownUnit, Strict, Verified


class Limit(Strict):
    """One limit, with how it was set."""

    value: float
    unit: KnownUnit
    source: str
    verified: Verified
    why: str


class MarginBands(Fact):
    """Limits.

    Attributes:
        raised, high: threshold, % of normal, at or below which excitability counts so.
        easy: below it a nerve counts as easier to excite; hard: from it on as harder.
        weak_above: resting voltage of the fibre above which its force falls.
        weak_potassium: potassium at or below which doctors see weakness.
        tipped: share of virtual fibres that cannot hold their rest, above which it counts.
        faint_release: transmitter, % of normal, below which transmission is weak.
        cramp_release: transmitter, % of normal, from which an impulse passes on to the muscle.
    """

    raised: Limit
    high: Limit
    easy: Limit
    hard: Limit
    weak_above: Limit
    weak_potassium: Limit
    tipped: Limit
    faint_release: Limit
    cramp_release: Limit
