"""From a course of blood over weeks to a course of margins: where two clocks meet.

The slow models hand over one composition per virtual person and week; each person keeps the same
axon throughout. Nothing is integrated together: the slow models need no impulses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from unclench.membrane import response
from unclench.membrane.margin import SPASM, TINGLING, Estimate, estimate, threshold_percent
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


def over_weeks(course: Course, weeks: Sequence[float] = (0, 4, 12, 26)) -> dict[str, Any]:
    """Thresholds at some weeks, % of normal blood, for the people of a simulation.

    Each person's axon is drawn from the ranges in the model file; the value is the median person's
    blood with the average axon, the range covers 80 % of people. Blood beyond the models' range is
    taken at its edge, and counted.

    Args:
        course: a simulation of blood.
        weeks: when.

    Returns:
        `say`, and `weeks`: one row each with threshold (value, low, high, unit), `tingling_share`
        and `spasm_share` of the people below the bands, `at_edge` people whose blood was cut.

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
        e: Estimate = estimate(value, spread, "%")
        rows.append(
            {
                "week": float(week),
                "threshold": e.as_dict(),
                "tingling_share": float(np.mean(known <= TINGLING)),
                "spasm_share": float(np.mean(known <= SPASM)),
                "at_edge": cut,
            }
        )
    return {"say": _say(rows), "weeks": rows}


def _say(rows: Sequence[Mapping[str, Any]]) -> str:
    first, last = rows[0]["threshold"]["value"], rows[-1]["threshold"]["value"]
    if first is None or last is None:
        return "At some week the model axon is blocked."
    week = f"{rows[-1]['week']:g} weeks"
    if abs(last - first) < 5:
        return (
            f"After {week} a nerve needs about the same current as at the start "
            f"({last:.0f} % of normal, {first:.0f} % before)."
        )
    word = "less" if last < first else "more"
    return (
        f"After {week} a nerve needs {word} current to fire: {last:.0f} % of normal, "
        f"{first:.0f} % at the start."
    )
