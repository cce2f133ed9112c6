"""Numbers as English writes them."""

from __future__ import annotations

from unclench.assessment import Interval


def number(value: float | None, digits: int = 3) -> str:
    """A number to `digits` significant figures without an exponent; an en dash when unknown."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    return f"{float(f'{value:.{digits}g}'):g}"


def span(interval: Interval, unit: bool = True) -> str:
    """An interval as "mean (low to high) unit"."""
    text = number(interval.mean)
    if interval.low is not None and interval.high is not None:
        text += f" ({number(interval.low)} to {number(interval.high)})"
    return f"{text} {interval.unit}" if unit else text


def percent(p: float | None) -> str:
    """A probability in whole per cent, never 0 % or 100 %."""
    if p is None:
        return "–"
    if p < 0.01:
        return "under 1 %"
    if p > 0.99:
        return "over 99 %"
    return f"{p:.0%}".replace("%", " %")
