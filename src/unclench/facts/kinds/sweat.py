"""Sweat: how much people lose, and what is in it."""

from __future__ import annotations

from unclench.facts.base import Fact, Strict, Verified


class Amount(Strict):
    """Mean and standard deviation between people."""

    mean: float
    sd: float
    unit: str
    source: str
    verified: Verified


class Model(Fact):
    """Sweat of people who exercise: rate while they do, sodium and potassium in it."""

    rate: Amount
    sodium: Amount
    potassium: Amount
