"""`assess`: the whole chain for one person. Every door calls this and renders its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unclench import __version__
from unclench import case as cases
from unclench.assessment import Assessment, DiarySummary, Node, SourceUsed
from unclench.case import Case
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.intake.model import Diary, PersonDays

Progress = Callable[[int, int, str], None]
Ask = Callable[[str, list[str]], str]

AUTHORITIES = ("nasem", "efsa")


def assess(
    case: Case | dict[str, Any] | str | Path,
    *,
    authority: str = "nasem",
    today: dt.date | None = None,
    person: str | None = None,
    simulate: bool = False,
    plan: bool = False,
    ask: Ask | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """The answer for one person.

    Args:
        case: a `Case`, a dictionary, or the path of a case folder or file.
        authority: whose requirements: "nasem" (US/Canada) or "efsa" (Europe).
        today: the day the answer is for; results and diaries after it are refused.
        person: which person, when a diary file holds several.
        simulate: add the models of blood, nerve and muscle.
        plan: add the smallest safe change of food.
        ask: called with a diary line and its alternatives to confirm or correct weak matches.
        progress: called with (done, total, what) during long work.

    Raises:
        UserError: everything that was wrong with the input, at once.
    """
    case = _as_case(case)
    today = today or dt.date.today()
    if authority not in AUTHORITIES:
        raise UserError(
            Problem(f"'{authority}' is not a known authority.", "authority", "Use nasem or efsa.")
        )
    answer = Assessment(version=__version__, authority=authority)
    problems: list[Problem] = []
    values = _labs(case, answer, today, problems)
    days = _diary(case, answer, today, person, ask, progress, problems)
    if problems:
        raise UserError(problems)
    _intake(case, answer, days, authority, values)
    _differential(case, answer, today)
    if simulate:
        _simulate(case, answer)
    if plan:
        _plan(case, answer, days, authority, progress)
    answer.warnings = list(dict.fromkeys(answer.warnings))
    answer.insufficient = list(dict.fromkeys(answer.insufficient))
    answer.sources = sources_used(answer)
    return answer


def _as_case(case: Case | dict[str, Any] | str | Path) -> Case:
    if isinstance(case, Case):
        return case
    if isinstance(case, dict):
        return cases.from_dict(case)
    from unclench.app.gather import Told, gather

    return gather([Path(case)], Told())


def _labs(
    case: Case, answer: Assessment, today: dt.date, problems: list[Problem]
) -> dict[str, float]:
    """Read and interpret blood tests; SI values by analyte go to the links after."""
    if not case.labs:
        return {}
    from unclench.plasma.labs import interpret, read_labs, si

    try:
        found = read_labs(case.labs, case.folder)
    except UserError as error:
        problems += error.problems
        return {}
    answer.labs = interpret(found.results, case.profile, today)
    answer.warnings += found.notes
    return si(answer.labs)


def _diary(
    case: Case,
    answer: Assessment,
    today: dt.date,
    person: str | None,
    ask: Ask | None,
    progress: Progress | None,
    problems: list[Problem],
) -> PersonDays | None:
    if not case.diary:
        return None
    from unclench.intake.diaries import read
    from unclench.intake.person_days import person_days

    try:
        diary = read(case.paths(case.diary), today=today, person=person, progress=progress)
    except UserError as error:
        problems += error.problems
        return None
    days = person_days(diary)
    answer.diary = _summary(diary, days)
    answer.warnings += [*diary.warnings, *days.warnings]
    return days
