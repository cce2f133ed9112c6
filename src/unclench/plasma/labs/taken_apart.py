"""A value printed as text, taken apart: comparator, number, range, flag and unit."""

from __future__ import annotations

import re
from dataclasses import replace

from unclench.facts import units
from unclench.plasma.labs.numbers import (
    NUMBER,
    SIGN,
    clean_unit,
    split_range,
    split_value,
)
from unclench.plasma.labs.printed import Printed


def taken_apart(told: Printed) -> Printed:
    """Comparator, number, range, flag and unit out of a value printed as text; a word stays."""
    if not isinstance(told.value, str):
        return told
    parsed = split_value(told.value, told.decimal)
    if parsed is None:
        return told
    sign, value, rest = parsed
    rest, found = _take_range(rest)
    low, high = told.low, told.high
    if found and low is None and high is None:
        low, high = found
    rest, flag = _take_flag(rest, told.flag)
    if re.match(r"(?:[-–—/]|to\b|bis\b|à\b)?\s*\d", rest) and not units.is_known(clean_unit(rest)):
        return told  # "3.1 to 4.2": more than one number
    return replace(
        told, value=value, comparator=sign or told.comparator, unit=told.unit or rest,
        low=low, high=high, flag=flag,
    )  # fmt: skip


def digits_of(value: object) -> str:
    """The number of a value as it is written, without sign and unit."""
    found = re.match(rf"^\s*(?:{SIGN})?\s*({NUMBER})", value) if isinstance(value, str) else None
    return found[1] if found else ""


def _take_range(rest: str) -> tuple[str, tuple[float | None, float | None] | None]:
    found = re.search(r"[(\[]([^()\[\]]*)[)\]]", rest)
    bounds = split_range(found[1]) if found else None
    if found and bounds:
        return (rest[: found.start()] + rest[found.end() :]).strip(), bounds
    return rest, None


def _take_flag(rest: str, flag: str) -> tuple[str, str]:
    """A trailing L, H, LL, HH or * after the unit (or alone) is the laboratory's flag."""
    found = re.search(r"(?:^|\s)[(\[]?(LL?|HH?|low|high|\*+)[)\]]?$", rest)
    if found:
        return rest[: found.start()].strip(), flag or found[1].upper().strip("*")
    return rest, flag
