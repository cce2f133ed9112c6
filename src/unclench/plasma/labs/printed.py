"""A result as it is printed, and why one that is printed is none."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from unclench.assessment import Reason
from unclench.errors import Problem, UserError, nearest
from unclench.facts.kinds import analytes
from unclench.plasma.labs.numbers import (
    Decimal,
)
from unclench.plasma.labs.people import NOBODY, Who

VALUE = "Give a number, or low, normal or high."


"""What a result can be."""


class UnknownTestError(UserError):
    """The test is not in the facts: it is left out and said so, but it is not a mistake."""


class NoValueError(UserError):
    """There is no value, or one such as "trace" that says nothing here: it is left out."""


class WrongUnitError(UserError):
    """The unit is not known, or does not fit the test."""


def unknown(name: str, where: str = "") -> UnknownTestError:
    """The error for a test that is not in the facts, with the nearest names."""
    fix = _nearest(name) or "Leave it out, or use its LOINC code."
    return UnknownTestError(
        Problem(f"The test '{name}' is not one that Unclench knows.", where, fix)
    )


@functools.lru_cache(maxsize=4096)
def _nearest(name: str) -> str:
    if len(name) > 60:
        return ""
    near = nearest(name.lower(), _long_names())
    return f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""


@functools.cache
def _long_names() -> tuple[str, ...]:
    return tuple(sorted({n.lower() for n in analytes.all_names() if len(n) > 4}))


@dataclass(frozen=True, slots=True)
class Printed:
    """One result as it stands on paper, in a file or in a case, not yet understood.

    Attributes:
        value: a number; or text: "<60", "3.1 mmol/L", "low", "3.1 (3.5-5.0)".
        low, high: the laboratory's range, in `range_unit` or else in the unit of the value.
        range_text: that range as printed.
        specimen: free text or code; "urine" decides between analytes of the same name.
        condition: what is wrong with the sample, e.g. "haemolysed".
        where: file and place, for messages.
        notes: what the reader had to assume.
        time: "08:10" of the sample. standing: as of `LabResult`. who: whose it is.
        decimal: how the file writes decimals.
    """

    name: str
    value: float | str | None
    unit: str = ""
    comparator: str = ""
    loinc: str = ""
    date: dt.date | None = None
    low: float | None = None
    high: float | None = None
    range_text: str = ""
    range_unit: str = ""
    flag: str = ""
    specimen: str = ""
    condition: str = ""
    where: str = ""
    notes: tuple[Reason, ...] = ()
    time: str = ""
    standing: int = 0
    who: Who = NOBODY
    decimal: Decimal = ""
