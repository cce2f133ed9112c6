"""One result from what was told: the only way a `LabResult` is made.

Numbers with comparators, words, printed ranges and flags are read here; what is possible and
which unit was meant is decided in `plausible`.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.facts import units
from unclench.facts.kinds import analytes, panels
from unclench.plasma.labs.numbers import (
    SIGNS,
    TRIPLE,
    split_range,
    word_of,
)
from unclench.plasma.labs.plausible import exact, refuse_impossible, short
from unclench.plasma.labs.printed import VALUE, NoValueError, Printed, WrongUnitError
from unclench.plasma.labs.ranges import believed
from unclench.plasma.labs.result import Comparator, LabResult
from unclench.plasma.labs.taken_apart import digits_of, taken_apart
from unclench.plasma.labs.tests_meant import by_day, by_range, which
from unclench.plasma.labs.unit_meant import molar_mass_of, thousands, unit_of


def _interval(comparator: Comparator, here: float) -> tuple[float, float]:
    if comparator.startswith("<"):
        return 0.0, here
    if comparator.startswith(">"):
        return here, math.inf
    return here, here


def make(told: Printed) -> LabResult:
    """A `LabResult` from what is printed.

    Raises:
        UserError: unknown test or unit; no value; an impossible value; a unit that must be told.
    """
    analyte, code, more = which(told.name, told.loinc, told.specimen)
    analyte, code = by_day(analyte, code, told.unit)
    if not told.loinc and not told.specimen:
        analyte, more = by_range(analyte, told, more)
    written = digits_of(told.value)
    told = replace(taken_apart(told), notes=(*told.notes, *more))
    specimen = code.specimen if code else analyte.specimen
    if isinstance(told.value, str):
        return _in_words(told, analyte, specimen)
    value = told.value
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise NoValueError(Problem(f"{analyte.label} has no value.", told.where, VALUE))
    if told.comparator not in SIGNS:
        raise NoValueError(
            Problem(
                f"{analyte.label} stands behind '{told.comparator[:9]}', which is no value.",
                told.where,
                VALUE,
            )
        )
    molar_mass = molar_mass_of(told, analyte)
    comparator: Comparator = SIGNS.get(told.comparator, "")
    unit, assumed, doubt = unit_of(told, value, analyte, code, molar_mass, bool(comparator))
    if doubt:
        return _in_doubt(told, value, analyte, specimen, comparator, doubt)
    if TRIPLE.match(written) and not told.decimal:
        value, more = thousands(written, value, analyte, unit, molar_mass, told)
        assumed = [*assumed, *more]
    try:
        unit = units.normalise(unit)
        here = exact(analyte.to_unit(value, unit, molar_mass))
    except UserError as error:
        raise WrongUnitError(error.problems) from None
    if not comparator:
        refuse_impossible(analyte, value, unit, molar_mass)
    si_low, si_high = _interval(comparator, here)
    low, high, unread = _own_range(told, analyte, unit, molar_mass)
    return LabResult(
        analyte=analyte.id, name=told.name or analyte.label, loinc=told.loinc, value=float(value),
        comparator=comparator, unit=unit, si_low=si_low, si_high=si_high, date=told.date,
        time=told.time, standing=told.standing, who=told.who, low=low, high=high,
        range_text=told.range_text or _range_text(told.low, told.high, told.range_unit or unit),
        flag=told.flag, specimen=specimen, condition=told.condition, where=told.where,
        notes=(*told.notes, *assumed, *unread),
    )  # fmt: skip


def _in_words(told: Printed, analyte: analytes.Analyte, specimen: str) -> LabResult:
    """The result of a word such as "low"."""
    meaning = word_of(str(told.value))
    if not meaning:
        raise NoValueError(
            Problem(
                f"'{told.value}' is not a result of {analyte.label}.",
                told.where,
                VALUE,
            )
        )
    return LabResult(
        analyte=analyte.id, name=told.name or analyte.label, loinc=told.loinc, word=meaning,
        date=told.date, time=told.time, standing=told.standing, who=told.who, specimen=specimen,
        condition=told.condition, flag=told.flag, where=told.where, notes=told.notes,
    )  # fmt: skip


def _in_doubt(
    told: Printed,
    value: float,
    analyte: analytes.Analyte,
    specimen: str,
    comparator: Comparator,
    found: list[tuple[str, float]],
) -> LabResult:
    """The result of a number without a unit that may be several amounts: none is chosen."""
    amounts = [exact(here) for _, here in found]
    low, high = min(amounts), max(amounts)
    if comparator.startswith("<"):
        low = 0.0
    if comparator.startswith(">"):
        high = math.inf
    doubt = reason("lab_two_readings", units=[u for u, _ in found], amounts=amounts)
    return LabResult(
        analyte=analyte.id, name=told.name or analyte.label, loinc=told.loinc, value=float(value),
        comparator=comparator, si_low=low, si_high=high, date=told.date, time=told.time,
        standing=told.standing, who=told.who, flag=told.flag, specimen=specimen,
        condition=told.condition, where=told.where, notes=(*told.notes, doubt),
    )  # fmt: skip


def _range_text(low: float | None, high: float | None, unit: str) -> str:
    if low is not None and high is not None:
        return f"{short(low)} to {short(high)} {unit}"
    if low is not None:
        return f"at least {short(low)} {unit}"
    return f"up to {short(high)} {unit}" if high is not None else ""


def _own_range(
    told: Printed, analyte: analytes.Analyte, unit: str, molar_mass: float | None
) -> tuple[float | None, float | None, list[Reason]]:
    """(low, high, what is said of it) of the laboratory's range in the analyte's unit."""
    low, high = told.low, told.high
    if low is None and high is None and told.range_text:
        low, high = split_range(told.range_text, told.decimal) or (None, None)
    return believed(analyte, low, high, told.range_unit or unit, molar_mass)


def panel(name: str, value: object, date: dt.date | None = None) -> list[LabResult]:
    """Results of a panel said to be normal, e.g. "electrolytes normal"; empty for anything else."""
    found = panels.find(name) if isinstance(value, str) and word_of(value) == "normal" else None
    if found is None:
        return []
    note = reason("lab_told_as_panel", panel=found.id)
    return [
        LabResult(a, name=name, word="normal", date=date, notes=(note,)) for a in found.analytes
    ]
