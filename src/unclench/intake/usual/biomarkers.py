"""A blood value outranks intake where it says more: 25(OH)D for vitamin D."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from unclench.facts.kinds.biomarkers import Biomarker
from unclench.facts.loader import load
from unclench.intake.usual.holding import Word
from unclench.intake.usual.verdict import Judged

Bound = Literal["", "<", ">"]
_BOUNDS: dict[str, Bound] = {"<": "<", ">": ">"}


@dataclass(frozen=True, slots=True)
class BloodSays:
    """What a blood value says about a nutrient; `bound` when it is only a bound."""

    value: float
    marker: Biomarker
    bound: Bound
    word: Word


def blood_says(
    nutrient: str, labs: Mapping[str, float], bounds: Mapping[str, str] | None = None
) -> BloodSays | None:
    """The blood value for a nutrient among `labs` (analyte id -> value in SI units), judged.

    Args:
        bounds: analyte id -> "<" or ">" where the value is only a bound. A bound that leaves the
            band open ("<60" may be a lack) says nothing, and None is returned.
    """
    for marker in load("biomarkers", Biomarker).values():
        analyte = next((a for a in marker.analytes if a in labs), None)
        if marker.nutrient != nutrient or analyte is None:
            continue
        value = labs[analyte]
        bound = _BOUNDS.get((bounds or {}).get(analyte, "")[:1], "")
        low = bound == "<" and value <= marker.deficient_below
        if bound and not low and (bound == "<" or value < marker.enough_for_nearly_all):
            continue
        word: Word = "likely_adequate"
        if low or value < marker.deficient_below:
            word = "likely_low"
        elif value < marker.enough_for_nearly_all:
            word = "uncertain"
        elif marker.concern_above is not None and value > marker.concern_above:
            word = "above_limit"
        return BloodSays(value, marker, bound, word)
    return None


def outrank(judged: Judged, blood: BloodSays) -> Judged:
    """The verdict of blood in place of that of intake; probabilities of intake stay as they are."""
    return replace(judged, word=blood.word, held_back=None)
