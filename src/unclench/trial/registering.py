"""From a plan to what is registered, and the refusals on the way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from unclench.assessment.trial import TrialPlanned
from unclench.errors import Problem, UserError
from unclench.facts.kinds.trial_rules import value
from unclench.trial.registration import Event, Registration, add_event, registered
from unclench.trial.remedies import Asked


def fixed(
    asked: Asked,
    plan: TrialPlanned,
    today: dt.date,
    first_day: dt.date,
    pairs: int | None,
    looks: int,
    blinded: bool,
    expects: str,
) -> dict[str, Any]:
    """What is registered: the length that was asked for, else that of the plan.

    Raises:
        UserError: a first day that is not after today, too few pairs, no length, blinding that
            cannot be: all at once.
    """
    remedy = asked.remedy
    assert remedy is not None
    problems = []
    least = int(value("least_pairs"))
    length = plan.planned_pairs if pairs is None else pairs
    if first_day <= today:
        problems.append(
            Problem(f"{first_day} is not after today ({today}).", "--from",
                    "A trial is registered before its first day.")
        )  # fmt: skip
    if length is None:
        problems.append(
            Problem(f"No length is advised. {plan.because}", "--pairs",
                    "Name a number of pairs with --pairs if you want it all the same.")
        )  # fmt: skip
    elif length < least:
        problems.append(
            Problem(f"No test can tell with so few pairs ({length}): even the best result would "
                    f"come by chance in 1 of {2 ** max(length, 0)} trials.", "--pairs",
                    f"Take at least {least}, better as many as `unclench trial plan` says.")
        )  # fmt: skip
    if blinded and remedy.blinding.possible == "no":
        problems.append(Problem(f"This cannot be blinded. {remedy.blinding.say}", "--blinded",
                                "Leave it out."))  # fmt: skip
    if problems:
        raise UserError(problems)
    told = asked.dose if asked.dose is not None else remedy.dose.amount if remedy.dose else None
    return {
        "remedy": remedy.id,
        "alpha": value("alpha"),
        "first_day": first_day,
        "period_days": remedy.period_days,
        "not_counted": remedy.not_counted,
        "pairs": length,
        "looks": looks,
        "rate": plan.rate,
        "dose": f"{told:g} {remedy.dose.unit} a day" if told and remedy.dose else "",
        "blinded": blinded,
        "expects": expects,
    }


def lengthened(data: Path, asked: Asked, today: dt.date, pairs: int) -> Registration:
    """The running trial of this remedy with more pairs; this counts as a look.

    Raises:
        UserError: there is none, or it was stopped.
    """
    assert asked.remedy is not None
    mine = [r for r in registered(data) if r.remedy == asked.remedy.id and r.stopped is None]
    if not mine:
        raise UserError(
            Problem("No trial of this is running, so none can be made longer.", "--extend",
                    "Start one without --extend.")
        )  # fmt: skip
    return add_event(data, mine[-1], Event(kind="extended", on=today, pairs=pairs))
