"""Numbers as people type them into a field."""

from __future__ import annotations

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
