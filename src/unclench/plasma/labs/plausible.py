"""Which values are possible in a living person, and which unit was probably meant."""

from __future__ import annotations

from unclench.errors import Problem, UserError
from unclench.facts import units
from unclench.facts.kinds import analytes


def exact(value: float) -> float:
    """Ten digits: the same amount told in two units must give the same number."""
    return float(f"{value:.10g}")


def fits(value: float, window: analytes.Window) -> bool:
    """Whether a value in the analyte's unit lies inside a window."""
    return window.low <= value <= window.high


def _candidates(analyte: analytes.Analyte) -> list[str]:
    asked = [analyte.unit, analyte.conventional_unit, *(o.unit for o in analyte.other_units)]
    if analyte.id in ("ca_total", "mg"):
        asked.append("mEq/L")
    return list(dict.fromkeys(units.normalise(u) for u in asked if u))


def _possible(
    analyte: analytes.Analyte, value: float, molar_mass: float | None, window: analytes.Window
) -> list[tuple[str, float]]:
    """(unit, value in the analyte's unit) for units in which `value` lies inside `window`."""
    out = []
    for unit in _candidates(analyte):
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


def guess_unit(analyte: analytes.Analyte, value: float, molar_mass: float | None = None) -> str:
    """The unit of a value told without one.

    Raises:
        UserError: no unit, or more than one, makes the value plausible.
    """
    found = _possible(analyte, value, molar_mass, analyte.usual or analyte.survivable)
    if not found:
        raise UserError(
            Problem(
                f"{analyte.label} {short(value)} has no unit, and fits none that is used for it.",
                fix=f"Say the unit, for example {analyte.conventional_unit or analyte.unit}.",
            )
        )
    same = all(abs(v - found[0][1]) <= 0.02 * max(abs(v), 1e-12) for _, v in found)
    if not same:
        options = " or ".join(u for u, _ in found)
        raise UserError(
            Problem(
                f"{analyte.label} {short(value)} has no unit, and could be {options}.",
                fix=f"Say which, for example '{analyte.label} {short(value)} {found[0][0]}'.",
            )
        )
    return found[0][0]


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
    ask = f"did you mean {' or '.join(others)}?" if others else "please check it."
    raise UserError(
        Problem(
            f"{short(value)} {unit} {analyte.label.split(' (')[0].split(',')[0].lower()} {reason};"
            f" {ask}",
            fix=f"Values from {short(window.low)} to {short(window.high)} {analyte.unit}"
            " are accepted.",
        )
    )
