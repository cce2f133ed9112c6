"""How much of a diary's energy lies in blanks that a daily summary counted as zero."""

from __future__ import annotations

import functools

from unclench.facts.kinds.exporters import Exporter
from unclench.facts.loader import load


@functools.cache
def blank_share(nutrient: str) -> tuple[float, float]:
    """(low, high) share of energy in lines without a value, from `facts/data/exporters`."""
    app = load("exporters", Exporter)["cronometer"]
    found = app.blank.get(nutrient, app.others)
    return found.low, found.high
