"""Self-experiments for the page: the steps of `unclench trial`, with what a form gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.app.web.numbers import number
from unclench.errors import UserError

if TYPE_CHECKING:
    from unclench.assessment.trial import TrialAnalysed, TrialPlanned, TrialStatus
    from unclench.case import Case
    from unclench.trial.registration import Registration
    from unclench.trial.remedies import Asked
    from unclench.trial.spasm_log import SpasmLog

FIELDS = ("try", "rate", "pairs", "first", "looks", "blinded", "expects", "text")
_FIELD_OF = {"--from": "first", "--pairs": "pairs", "--blinded": "blinded", "--try": "try"}
"""Place of a problem -> the field of the page."""


class SlipError(Exception):
    """What is wrong with a form: field -> sentence."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__()
        self.wrong = dict(wrong)


def log_of(path: Path, today: dt.date) -> SpasmLog | None:
    """The log, or None without one."""
    from unclench.door.files import is_file
    from unclench.trial.spasm_log import read_log

    return read_log(path, today) if is_file(path) else None


def newest(home: Path) -> Registration | None:
    """The newest trial of a person."""
    from unclench.trial.registration import registered

    return (registered(home) or [None])[-1]  # type: ignore[list-item]


def plan(case: Case, typed: Mapping[str, str], log: SpasmLog | None) -> tuple[Asked, TrialPlanned]:
    """(what is to be tried, what a trial of it could find), spoken.

    Raises:
        SlipError: the remedy or its dose is not known, or a number is none; a warning sign comes
            before that.
    """
    from unclench.chain import for_a_trial
    from unclench.plasma.labs import judged
    from unclench.request import Request
    from unclench.trial.allowed import reasons_against, unsaid
    from unclench.trial.planner import planned
    from unclench.trial.remedies import Asked, asked
    from unclench.words.en.trial import speak_plan

    rate = _number(typed, "rate", 0, 200, "Cramps a week")
    try:
        looks = int(_number(typed, "looks", 1, 5, "Looks") or 1)
    except SlipError:  # said at the start, beside a plan of one look
        looks = 1
    wanted, slip = Asked(typed.get("try", "")), ""
    try:
        wanted = asked(wanted.text)
    except UserError as error:
        slip = f"What to try: {error.problems[0].what} {error.problems[0].fix}"
    told, answer, labs = for_a_trial(Request(case=case))
    against = reasons_against(
        wanted, told, answer.urgency, answer.red_flags, labs, judged(answer.labs)
    )
    if slip and not against:
        raise SlipError({"try": slip})
    made = planned(wanted, log, against, unsaid(told), rate=rate, looks=looks)
    return wanted, speak_plan(made)


def start(
    home: Path, wanted: Asked, made: TrialPlanned, typed: Mapping[str, str], today: dt.date
) -> None:
    """Register a trial that was planned.

    Raises:
        SlipError: what of the form cannot be.
    """
    from unclench.trial.registering import fixed
    from unclench.trial.registration import register

    pairs = _number(typed, "pairs", 0, 400, "Pairs of periods")
    looks = int(_number(typed, "looks", 1, 5, "Looks") or 1)
    try:
        day = dt.date.fromisoformat(typed.get("first") or str(today + dt.timedelta(1)))
    except ValueError:
        said = f"First day: “{typed['first'][:40]}” is no date. Write it as 2026-05-02."
        raise SlipError({"first": said}) from None
    length = None if pairs is None else int(pairs)
    try:
        told = fixed(wanted, made, today, day, length, looks, bool(typed.get("blinded")),
                     typed.get("expects", ""))  # fmt: skip
    except UserError as error:
        raise SlipError({_FIELD_OF.get(p.where, "try"): p.what for p in error.problems}) from None
    register(home, today, told)


def extend(
    home: Path, trial: Registration, case: Case, more: str, log: SpasmLog | None, today: dt.date
) -> TrialPlanned | None:
    """Add pairs to a trial, which counts as a look; or a refusal, as at its start.

    Raises:
        SlipError: no number of pairs.
    """
    from unclench.trial.registering import lengthened

    pairs = _number({"more": more or "nothing"}, "more", 1, 100, "More pairs of periods")
    wanted, made = plan(case, {"try": f"{trial.remedy.replace('_', ' ')} {trial.dose}"}, log)
    if made.advice == "refused":
        return made
    lengthened(home, wanted, today, int(pairs or 1))
    return None


def standing(trial: Registration, case: Case, log: SpasmLog | None, today: dt.date) -> TrialStatus:
    """Where a trial stands, spoken: what to do today, what was missed, whether to stop."""
    from unclench.chain import for_a_trial
    from unclench.request import Request
    from unclench.trial.status import status
    from unclench.words.en.trial_found import speak_status

    person, answer, _ = for_a_trial(Request(case=case))
    found = status(trial, today, log, answer.urgency, answer.red_flags, person)
    return speak_status(found)


def note(home: Path, trial: Registration, kind: str, text: str, today: dt.date) -> None:
    """Keep what happened in a trial: a new medicine, a schedule not kept, its end, a look."""
    from unclench.trial.registration import Event, add_event

    if kind == "stopped" and trial.stopped is not None:
        return
    add_event(home, trial, Event.model_validate({"kind": kind, "on": today, "text": text}))


def found(trial: Registration, log: SpasmLog, today: dt.date) -> TrialAnalysed:
    """What a trial found, as registered, spoken."""
    from unclench.trial.analysis import analysed
    from unclench.words.en.trial_found import speak_found

    return speak_found(analysed(trial, log, today))


def _number(
    typed: Mapping[str, str], name: str, least: float, most: float, label: str
) -> float | None:
    given = typed.get(name, "").strip()
    if not given:
        return None
    value = number(given)
    if not isinstance(value, float) or not least <= value <= most:
        raise SlipError({name: f"{label}: “{given[:40]}” is no number from {least:g} to {most:g}."})
    return value
