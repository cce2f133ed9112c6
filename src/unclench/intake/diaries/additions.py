"""Amounts of what is added unmeasured, where a line names it behind "with"."""

from __future__ import annotations

import functools
import re

from unclench.facts.kinds.additions import Additions, Rule
from unclench.facts.loader import load
from unclench.told.quantity import Quantity


@functools.cache
def _rules() -> dict[str, tuple[Rule, ...]]:
    return {word: m.rules for m in load("additions", Additions).values() for word in m.words}


def amount(addition: str, main: str, times: float) -> Quantity | None:
    """The usual amount of an addition to so many of a food; None when it is no addition.

    Args:
        addition: the food after "with", e.g. "milk".
        main: the food before it, e.g. "tea".
        times: how many of the main food, at most 4 of which count.
    """
    said = set(re.findall(r"[a-z]+", main.lower()))
    for rule in _rules().get(addition.strip().lower(), ()):
        if not rule.to or said & {w.rstrip("s") for w in rule.to} | said & set(rule.to):
            n = 1.0 if rule.once else min(max(times, 1.0), 4.0)
            return Quantity(n * rule.grams, n * rule.low, n * rule.high, "g", vague=True)
    return None
