"""Sweat: how much people lose, and what is in it."""

from __future__ import annotations

from unclench.facts.loader import Fact, Strict, Verified


class Amount(Strict):
    """Mean and standard deviation between people."""

    mean: float
    sd: float
    unit: str
    source: str
    verified: Verified


class SweatFacts(Fact):
    """Sweat of people who exercise: rate while they do, and sodium in it."""

    rate: Amount
    sodium: Amount
