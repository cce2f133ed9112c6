"""Numbers in words of a language."""

from __future__ import annotations

from collections.abc import Mapping

from unclench.facts.loader import Fact, Verified


class NumberWords(Fact):
    """Words of one language.

    Attributes:
        counts: word -> the number, from one.
        times: word -> how often.
        loose: word -> (least, middle, most) of what people mean by it.
    """

    counts: Mapping[str, int]
    times: Mapping[str, int]
    loose: Mapping[str, tuple[float, float, float]]
    source: str
    verified: Verified
