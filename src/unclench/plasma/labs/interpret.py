"""What results mean for a person: flags, bands, derived quantities and caveats.

The laboratory's own range comes first, ours otherwise, with its source. Critical limits are
always ours. An unknown age counts as adult; an unknown sex gets the range of both together.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from unclench.assessment import Lab, Reason, ReferenceRange, reason
from unclench.facts.kinds import analytes, derived
from unclench.plasma.labs import derived as formulas
from unclench.plasma.labs.caveats import age_caveats, age_days, sample_caveats
from unclench.plasma.labs.plausible import exact
from unclench.plasma.labs.result import LabResult
from unclench.told.person import Person

Flag = Literal["LL", "L", "N", "H", "HH", "unknown"]
_EPS = 1e-9
_ROUNDED = 0.002
"""Share by which a limit that is published in two units may differ from itself: 180 pg/mL of B12
is 133 pmol/L to a doctor and 132.8 to a computer. The same in every unit a value is told in."""
_CHILD_OVERLAP = 1 / 3
_WORD_FLAG: dict[str, Flag] = {
    "low": "L", "normal": "N", "high": "H", "very_low": "L", "very_high": "H",
}  # fmt: skip
_BARE_FLAG: dict[str, Flag] = {"LL": "L", "L": "L", "N": "N", "H": "H", "HH": "H"}
"""The side of a laboratory's flag: how far outside is judged by our critical limits alone."""


def interpret(
    results: Sequence[LabResult], person: Person | None = None, today: dt.date | None = None
) -> list[Lab]:
    """Each result with its flag, band, reference, source and caveats; derived ones after them.

    Args:
        results: the newest of each analyte, e.g. `LabSet.results`.
        person: age, sex and pregnancy choose the range.
        today: the day from which the age of a result counts; None leaves that caveat out.
    """
    person = person or Person()
    labs = [_one(r, person, results, today) for r in results]
    return labs + _derived(results, person, today)


def _near(edge: float) -> float:
    """How far from a limit a result still counts as on it, in the analyte's unit."""
    return _EPS + _ROUNDED * abs(edge)


def _flag(low: float | None, high: float | None, r: LabResult) -> Flag:
    """L, N or H of a value or interval against a range; unknown when the interval straddles it."""
    if r.si_low is None or r.si_high is None or (low is None and high is None):
        return "unknown"
    if low is not None and r.si_high < low - _near(low):
        return "L"
    if low is not None and r.comparator == "<" and r.si_high <= low + _EPS:
        return "L"
    if high is not None and r.si_low > high + _near(high):
        return "H"
    if high is not None and r.comparator == ">" and r.si_low >= high - _EPS:
        return "H"
    inside_low = low is None or r.si_low >= low - _near(low) or r.si_low == 0 == low
    inside_high = high is None or r.si_high <= high + _near(high)
    return "N" if inside_low and inside_high else "unknown"


def _critical(analyte: analytes.Analyte, r: LabResult) -> Flag | None:
    """Beyond what laboratories telephone: by number, or where the words call it a danger."""
    limits = analyte.critical
    if not limits:
        return None
    if r.word == "very_low" and limits.low is not None:
        return "LL"
    if r.word == "very_high" and limits.high is not None:
        return "HH"
    if r.si_low is None or r.si_high is None:
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


def _band(analyte: analytes.Analyte, r: LabResult, flag: Flag) -> analytes.Band | None:
    """The band that holds the value; of a bound, only one that holds all of the interval."""
    if r.si_low is None or r.si_high is None:
        return None
    bottom, top = r.si_low, r.si_high * (1 - 1e-6 if r.comparator == "<" else 1)
    side = {"LL": "low", "L": "low", "H": "high", "HH": "high"}.get(flag, "")
    for band in analyte.bands:
        inside = (band.low is None or bottom >= band.low - _near(band.low)) and (
            band.high is None or top < band.high - _near(band.high)
        )
        if inside and (band.side in ("any", side) or (flag == "unknown" and not analyte.reference)):
            return band
    return None


def _ours(analyte: analytes.Analyte, ours: analytes.Range) -> ReferenceRange:
    rows = analyte.reference
    return ReferenceRange(
        low=ours.low,
        high=ours.high,
        unit=analyte.unit,
        row=rows.index(ours) if ours in rows else None,
        sex=ours.sex,
        pregnant=bool(ours.pregnant),
        source=ours.source,
    )


def _reference(
    analyte: analytes.Analyte, r: LabResult, person: Person
) -> tuple[ReferenceRange | None, list[Reason]]:
    """The range that is used for a result, if any, and what must be said about it."""
    ours = analyte.range_for(person.age, person.sex, person.pregnant)
    printed = ReferenceRange(low=r.low, high=r.high, unit=analyte.unit, whose="laboratory")
    own = r.low is not None or r.high is not None
    caveats: list[Reason] = []
    if own and _like_a_childs(analyte, r, ours):
        adult = person.age is not None and person.age >= 18
        if adult or person.age is None:
            caveats.append(
                reason(
                    "lab_range_like_a_childs",
                    printed=r.range_text, low=r.low, high=r.high, unit=analyte.unit, replaced=adult,
                )
            )  # fmt: skip
        own = not adult
    if own:
        return printed, caveats
    if ours is not None:
        return _ours(analyte, ours), caveats
    if person.age is not None and person.age < 18:
        caveats.append(reason("lab_range_for_adults"))
    return None, caveats


def _judged(
    analyte: analytes.Analyte, r: LabResult, low: float | None, high: float | None
) -> tuple[Flag, list[Reason]]:
    """The flag of a result against a range, and how far it can be believed."""
    caveats: list[Reason] = []
    flag = _WORD_FLAG.get(r.word, "unknown") if r.word else _flag(low, high, r)
    if r.word in ("positive", "negative") and not analyte.reference:
        flag = "H" if r.word == "positive" else "N"  # a test of which only "too much" exists
    bare: Flag | None = _BARE_FLAG.get(r.flag)
    if flag == "unknown" and low is None and high is None and bare is not None:
        flag = bare
        caveats.append(reason("lab_laboratorys_flag"))
    elif bare is not None and flag not in ("unknown", bare):
        caveats.append(reason("lab_laboratory_marked", flag=r.flag))
    flag = _critical(analyte, r) or flag
    if r.word and flag == "unknown":
        caveats.append(reason("lab_reported_as", word=r.word))
    elif r.word:
        caveats.append(reason("lab_only_word"))
    elif r.comparator and flag == "unknown" and (low is not None or high is not None):
        caveats.append(reason("lab_only_bound", comparator=r.comparator))
    return flag, caveats


def _each_reading(
    analyte: analytes.Analyte, r: LabResult, note: Reason, low: float | None, high: float | None
) -> Reason:
    """A note on several readings with how each of them would be judged; others as they are."""
    if note.code != "lab_two_readings":
        return note
    amounts = note.values["amounts"]
    assert isinstance(amounts, list)
    flags: list[str] = []
    for amount in amounts:
        one = replace(r, si_low=float(amount), si_high=float(amount), notes=(), comparator="")
        flags.append(_judged(analyte, one, low, high)[0])
    return Reason(code=note.code, values={**note.values, "flags": flags})


def _side(bound: float | None) -> float | None:
    return None if bound is None or math.isinf(bound) else bound


def _one(r: LabResult, person: Person, results: Sequence[LabResult], today: dt.date | None) -> Lab:
    analyte = analytes.load()[r.analyte]
    span, caveats = _reference(analyte, r, person)
    low, high = (span.low, span.high) if span else (None, None)
    flag, more = _judged(analyte, r, low, high)
    band = _band(analyte, r, flag)
    adult = person.age is None or person.age >= 18
    if band is not None and band.counts_as and flag == "N" and adult:
        flag = band.counts_as
    source = span.source if span else ""
    if _critical(analyte, r) and analyte.critical is not None:
        source = analyte.critical.source
    notes = [_each_reading(analyte, r, n, low, high) for n in r.notes]
    caveats += [*more, *notes, *sample_caveats(r, flag, results), *age_caveats(r.date, today)]
    value = r.si_value
    below = r.comparator.startswith("<")
    return Lab(
        loinc=r.loinc, analyte=r.analyte, name=analyte.label, value=r.value,
        comparator=r.comparator, unit=r.unit, si_value=value,
        si_unit=analyte.unit if value is not None else "",
        low=None if below else _side(r.si_low), high=_side(r.si_high), interpretation=flag,
        band_id=band.id if band else "", range=span, date=r.date, age_days=age_days(r.date, today),
        caveat_codes=[c for k, c in enumerate(caveats) if c not in caveats[:k]],
        source=source or analyte.sources[0],
    )  # fmt: skip


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
        if answer is None or not math.isfinite(answer):
            continue
        number = exact(answer)
        made = LabResult(
            fact.id, name=fact.label, value=number, unit=fact.unit, si_low=number, si_high=number,
            date=max(dates) if dates else None, specimen="calculated",
        )  # fmt: skip
        lab = _one(made, person, [], today)
        caution = [reason("lab_not_to_be_used", derived=fact.id)] if fact.caution else []
        loinc = analytes.load()[fact.id].loinc
        labs.append(
            lab.model_copy(
                update={
                    "derived": True,
                    "formula": fact.formula,
                    "source": fact.source,
                    "loinc": loinc[0].code if loinc else "",
                    "caveat_codes": [*lab.caveat_codes, *caution],
                }
            )
        )
    return labs


def counted(labs: Iterable[Lab]) -> dict[str, Lab]:
    """The result that counts of each analyte, by analyte id, sorted.

    The newest, and of the same day the last; but before that, a reported value counts more than a
    derived one, unless the derived fact says otherwise (eGFR) or only a word was reported.
    """
    facts = derived.load()

    def weight(placed: tuple[int, Lab]) -> tuple[bool, dt.date, int]:
        place, lab = placed
        fact = facts.get(lab.analyte)
        preferred = fact is None or (
            lab.derived == (fact.prefer == "computed") and lab.si_value is not None
        )
        return preferred, lab.date or dt.date.min, place

    by: dict[str, Lab] = {}
    for _, lab in sorted(enumerate(labs), key=weight):
        if lab.analyte:
            by[lab.analyte] = lab
    return dict(sorted(by.items()))


def si(labs: Iterable[Lab]) -> dict[str, float]:
    """Value in the analyte's unit by analyte id: exact values, and the bound of "<" and ">"."""
    known = counted(lab for lab in labs if lab.si_value is not None)
    return {k: lab.si_value for k, lab in known.items() if lab.si_value is not None}


def judged(labs: Iterable[Lab]) -> dict[str, str]:
    """How the result that counts of each analyte was judged ("LL" to "HH"), by analyte id."""
    return {k: lab.interpretation for k, lab in counted(labs).items()}
