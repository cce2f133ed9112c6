"""Results dated after the day of the answer: a slip of the pen, not news from tomorrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from unclench.errors import Problem
from unclench.plasma.labs.interpret import interpret
from unclench.plasma.labs.newest import newest
from unclench.plasma.labs.result import LabResult, LabSet
from unclench.told.person import Person


def apart(
    results: Sequence[LabResult], today: dt.date | None
) -> tuple[list[LabResult], list[LabResult], list[Problem]]:
    """(results, those of the future, a problem for each); one more day for time zones.

    Without `today` nothing is of the future.
    """
    if today is None:
        return list(results), [], []
    last = today + dt.timedelta(days=1)
    late = [r for r in results if r.date is not None and r.date > last]
    kept = [r for r in results if r.date is None or r.date <= last]
    return kept, late, [_problem(r) for r in late]


def without_future(found: LabSet, person: Person, today: dt.date) -> LabSet:
    """The set with the critical ones among its results of the future, as ones without a date.

    A critical value is judged all the same: a wrong year must not hide it.
    """
    critical = _critical(found.late, person, today)
    if not critical:
        return found
    first, rest, doubts = newest([*found.results, *found.history, *critical])
    new = [d for d in doubts if d not in found.notes]
    return replace(found, results=first, history=rest, notes=[*new, *found.notes])


def _critical(late: Sequence[LabResult], person: Person, today: dt.date) -> list[LabResult]:
    undated = [replace(r, date=None) for r in late]
    return [
        r
        for r in undated
        if any(i.interpretation in ("LL", "HH") for i in interpret([r], person, today)[:1])
    ]


def _problem(result: LabResult) -> Problem:
    return Problem(
        f"{result.name} is dated {result.date}, which is in the future.",
        result.where or "labs",
        "Correct the date, or the clock of this machine.",
    )
