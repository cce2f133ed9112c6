"""Foods while their name is still being typed: "yog" goes on to yogurt, "porr" to porridge."""

from __future__ import annotations

import bisect
import functools

from unclench.intake.foods import store
from unclench.intake.foods.finder import Hit, search
from unclench.intake.foods.query import synonym_words
from unclench.intake.foods.store import Shelf
from unclench.intake.foods.words import fold, stem

LEAST = 2
"""Letters from which on a word is gone on with."""
TRIED = 6
"""Words that a beginning is taken for, those first that most foods are called by."""
SYNONYM = 15
"""Foods that a word stands for that no food is called by (judgement)."""


def begun(text: str, n: int = 10) -> list[Hit]:
    """The foods that fit what has been typed so far; a last word that is whole counts as it is."""
    before, _, last = text.rpartition(" ")
    last = fold(last)
    if len(last) < LEAST or not last.isalpha() or _whole(last):
        return search(text, n)
    hits: dict[str, Hit] = {}
    for word in _going_on(last):
        for hit in search(f"{before} {word}".strip(), n):
            if hit.food_id not in hits or hits[hit.food_id].confidence < hit.confidence:
                hits[hit.food_id] = hit
    found = sorted(hits.values(), key=lambda h: -h.confidence)
    return found[:n] if found else search(text, n)


def _whole(word: str) -> bool:
    if len(word) <= LEAST:
        return False
    return word in _sorted(store.shelf()) or stem(word) in store.index(store.shelf())


def _going_on(start: str) -> list[str]:
    words = _sorted(store.shelf())
    at = bisect.bisect_left(words, start)
    out = []
    while at < len(words) and words[at].startswith(start):
        out.append(words[at])
        at += 1
    index = store.index(store.shelf())

    def called(word: str) -> int:
        return max(len(index.rows(f"^{word}")), SYNONYM * (word in synonym_words()))

    return sorted(out, key=lambda w: (-called(w), len(w), w))[:TRIED]


@functools.lru_cache(maxsize=4)
def _sorted(shelf: Shelf) -> tuple[str, ...]:
    return tuple(sorted({*store.index(shelf).vocabulary, *synonym_words()}))
