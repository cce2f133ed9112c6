"""Biomarkers: blood values that say more about a nutrient than intake can."""

from __future__ import annotations

from unclench.facts.loader import Fact, Verified


class Biomarker(Fact):
    """A blood value and its meaning for one nutrient.

    Attributes:
        analytes: names the blood test goes by, the usual one first.
        deficient_below: people below are at risk of deficiency.
        enough_for_nearly_all: the level at which 97.5 % of people have enough.
        concern_above: above it the source sees reason for concern; not a level of poisoning.
    """

    nutrient: str
    analytes: tuple[str, ...]
    unit: str
    deficient_below: float
    enough_for_nearly_all: float
    concern_above: float | None = None
    source: str
    verified: Verified
