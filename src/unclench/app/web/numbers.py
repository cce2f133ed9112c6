"""Numbers and days as people type them into a field."""

from __future__ import annotations

import datetime as dt
import math


def number(typed: str) -> float | str:
    """A number with a point or a comma, without its unit; what is none stays as typed."""
    plain = typed.lower().removesuffix("years old").strip()
    for unit in ("years", "kg", "cm"):
        plain = plain.removesuffix(unit).strip()
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        return typed
    return value if math.isfinite(value) else typed


def day_of(text: str, today: dt.date) -> tuple[str, str]:
    """(a day as 2026-05-02, what is wrong with it)."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        return "", f"Day: “{text[:40]}” is no date. Write it as 2026-05-02."
    if day > today:
        return "", f"Day: {day} is in the future."
    if day.year < 1900:
        return "", f"Day: {day} is too long ago."
    return str(day), ""
