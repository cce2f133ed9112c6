"""From lab results to the blood that a nerve meets; every assumption on the way is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unclench.assessment import Lab
from unclench.plasma.composition import NAMES, RANGES, Composition

FREE_CALCIUM = 0.50
"""Free share of total calcium at normal albumin and pH (1.20 of 2.40 mmol/L)."""
FREE_MAGNESIUM = 0.65
"""Free share of total magnesium; reports range from 0.55 to 0.70."""
CALCIUM_PER_PH = -0.5
"""Change of ionised calcium, mmol/L, per unit of pH (-0.05 per 0.1, breathing)."""
ALBUMIN, ALBUMIN_SLOPE = 40.0, 0.02
"""g/L, and mmol/L of calcium bound per g/L: the usual adjustment, good to about 0.2 mmol/L."""
NEEDED = ("ica", "img", "k")


@dataclass(frozen=True, slots=True)
class FromLabs:
    """Blood put together from labs.

    Attributes:
        composition: the blood. given: names that rest on a result.
        assumptions: one sentence per thing that was taken for granted.
        caveats: results that were there but could not be used.
    """

    composition: Composition
    given: tuple[str, ...]
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]


SI = {
    "ca_ion": "mmol/L",
    "ca_total": "mmol/L",
    "mg": "mmol/L",
    "k": "mmol/L",
    "na": "mmol/L",
    "cl": "mmol/L",
    "albumin": "g/L",
}


def _results(labs: Sequence[Lab]) -> tuple[dict[str, float], list[str]]:
    """The newest plain number per analyte, and what could not be used."""
    best: dict[str, tuple[str, float]] = {}
    caveats = []
    for lab in labs:
        if lab.analyte not in {*SI, "ph"} or lab.derived:
            continue
        unit = SI.get(lab.analyte, lab.si_unit)
        if lab.si_value is None or lab.comparator or lab.si_unit != unit:
            caveats.append(f"{lab.name} has no plain number in {unit or 'its unit'}; not used.")
            continue
        when = lab.date.isoformat() if lab.date else ""
        if lab.analyte not in best or when >= best[lab.analyte][0]:
            best[lab.analyte] = (when, lab.si_value)
    return {k: v for k, (_, v) in best.items()}, caveats


def composition_from_labs(labs: Sequence[Lab]) -> FromLabs:
    """Blood from interpreted results (ids ca_ion, ca_total, albumin, mg, k, na, cl, ph).

    The newest result of each counts. What is missing is taken as normal and said so; total calcium
    and magnesium are turned into their free parts by stated approximations. Nothing is checked
    against the models' range here: `simulate` does that.
    """
    told, caveats = _results(labs)
    values: dict[str, float] = {n: told[n] for n in ("k", "na", "cl", "ph") if n in told}
    said: list[str] = []
    ph = told.get("ph", RANGES["ph"].normal)
    if "ca_ion" in told:
        values["ica"] = told["ca_ion"]
    elif "ca_total" in told:
        albumin = told.get("albumin")
        total = told["ca_total"] + ALBUMIN_SLOPE * (ALBUMIN - (albumin or ALBUMIN))
        values["ica"] = FREE_CALCIUM * total + CALCIUM_PER_PH * (ph - RANGES["ph"].normal)
        by = f"adjusted to albumin {albumin:g} g/L" if albumin else "albumin taken as normal"
        by += " and to the pH" if "ph" in told else ""
        said.append(
            f"Ionised calcium was not measured; half of the total calcium is taken, {by}: "
            f"{values['ica']:.2f} mmol/L. Such an estimate is often wrong by 0.1 mmol/L."
        )
    if "mg" in told:
        values["img"] = FREE_MAGNESIUM * told["mg"]
        said.append(
            f"Ionised magnesium is taken as {100 * FREE_MAGNESIUM:.0f} % of the total: "
            f"{values['img']:.2f} mmol/L."
        )
    for name in NAMES:
        if name in values or name == "cl":
            continue
        r = RANGES[name]
        unit = f" {r.unit}" if r.unit else ""
        label = r.label if r.label == "pH" else r.label[0].upper() + r.label[1:]
        said.append(f"{label} was not measured and is taken as normal ({r.normal:g}{unit}).")
    given = tuple(n for n in NAMES if n in values)
    return FromLabs(Composition(**values), given, tuple(said), tuple(caveats))
