"""A spasm log as it is shown: each day of its span, and what else was noted on the same days.

A day that nobody noted is `not_noted` and has no count; zero is only what was noted as free.
`lines` is made last, from the other fields alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from unclench.assessment.answer import ProblemFound
from unclench.assessment.base import Part


class LogDay(Part):
    """One day; minutes (together) and worst pain (0 to 10) None where nobody told them.

    `heat` is whether what was being done names heat; None where nothing was noted of it.
    """

    day: dt.date
    state: Literal["free", "cramps", "not_noted"]
    cramps: int | None = None
    minutes: float | None = None
    worst_pain: float | None = None
    woke: bool | None = None
    took: list[str] = []
    heat: bool | None = None


class MuscleCount(Part):
    """How many of the cramps were of one muscle, as written."""

    muscle: str
    cramps: int


class Beside(Part):
    """Recorded intake on the days of a diary: `values` a day, None where it is not known."""

    nutrient: str
    label: str
    unit: str
    days: list[dt.date]
    values: list[float | None]


class Change(Part):
    """A day from which something else was taken: in the person's words."""

    day: dt.date
    what: str


class LogShown(Part):
    """A log between its first and last noted day. `per_week` is of noted days alone."""

    days: list[LogDay] = []
    noted: int = 0
    free: int = 0
    not_noted: int = 0
    cramps: int = 0
    per_week: float | None = None
    nights_woken: int = 0
    muscles: list[MuscleCount] = []
    beside: list[Beside] = []
    changes: list[Change] = []
    problems: list[ProblemFound] = []
    lines: list[str] = []
