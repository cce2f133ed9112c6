"""Results dated after the day of the answer: a slip of the pen, not news from tomorrow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from unclench.errors import Problem
from unclench.plasma.labs.interpret import interpret
from unclench.plasma.labs.result import LabResult, LabSet, newest
from unclench.told.person import Person


def without_future(found: LabSet, person: Person, today: dt.date) -> LabSet:
    """The set without results of the future, each of them a problem.

    A critical value is judged all the same, as one without a date: a wrong year must not hide it.
    """
    every = [*found.results, *found.history]
    late = [r for r in every if r.date is not None and r.date > today + dt.timedelta(days=1)]
    if not late:
        return found
    kept = [r for r in every if r not in late] + _critical(late, person, today)
    first, rest = newest(kept)
    return LabSet(first, rest, [*found.problems, *map(_problem, late)], found.notes)


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
