"""One result from what was told: the only way a `LabResult` is made.

Numbers with comparators, words, printed ranges and flags are read here; what is possible and
which unit was meant is decided in `plausible`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, replace

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError, nearest
from unclench.facts import units
from unclench.facts.kinds import analytes, panels
from unclench.plasma.labs.plausible import exact, fits, readings, refuse_impossible, short
from unclench.plasma.labs.result import Comparator, LabResult, Word

_WORDS: dict[str, Word] = {}
for _word, _spellings in {
    "low": "low|l|ll|reduced|decreased|deficient|very low|below range|below normal|slightly low|"
    "mildly low|severely low|undetectable|not detected|borderline low",
    "high": "high|h|hh|raised|elevated|increased|very high|above range|above normal|slightly high|"
    "slightly raised|mildly raised|mildly elevated|markedly raised|borderline high",
    "normal": "normal|n|ok|in range|within range|within normal limits|wnl|unremarkable|"
    "within reference range|fine",
    "negative": "negative|neg|absent|not reactive|non-reactive",
    "positive": "positive|pos|present|reactive",
}.items():
    for _spelling in _spellings.split("|"):
        _WORDS[_spelling] = _word  # type: ignore[assignment]

_SIGNS: dict[str, Comparator] = {"<": "<", "≤": "<=", "<=": "<=", ">": ">", "≥": ">=", ">=": ">="}
_SIGNS |= {"=<": "<=", "=>": ">=", "under": "<", "below": "<", "over": ">", "above": ">"}
_SIGNS |= {"less than": "<", "more than": ">", "greater than": ">", "at least": ">="}
_SIGNS |= {"": "", "=": "", "~": "", "≈": "", "about": "", ":": ""}
SIGN = (
    r"(?:<=|>=|=<|=>|[<>≤≥=~≈:]|(?:less|more|greater) than|at least|under|below|over|above|about)"
)
NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_VALUE = re.compile(rf"^\s*({SIGN})?\s*({NUMBER})\s*(.*)$")


def word_of(text: str) -> Word:
    """The meaning of a result told in words; empty when it is none of the known ones."""
    return _WORDS.get(re.sub(r"\s+", " ", text.strip().lower().strip("().*!")), "")


def number(text: str) -> float:
    """A number with a decimal point or comma, thousands by comma, e.g. "3,1" or "1,234.5"."""
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text) and not text.startswith("0"):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def split_value(text: str) -> tuple[Comparator, float, str] | None:
    """(comparator, number, what follows) of a text such as "<100 pg/mL"; None if no number."""
    found = _VALUE.match(text)
    if not found:
        return None
    return _SIGNS[(found[1] or "").lower()], number(found[2]), found[3].strip()


def clean_unit(text: str) -> str:
    """A unit without annotations such as {creat} and without the spaces around it."""
    if units.is_known(text):
        return text
    bare = re.sub(r"\{[^}]*\}|\(calc(?:ulated)?\)", "", text).strip().rstrip("/")
    return bare or ("1" if text.strip() else "")


def split_range(text: str) -> tuple[float | None, float | None] | None:
    """The bounds of a printed reference range: "3.5-5.0", "<5", "> 60", "3.5 to 5"."""
    text = text.strip().strip("()[]").strip()
    both = re.match(rf"^({NUMBER})\s*(?:-|–|—|to|\.\.\.?)\s*({NUMBER})\b", text)
    if both:
        low, high = number(both[1]), number(both[2])
        return (low, high) if low <= high else None
    one = re.match(rf"^(<=?|≤|>=?|≥|up to)\s*({NUMBER})", text)
    if one:
        return (None, number(one[2])) if one[1][0] in "<≤u" else (number(one[2]), None)
    return None


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
    near = nearest(name.lower(), sorted({n.lower() for n in analytes.all_names() if len(n) > 4}))
    fix = f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
    return UnknownTestError(
        Problem(
            f"The test '{name}' is not one that Unclench knows.",
            where,
            fix or "Leave it out, or use its LOINC code.",
        )
    )


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


def make(told: Printed) -> LabResult:
    """A `LabResult` from what is printed.

    Raises:
        UserError: unknown test or unit; no value; an impossible value; a unit that must be told.
    """
    analyte, code, more = which(told.name, told.loinc, told.specimen)
    analyte, code = _by_day(analyte, code, told.unit)
    told = replace(_taken_apart(told), notes=(*told.notes, *more))
    specimen = code.specimen if code else analyte.specimen
    if isinstance(told.value, str):
        return _in_words(told, analyte, specimen)
    value = told.value
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise NoValueError(Problem(f"{analyte.label} has no value.", told.where))
    molar_mass = _molar_mass(told, analyte)
    comparator: Comparator = _SIGNS.get(told.comparator, "")
    unit, assumed, doubt = _unit(told, value, analyte, code, molar_mass, bool(comparator))
    if doubt:
        return _in_doubt(told, value, analyte, specimen, comparator, doubt)
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
        low=low, high=high,
        range_text=told.range_text or _range_text(told.low, told.high, told.range_unit or unit),
        flag=told.flag, specimen=specimen, condition=told.condition, where=told.where,
        notes=(*told.notes, *assumed, *unread),
    )  # fmt: skip


def _taken_apart(told: Printed) -> Printed:
    """Comparator, number, range, flag and unit out of a value printed as text; a word stays."""
    if not isinstance(told.value, str):
        return told
    parsed = split_value(told.value)
    if parsed is None:
        return told
    sign, value, rest = parsed
    rest, found = _take_range(rest)
    low, high = told.low, told.high
    if found and low is None and high is None:
        low, high = found
    rest, flag = _take_flag(rest, told.flag)
    return replace(
        told, value=value, comparator=sign or told.comparator, unit=told.unit or rest,
        low=low, high=high, flag=flag,
    )  # fmt: skip


def _in_words(told: Printed, analyte: analytes.Analyte, specimen: str) -> LabResult:
    """The result of a word such as "low"."""
    meaning = word_of(str(told.value))
    if not meaning:
        raise NoValueError(
            Problem(
                f"'{told.value}' is not a result of {analyte.label}.",
                told.where,
                "Give a number, or low, normal or high.",
            )
        )
    return LabResult(
        analyte=analyte.id, name=told.name or analyte.label, loinc=told.loinc, word=meaning,
        date=told.date, specimen=specimen, condition=told.condition, flag=told.flag,
        where=told.where, notes=told.notes,
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
        comparator=comparator, si_low=low, si_high=high, date=told.date, flag=told.flag,
        specimen=specimen, condition=told.condition, where=told.where,
        notes=(*told.notes, doubt),
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
    found = re.search(r"[(\[]([^)\]]*)[)\]]", rest)
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
    """(low, high, why it is left out) of the laboratory's range in the analyte's unit."""
    unit = told.range_unit or unit

    def conv(x: float | None) -> float | None:
        return None if x is None else exact(analyte.to_unit(x, unit, molar_mass))

    try:
        return conv(told.low), conv(told.high), []
    except UserError:
        return None, None, [reason("lab_range_in_another_unit", unit=unit)]


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
        if by_name and by_name.id.split("_")[0] != analyte.id.split("_")[0]:
            notes.append(
                reason("lab_code_is_another", loinc=loinc, coded=analyte.id, named=by_name.id)
            )
        return analyte, code, notes
    full = f"{name} urine" if "urine" in specimen.lower() and "urin" not in name.lower() else name
    found = analytes.find(full)
    if found is None:
        raise unknown(name or loinc)
    return found, None, []
