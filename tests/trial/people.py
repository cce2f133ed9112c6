"""Virtual trials for tests: a registration, and the log of a person with a known effect."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from unclench.trial.registration import Registration
from unclench.trial.remedies import remedies
from unclench.trial.simulated import Drive, weekly
from unclench.trial.spasm_log import Cramp, Day, SpasmLog

FIRST = dt.date(2026, 1, 5)


def registration(seed: int = 1, **fixed: Any) -> Registration:
    """A registered trial: ten pairs of weeks of stretching unless said otherwise."""
    remedy = remedies()[fixed.get("remedy", "stretching")]
    told: dict[str, Any] = {
        "id": f"{remedy.id}-1", "remedy": remedy.id, "alpha": 0.05,
        "registered_on": FIRST - dt.timedelta(1), "first_day": FIRST,
        "period_days": remedy.period_days, "not_counted": remedy.not_counted, "pairs": 10,
        "looks": 1, "seed": np.random.default_rng(seed).bytes(32).hex(),
    }  # fmt: skip
    made = Registration(**(told | fixed))
    made.hash = made.fingerprint()
    return made


def after(trial: Registration) -> dt.date:
    """The day after the last."""
    return trial.last_day + dt.timedelta(1)


def lived(
    trial: Registration,
    effect: float,
    drive: Drive,
    seed: int,
    *,
    missing: float = 0.0,
    missing_bad: float = 0.0,
    trend: float = 0.0,
    lingers: int = 0,
    cheats: float = 0.0,
) -> SpasmLog:
    """The log of a person through a whole trial.

    Args:
        effect: share fewer on days under the remedy. missing: share of days not noted;
            `missing_bad` more for each cramp of the day. trend: change of the log rate over the
            trial. lingers: days that the remedy still works after its period. cheats: share of
            days without it on which it is taken all the same.
    """
    rng = np.random.default_rng(seed)
    n = 2 * trial.all_pairs * trial.period_days
    drive_of = weekly(drive, 1, n // 7 + 1, rng)[0]
    days, since = {}, 10**6
    for i in range(n):
        period, date = i // trial.period_days, trial.first_day + dt.timedelta(i)
        taken = trial.arm(period) == "with" or rng.random() < cheats
        since = 0 if taken else since + 1
        works = 1 - effect if since <= lingers else 1.0
        mean = drive.rate / 7 * drive_of[i // 7] * works * np.exp(trend * (i / n - 0.5))
        count = int(rng.poisson(mean))
        if rng.random() < missing + missing_bad * min(count, 3):
            continue
        cramps = tuple(
            Cramp("calf", minutes=float(rng.integers(1, 9)), pain=float(rng.integers(1, 9)))
            for _ in range(count)
        )
        days[date] = Day(cramps, (trial.remedy,) if taken else ())
    return SpasmLog(days)
