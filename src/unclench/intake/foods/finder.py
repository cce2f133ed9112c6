"""Search that puts the everyday food first, and matching of a phrase with a confidence.

A query is turned into one or more readings (synonyms, plurals, typing errors), each reading finds
candidates in the word index, and a candidate is scored by: how much of the query its name has,
rare words counting more; whether its name is *about* the query ("Milk, whole", not "Crackers,
milk"); how much else its name says; how often people eat it; and whether raw or cooked agrees.
The weights were set on two thirds of `tests/intake/foods/phrases.csv`; the rest was held out.
"""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from unclench.intake.foods import store
from unclench.intake.foods.index import Index
from unclench.intake.foods.query import readings_of
from unclench.intake.foods.score import Reading, profile, score
from unclench.intake.foods.store import Shelf


@dataclass(frozen=True, slots=True)
class Hit:
    """One food found. `confidence` (0 to 1): how likely it is the food that was meant."""

    food_id: str
    name: str
    group: str
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Match:
    """The best food for a phrase, or None; and what else it could be, best first."""

    phrase: str
    food_id: str | None
    name: str | None
    confidence: float
    alternatives: tuple[Hit, ...]


_COMMON = 350


def _candidates(reading: Reading, index: Index, n: int) -> list[int]:
    """Foods with the most and rarest words of a reading; very common words only add to those."""
    gain: dict[int, float] = {}
    words = sorted((w for w in reading.words if w[0]), key=lambda w: len(index.rows(w[0])))
    for w, idf, quality in words:
        rows = index.rows(w)
        if len(rows) > _COMMON and len(gain) >= n:
            rows = [i for i in rows if i in gain]
        value = idf * quality
        for i in rows:
            gain[i] = gain.get(i, 0.0) + value
        bonus = idf * 0.5
        for i in index.rows(f"^{w}"):
            if i in gain:
                gain[i] += bonus
    if len(gain) <= n:
        return list(gain)
    priors = index.priors
    order = sorted((-g - 0.5 * priors[i], i) for i, g in gain.items())
    return [i for _, i in order[:n]]


def _confidence(share: float, squash: float, prior: float, margin: float) -> float:
    """How likely the first hit is right, from its own fit and its lead over the next other food."""
    x = -7.2 + 8.2 * share - 2.2 * squash + 0.35 * prior + 0.5 * min(margin, 2.0)
    return 1 / (1 + math.exp(-x))


NATIONAL = ("cofid:", "ciqual:")
"""Ids of foods of national tables begin so; who imports one eats there."""
_ALL_SAID, _PLAIN, _BEHIND = 0.98, 0.2, 2.0
"""A national food goes first when it has that share of what was said, its name says that much else
at most, and it lies that many points behind at most (set on `tests/intake/foods/phrases.csv`)."""


def _national_first(
    order: list[int], best: dict[int, tuple[float, float, float]], index: Index
) -> list[int]:
    """The best food of an imported national table first, where it answers as well and is as raw."""
    if not order:
        return order
    now = profile(index, order[0])
    for i in (i for i in order if index.entry(i).id.startswith(NATIONAL)):
        points, share, squash = best[i]
        p = profile(index, i)
        as_good = share >= _ALL_SAID and squash <= _PLAIN and points >= best[order[0]][0] - _BEHIND
        if as_good and (p.raw, p.dry) == (now.raw, now.dry):
            return [i, *(j for j in order if j != i)]
    return order


@functools.lru_cache(maxsize=4096)
def _search(text: str, n: int, shelf: Shelf) -> tuple[Hit, ...]:
    index = store.index(shelf)
    best: dict[int, tuple[float, float, float]] = {}
    for reading in readings_of(text[:200], index):
        for i in _candidates(reading, index, 90):
            s = score(reading, profile(index, i))
            if i not in best or s[0] > best[i][0]:
                best[i] = s
    same = index.exact(text)
    if same is not None:
        top = max((b[0] for b in best.values()), default=0.0)
        best[same] = (top + 2.0, 1.0, 0.0)
    order = heapq.nsmallest(n + 8, best, key=lambda i: (-best[i][0], i))
    if same is None:
        order = _national_first(order, best, index)
    hits: list[Hit] = []
    seen = set()
    for rank, i in enumerate(order):
        e = index.entry(i)
        key = re.sub(r"[^a-z]", "", e.name.lower())
        if key in seen:
            continue
        seen.add(key)
        points, share, squash = best[i]
        after = order[rank + 1] if rank + 1 < len(order) else None
        margin = max(0.0, points - best[after][0]) if after is not None else 1.0
        lead = min(0.0, points - best[order[0]][0])
        confidence = _confidence(share, squash, e.prior, margin + 2 * lead)
        hits.append(Hit(e.id, e.name, e.group, round(points, 3), round(confidence, 3)))
    return tuple(hits[:n])


def search(text: str, n: int = 10) -> list[Hit]:
    """The `n` foods that best fit what was typed, the everyday one first; empty when none does."""
    return list(_search(" ".join(text.split()), n, store.shelf()))


_SPLIT = re.compile(r"\s+(?:with|and|w/|on|in|\+|&|plus)\s+|\s*[;(]\s*", re.IGNORECASE)
_MIN = 0.12


def match(phrase: str) -> Match:
    """The food that is meant by a phrase, e.g. "cooked spinach" or "jacket potato with tuna".

    When the whole phrase fits no food well, the part before "with", "and", "on" is tried, at a
    lower confidence. Below a confidence of 0.5 show the alternatives to the user.
    """
    text = " ".join(phrase.split())
    shelf = store.shelf()
    hits = list(_search(text, 6, shelf))
    first = hits[0].confidence if hits else 0.0
    if first < 0.6:
        for part in _SPLIT.split(text)[:2]:
            if part and part != text:
                other = list(_search(part, 6, shelf))
                if other and other[0].confidence * 0.75 > first:
                    first = other[0].confidence * 0.75
                    hits = other
                    break
    if not hits or first < _MIN:
        return Match(phrase, None, None, round(first, 3), tuple(hits[:5]))
    return Match(phrase, hits[0].food_id, hits[0].name, round(first, 3), tuple(hits[1:6]))


def match_many(phrases: Iterable[str]) -> list[Match]:
    """`match` for each phrase; equal phrases are matched once."""
    memo: dict[str, Match] = {}
    out = []
    for p in phrases:
        key = " ".join(p.lower().split())
        if key not in memo:
            memo[key] = match(p)
        out.append(memo[key])
    return out
