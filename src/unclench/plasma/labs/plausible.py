"""Which values are possible in a living person, and which unit was probably meant."""

from __future__ import annotations

from unclench.errors import Problem, UserError
from unclench.facts import units
from unclench.facts.kinds import analytes

_SAME = 0.02
"""Two amounts that differ by less than this share are one reading."""


def exact(value: float) -> float:
    """Ten digits: the same amount told in two units must give the same number."""
    return float(f"{value:.10g}")


def fits(value: float, window: analytes.Window) -> bool:
    """Whether a value in the analyte's unit lies inside a window."""
    return window.low <= value <= window.high


def units_of(analyte: analytes.Analyte) -> list[str]:
    """The units in which laboratories give an analyte, the usual ones first."""
    asked = [analyte.unit, analyte.conventional_unit, *(o.unit for o in analyte.other_units)]
    if analyte.id in ("ca_total", "mg"):
        asked.append("mEq/L")
    return list(dict.fromkeys(units.normalise(u) for u in asked if u))


def _possible(
    analyte: analytes.Analyte, value: float, molar_mass: float | None, window: analytes.Window
) -> list[tuple[str, float]]:
    """(unit, value in the analyte's unit) for units in which `value` lies inside `window`."""
    out = []
    for unit in units_of(analyte):
        try:
            here = analyte.to_unit(value, unit, molar_mass)
        except UserError:
            continue
        if fits(here, window):
            out.append((unit, here))
    return out


def short(value: float) -> str:
    """A number as people write it, six digits at most."""
    return f"{value:.6g}"


def readings(
    analyte: analytes.Analyte, value: float, molar_mass: float | None = None, bound: bool = False
) -> list[tuple[str, float]]:
    """(unit, value in the analyte's unit) of each amount that a value without a unit may mean.

    Units in which it is the same amount give one reading. More than one reading is a doubt that
    only the person can end: it is shown, never guessed.

    Args:
        bound: the value is the bound of ">" or "<": what lies beyond it may be anything.

    Raises:
        UserError: no unit makes the value plausible.
    """
    windows = (analyte.survivable,) if bound else (analyte.usual, analyte.survivable)
    found = next((p for w in windows if w and (p := _possible(analyte, value, molar_mass, w))), [])
    if not found:
        unit = analyte.conventional_unit or analyte.unit
        other = swapped(analyte, value)
        fix = f"It would fit {other}: were the two swapped? " if other else ""
        raise UserError(
            Problem(
                f"{analyte.label} {short(value)} has no unit, and fits none that is used for it.",
                fix=f"{fix}Say the unit, for example {unit}.",
            )
        )
    usual = {units.normalise(u) for u in (analyte.unit, analyte.conventional_unit) if u}
    common = [(u, v) for u, v in found if u in usual]
    out: list[tuple[str, float]] = []
    for unit, here in common or found:
        if not any(abs(here - v) <= _SAME * max(abs(v), 1e-12) for _, v in out):
            out.append((unit, here))
    return out


def swapped(analyte: analytes.Analyte, value: float) -> str:
    """The label of the test that stands beside this one on a report and that the value would fit.

    Empty when there is none, or when the value fits this test as well.
    """
    for name in analyte.beside:
        other = analytes.load()[name]
        if fits(value, other.usual or other.survivable):
            return other.label.lower()
    return ""


def refuse_impossible(
    analyte: analytes.Analyte, value: float, unit: str, molar_mass: float | None
) -> None:
    """Raise when no living person has this value, naming the unit that was probably meant."""
    here = analyte.to_unit(value, unit, molar_mass)
    window = analyte.survivable
    if fits(here, window):
        return
    others = [
        u
        for u, v in _possible(analyte, value, molar_mass, analyte.usual or window)
        if u != unit and abs(v - here) > 1e-9
    ]
    reason = "is not survivable" if analyte.specimen in ("serum", "blood") else "is not possible"
    beside = swapped(analyte, here)
    ask = "please check it."
    if others:
        ask = f"did you mean {' or '.join(others)}?"
    elif beside:
        ask = f"it would fit {beside}: were the two swapped?"
    raise UserError(
        Problem(
            f"{short(value)} {unit} {analyte.label.split(' (')[0].split(',')[0].lower()} {reason};"
            f" {ask}",
            fix=f"Values from {short(window.low)} to {short(window.high)} {analyte.unit}"
            " are accepted.",
        )
    )
