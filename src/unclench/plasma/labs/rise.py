"""What a result was before, so that a rise or fall can be judged: "was 120 last month"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from unclench.assessment import Lab, Reason, reason
from unclench.facts.kinds import analytes
from unclench.plasma.labs.result import LabResult

YEAR = 365
"""Days within which an earlier result says what is usual for the person (the acute kidney injury
algorithm of the NHS looks back as far)."""
_WAS = (
    r"(?: (?:level|result))? (?:used to be|was always|was|has been)(?: only| about| around)? "
    r"(\d+(?:\.\d+)?)\b(?!/)"
)
_THEN = re.compile(r"\b(?:last|ago|in|before|previously|yesterday|usually|normally|used to)\b")


def before(now: LabResult, value: float, said: str) -> Reason:
    """The note that a result was another before; `value` is in the unit of the result.

    >>> before(LabResult("creat", value=240.0), 120.0, "last month").values["ratio"]
    2.0
    """
    ratio = now.value / value if now.value is not None and value > 0 else 1.0
    return reason("lab_before", before=value, unit=now.unit, ratio=ratio, said=said)


def with_earlier(
    results: Iterable[LabResult], earlier: Sequence[LabResult], texts: Sequence[str]
) -> list[LabResult]:
    """The results, each with what it was before where that was told.

    Args:
        results: those that count. earlier: older ones, and those told in sentences.
        texts: sentences; "it was 120 last month" is about the only number among the results.
    """
    results = list(results)
    numbers = [r for r in results if r.exact]
    out = []
    for r in results:
        found = None
        if r.exact and not any(n.code == "lab_before" for n in r.notes):
            found = next((e for e in earlier if _earlier(e, r)), None)
        if found is not None and found.si_value and r.si_value:
            value = (r.value or r.si_value) * found.si_value / r.si_value
            out.append(_with(r, before(r, round(value, 6), _day(found.date))))
            continue
        told = _was_told(r, texts, numbers == [r])
        if told and not any(n.code == "lab_before" for n in r.notes):
            out.append(_with(r, before(r, told, "")))
        else:
            out.append(r)
    return out


def _was_told(r: LabResult, texts: Sequence[str], alone: bool) -> float | None:
    """The number of "creatinine used to be 90", or of "it was 120 last month" about the only
    result, in the unit of the result."""
    if not r.exact:
        return None
    name = re.escape(analytes.load()[r.analyte].label.split()[0].rstrip(","))
    subject = rf"\b(?:{name}{'|it|this|that' if alone else ''})"
    for text in texts:
        for clause in re.split(r"[;!?]|\.(?!\d)", text):
            found = re.search(subject + _WAS, clause, re.IGNORECASE)
            if found and _THEN.search(clause):
                return float(found[1])
    return None


def _with(r: LabResult, note: Reason) -> LabResult:
    return replace(r, notes=(*r.notes, note))


def _earlier(one: LabResult, now: LabResult) -> bool:
    """Whether a result of the same test is older than another, and not by more than a year."""
    if one.analyte != now.analyte or one is now or not one.exact or not one.si_value:
        return False
    if one.date is None or one.specimen != now.specimen:
        return False
    last = now.date or dt.date.today()
    return one.date < last and (last - one.date).days <= YEAR


def _day(day: dt.date | None) -> str:
    return f"on {day}" if day else ""


def ratio(lab: Lab) -> float | None:
    """A result as a share of what it was before; None when that was not told."""
    for note in lab.caveat_codes:
        if note.code == "lab_before":
            return float(str(note.values["ratio"]))
    return None
