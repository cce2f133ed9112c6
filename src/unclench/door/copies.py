"""The same record given twice: byte for byte, or line for line but for a few."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

ALIKE = 0.8
"""Share of the lines of the shorter text that must stand in the longer one (judgement)."""
LINES = 3
LONGEST = 5_000_000
"""Bytes of a text that is compared by lines; larger ones only byte for byte."""

_DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|"
    r"\b\d{1,2}\.?\s+[a-z]{3,9}\.?,?\s+\d{4}\b|\b[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}\b"
)


def _lines(text: str) -> list[str]:
    return [line for raw in text.lower().splitlines() if (line := " ".join(raw.split()))]


def alike(a: str, b: str) -> bool:
    """Whether two texts are one record: equal lines, or over 80 % of them when they are dated.

    Dated lines must agree as well, so that two weeks with the same meals stay two weeks; without
    any date only all lines equal will do.
    """
    first, second = _lines(a), _lines(b)
    if Counter(first) == Counter(second):
        return bool(first)
    if min(len(first), len(second)) < LINES:
        return False

    def share(x: Sequence[str], y: Sequence[str]) -> float:
        return (Counter(x) & Counter(y)).total() / max(1, min(len(x), len(y)))

    days = [[line for line in lines if _DAY.search(line)] for lines in (first, second)]
    if len(days[0]) < 2 or len(days[1]) < 2:
        return False
    return share(first, second) > ALIKE and share(*days) > ALIKE


def families(texts: Sequence[str | None]) -> list[int]:
    """For each text the place of the first that it is a copy of, or its own; None is never one."""
    out: list[int] = []
    for i, text in enumerate(texts):
        first = next(
            (
                j
                for j in range(i)
                if out[j] == j and text is not None and (known := texts[j]) and alike(known, text)
            ),
            i,
        )
        out.append(first)
    return out
