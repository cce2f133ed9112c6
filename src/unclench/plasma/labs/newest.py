"""Which result of each test counts: the newest, or the worse of those that cannot be ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from unclench.assessment import Reason, reason
from unclench.plasma.labs.result import LabResult
from unclench.plasma.labs.worse import differ, severity


def newest(
    results: Sequence[LabResult],
) -> tuple[list[LabResult], list[LabResult], list[Reason]]:
    """(one result of each analyte, all others newest first, what is in doubt).

    A later day and hour counts, on one day a corrected result, and a number before a word. Results
    without a date may be of today; they and results of one day cannot be ordered. Of such the worse
    one counts, and where they differ, that is asked. One of which only a year was told ("in 2018")
    is older than all others: what is told beside it is what is now.
    """
    by: dict[str, list[LabResult]] = {}
    for r in results:
        by.setdefault(r.analyte, []).append(r)
    first, rest, doubts = [], [], []
    for analyte in sorted(by):
        rows = by[analyte]
        candidates = _last(rows)
        worst = max(enumerate(candidates), key=lambda t: (severity(t[1]), t[0]))[1]
        others = [r for r in candidates if differ(worst, r)]
        if others:
            doubt = _doubt(worst, others)
            doubts.append(doubt)
            first.append(replace(worst, notes=(*worst.notes, doubt)))
        else:
            first.append(worst)
        left = [r for r in rows if r is not worst]
        rest += sorted(left, key=lambda r: (r.date or dt.date.min, r.time), reverse=True)
    return first, rest, doubts


def _last(rows: Sequence[LabResult]) -> list[LabResult]:
    """Those that no other surely replaces: of the last day, and those without a day."""
    rows = [r for r in rows if not _of_year(r)] or rows
    days = [r.date for r in rows if r.date]
    last = max(days) if days else None
    of_day = [r for r in rows if r.date is not None and r.date == last]
    hours = [r.time for r in of_day if r.time]
    of_day = [r for r in of_day if not r.time or r.time == max(hours)]
    return [*_best(of_day), *_best([r for r in rows if r.date is None])]


def _of_year(r: LabResult) -> bool:
    """Whether only a year was told of its day."""
    return any(
        n.code == "lab_date_of_words" and str(n.values["said"])[-4:].isdigit() for n in r.notes
    )


def _best(rows: Sequence[LabResult]) -> list[LabResult]:
    """Of results of one moment those that are corrected, and numbers before words."""
    if not rows:
        return []
    standing = max(r.standing for r in rows)
    rows = [r for r in rows if r.standing == standing]
    return [r for r in rows if r.value is not None] or list(rows)


def _doubt(worst: LabResult, others: Sequence[LabResult]) -> Reason:
    """The question which of several results is the newest."""
    told = [worst, *others][:6]
    return reason(
        "lab_conflict",
        analyte=worst.analyte,
        values=[
            f"{r.comparator}{r.value:.6g} {r.unit}" if r.value is not None else r.word for r in told
        ],
        dates=[str(r.date) if r.date else "" for r in told],
        date=str(worst.date) if worst.date and all(r.date == worst.date for r in others) else "",
    )
