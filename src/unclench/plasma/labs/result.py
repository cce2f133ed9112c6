"""What a reader of laboratory results hands on: results in one unit per analyte, and problems."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Literal

from unclench.assessment import Reason
from unclench.errors import Problem
from unclench.plasma.labs.people import NOBODY, Who

Comparator = Literal["", "<", "<=", ">", ">="]
Word = Literal["", "low", "normal", "high", "negative", "positive", "very_low", "very_high"]


@dataclass(frozen=True, slots=True)
class LabResult:
    """One result as told, and the same in the analyte's unit.

    Attributes:
        analyte: id of the fact in `facts/data/analytes`.
        name, loinc, value, unit: as told (`unit` in its canonical spelling).
        comparator: "<" and so on when the laboratory gave only a bound.
        si_low, si_high: the value in the analyte's unit as an interval; equal for an exact value,
            one of them infinite or 0 for a bound; both None when only a word was told; the least
            and the most of what it may be when no unit was told and several fit.
        word: "low", "normal", "high", ... when there is no number.
        date: day of the sample; None when not told. time: "08:10", when told.
        standing: -1 for a preliminary result, 1 for a corrected one, else 0.
        who: whose it is, when the file tells.
        low, high: the laboratory's own reference range in the analyte's unit.
        range_text: that range as printed.
        flag: the laboratory's own flag (L, H, ...), advisory.
        specimen: what the code says was measured: serum, blood, urine or calculated.
        condition: what is wrong with the sample, e.g. "haemolysed".
        where: file and place, for messages.
        notes: what a reader had to assume.
    """

    analyte: str
    name: str = ""
    loinc: str = ""
    value: float | None = None
    comparator: Comparator = ""
    unit: str = ""
    si_low: float | None = None
    si_high: float | None = None
    word: Word = ""
    date: dt.date | None = None
    time: str = ""
    standing: int = 0
    who: Who = NOBODY
    low: float | None = None
    high: float | None = None
    range_text: str = ""
    flag: str = ""
    specimen: str = "serum"
    condition: str = ""
    where: str = ""
    notes: tuple[Reason, ...] = ()

    @property
    def si_value(self) -> float | None:
        """The exact value in the analyte's unit; for a bound, the bound; else None."""
        if self.si_low is None or self.si_high is None or self.in_doubt:
            return None
        if self.si_low == self.si_high or math.isinf(self.si_high):
            return self.si_low
        return self.si_high

    @property
    def in_doubt(self) -> bool:
        """Whether no unit was told and several fit, so that the amount is not known."""
        return any(n.code == "lab_two_readings" for n in self.notes)

    @property
    def exact(self) -> bool:
        """Whether a number without a comparator was told."""
        return self.si_low is not None and self.si_low == self.si_high


@dataclass(slots=True)
class LabSet:
    """All results read.

    Attributes:
        results: the newest of each analyte, in the order of the analytes' ids.
        history: older results of the same analytes, newest first.
        problems: what could not be used; each names its place and how to fix it.
        notes: what was assumed or skipped.
        late: results of the future; each of them is a problem.
    """

    results: list[LabResult] = field(default_factory=list)
    history: list[LabResult] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    late: list[LabResult] = field(default_factory=list)

    def get(self, analyte: str) -> LabResult | None:
        """The newest result of an analyte."""
        return next((r for r in self.results if r.analyte == analyte), None)
