"""What each look at the data may spend of a trial's error rate, so that all together keep to it.

What is left is shared evenly among the looks still to come. A look that was not planned, a trial
made longer, and one ended early take a share as if they had been planned; what is spent is gone, so
that the shares of any course of looks sum to at most the error rate (Bonferroni). A trial that is
made longer after its last day has nothing left: its end could be seen before that was decided.
"""

from __future__ import annotations

import datetime as dt
import math

from unclench.trial.registration import Registration


def pairs_at(trial: Registration, look: int) -> int:
    """Pairs that are over at a planned look, counted from 1."""
    return math.ceil(trial.pairs * look / trial.looks)


def day_of(trial: Registration, look: int) -> dt.date:
    """The last day of the data of a planned look before the last."""
    return trial.days(2 * pairs_at(trial, look) - 1)[1]


def level_of_final(trial: Registration) -> float:
    """What p must keep to at the end: all that is left, or a share when it was ended early."""
    if trial.stopped is None:
        return _left(trial, None)[0]
    rest, planned = _left(trial, trial.stopped)
    return rest / (planned + 1) if trial.stopped < trial.last_day else rest / planned


def level_of_planned(trial: Registration, look: int) -> float:
    """What p must keep to at a planned look before the last."""
    rest, planned = _left(trial, day_of(trial, look))
    return rest / planned


def level_of_extra(trial: Registration, on: dt.date) -> float:
    """What p must keep to at a look on a day on which none was planned."""
    rest, planned = _left(trial, on)
    return rest / (planned + 1)


def _left(trial: Registration, before: dt.date | None) -> tuple[float, int]:
    """(error rate left, planned looks to come) before what happens on a day; at the end for None.

    A planned look comes before what happens the day after its last day.
    """
    told: list[tuple[dt.date, int, str]] = [
        (day_of(trial, n), 1, "planned") for n in range(1, trial.looks)
    ]
    told += [(on, 0, "look") for on in {e.on for e in trial.events if e.kind == "look"}]
    told += [
        (e.on, 0, "late" if e.on > end else "longer")
        for e, end in trial.lengthenings()
    ]  # fmt: skip
    rest, planned = trial.alpha, trial.looks
    for day, _, kind in sorted(told):
        if before is not None and day >= before:
            break
        if kind == "planned":
            rest -= rest / planned
            planned -= 1
        else:
            rest = 0.0 if kind == "late" else rest - rest / (planned + 1)
    return rest, planned
