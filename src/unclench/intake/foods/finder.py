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

from unclench.facts import files, number_words
from unclench.intake.foods import store
from unclench.intake.foods.index import Index
from unclench.intake.foods.score import NS, Reading, profile, score
from unclench.intake.foods.store import Shelf
from unclench.intake.foods.words import (
    COOKED_BY,
    DRY,
    RAW,
    named,
    stem,
    stop_words,
    tokens,
)

_FILLER = frozenset(
    [
        "large", "small", "medium", "big", "little", "extra", "organic",
        "homemade", "home", "fresh", "freshly", "good", "quality", "nice", "hot", "cold",
        "ripe", "slice", "sliced", "chopped", "diced", "bulk", "generic", "whole",
    ]
)  # fmt: skip
_TYPO_CUTOFF = 82.0


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


@functools.cache
def _synonyms() -> tuple[
    dict[tuple[str, ...], list[list[str]]], dict[tuple[str, ...], list[list[str]]]
]:
    facts = files.read("food_synonyms").values()

    def table(part: str) -> dict[tuple[str, ...], list[list[str]]]:
        return {
            tuple(tokens(str(k))): [tokens(x) for x in ([v] if isinstance(v, str) else v)]
            for fact in facts
            for k, v in fact[part].items()
        }

    return table("words"), table("phrases")


@functools.cache
def synonym_words() -> frozenset[str]:
    """The first words of what has a synonym: what people type and no food may be called."""
    return frozenset(key[0] for table in _synonyms() for key in table if key and key[0].isalpha())


def _replace(words: list[str], index: Index) -> list[str]:
    """Words with synonyms that hold wherever they stand, longest first."""
    table, _ = _synonyms()
    out: list[str] = []
    i = 0
    while i < len(words):
        for n in (3, 2, 1):
            to = table.get(tuple(words[i : i + n]))
            if to and i + n <= len(words):
                out += to[0]
                i += n
                break
        else:
            pair = "".join(words[i : i + 2])
            if i + 1 < len(words) and words[i + 1] not in index and pair in index:
                out.append(pair)
                i += 2
            else:
                out.append(words[i])
                i += 1
    return out


@functools.lru_cache(maxsize=8192)
def _typo(word: str, index: Index) -> tuple[tuple[str, float], ...]:
    """Known words near an unknown one, with how alike they are (0 to 1)."""
    if len(word) > 5:
        for cut in range(3, len(word) - 2):
            a, b = stem(word[:cut]), stem(word[cut:])
            if (
                a in index
                and b in index
                and len(index.rows(f"^{a}")) + len(index.rows(f"^{b}")) > 3
            ):
                return ((a, 0.95), (b, 0.95))
    if len(word) < 4:
        return ()
    from rapidfuzz import fuzz, process

    found = process.extract(
        word, index.vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_CUTOFF, limit=8
    )
    if not found:
        return ()
    common = max(found, key=lambda f: (round(f[1] / 6), f[0][0] == word[0], len(index.rows(f[0]))))
    return ((common[0], common[1] / 100 * 0.9),)


_ASIDE = frozenset({"with", "w", "on", "in", "plus"})


def _reading(words: Iterable[str], penalty: float, index: Index) -> Reading | None:
    out: dict[str, tuple[float, float]] = {}
    states = set()
    unknown = 0.0
    aside = 1.0  # what stands after "with" says less about which food it is
    for w in words:
        if w in _ASIDE and out:
            aside = 0.5
        if w in COOKED_BY or w in RAW or w in DRY or w == "cooked":
            states.add(w)
        if w in stop_words() and w not in NS:
            continue
        if w in index:
            out.setdefault(w, (aside * index.idf(w), 1.0))
        elif w[0] == "-":  # denied, and no food's name denies it
            continue
        elif w in COOKED_BY:
            out[w] = (2.0, 1.0)
        else:
            near = _typo(w, index)
            for t, q in near:
                out.setdefault(t, (aside * index.idf(t), q))
            if not near and not w.isdigit():
                unknown += 6.0
    if not out:
        return None
    if unknown:
        out[""] = (unknown, 0.0)
    ws = tuple(
        (w, i * (0.25 if w[:1] == "-" else 0.5 if w in _FILLER else 1.0), q)
        for w, (i, q) in out.items()
    )
    return Reading(ws, frozenset(states), penalty)


@functools.cache
def _amount() -> re.Pattern[str]:
    return re.compile(_AMOUNT.replace("NUMBER", "|".join(number_words.counts())), re.IGNORECASE)


_AMOUNT = (
    r"\b\d+(?:[.,]\d+)?\s*(?:g|kg|mg|ml|cl|l|oz|lb|gr|grams?|fl oz)\b"
    r"|,\s*\d+(?:[.,/]\d+)?\s*(?:cups?|tbsp|tsp|slices?|pieces?|servings?|medium|large|small)\s*$"
    r"|^\s*(?:(?:an?|half an?|NUMBER|the|\d+(?:[.,/]\d+)?(?:\s*x)?)\s+)?"
    r"(?:(?:large|small|medium|big)\s+)?"
    r"(?:glass|cup|mug|bowl|slice|pint|tin|can|packet|bag|handful|piece|plate|pot|portion|bottle"
    r"|tbsp|tsp|tablespoon|teaspoon|serving|jar|pack|scoop|knob|pinch|rasher|clove)(?:e?s)?\s+of\s+"
)


def _readings(text: str, index: Index) -> list[Reading]:
    words = named(_amount().sub(" ", text) or text)
    while len(words) > 1 and words[0] in stop_words():
        words = words[1:]
    lean = [w for w in words if w not in _FILLER] or words
    _, phrases = _synonyms()
    found: list[Reading | None] = []
    for key in (tuple(words), tuple(lean)):
        if key in phrases:
            found = [_reading(to, 0.25 * i, index) for i, to in enumerate(phrases[key])]
            break
    cut = next((i for i, w in enumerate(words) if w in _ASIDE and i), None)
    if not found and cut is not None and tuple(words[:cut]) in phrases:
        found = [
            _reading([*to, *words[cut:]], 0.25 * i, index)
            for i, to in enumerate(phrases[tuple(words[:cut])])
        ]
    replaced = _replace(words, index)
    found.append(_reading(replaced, 0.8 if found else 0.0, index))
    if replaced != words:  # an imported table may use the very words
        found.append(_reading(words, 0.1, index))
    return [r for r in found if r is not None]


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


@functools.lru_cache(maxsize=4096)
def _search(text: str, n: int, shelf: Shelf) -> tuple[Hit, ...]:
    index = store.index(shelf)
    best: dict[int, tuple[float, float, float]] = {}
    for reading in _readings(text[:200], index):
        for i in _candidates(reading, index, 90):
            s = score(reading, profile(index, i))
            if i not in best or s[0] > best[i][0]:
                best[i] = s
    same = index.exact(text)
    if same is not None:
        top = max((b[0] for b in best.values()), default=0.0)
        best[same] = (top + 2.0, 1.0, 0.0)
    order = heapq.nsmallest(n + 8, best, key=lambda i: (-best[i][0], i))
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
        margin = points - best[after][0] if after is not None else 1.0
        lead = points - best[order[0]][0]
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
