"""From a course of blood over weeks to a course of margins: where two clocks meet.

The slow models hand over one composition per virtual person and week; each person keeps the same
axon throughout. Nothing is integrated together: the slow models need no impulses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from unclench.assessment import Reason, reason
from unclench.assessment.simulation import MarginOverWeeks, MarginWeek
from unclench.membrane import response
from unclench.membrane.margin import bands, estimate, threshold_percent
from unclench.membrane.response import Array, Blood
from unclench.plasma.composition import NAMES, RANGES, Composition


class Course(Protocol):
    """What is needed of a simulation of blood (`unclench.plasma.homeostasis` gives it)."""

    @property
    def people(self) -> int:
        """How many virtual people."""

    def composition(self, week: float | None = None, person: int | None = None) -> Composition:
        """Blood at a week, of the median person or of one."""


def _clipped(rows: Sequence[Composition]) -> Blood:
    out: Blood = {}
    for name in NAMES:
        values: Array = np.array([float(getattr(r, name)) for r in rows])
        out[name] = np.clip(values, RANGES[name].low, RANGES[name].high)
    return out


def over_weeks(course: Course, weeks: Sequence[float] = (0, 4, 12, 26)) -> MarginOverWeeks:
    """Thresholds at some weeks, % of normal blood, for the people of a simulation.

    Each person's axon is drawn from the ranges in the model file; the value is the median person's
    blood with the average axon, the range covers 80 % of people. Blood beyond the models' range is
    taken at its edge, and counted.

    Args:
        course: a simulation of blood.
        weeks: when.

    Returns:
        One row a week: threshold, shares of the people whose excitability is raised, and high,
        people whose blood was cut; `unclench.words` fills `say`.

    Raises:
        UserError: a week is not in the course.
    """
    n = course.people
    who = response.people(n)
    rows = []
    for week in weeks:
        own = [course.composition(week, person) for person in range(n)]
        middle = course.composition(week)
        value = float(threshold_percent(_clipped([middle]))[0][0])
        spread = threshold_percent(_clipped(own), who=who)[0]
        known = spread[~np.isnan(spread)]
        cut = sum(bool(o.problems()) for o in own)
        rows.append(
            MarginWeek(
                week=float(week),
                threshold=estimate(value, spread, "%").part(),
                raised_share=float(np.mean(known <= bands().raised.value)),
                high_share=float(np.mean(known <= bands().high.value)),
                at_edge=cut,
            )
        )
    return MarginOverWeeks(weeks=rows, summary=[_summary(rows)])


def _summary(rows: Sequence[MarginWeek]) -> Reason:
    first, last = rows[0].threshold.value, rows[-1].threshold.value
    if first is None or last is None:
        return reason("margin_blocked_some_week")
    return reason("margin_course", weeks=rows[-1].week, first=first, last=last)
