"""How well a food's name answers a query; see `finder` for the whole."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from unclench.intake.foods.index import CLASS_WORDS, Index
from unclench.intake.foods.words import (
    COOKED,
    COOKED_BY,
    DRY,
    EATEN_COOKED,
    RAW,
    SAID_COOKED,
    stop_words,
)

_PLACE = (1.0, 0.5, 0.35, 0.3)
# Words in a food's name that say little (weight when the query does not have them) or a lot.
LIGHT = dict.fromkeys(
    [
        "without", "drained", "all", "commercial", "variety", "type", "regular", "form",
        "plain", "year", "average", "solid", "includes", "skin", "fluid", "enriched", "table",
        "vitamin", "d", "added", "usda",
    ],
    0.12,
)  # fmt: skip
LIGHT |= {"salt": 0.35, "restaurant": 0.5, "fast": 0.3, "food": 0.3, "sweetened": 0.4}
LIGHT |= {"unsweetened": 0.6}
LIGHT |= dict.fromkeys(
    ["raw", "cooked", "boiled", "whole", "unenriched", "eaten", "not", "fresh"], 0.15
)
STRONG = dict.fromkeys(
    [
        "babyfood", "baby", "infant", "toddler", "formula", "substitute", "imitation",
        "dehydrated", "diet", "dietetic", "free", "reduced", "low", "light", "decaffeinated",
        "ingredient", "school", "commodity", "alaska", "native", "hopi", "navajo", "creamed",
        "fortified", "glutinous", "meatless", "dressing", "sandwich",
        "pickled", "powder", "nonalcoholic", "flavored", "frozen",
        "gluten", "puerto",
    ],
    1.7,
)  # fmt: skip
STRONG |= {"canned": 1.3, "stuffed": 1.5, "chocolate": 1.3}
NS = frozenset({"ns", "nfs", "unspecified"})
_EATEN_RAW = frozenset({"fruit and juices", "nuts and seeds"})
_GROUP = {"baby food": -1.2, "ingredients": -0.9, "supplements and powders": -0.4}
_SOURCE = {"fndds": 0.35, "sr24": 0.0, "foundation": -0.05, "legacy": -0.15}
_IMPORTED = 0.6
_NOT_AS_SOLD_DRY = frozenset({"heat", "roasted", "bean", "curd", "fruit"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A query understood one way: words with their weight (idf) and quality; states such as raw.

    `penalty` is taken off for readings that are less likely. The word "" stands for what no food
    has.
    """

    words: tuple[tuple[str, float, float], ...]
    states: frozenset[str]
    penalty: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What the score needs to know of a food, worked out once."""

    has: frozenset[str]
    about: frozenset[str]
    weights: dict[str, float]  # what each word of the name costs when the query lacks it
    total: float
    base: float  # prior, source and group
    prior: float
    group: str
    raw: bool
    dry: bool
    cooked: bool


@functools.lru_cache(maxsize=32768)
def profile(index: Index, i: int) -> Profile:
    """The profile of food number `i` of an index."""
    e = index.entry(i)
    has = frozenset(t for p in e.parts for t in p)
    weights: dict[str, float] = {}
    for k, part in enumerate(e.parts):
        place = _PLACE[min(k - e.head, 3)] if k >= e.head else 1.0
        for t in part:
            if t in stop_words():
                continue
            if k < e.head:
                w = CLASS_WORDS.get(t, 1.0)
            else:
                w = place * (LIGHT.get(t) or STRONG.get(t) or (0.15 if t[0] == "-" else 1.0))
            weights[t] = weights.get(t, 0.0) + w
    base = 0.32 * e.prior + _GROUP.get(e.group, 0.0) + (0.3 if has & NS else 0.0)
    base += _SOURCE.get(e.id.partition(":")[0], _IMPORTED)
    dry = bool(has & DRY) and not has & _NOT_AS_SOLD_DRY
    return Profile(
        has,
        frozenset(t for p in e.parts[: e.head + 1] for t in p),
        weights,
        sum(weights.values()),
        base,
        e.prior,
        e.group,
        bool(has & RAW),
        dry,
        bool(has & COOKED),
    )


def _agree(states: frozenset[str], p: Profile) -> float:
    """What raw, cooked and dry add or take away."""
    if states & RAW:
        return 0.5 if p.raw else (-1.2 if p.cooked else 0.0)
    if states & DRY:
        return 0.3 if p.dry else 0.0
    if states:
        return -1.6 if p.raw or p.dry else (0.3 if p.cooked else -0.2)
    if p.dry:
        return -1.0
    if p.group in _EATEN_RAW:
        return 0.25 if p.raw else (-0.35 if p.cooked else 0.0)
    if p.raw:
        return -0.7 if p.group in EATEN_COOKED else -0.1
    return 0.0


def score(reading: Reading, p: Profile) -> tuple[float, float, float]:
    """(score, share of the query that the name has, 0 to 1: how much else the name says)."""
    total = got = head = 0.0
    extra = p.total
    for w, idf, quality in reading.words:
        total += idf
        if w in p.has:
            got += idf * quality
            extra -= p.weights.get(w, 0.0)
            if w in p.about:
                head += idf
        elif w in COOKED_BY or w == "cooked":
            hit = (SAID_COOKED if w == "cooked" else COOKED_BY[w]) & p.has
            if hit:
                got += idf * 0.85
                extra -= sum(p.weights.get(t, 0.0) for t in hit)
            elif not p.raw and not p.dry:
                got += idf * 0.35
    share = got / total
    squash = 1 - math.exp(-max(extra, 0.0) / 2.2)
    points = 5.0 * share + head / total - 2.4 * squash + p.base + _agree(reading.states, p)
    return points - reading.penalty, share, squash
