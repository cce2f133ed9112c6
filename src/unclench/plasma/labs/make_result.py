"""One result from what was told: the only way a `LabResult` is made.

Numbers with comparators, words, printed ranges and flags are read here; what is possible and
which unit was meant is decided in `plausible`.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from dataclasses import dataclass, replace
from typing import Literal

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError, nearest
from unclench.facts import units
from unclench.facts.kinds import analytes, lab_words, panels
from unclench.plasma.labs.numbers import (
    NUMBER,
    SIGN,
    SIGNS,
    TRIPLE,
    Decimal,
    clean_unit,
    split_range,
    split_value,
    word_of,
)
from unclench.plasma.labs.people import NOBODY, Who
from unclench.plasma.labs.plausible import exact, fits, readings, refuse_impossible, short
from unclench.plasma.labs.ranges import believed, usual_span
from unclench.plasma.labs.result import Comparator, LabResult

VALUE = "Give a number, or low, normal or high."
"""What a result can be."""


def _interval(comparator: Comparator, here: float) -> tuple[float, float]:
    if comparator.startswith("<"):
        return 0.0, here
    if comparator.startswith(">"):
        return here, math.inf
    return here, here


class UnknownTestError(UserError):
    """The test is not in the facts: it is left out and said so, but it is not a mistake."""


class NoValueError(UserError):
    """There is no value, or one such as "trace" that says nothing here: it is left out."""


class WrongUnitError(UserError):
    """The unit is not known, or does not fit the test."""


def unknown(name: str, where: str = "") -> UnknownTestError:
    """The error for a test that is not in the facts, with the nearest names."""
    fix = _nearest(name) or "Leave it out, or use its LOINC code."
    return UnknownTestError(
        Problem(f"The test '{name}' is not one that Unclench knows.", where, fix)
    )


@functools.lru_cache(maxsize=4096)
def _nearest(name: str) -> str:
    if len(name) > 60:
        return ""
    near = nearest(name.lower(), _long_names())
    return f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""


@functools.cache
def _long_names() -> tuple[str, ...]:
    return tuple(sorted({n.lower() for n in analytes.all_names() if len(n) > 4}))


@dataclass(frozen=True, slots=True)
class Printed:
    """One result as it stands on paper, in a file or in a case, not yet understood.

    Attributes:
        value: a number; or text: "<60", "3.1 mmol/L", "low", "3.1 (3.5-5.0)".
        low, high: the laboratory's range, in `range_unit` or else in the unit of the value.
        range_text: that range as printed.
        specimen: free text or code; "urine" decides between analytes of the same name.
        condition: what is wrong with the sample, e.g. "haemolysed".
        where: file and place, for messages.
        notes: what the reader had to assume.
        time: "08:10" of the sample. standing: as of `LabResult`. who: whose it is.
        decimal: how the file writes decimals.
    """

    name: str
    value: float | str | None
    unit: str = ""
    comparator: str = ""
    loinc: str = ""
    date: dt.date | None = None
    low: float | None = None
    high: float | None = None
    range_text: str = ""
    range_unit: str = ""
    flag: str = ""
    specimen: str = ""
    condition: str = ""
    where: str = ""
    notes: tuple[Reason, ...] = ()
    time: str = ""
    standing: int = 0
    who: Who = NOBODY
    decimal: Decimal = ""


def make(told: Printed) -> LabResult:
    """A `LabResult` from what is printed.

    Raises:
        UserError: unknown test or unit; no value; an impossible value; a unit that must be told.
    """
    analyte, code, more = which(told.name, told.loinc, told.specimen)
    analyte, code = _by_day(analyte, code, told.unit)
    if not told.loinc and not told.specimen:
        analyte, more = _by_range(analyte, told, more)
    written = _digits(told.value)
    told = replace(_taken_apart(told), notes=(*told.notes, *more))
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
    molar_mass = _molar_mass(told, analyte)
    comparator: Comparator = SIGNS.get(told.comparator, "")
    unit, assumed, doubt = _unit(told, value, analyte, code, molar_mass, bool(comparator))
    if doubt:
        return _in_doubt(told, value, analyte, specimen, comparator, doubt)
    if TRIPLE.match(written) and not told.decimal:
        value, more = _thousands(written, value, analyte, unit, molar_mass, told)
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


def _taken_apart(told: Printed) -> Printed:
    """Comparator, number, range, flag and unit out of a value printed as text; a word stays."""
    if not isinstance(told.value, str):
        return told
    parsed = split_value(told.value, told.decimal)
    if parsed is None:
        return told
    sign, value, rest = parsed
    rest, found = _take_range(rest)
    low, high = told.low, told.high
    if found and low is None and high is None:
        low, high = found
    rest, flag = _take_flag(rest, told.flag)
    if re.match(r"(?:[-–—/]|to\b|bis\b|à\b)?\s*\d", rest) and not units.is_known(clean_unit(rest)):
        return told  # "3.1 to 4.2": more than one number
    return replace(
        told, value=value, comparator=sign or told.comparator, unit=told.unit or rest,
        low=low, high=high, flag=flag,
    )  # fmt: skip


def _digits(value: object) -> str:
    """The number of a value as it is written, without sign and unit."""
    found = re.match(rf"^\s*(?:{SIGN})?\s*({NUMBER})", value) if isinstance(value, str) else None
    return found[1] if found else ""


def _thousands(
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


def _by_range(
    analyte: analytes.Analyte, told: Printed, notes: list[Reason]
) -> tuple[analytes.Analyte, list[Reason]]:
    """The analyte of urine, when nothing says the sample and the printed range is one of urine."""
    urine = analytes.urine_of().get(analyte.id)
    low, high = told.low, told.high
    if low is None and high is None:
        low, high = split_range(told.range_text, told.decimal) or (None, None)
    if analyte.id == "ph" and low is not None and low < analyte.survivable.low:
        raise unknown("pH of urine", told.where)
    if urine is None or low is None or high is None or not units.is_known(clean_unit(told.unit)):
        return analyte, notes
    try:
        top = analyte.to_unit(high, clean_unit(told.unit))
        urine.to_unit(high, clean_unit(told.unit))
    except UserError:
        return analyte, notes
    value = told.value if isinstance(told.value, float) else None
    if value is None:
        parsed = split_value(str(told.value), told.decimal)
        value = parsed[1] if parsed else None
    if value is None or fits(analyte.to_unit(value, clean_unit(told.unit)), analyte.survivable):
        return analyte, notes
    if top > analyte.survivable.high and low <= value <= high:
        return urine, [*notes, reason("lab_range_of_urine")]
    return analyte, notes


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


def _molar_mass(told: Printed, analyte: analytes.Analyte) -> float | None:
    """The molar mass under the name or code told, where it is another than the analyte's."""
    key = analytes.name_key(told.name)
    for other in analyte.alternate:
        named = not told.loinc and key in {analytes.name_key(n) for n in other.names}
        if told.loinc in other.loinc or named:
            return other.molar_mass
    return None


def _unit(
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


def _by_day(
    analyte: analytes.Analyte, code: analytes.Code | None, unit: str
) -> tuple[analytes.Analyte, analytes.Code | None]:
    """The 24-hour analyte when a spot sample's name or code comes with an amount per day."""
    whole = analytes.load().get(f"{analyte.id}24")
    if whole and units.is_known(unit) and units.normalise(unit).endswith("/day"):
        return whole, None
    return analyte, code


def _take_range(rest: str) -> tuple[str, tuple[float | None, float | None] | None]:
    found = re.search(r"[(\[]([^()\[\]]*)[)\]]", rest)
    bounds = split_range(found[1]) if found else None
    if found and bounds:
        return (rest[: found.start()] + rest[found.end() :]).strip(), bounds
    return rest, None


def _take_flag(rest: str, flag: str) -> tuple[str, str]:
    """A trailing L, H, LL, HH or * after the unit (or alone) is the laboratory's flag."""
    found = re.search(r"(?:^|\s)[(\[]?(LL?|HH?|low|high|\*+)[)\]]?$", rest)
    if found:
        return rest[: found.start()].strip(), flag or found[1].upper().strip("*")
    return rest, flag


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


def which(
    name: str, loinc: str, specimen: str = ""
) -> tuple[analytes.Analyte, analytes.Code | None, list[Reason]]:
    """(analyte, row of its code, notes) for a name and a LOINC code; the code wins.

    Raises:
        UserError: neither is known.
    """
    coded = analytes.by_code(loinc, name)
    if coded is not None:
        analyte, code = coded
        by_name = analytes.find(name) if name else None
        notes = []
        if sample(specimen) in ("urine", "elsewhere") and code.specimen in ("serum", "blood"):
            raise unknown(f"{name or analyte.label} ({specimen.lower()})")
        if by_name and by_name.id.split("_")[0] != analyte.id.split("_")[0]:
            notes.append(
                reason("lab_code_is_another", loinc=loinc, coded=analyte.id, named=by_name.id)
            )
        return analyte, code, notes
    where_from = sample(specimen)
    if where_from == "elsewhere":
        raise unknown(f"{name} ({specimen.lower()})")
    urine = where_from == "urine" and "urine" not in analytes.name_key(name)
    found = analytes.find(f"{name} urine" if urine else name)
    if found is None:
        raise unknown(f"{name or loinc} of urine" if urine else name or loinc)
    return found, None, []


@functools.lru_cache(maxsize=4096)
def sample(text: str) -> Literal["", "urine", "blood", "elsewhere"]:
    """What a specimen's name or code says was sampled; empty when it is told by no word."""
    key = lab_words.key(text)
    if key in ("ur", "u", "urn", "rur", "uc"):
        return "urine"
    spaced = f" {key} "
    kinds: tuple[tuple[Literal["urine", "elsewhere", "blood"], str], ...]
    kinds = (("urine", "urine"), ("elsewhere", "elsewhere"), ("blood", "serum"))
    for kind, name in kinds:
        if any(f" {w} " in spaced for w in lab_words.words(name)):
            return kind
    return ""
