"""What every part of an answer is made of: strict models, reasons, trees, intervals."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

UrgencyLevel = Literal["emergency", "same_day", "routine", "self_care"]
Grade = Literal["high", "moderate", "low", "very_low", "none"]
Value = str | float | int | bool | None | list[str] | list[float]
"""What a reason may carry: ids, numbers in the unit its sentence names, words of the person."""


class Part(BaseModel):
    """A part of an answer: an unknown key is a programming error."""

    model_config = ConfigDict(extra="forbid")


class Reason(Part):
    """Why something is as it is: a code, and what it is about. `words/<language>` says it.

    No decision hangs on the sentence. Every code has one function in `words/en`; a test holds
    both sides against each other.
    """

    code: str
    values: dict[str, Value] = {}


def reason(code: str, **values: Value) -> Reason:
    """A `Reason`; numbers in the unit that the sentence of this code names."""
    return Reason(code=code, values=values)


class Node(Part):
    """A step in how a number came about: printed as a tree by `explain`."""

    text: str
    value: float | str | None = None
    unit: str = ""
    source: str = ""
    review: int | None = None
    children: list[Node] = []


class Interval(Part):
    """A mean with an 80 % interval."""

    mean: float | None
    low: float | None = None
    high: float | None = None
    unit: str
