"""A spasm log as days to look at, beside recorded intake and what was taken; nothing is tested."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Sequence

import polars as pl

from unclench.assessment.answer import ProblemFound
from unclench.assessment.spasm_log import Beside, Change, LogDay, LogShown, MuscleCount
from unclench.case import Case
from unclench.facts.nutrients import nutrients
from unclench.intake.diary import PersonDays
from unclench.told import understand
from unclench.trial.spasm_log import Day, SpasmLog

HEAT = "heat_exposure"
MOST_DAYS = 2000
"""Days of the span that are shown, the last ones: a slip in a year makes no page of a century."""


def shown(
    log: SpasmLog,
    intake: PersonDays | None = None,
    asked: Sequence[str] = (),
    changes: Sequence[Change] = (),
) -> LogShown:
    """The days of a log in order, those that nobody noted among them.

    Args:
        log: as read. intake: the days of a diary. asked: ids of nutrients to show beside it.
        changes: what else is known to have changed (a new medicine), each with its day.
    """
    span = log.span
    if span is None:
        return LogShown(problems=_problems(log))
    first = max(span[0], span[1] - dt.timedelta(MOST_DAYS - 1))
    every = [first + dt.timedelta(n) for n in range((span[1] - first).days + 1)]
    days = [_day(d, log.days.get(d)) for d in every]
    noted = [d for d in days if d.cramps is not None]
    cramps = sum(d.cramps or 0 for d in noted)
    muscles = Counter(c.muscle for d in every if d in log.days for c in log.days[d].cramps)
    return LogShown(
        days=days,
        noted=len(noted),
        free=sum(d.state == "free" for d in days),
        not_noted=len(days) - len(noted),
        cramps=cramps,
        per_week=7 * cramps / len(noted),
        nights_woken=sum(bool(d.woke) for d in days),
        muscles=[MuscleCount(muscle=m, cramps=n) for m, n in
                 sorted(muscles.items(), key=lambda row: (-row[1], row[0]))],
        beside=[b for n in asked if intake is not None and (b := _beside(intake, n, every))],
        changes=sorted([*_first_taken(log, every), *(c for c in changes if c.day in set(every))],
                       key=lambda c: (c.day, c.what)),
        problems=_problems(log),
    )  # fmt: skip


def _problems(log: SpasmLog) -> list[ProblemFound]:
    return [ProblemFound(what=p.what, where=p.where, fix=p.fix) for p in log.problems]


def _day(day: dt.date, noted: Day | None) -> LogDay:
    if noted is None:
        return LogDay(day=day, state="not_noted")
    minutes = [c.minutes for c in noted.cramps if c.minutes is not None]
    pain = [c.pain for c in noted.cramps if c.pain is not None]
    woke = [c.woke for c in noted.cramps if c.woke is not None]
    return LogDay(
        day=day,
        state="cramps" if noted.cramps else "free",
        cramps=len(noted.cramps),
        minutes=sum(minutes) if minutes else None,
        worst_pain=max(pain, default=None),
        woke=any(woke) if woke else None,
        took=list(noted.took),
        heat=any(map(_of_heat, noted.doing)) if noted.doing else None,
    )


@functools.lru_cache(maxsize=2048)
def _of_heat(doing: str) -> bool:
    """Whether words about a day name work, sport or a stay in heat."""
    found = understand(Case(complaints=(doing,))).findings
    return any(f.present and f.id == HEAT for f in found)


def _first_taken(log: SpasmLog, days: Sequence[dt.date]) -> list[Change]:
    """The first day on which each thing was noted as taken, after a noted day without it."""
    seen: set[str] = set()
    out, began = [], False
    for day in days:
        noted = log.days.get(day)
        if noted is None:
            continue
        for what in noted.took:
            if what.lower() not in seen and began:
                out.append(Change(day=day, what=what))
            seen.add(what.lower())
        began = True
    return out


def _beside(intake: PersonDays, nutrient: str, days: Sequence[dt.date]) -> Beside | None:
    fact = nutrients()[nutrient]
    frame = intake.frame
    rows = frame.filter((frame["nutrient"] == nutrient) & frame["day"].is_in(list(days)))
    amounts = dict(
        zip(
            rows["day"].to_list(),
            _total(rows).to_list(),
            strict=True,
        )
    )
    kept = [d for d in days if d in amounts and d not in intake.partial_days]
    if not kept:
        return None
    return Beside(
        nutrient=nutrient,
        label=fact.label,
        unit=fact.unit,
        days=kept,
        values=[None if amounts[d] is None else round(amounts[d], 1) for d in kept],
    )


def _total(rows: pl.DataFrame) -> pl.Series:
    """What was recorded, what the food table fills in, and supplements."""
    return rows["food"] + rows["filled"] + rows["supplement"].fill_null(0.0)
