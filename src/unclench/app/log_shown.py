"""A spasm log from its file, with a diary and new medicines beside it; for every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from unclench.assessment.spasm_log import Change, LogShown
from unclench.errors import Problem, UserError, did_you_mean

USUAL = ("magnesium", "energy")
"""Nutrients that are shown when a diary is given and none is named."""


def read_shown(
    log: Path,
    home: Path,
    today: dt.date,
    diary: Sequence[Path] = (),
    nutrients: Sequence[str] = (),
    person: str | None = None,
) -> LogShown:
    """The log of a file as days, beside the days of a diary and new medicines of trials.

    Args:
        log: the file. home: the data folder, where trials note new medicines. today: no day after.
        diary: files of a diary. nutrients: which to show. person: whose diary, of several.

    Raises:
        UserError: no log, a log or diary that cannot be read, or no such nutrient.
    """
    from unclench.facts.nutrients import nutrients as known
    from unclench.trial.log_shown import shown
    from unclench.trial.registration import registered
    from unclench.trial.spasm_log import read_log

    ids = [n.strip().lower().replace(" ", "_") for n in nutrients] or (USUAL if diary else ())
    wrong = [n for n in ids if n not in known()]
    if wrong:
        raise UserError(
            Problem(f"'{n[:60]}' is no nutrient that is known.", "nutrient",
                    did_you_mean(n, known()))
            for n in wrong
        )  # fmt: skip
    if ids and not diary:
        raise UserError(Problem("There is no diary to take it from.", "nutrient", "Give one."))
    days = None
    if diary:
        from unclench.chain import read_diary
        from unclench.intake.person_days import person_days

        days = person_days(read_diary(list(diary), today=today, person=person))
    new = [
        Change(day=e.on, what=e.text)
        for t in registered(home)
        for e in t.events
        if e.kind == "medicine"
    ]
    return shown(read_log(log, today), days, ids, new)
