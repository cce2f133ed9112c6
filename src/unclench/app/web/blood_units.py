"""Results in the units that a browser's owner knows; the value itself stays where and as it is."""

from __future__ import annotations

from unclench.app.web import habits
from unclench.assessment import Assessment, Lab
from unclench.assessment.compared import Compared, LabMoved
from unclench.errors import UserError
from unclench.facts import units
from unclench.facts.kinds import analytes
from unclench.facts.kinds.analytes import Analyte
from unclench.words.en.labs import reference_of


def shown(answer: Assessment) -> Assessment:
    """The answer with every result and range as it is shown here."""
    blood = habits.now().blood
    if blood == "told" or not answer.labs:
        return answer
    return answer.model_copy(update={"labs": [_lab(lab, blood) for lab in answer.labs]})


def shown_moves(found: Compared) -> Compared:
    """A comparison with every result as it is shown here."""
    blood = habits.now().blood
    if blood == "told":
        return found
    return found.model_copy(update={"labs": [_moved(m, blood) for m in found.labs]})


def _unit(analyte: Analyte, told: str, blood: str) -> str:
    """The unit to show in; `told` where it is of that kind already, or the test has only one kind.

    A name under which the mass means another molecule (urea, urea nitrogen) keeps its unit: a
    mass of the one would be taken for one of the other.
    """
    mass, amount = analyte.conventional_unit, analyte.unit
    try:
        two = mass and _kind(mass) == "mass" and _kind(amount) == "amount"
        wanted = mass if blood == "mass" else amount
        if two and not analyte.alternate and units.dimension(told) != units.dimension(wanted):
            return wanted
    except UserError:
        return told
    return told


def _kind(unit: str) -> str:
    top, _, bottom = units.dimension(unit).partition("/")
    return top if bottom else ""


def _in(analyte: Analyte, value: float, unit: str, wanted: str) -> float:
    """A value in another unit of the same test.

    Raises:
        UserError: one of the units does not fit.
    """
    if units.normalise(unit) == units.normalise(wanted):
        return value
    return analyte.to_unit(value, unit) / analyte.to_unit(1.0, wanted)


def _lab(lab: Lab, blood: str) -> Lab:
    analyte = analytes.load().get(lab.analyte)
    if analyte is None:
        return lab
    unit = _unit(analyte, lab.unit, blood)
    changed: dict[str, object] = {}
    try:
        if unit != lab.unit and lab.value is not None:
            value = _in(analyte, lab.value, lab.unit, unit)
            changed |= {"value": value, "unit": unit, "si_value": lab.value, "si_unit": lab.unit}
        span = lab.range
        if span is not None and _unit(analyte, span.unit, blood) != span.unit:
            low, high = (
                None if v is None else _in(analyte, v, span.unit, unit)
                for v in (span.low, span.high)
            )
            changed["range"] = span.model_copy(update={"low": low, "high": high, "unit": unit})
    except UserError:
        return lab
    out = lab.model_copy(update=changed)
    if "range" in changed:
        out.reference = reference_of(out)
    return out


def _moved(m: LabMoved, blood: str) -> LabMoved:
    analyte = analytes.load().get(m.analyte)
    unit = _unit(analyte, m.unit, blood) if analyte else m.unit
    if analyte is None or unit == m.unit:
        return m
    before, now = (None if v is None else _in(analyte, v, m.unit, unit) for v in (m.before, m.now))
    return m.model_copy(update={"before": before, "now": now, "unit": unit})
