"""What the trained reader sees of some words: features by number, each with the word it stands on.

Words, pairs of words near each other, pieces of words (so that "spasam" is near "spasm"), the
classes of `facts/data/findings` that a word belongs to ("calf": <leg>, <muscle>) and pairs of them.
Numbers are hashes (CRC-32), the same on every machine.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from unclench.told.lexicon import Words, group_words, groups, word_set

BUCKETS = 1 << 17
NEAR = 3
"""How many content words apart two words still make a pair."""
APART = 8
"""How many words apart two classes still make a pair."""
NO_CLASS = frozenset(
    {
        "allergy_words", "filler", "food_matters", "heads", "little_child", "long_ago",
        "no_food_allergy", "not_a_negation", "not_a_symptom", "not_food_allergen", "odd_count",
        "ordinary_words", "places", "says_none", "spelling", "one_side", "month", "week_day",
        "gestation_count", "gestation_weeks", "gestation_day", "reaction_also", "eaten_once",
        "result_low", "result_high", "result_normal", "result_off", "result_links", "result_about",
        "result_unsure", "result_taken", "weeks_lead", "weeks_measure", "weeks_then",
    }
)  # fmt: skip
"""Groups that are no class of meaning: lists for spelling, of exceptions, of what is skipped."""
_WEIGHT = {"w": 1.0, "b": 0.8, "s": 0.5, "c": 0.25, "g": 0.8, "p": 0.6, "r": 1.5, "q": 1.0}


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


def class_names() -> tuple[str, ...]:
    """The groups of words that are classes of meaning today; a reader keeps those it learnt."""
    return tuple(sorted(set(groups()) - NO_CLASS))


@functools.cache
def _classes(
    names: tuple[str, ...],
) -> tuple[dict[str, tuple[tuple[str, Words], ...]], tuple[tuple[str, str], ...]]:
    """(first word -> (class, words)), ((class, prefix)): the classes of meaning."""
    whole: dict[str, list[tuple[str, Words]]] = {}
    prefixes: list[tuple[str, str]] = []
    for name in names:
        for words in group_words(name):
            if len(words) == 1 and words[0].endswith("*"):
                prefixes.append((name, words[0][:-1]))
            else:
                whole.setdefault(words[0], []).append((name, words))
    return {k: tuple(v) for k, v in whole.items()}, tuple(prefixes)


@functools.lru_cache(maxsize=1 << 15)
def _open_classes(token: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name, stem in _classes(names)[1] if token.startswith(stem))


def classes_at(tokens: Words, at: int, names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """(class, number of its words) of what begins at a place, sorted; the shortest of a class."""
    found = dict.fromkeys(_open_classes(tokens[at], names), 1)
    for name, words in _classes(names)[0].get(tokens[at], ()):
        if all(
            at + n < len(tokens)
            and (tokens[at + n].startswith(w[:-1]) if w.endswith("*") else tokens[at + n] == w)
            for n, w in enumerate(words)
        ):
            found[name] = min(found.get(name, len(words)), len(words))
    return tuple(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Features:
    """What is seen, one entry a feature.

    Attributes:
        number: which feature. weight: how much it counts, before the words are brought to length 1.
        first, last: the places of the words it stands on.
    """

    number: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float32]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]

    def scaled(self) -> npt.NDArray[np.float32]:
        """The weights, divided by the square root of the sum of their squares."""
        size = float(np.sqrt((self.weight * self.weight).sum()))
        return self.weight / np.float32(max(size, 1e-6))


def features(
    tokens: Words, classes: tuple[str, ...], read: Sequence[tuple[str, str, int]] = ()
) -> Features:
    """The features of some words; those of a run of them are those that stand inside it.

    Args:
        tokens: words in one form.
        classes: the names of the groups that are classes of meaning.
        read: (finding, phrase, place) of each phrase of the facts that was found in them.
    """
    number: list[int] = []
    weight: list[float] = []
    first: list[int] = []
    last: list[int] = []

    def add(kind: str, text: str, at: int, to: int) -> None:
        number.append(bucket(f"{kind}:{text}"))
        weight.append(_WEIGHT[kind])
        first.append(at)
        last.append(to)

    little = word_set("filler")
    content = [i for i, t in enumerate(tokens) if t not in little]
    named: list[tuple[int, int, str]] = []
    for i, given in enumerate(tokens):
        token = "0" if given[0].isdigit() else given
        add("w", token, i, i)
        if i + 1 < len(tokens):
            add("b", f"{token} {tokens[i + 1]}", i, i + 1)
        for piece in pieces(token):
            number.append(piece)
            weight.append(_WEIGHT["c"])
            first.append(i)
            last.append(i)
        for name, size in classes_at(tokens, i, classes):
            add("g", name, i, i + size - 1)
            named.append((i, i + size - 1, name))
    for n, i in enumerate(content):
        for j in content[n + 1 : n + 1 + NEAR]:
            a, b = sorted((tokens[i], tokens[j]))
            add("s", f"{a}~{b}", i, j)
    for n, (i, end, one) in enumerate(named):
        for j, to, other in named[n + 1 :]:
            if j - i > APART:
                break
            if j > i:
                a, b = sorted((one, other))
                add("p", f"{a}~{b}", i, max(end, to))
    for finding, phrase, at in read:
        add("r", finding, at, at)
        add("q", f"{finding} {phrase}", at, at)
    return Features(
        np.asarray(number, np.int32),
        np.asarray(weight, np.float32),
        np.asarray(first, np.int32),
        np.asarray(last, np.int32),
    )


def status_features(tokens: Words, question: bool) -> Features:
    """What the reader sees of a clause to tell whether it says yes, no, once or somebody else.

    Runs of one to three words, how it begins and ends, and whether it is a question.
    """
    words = ["0" if t[0].isdigit() else t for t in tokens]
    number = [bucket("t:?")] if question else []
    number += [bucket(f"t:^{' '.join(words[:n])}") for n in (1, 2) if len(words) >= n]
    number += [bucket(f"t:{words[-1]}$")] if words else []
    place = [0] * len(number)
    for n in (1, 2, 3):
        for i in range(len(words) - n + 1):
            number.append(bucket(f"t:{' '.join(words[i : i + n])}"))
            place.append(i)
    at = np.asarray(place, np.int32)
    return Features(np.asarray(number, np.int32), np.ones(len(number), np.float32), at, at)
