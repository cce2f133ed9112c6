"""What results mean for a person: flags, bands, derived quantities and caveats.

The laboratory's own range comes first, ours otherwise, with its source. Critical limits are
always ours. An unknown age counts as adult; an unknown sex gets the range of both together.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Literal

from unclench.assessment import Lab
from unclench.facts.kinds import analytes, derived
from unclench.plasma.labs import derived as formulas
from unclench.plasma.labs.plausible import exact
from unclench.plasma.labs.result import LabResult
from unclench.told.person import Person

Flag = Literal["LL", "L", "N", "H", "HH", "unknown"]
STALE_DAYS, OLD_DAYS = 183, 365
"""A result older than this is marked, the second more strongly (judgement)."""
_RAISED_BY_HAEMOLYSIS = ("k", "phos", "mg", "ldh", "ast", "iron")
_EPS = 1e-9
_DIABETES = 11.1
"""Random glucose from which a meal no longer explains it, mmol/L (ADA)."""
_ALBUMIN_HIGH = 50.0
"""Albumin, g/L, from which bound calcium notably raises the total (judgement)."""
_CHILD_OVERLAP = 1 / 3
_WORD_FLAG: dict[str, Flag] = {"low": "L", "normal": "N", "high": "H"}


def interpret(
    results: Sequence[LabResult], person: Person | None = None, today: dt.date | None = None
) -> list[Lab]:
    """Each result with its flag, band, reference, source and caveats; derived ones after them.

    Args:
        results: the newest of each analyte, e.g. `LabSet.results`.
        profile: age, sex and pregnancy choose the range.
        today: the day from which the age of a result counts; None leaves that caveat out.
    """
    person = person or Person()
    labs = [_one(r, person, results, today) for r in results]
    return labs + _derived(results, person, today)


def _flag(low: float | None, high: float | None, r: LabResult) -> Flag:
    """L, N or H of a value or interval against a range; unknown when the interval straddles it."""
    if r.si_low is None or r.si_high is None or (low is None and high is None):
        return "unknown"
    if low is not None and r.si_high < low - _EPS:
        return "L"
    if low is not None and r.comparator == "<" and r.si_high <= low + _EPS:
        return "L"
    if high is not None and r.si_low > high + _EPS:
        return "H"
    if high is not None and r.comparator == ">" and r.si_low >= high - _EPS:
        return "H"
    inside_low = low is None or r.si_low >= low - _EPS or r.si_low == 0 == low
    inside_high = high is None or r.si_high <= high + _EPS
    return "N" if inside_low and inside_high else "unknown"


def _critical(analyte: analytes.Analyte, r: LabResult) -> Flag | None:
    limits = analyte.critical
    if not limits or r.si_low is None or r.si_high is None:
        return None
    if limits.low is not None and r.si_high <= limits.low + _EPS:
        return "LL"
    if limits.high is not None and r.si_low >= limits.high - _EPS:
        return "HH"
    return None


def _like_a_childs(analyte: analytes.Analyte, r: LabResult, ours: analytes.Range | None) -> bool:
    """Whether the printed range hardly overlaps that of adults, for tests where children differ."""
    if not analyte.child_range_differs or ours is None or None in (r.low, r.high, ours.high):
        return False
    assert r.low is not None and r.high is not None and ours.high is not None
    low = ours.low or 0.0
    overlap = min(r.high, ours.high) - max(r.low, low)
    return overlap < _CHILD_OVERLAP * min(r.high - r.low, ours.high - low)


def _round(value: float) -> str:
    if value == 0:
        return "0"
    digits = max(0, 3 - math.floor(math.log10(abs(value))) - 1)
    return f"{value:.{min(digits, 6)}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def _span(low: float | None, high: float | None, unit: str) -> str:
    unit = "" if unit == "1" else f" {unit}"
    if low is not None and high is not None:
        return f"{_round(low)} to {_round(high)}{unit}"
    if low is not None:
        return f"at least {_round(low)}{unit}"
    return f"up to {_round(high)}{unit}" if high is not None else ""


def _band(analyte: analytes.Analyte, r: LabResult, flag: Flag) -> str:
    """The band that holds the value; for a bound, only a band that holds the whole interval."""
    if r.si_low is None or r.si_high is None:
        return ""
    bottom, top = r.si_low, r.si_high * (1 - 1e-6 if r.comparator == "<" else 1)
    side = {"LL": "low", "L": "low", "H": "high", "HH": "high"}.get(flag, "")
    for band in analyte.bands:
        inside = (band.low is None or bottom >= band.low - _EPS) and (
            band.high is None or top < band.high - _EPS
        )
        if inside and (band.side in ("any", side) or (flag == "unknown" and not analyte.reference)):
            return band.label
    return ""


def _who(row: analytes.Range) -> str:
    words = []
    if row.pregnant:
        words.append("pregnancy")
    if row.sex:
        words.append("women" if row.sex == "female" else "men")
    if row.note:
        words.append(row.note)
    return f" ({'; '.join(words)})" if words else ""


def _reference(
    analyte: analytes.Analyte, r: LabResult, person: Person
) -> tuple[float | None, float | None, str, str, list[str]]:
    """(low, high, words, source, caveats) of the range that is used for a result."""
    ours = analyte.range_for(person.age, person.sex, person.pregnant)
    own = r.low is not None or r.high is not None
    caveats: list[str] = []
    if own and _like_a_childs(analyte, r, ours):
        printed = r.range_text or _span(r.low, r.high, analyte.unit)
        if person.age is not None and person.age >= 18:
            caveats.append(
                f"the range on the report ({printed}) looks like one for a child; ours was used"
            )
            own = False
        elif person.age is None:
            caveats.append(f"the range on the report ({printed}) looks like one for a child")
    if own:
        return (
            r.low,
            r.high,
            f"{_span(r.low, r.high, analyte.unit)} (the laboratory's)",
            "",
            caveats,
        )
    if ours is None:
        if person.age is not None and person.age < 18:
            caveats.append("our ranges are for adults; use the laboratory's for this age")
        return None, None, "", "", caveats
    words = f"{_span(ours.low, ours.high, analyte.unit)} (ours){_who(ours)}"
    return ours.low, ours.high, words, ours.source, caveats


def _age_caveat(date: dt.date | None, today: dt.date | None) -> list[str]:
    if today is None:
        return []
    if date is None:
        return []
    days = (today - date).days
    if days < 0:
        return [f"the date {date} is in the future"]
    if days > OLD_DAYS:
        years = days / 365.25
        told = f"{years:.0f} years" if years >= 2 else f"{days // 30} months"
        return [f"this result is {told} old: it says little about now"]
    if days > STALE_DAYS:
        return [f"this result is {days // 30} months old"]
    return []


def _sample_caveats(r: LabResult, flag: Flag, results: Iterable[LabResult]) -> list[str]:
    out = []
    have = {x.analyte for x in results}
    if r.condition == "haemolysed" and r.analyte in _RAISED_BY_HAEMOLYSIS:
        out.append("blood cells burst in the tube (haemolysis): the true value may be lower")
    elif r.analyte == "k" and flag in ("H", "HH"):
        out.append("a damaged or delayed sample reads falsely high; it is usually repeated")
    if r.analyte == "ca_total" and "albumin" not in have and not have & {"ca_adj", "ca_ion"}:
        out.append("albumin was not given: total calcium reads low when albumin is low")
    albumin = next((x.si_value for x in results if x.analyte == "albumin"), None)
    if r.analyte == "ca_total" and albumin is not None and albumin > _ALBUMIN_HIGH:
        out.append("albumin is high: total calcium reads high; ionised calcium would tell")
    if r.specimen == "blood" and r.analyte in ("na", "k", "ca_total", "cl", "glucose", "hco3"):
        out.append("coded as whole blood; judged against the range for serum")
    if r.analyte == "mg" and flag == "N":
        out.append("a normal value in blood does not exclude low stores")
    if r.analyte == "ck" and flag in ("H", "HH"):
        out.append("hard or unaccustomed exercise raises it for days")
    if r.analyte == "glucose" and flag == "H" and (r.si_value or 0) < _DIABETES:
        out.append("the range is for fasting; after a meal up to 7.8 mmol/L (140 mg/dL) is usual")
    if r.analyte == "na" and flag in ("L", "LL") and "glucose" not in have:
        out.append("glucose was not given: high glucose lowers sodium")
    return out


def _one(r: LabResult, person: Person, results: Sequence[LabResult], today: dt.date | None) -> Lab:
    analyte = analytes.load()[r.analyte]
    low, high, words, source, caveats = _reference(analyte, r, person)
    flag = _WORD_FLAG.get(r.word, "unknown") if r.word else _flag(low, high, r)
    if flag == "unknown" and low is None and high is None and r.flag in ("LL", "L", "N", "H", "HH"):
        flag = "L" if r.flag == "LL" else "H" if r.flag == "HH" else r.flag  # type: ignore[assignment]
        caveats.append("judged by the laboratory's own flag, no range was given")
    elif r.flag in ("L", "H", "LL", "HH", "N") and flag != "unknown" and flag != r.flag[0]:
        caveats.append(f"the laboratory marked it {r.flag}")
    critical = _critical(analyte, r)
    if critical:
        flag = critical
        assert analyte.critical is not None
        source = analyte.critical.source
    if r.word and flag == "unknown":
        caveats.append(f"reported as {r.word}")
    elif r.word:
        caveats.append("only a word was given, no number")
    elif r.comparator and flag == "unknown" and (low is not None or high is not None):
        caveats.append(f"only a bound was reported ({r.comparator}), which decides nothing here")
    caveats += [*r.notes, *_sample_caveats(r, flag, results), *_age_caveat(r.date, today)]
    value = r.si_value
    return Lab(
        loinc=r.loinc, analyte=r.analyte, name=analyte.label, value=r.value,
        comparator=r.comparator, unit=r.unit, si_value=value,
        si_unit=analyte.unit if value is not None else "", interpretation=flag,
        band=_band(analyte, r, flag), reference=words, date=r.date,
        caveats=list(dict.fromkeys(caveats)), source=source or analyte.sources[0],
    )  # fmt: skip


def _caution(fact: derived.DerivedQuantity) -> list[str]:
    return [f"not to be used {'; '.join(fact.caution)}"] if fact.caution else []


def _derived(results: Sequence[LabResult], person: Person, today: dt.date | None) -> list[Lab]:
    by = {r.analyte: r for r in results if r.exact and r.si_value is not None}
    labs = []
    for fact in derived.load().values():
        used = [by[i] for i in fact.inputs if i in by]
        if len(used) < len(fact.inputs) or (fact.id in by and fact.prefer == "reported"):
            continue
        dates = [r.date for r in used if r.date]
        if dates and (max(dates) - min(dates)).days > formulas.SAME_DRAW_DAYS:
            continue
        answer = formulas.FORMULAS[fact.id](
            {r.analyte: r.si_value for r in used if r.si_value is not None}, person
        )
        if isinstance(answer, str) or not math.isfinite(answer):
            continue
        number = exact(answer)
        made = LabResult(
            fact.id, name=fact.label, value=number, unit=fact.unit, si_low=number, si_high=number,
            date=max(dates) if dates else None, specimen="calculated",
        )  # fmt: skip
        lab = _one(made, person, [], today)
        loinc = analytes.load()[fact.id].loinc
        labs.append(
            lab.model_copy(
                update={
                    "derived": True,
                    "formula": fact.formula,
                    "source": fact.source,
                    "loinc": loinc[0].code if loinc else "",
                    "caveats": [*lab.caveats, *_caution(fact)],
                }
            )
        )
    return labs


def si(labs: Iterable[Lab]) -> dict[str, float]:
    """Value in the analyte's unit by analyte id: exact values, and the bound of "<" and ">".

    A reported value wins over a derived one unless the derived fact says otherwise (eGFR).
    """
    facts = derived.load()
    out: dict[str, float] = {}
    for lab in sorted(labs, key=lambda x: x.derived):
        if lab.si_value is None or not lab.analyte:
            continue
        if lab.derived and lab.analyte in out and facts[lab.analyte].prefer == "reported":
            continue
        out[lab.analyte] = lab.si_value
    return out
