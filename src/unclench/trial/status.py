"""Where a registered trial stands: what may be shown of it, what was noted, whether to stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from unclench.assessment import Reason, RedFlag, Urgency, reason
from unclench.assessment.trial import Shown, TrialStatus
from unclench.facts.kinds.trial_rules import value
from unclench.told import Person
from unclench.trial.allowed import CALM
from unclench.trial.registration import Registration
from unclench.trial.remedies import remedies
from unclench.trial.spasm_log import SpasmLog


def status(
    trial: Registration,
    today: dt.date,
    log: SpasmLog | None = None,
    urgency: Urgency | None = None,
    red_flags: Sequence[RedFlag] = (),
    person: Person | None = None,
    *,
    again: bool = False,
) -> TrialStatus:
    """The status of a trial on a day; `again` when the same trial was asked for twice."""
    over = trial.over(today)
    running = not over and today >= trial.first_day
    answer = TrialStatus(
        id=trial.id,
        remedy=trial.remedy,
        hash=trial.hash,
        state="again" if again else "stopped" if trial.stopped else "over" if over
        else "running" if running else "registered",
        first_day=trial.first_day,
        last_day=trial.last_day,
        pairs=trial.all_pairs,
        looks=trial.looks,
        shown=[] if over else shown(trial, today),
    )  # fmt: skip
    answer.stop = stops(trial, today, log, urgency, red_flags, person)
    answer.note_codes = _notes(trial, again)
    if log is not None:
        until = min(today, trial.last_day)
        periods = [trial.days(p)[0] for p in range(2 * trial.all_pairs)]
        days = [
            day for first in periods for n in range(trial.period_days)
            if (day := first + dt.timedelta(n)) <= until
        ]  # fmt: skip
        answer.noted_days = log.count(days)[1]
        answer.missed_days = len(days) - answer.noted_days
    return answer


def shown(trial: Registration, today: dt.date) -> list[Shown]:
    """The period of this day and the one after it: no more is told of the schedule."""
    out: list[Shown] = []
    for period in range(2 * trial.all_pairs):
        first, last = trial.days(period)
        if last >= today and len(out) < 2:
            out.append(Shown(number=period + 1, first=first, last=last, arm=trial.arm(period)))
    return out


def stops(
    trial: Registration,
    today: dt.date,
    log: SpasmLog | None,
    urgency: Urgency | None = None,
    red_flags: Sequence[RedFlag] = (),
    person: Person | None = None,
) -> list[Reason]:
    """Why to stop today: a warning sign, a listed side effect, or worse by half over two pairs."""
    found = []
    if red_flags or (urgency is not None and urgency.level not in CALM):
        found.append(reason("trial_stop_warning", flags=[f.id for f in red_flags]))
    if person is not None:
        watched = set(remedies()[trial.remedy].stop_findings)
        effects = [f.text for f in person.findings if f.present and f.id in watched]
        if effects:
            found.append(reason("trial_stop_watched", about=list(dict.fromkeys(effects))))
    if log is not None and (worse := _worse(trial, today, log)) is not None:
        found.append(reason("trial_stop_worse", with_rate=worse[0], without_rate=worse[1]))
    return found


def _worse(trial: Registration, today: dt.date, log: SpasmLog) -> tuple[float, float] | None:
    """(rate with, rate without) over the last two pairs that are done, when it got worse."""
    done = [p for p in range(trial.all_pairs) if trial.days(2 * p + 1)[1] < today][-2:]
    if len(done) < 2:
        return None
    sums = {"with": [0, 0], "without": [0, 0]}
    for pair in done:
        for period in (2 * pair, 2 * pair + 1):
            cramps, days = log.count(trial.counted(period))
            sums[trial.arm(period)][0] += cramps
            sums[trial.arm(period)][1] += days
    (c, d), (c0, d0) = sums["with"], sums["without"]
    if not d or not d0 or c < value("worse_least"):
        return None
    rate, base = 7 * c / d, 7 * c0 / d0
    return (rate, base) if rate >= (1 + value("worse_by")) * base else None


def _notes(trial: Registration, again: bool) -> list[Reason]:
    found = []
    if again:
        found.append(reason("trial_again", on=str(trial.registered_on), id=trial.id))
    if trial.attempt:
        found.append(reason("trial_attempt", number=trial.attempt + 1))
    if not trial.sound:
        found.append(reason("trial_changed", id=trial.id))
    if trial.looks > 1:
        found.append(reason("trial_looks", looks=trial.looks, alpha=trial.alpha / trial.looks))
    return found
