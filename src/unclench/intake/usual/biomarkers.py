"""A blood value outranks intake where it says more: 25(OH)D for vitamin D."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from unclench.facts.kinds.biomarkers import Biomarker
from unclench.facts.loader import load
from unclench.intake.usual.verdict import Judged


@dataclass(frozen=True, slots=True)
class BloodSays:
    """What a blood value says about a nutrient."""

    value: float
    marker: Biomarker
    word: str
    say: str


def blood_says(
    nutrient: str, labs: Mapping[str, float], bounds: Mapping[str, str] | None = None
) -> BloodSays | None:
    """The blood value for a nutrient among `labs` (analyte id -> value in SI units), judged.

    Args:
        bounds: analyte id -> "<" or ">" where the value is only a bound. A bound that leaves the
            band open ("<60" may be a lack) says nothing, and None is returned.
    """
    for marker in load("biomarkers", Biomarker).values():
        if marker.nutrient != nutrient:
            continue
        analyte = next((a for a in marker.analytes if a in labs), None)
        if analyte is None:
            continue
        value, bound = labs[analyte], (bounds or {}).get(analyte, "")[:1]
        low = bound == "<" and value <= marker.deficient_below
        if bound and not low and (bound == "<" or value < marker.enough_for_nearly_all):
            continue
        sign = {"<": "below ", ">": "above "}.get(bound, "")
        text = f"{marker.label} is {sign}{value:.0f} {marker.unit}, "
        if low or value < marker.deficient_below:
            word = "likely_low"
            text += f"below {marker.deficient_below:g}: a level at which deficiency is likely."
        elif value < marker.enough_for_nearly_all:
            word = "uncertain"
            text += (
                f"between {marker.deficient_below:g} and {marker.enough_for_nearly_all:g}: enough "
                "for some people, too little for others."
            )
        elif marker.toxic_from is not None and value > marker.toxic_from:
            word, text = "above_limit", text + f"above {marker.toxic_from:g}: too much is possible."
        else:
            word = "likely_adequate"
            text += f"at or above {marker.enough_for_nearly_all:g}: enough for nearly everybody."
        return BloodSays(value, marker, word, text + " This counts for more than intake.")
    return None


def outrank(judged: Judged, blood: BloodSays) -> Judged:
    """The verdict of blood in place of that of intake; probabilities of intake stay as they are."""
    return replace(judged, word=blood.word, held_back="")  # type: ignore[arg-type]
