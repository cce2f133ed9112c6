"""How a person's cramps come: rate, spread and memory of the weeks, from their own log."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from unclench.assessment.trial import Habit
from unclench.facts.kinds.trial_rules import value
from unclench.trial.spasm_log import SpasmLog

WEEK = 7
Z80 = 1.2815515655446004
LEAST_DAYS_OF_A_WEEK = 4
"""Weeks with fewer noted days say nothing of the spread."""


def habit(log: SpasmLog) -> Habit:
    """Rate with 80 % range, spread and memory of a log; exposure is days noted.

    Spread (variance over mean of weekly counts) and memory lean on the usual values, the more the
    shorter the log is: ten weeks cannot tell them by themselves.
    """
    span = log.span
    assert span is not None
    first, last = span
    length = (last - first).days + 1
    counts, days = [], []
    for start in range(0, length, WEEK):
        week = [first + dt.timedelta(start + i) for i in range(WEEK)]
        c, n = log.count(week)
        counts.append(c)
        days.append(n)
    y, e = np.array(counts, float), np.array(days, float)
    noted = float(e.sum())
    rate = WEEK * float(y.sum()) / noted
    spread, memory = _spread(y, e, rate), _memory(y, e, rate)
    low, high = _range(float(y.sum()), noted, spread, memory)
    return Habit(
        rate=rate,
        low80=low,
        high80=high,
        spread=spread,
        memory=memory,
        noted_days=int(noted),
        weeks=noted / WEEK,
        noted_share=noted / length,
    )


def usual(rate: float, low80: float | None = None, high80: float | None = None) -> Habit:
    """A habit of this rate with the usual spread and memory, without a log."""
    return Habit(
        rate=rate,
        low80=rate if low80 is None else low80,
        high80=rate if high80 is None else high80,
        spread=value("usual_spread"),
        memory=value("usual_memory"),
        noted_days=0,
        weeks=0.0,
        noted_share=1.0,
    )


def _usable(e: np.ndarray) -> np.ndarray:
    return e >= LEAST_DAYS_OF_A_WEEK


def _spread(y: np.ndarray, e: np.ndarray, rate: float) -> float:
    """Pearson's dispersion of the weeks, drawn towards the usual; 1 (Poisson) at least."""
    use = _usable(e)
    n = int(use.sum())
    usual_, weight = value("usual_spread"), value("weight_of_usual_spread")
    if n < 2 or rate == 0:
        return usual_
    mean = rate / WEEK * e[use]
    own = float(((y[use] - mean) ** 2 / mean).sum()) / (n - 1)
    return max(1.0, (weight * usual_ + (n - 1) * own) / (weight + n - 1))


def _memory(y: np.ndarray, e: np.ndarray, rate: float) -> float:
    """Correlation of what drives neighbouring weeks, drawn towards the usual, 0 to 0.9.

    The counts' own correlation is that of the drive times the share of variance that is not
    chance; the usual spread says how large that share is.
    """
    usual_, weight = value("usual_memory"), value("weight_of_usual_memory")
    use = _usable(e)
    both = use[1:] & use[:-1]
    n = int(both.sum())
    if n < 3 or rate == 0:
        return usual_
    z = (y - rate / WEEK * e) / np.sqrt(np.maximum(rate / WEEK * e, 1e-9))
    spread = max(_spread(y, e, rate), 1.1)
    own = float((z[1:] * z[:-1])[both].mean()) / (spread - 1)
    own = min(max(own, 0.0), 0.9)
    return (weight * usual_ + n * own) / (weight + n)


def _range(count: float, noted: float, spread: float, memory: float) -> tuple[float, float]:
    """80 % range of the rate a week: a count widened by spread and memory, on the log scale."""
    widened = spread * (1 + memory) / (1 - memory * (spread - 1) / spread)
    seen = max(count, 0.5)
    half = Z80 * math.sqrt(widened / seen)
    rate = WEEK * seen / noted
    return (0.0 if count == 0 else rate * math.exp(-half)), rate * math.exp(half)
