"""What the trained reader sees of some words: features by number, each with the word it stands on.

Words, pairs of words near each other, pieces of words (so that "spasam" is near "spasm"), the
classes of `facts/data/findings` that a word belongs to ("calf": <leg>, <muscle>) and pairs of them.
Numbers are hashes (CRC-32), the same on every machine.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from unclench.told.lexicon import Words, group_words, groups, word_set

BUCKETS = 1 << 17
NEAR = 3
"""How many content words apart two words still make a pair."""
NO_CLASS = frozenset(
    {
        "allergy_words", "filler", "food_matters", "heads", "little_child", "long_ago",
        "no_food_allergy", "not_a_negation", "not_a_symptom", "not_food_allergen", "odd_count",
        "ordinary_words", "places", "says_none", "spelling", "one_side", "month", "week_day",
        "gestation_count", "gestation_weeks", "gestation_day",
    }
)  # fmt: skip
"""Groups that are no class of meaning: lists for spelling, of exceptions, of what is skipped."""
_WEIGHT = {"w": 1.0, "b": 0.8, "s": 0.5, "c": 0.25, "g": 0.8, "p": 0.6, "r": 1.5}


@functools.lru_cache(maxsize=1 << 17)
def bucket(text: str) -> int:
    """The number of a feature."""
    return zlib.crc32(text.encode()) % BUCKETS


@functools.lru_cache(maxsize=1 << 15)
def pieces(token: str) -> tuple[int, ...]:
    """Numbers of the pieces of three to five letters of a word, its ends marked."""
    if len(token) < 4 or token[0].isdigit():
        return ()
    marked = f"^{token}$"
    return tuple(
        bucket("c:" + marked[i : i + n]) for n in (3, 4, 5) for i in range(len(marked) - n + 1)
    )


@functools.cache
def _classes() -> tuple[dict[str, tuple[tuple[str, Words], ...]], tuple[tuple[str, str], ...]]:
    """(first word -> (class, words)), ((class, prefix)): the classes of meaning."""
    whole: dict[str, list[tuple[str, Words]]] = {}
    prefixes: list[tuple[str, str]] = []
    for name in sorted(groups()):
        if name in NO_CLASS:
            continue
        for words in group_words(name):
            if len(words) == 1 and words[0].endswith("*"):
                prefixes.append((name, words[0][:-1]))
            else:
                whole.setdefault(words[0], []).append((name, words))
    return {k: tuple(v) for k, v in whole.items()}, tuple(prefixes)


@functools.lru_cache(maxsize=1 << 15)
def _open_classes(token: str) -> tuple[str, ...]:
    return tuple(name for name, stem in _classes()[1] if token.startswith(stem))


def classes_at(tokens: Words, at: int) -> tuple[str, ...]:
    """The classes of the word or words that begin at a place, sorted."""
    found = set(_open_classes(tokens[at]))
    for name, words in _classes()[0].get(tokens[at], ()):
        if all(
            at + n < len(tokens)
            and (tokens[at + n].startswith(w[:-1]) if w.endswith("*") else tokens[at + n] == w)
            for n, w in enumerate(words)
        ):
            found.add(name)
    return tuple(sorted(found))


Features = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.int32]]


def features(tokens: Words, read: Sequence[tuple[str, int]] = ()) -> Features:
    """Numbers, weights (the square root of their squares' sum is 1) and places of the features.

    Args:
        tokens: words in one form. read: (finding, place) of each phrase of the facts found in them.
    """
    number: list[int] = []
    weight: list[float] = []
    place: list[int] = []

    def add(kind: str, text: str, at: int) -> None:
        number.append(bucket(f"{kind}:{text}"))
        weight.append(_WEIGHT[kind])
        place.append(at)

    little = word_set("filler")
    content = [i for i, t in enumerate(tokens) if t not in little]
    named: list[tuple[int, tuple[str, ...]]] = []
    for i, given in enumerate(tokens):
        token = "0" if given[0].isdigit() else given
        add("w", token, i)
        if i + 1 < len(tokens):
            add("b", f"{token} {tokens[i + 1]}", i)
        for piece in pieces(token):
            number.append(piece)
            weight.append(_WEIGHT["c"])
            place.append(i)
        classes = classes_at(tokens, i)
        for name in classes:
            add("g", name, i)
        if classes:
            named.append((i, classes))
    for n, i in enumerate(content):
        for j in content[n + 1 : n + 1 + NEAR]:
            a, b = sorted((tokens[i], tokens[j]))
            add("s", f"{a}~{b}", i)
    for n, (i, one) in enumerate(named):
        for j, other in named[n + 1 : n + 9]:
            for a in one:
                for b in other:
                    x, y = sorted((a, b))
                    add("p", f"{x}~{y}", i if j < i else j)
    for finding, at in read:
        add("r", finding, at)
    values = np.asarray(weight, np.float32)
    values /= max(float(np.sqrt((values * values).sum())), 1e-6)
    return np.asarray(number, np.int32), values, np.asarray(place, np.int32)
