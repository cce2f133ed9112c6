"""Numbers in words: "three", "twice", "a couple"."""

from __future__ import annotations

import functools

from unclench.facts import files


@functools.cache
def counts() -> dict[str, float]:
    """Words for whole numbers from one: "one" to "hundred"."""
    facts = files.read("number_words").values()
    return {word: float(n) for fact in facts for word, n in fact["counts"].items()}


@functools.cache
def times() -> dict[str, float]:
    """Words for how often: "once", "twice", and the short forms of prescriptions."""
    facts = files.read("number_words").values()
    return {word: float(n) for fact in facts for word, n in fact["times"].items()}


@functools.cache
def loose() -> dict[str, tuple[float, float, float]]:
    """Words for about how many: (least, middle, most)."""
    return {
        w: (float(low), float(middle), float(high))
        for f in files.read("number_words").values()
        for w, (low, middle, high) in f["loose"].items()
    }
