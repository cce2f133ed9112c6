"""The slots of a clause: what is said beside the thing itself.

Place and side, since when, how often and when in the day, what brings it on and what eases it,
its course, whose it is and how sure. The words are groups of `facts/data/findings`.
"""

from __future__ import annotations

from unclench.told import qualifiers, scope
from unclench.told.lexicon import Words
from unclench.told.phrases import Said

Slot = str | float | bool | None
_SEVERITY = {1: "mild", 2: "moderate", 3: "severe"}


def _named(tokens: Words, group: str) -> str | None:
    found = scope.hits(tokens, group)
    return " ".join(tokens[found[0][0] : found[0][1]]) if found else None


def slots_of(said: Said) -> dict[str, Slot]:
    """The slots that are filled, by name; durations in days."""
    near, whole = said.near, said.sentence.tokens
    days = qualifiers.duration(whole)
    severity = qualifiers.severity(near)
    found: dict[str, Slot] = {
        "head": _named(near, "heads"),
        "place": _named(near, "places"),
        "side": qualifiers.side(near),
        "duration_days": days,
        "onset": qualifiers.onset(whole, days),
        "severity": _SEVERITY.get(severity) if severity else None,
    }
    return {name: value for name, value in found.items() if value is not None}
