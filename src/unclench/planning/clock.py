"""How long a whole plan may be computed: each part of the work has its share of the time.

Seconds are of computing, so that a busy machine gives the same plan. A part that is out of time
goes on with a moment for each search, whose best so far counts.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar

MOMENT = 0.05
"""Seconds that each search has in any case."""

REACH, PLANS, WHY = 1.0, 1.2, 1.5
"""Shares, in limits of one search (`Wishes.time_limit`): what can be reached at all, the plans
themselves, and why they are as they are. Ordinary diaries need a third of each."""


class Clock:
    """The time of one part of the work; `cut` when a search in it was ended by time."""

    def __init__(self, seconds: float) -> None:
        self.end = time.process_time() + seconds
        self.cut = False

    @property
    def out(self) -> bool:
        """Whether the time is over."""
        return time.process_time() >= self.end


_now: ContextVar[Clock | None] = ContextVar("unclench_plan_clock", default=None)


@contextlib.contextmanager
def part(seconds: float) -> Iterator[Clock]:
    """Bound all searches inside to so many seconds together."""
    clock = Clock(seconds)
    token = _now.set(clock)
    try:
        yield clock
    finally:
        _now.reset(token)


def left(most: float) -> float:
    """Seconds that a search may take: `most`, or what is left of its part."""
    clock = _now.get()
    if clock is None:
        return most
    return min(most, max(MOMENT, clock.end - time.process_time()))


def out() -> bool:
    """Whether the part of the work is out of time."""
    clock = _now.get()
    return clock is not None and clock.out


def cut() -> None:
    """Note that a search ended by time, not by proof."""
    clock = _now.get()
    if clock is not None:
        clock.cut = True
