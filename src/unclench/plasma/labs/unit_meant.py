"""The unit and the number that are meant where the print leaves them open."""

from __future__ import annotations

from collections.abc import Iterable

from unclench.assessment import Lab, Reason, reason
from unclench.errors import Problem, UserError
from unclench.facts.kinds import analytes
from unclench.plasma.labs.numbers import (
    clean_unit,
)
from unclench.plasma.labs.plausible import fits, readings, short
from unclench.plasma.labs.printed import Printed
from unclench.plasma.labs.ranges import usual_span


def thousands(
    written: str,
    value: float,
    analyte: analytes.Analyte,
    unit: str,
    molar_mass: float | None,
    told: Printed,
) -> tuple[float, list[Reason]]:
    """The number that "12.000" or "1,200" means for this test, and what was assumed.

    Raises:
        UserError: both readings are possible and neither is the usual one.
    """
    digits = written.replace(".", "").replace(",", "")
    other = float(digits) if value < 1000 else value / 1000
    try:
        here, there = (analyte.to_unit(x, unit, molar_mass) for x in (value, other))
    except UserError:
        return value, []
    usual = usual_span(analyte, told.low, told.high, unit, molar_mass)
    if usual[0] <= here <= usual[1] or not fits(there, analyte.survivable):
        return value, []
    if not fits(here, analyte.survivable) or usual[0] <= there <= usual[1]:
        return other, [reason("lab_thousands", written=written, value=other)]
    if "," in written:
        return value, []
    raise UserError(
        Problem(
            f"{analyte.label} {written} can be read as {short(min(value, other))} or as"
            f" {short(max(value, other))}.",
            fix=f"Write {short(max(value, other))}, or {short(min(value, other))} with fewer digits"
            " behind the point.",
        )
    )


def molar_mass_of(told: Printed, analyte: analytes.Analyte) -> float | None:
    """The molar mass under the name or code told, where it is another than the analyte's."""
    key = analytes.name_key(told.name)
    for other in analyte.alternate:
        named = not told.loinc and key in {analytes.name_key(n) for n in other.names}
        if told.loinc in other.loinc or named:
            return other.molar_mass
    return None


def unit_of(
    told: Printed,
    value: float,
    analyte: analytes.Analyte,
    code: analytes.Code | None,
    molar_mass: float | None,
    bound: bool,
) -> tuple[str, list[Reason], list[tuple[str, float]]]:
    """The unit of a value; what was assumed when none was told; the readings when in doubt."""
    unit = clean_unit(told.unit)
    for usual in (analyte.unit, analyte.conventional_unit or ""):
        if unit and usual.partition("/")[0] == unit and "/" in usual:  # "0.71 mmol" of a blood test
            unit = usual
    if unit not in ("", "1") or analyte.unit in ("1", "pH"):
        return unit or analyte.unit, [], []
    implied = code.implied_unit if code else ""
    window = analyte.usual or analyte.survivable
    if implied and fits(analyte.to_unit(value, implied, molar_mass), window):
        return implied, [reason("lab_unit_of_the_code", unit=implied, loinc=told.loinc)], []
    found = readings(analyte, value, molar_mass, bound)
    if len(found) > 1:
        return "", [], found
    unit = found[0][0]
    return unit, [] if unit in ("1", "pH") else [reason("lab_only_unit_that_fits", unit=unit)], []


def without_unit(labs: Iterable[Lab]) -> list[Reason]:
    """What is to be said aloud of results without a unit: the unit taken, or those it may be."""
    out = []
    for lab in labs:
        value = f"{lab.comparator}{short(lab.value or 0.0)}"
        for note in lab.caveat_codes:
            told = {**note.values, "analyte": lab.analyte, "value": value}
            if note.code == "lab_only_unit_that_fits":
                out.append(reason("lab_unit_assumed", **told))
            elif note.code == "lab_two_readings":
                out.append(reason("lab_unit_in_doubt", **told))
    return out
