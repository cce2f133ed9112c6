"""The pairs of a trial that were done: cramps and noted days of either arm, as assigned."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unclench.assessment.trial import PairFound
from unclench.facts.kinds.trial_rules import value
from unclench.trial.count_model import Piece
from unclench.trial.registration import Registration
from unclench.trial.remedies import is_taken, remedies
from unclench.trial.spasm_log import Day, SpasmLog


@dataclass(frozen=True, slots=True)
class Counting:
    """Which days count: so many first days of each period do not; a period with a smaller share
    of noted days spoils its pair."""

    skip: int
    least_noted: float

    def days(self, trial: Registration, period: int) -> list[dt.date]:
        """The days of a period that count."""
        first, _ = trial.days(period)
        return [first + dt.timedelta(d) for d in range(self.skip, trial.period_days)]


def as_registered(trial: Registration) -> Counting:
    """What the registration says of days that count."""
    return Counting(trial.not_counted, value("least_noted"))


def done(trial: Registration, log: SpasmLog, today: dt.date) -> int:
    """How many pairs are over: their last day is past, or is today and noted."""
    end = trial.stopped or today
    n = 0
    while n < trial.all_pairs:
        last = trial.days(2 * n + 1)[1]
        if last > end or (last == end and last not in log.days):
            break
        n += 1
    return n


def found(trial: Registration, log: SpasmLog, pairs: int, counting: Counting) -> list[PairFound]:
    """Cramps and noted days of the first `pairs` pairs; what was not noted is not zero."""
    out = []
    for pair in range(pairs):
        sums, enough = {}, True
        for period in (2 * pair, 2 * pair + 1):
            days = counting.days(trial, period)
            cramps, noted = log.count(days)
            enough &= noted > 0 and noted >= counting.least_noted * len(days)
            sums[trial.arm(period)] = (cramps, noted)
        out.append(
            PairFound(
                number=pair + 1,
                with_cramps=sums["with"][0],
                with_days=sums["with"][1],
                without_cramps=sums["without"][0],
                without_days=sums["without"][1],
                counts=enough,
            )
        )
    return out


def rates(pairs: Sequence[PairFound]) -> tuple[list[float], list[float]]:
    """(with, without): cramps a week of the pairs that count."""
    use = [p for p in pairs if p.counts]
    return (
        [7 * p.with_cramps / p.with_days for p in use],
        [7 * p.without_cramps / p.without_days for p in use],
    )


def means(
    trial: Registration,
    log: SpasmLog,
    pairs: Sequence[PairFound],
    counting: Counting,
    of: Callable[[Day], float | None],
) -> tuple[list[float], list[float]]:
    """(with, without): the mean of something a day on which it is known, of the pairs that count.

    A pair is left out where it is known of less than `least_noted` of the days with cramps of a
    period: days without cramps alone would make it small.
    """
    with_, without = [], []
    for pair in pairs:
        if not pair.counts:
            continue
        mean: dict[str, float] = {}
        for period in (2 * pair.number - 2, 2 * pair.number - 1):
            days = [log.days[d] for d in counting.days(trial, period) if d in log.days]
            known = [v for v in map(of, days) if v is not None]
            cramped = [of(d) for d in days if d.cramps]
            unknown = cramped.count(None)
            if known and len(cramped) - unknown >= counting.least_noted * len(cramped):
                mean[trial.arm(period)] = math.fsum(known) / len(known)
        if len(mean) == 2:
            with_.append(mean["with"])
            without.append(mean["without"])
    return with_, without


def pieces(
    trial: Registration,
    log: SpasmLog,
    pairs: Sequence[PairFound],
    counting: Counting,
    *,
    as_taken: bool = False,
) -> list[Piece]:
    """The noted days of the pairs that count, in pieces of one arm and a week at most.

    `as_taken` goes by the column `took`: a day is treated when it names the remedy.
    """
    remedy = remedies()[trial.remedy]
    out = []
    for pair in pairs:
        if not pair.counts:
            continue
        for period in (2 * pair.number - 2, 2 * pair.number - 1):
            days = counting.days(trial, period)
            for start in range(0, len(days), 7):
                week = [d for d in days[start : start + 7] if d in log.days]
                for treated in (False, True):
                    mine = [
                        d
                        for d in week
                        if treated
                        == (
                            is_taken(remedy, log.days[d].took)
                            if as_taken
                            else trial.arm(period) == "with"
                        )
                    ]
                    if mine:
                        places = [(d - trial.first_day).days for d in mine]
                        out.append(
                            Piece(
                                middle=sum(places) / len(places),
                                days=len(mine),
                                cramps=log.count(mine)[0],
                                treated=treated,
                            )
                        )
    return out


def taken_otherwise(
    trial: Registration, log: SpasmLog, pairs: Sequence[PairFound], counting: Counting
) -> tuple[int, int]:
    """(noted days without the remedy in its periods, days with it in the others), by `took`.

    (0, 0) when `took` never names the remedy: then nothing was noted of it.
    """
    remedy = remedies()[trial.remedy]
    missed = extra = named = 0
    for pair in pairs:
        for period in (2 * pair.number - 2, 2 * pair.number - 1):
            for day in counting.days(trial, period):
                if day not in log.days:
                    continue
                taken = is_taken(remedy, log.days[day].took)
                named += taken
                missed += not taken and trial.arm(period) == "with"
                extra += taken and trial.arm(period) == "without"
    return (missed, extra) if named else (0, 0)
