"""What untaken words may mean: findings and conditions whose own words are most like them.

Likeness is that of pieces of three and four letters, rare ones counting more, between the words
and every phrase and label of the facts; with the extra `offers` installed that of a small
sentence embedding (`told.embedding`). An offer is never believed by itself: a person picks it.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from unclench.facts.labels import label_of
from unclench.told import embedding
from unclench.told.lexicon import groups
from unclench.told.pack import tokens
from unclench.told.vocabulary import condition_items, finding_items

MOST = 3
"""Offers for one clause."""
WAYS = 3
"""How many spellings of one phrase are kept, where it holds alternatives (judgement)."""
LEAST = 0.3
"""Likeness below which nothing is offered: of sentences that nobody tuned to, four in five right
offers lie above it and two in three wrong ones."""
LETTERS = 0.3
"""How much likeness in letters counts beside likeness of meaning (set on the same sentences)."""
UNASKED = frozenset({"ecg"})
"""Types of findings that no words of a person mean."""

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Strings, and the finding or condition of each."""

    texts: tuple[str, ...]
    ids: tuple[str, ...]


@functools.cache
def corpus() -> Corpus:
    """Every phrase and label of findings and conditions, spelt out."""
    rows: dict[tuple[str, str], None] = {}
    kinds = (
        *((k, i.phrases) for k, i in finding_items().items() if i.type not in UNASKED),
        *((k, c.phrases) for k, c in condition_items().items()),
    )
    for key, phrases in kinds:
        rows[" ".join(tokens(label_of(key))), key] = None
        for phrase in phrases:
            for way in range(WAYS):
                rows[" ".join(_spelt(phrase, way)), key] = None
    return Corpus(tuple(t for t, _ in rows), tuple(k for _, k in rows))


def _spelt(phrase: str, way: int) -> list[str]:
    """One spelling of a phrase: of each list of words another one."""
    out: list[str] = []
    for token in phrase.replace("-", " ").split():
        if token in ("+", "&", "..."):
            continue
        if token.startswith("<"):
            out += _member(token.strip("<>"), way).split()
        else:
            words = token.split("|")
            out.append(words[way % len(words)].rstrip("*"))
    return out


@functools.cache
def _member(name: str, way: int) -> str:
    words = groups()[name]
    chosen = words[way % len(words)]
    plain = _member(chosen.strip("<>"), way) if chosen.startswith("<") else chosen
    return plain.replace("*", "")


def _pieces(text: str) -> set[str]:
    marked = f" {text} "
    return {marked[i : i + n] for n in (3, 4) for i in range(len(marked) - n + 1)}


@functools.cache
def _index() -> tuple[dict[str, npt.NDArray[np.int32]], Scores]:
    """(piece -> strings that hold it, length of each string)."""
    held: dict[str, list[int]] = defaultdict(list)
    made = [_pieces(t) for t in corpus().texts]
    for n, pieces in enumerate(made):
        for piece in pieces:
            held[piece].append(n)
    length = np.zeros(len(made), np.float32)
    out = {}
    for piece, rows in held.items():
        at = np.asarray(rows, np.int32)
        length[at] += _rarity(len(rows), len(made)) ** 2
        out[piece] = at
    return out, np.sqrt(np.maximum(length, 1e-9))


def _rarity(count: int, total: int) -> float:
    return math.log(1 + total / count)


def by_letters(text: str) -> Scores:
    """Likeness of every string of the corpus to some words, 0 to 1."""
    held, length = _index()
    score = np.zeros(len(length), np.float32)
    own = 0.0
    for piece in _pieces(" ".join(tokens(text))):
        rows = held.get(piece)
        weight = _rarity(len(rows) if rows is not None else 1, len(length)) ** 2
        own += weight
        if rows is not None:
            score[rows] += weight
    return np.asarray(score / (length * math.sqrt(max(own, 1e-9))), np.float32)


def best(scores: Scores, most: int = MOST, without: Sequence[str] = ()) -> list[tuple[str, float]]:
    """(finding or condition, likeness) of the best strings, each id once.

    Args:
        without: ids that are not offered.
    """
    out: dict[str, float] = {}
    for n in np.argsort(-scores, kind="stable"):
        key = corpus().ids[n]
        if key not in out and key not in without:
            out[key] = float(scores[n])
        if len(out) == most:
            break
    return list(out.items())


@functools.cache
def _labels() -> tuple[tuple[str, ...], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Labels of all that can be offered, where the strings of each begin in an order of the
    corpus by id, and that order."""
    ids = np.asarray(corpus().ids)
    keys, first = np.unique(ids, return_index=True)
    order = np.argsort(ids, kind="stable")
    starts = np.searchsorted(ids[order], keys)
    return tuple(corpus().texts[n] for n in first), starts, order


def by_meaning(text: str) -> list[tuple[str, float]]:
    """(finding or condition, likeness of meaning to its label), those first that are like it in
    meaning and, counting less, in letters."""
    labels, starts, order = _labels()
    meant = embedding.likeness(text, labels)
    letters = np.maximum.reduceat(by_letters(text)[order], starts)
    keys = np.unique(np.asarray(corpus().ids))
    both = np.argsort(-(meant + LETTERS * letters), kind="stable")
    return [(str(keys[n]), float(meant[n])) for n in both]


def offers(text: str, known: Sequence[str] = ()) -> list[str]:
    """What some words may mean, best first, at most `MOST`; nothing where nothing is near.

    Args:
        text: a clause that was not understood. known: ids that are told already.
    """
    if embedding.there():
        found = [(k, s) for k, s in by_meaning(text) if k not in known][:MOST]
        return [key for key, likeness in found if likeness >= embedding.LEAST]
    near = best(by_letters(text), MOST, known)
    return [key for key, likeness in near if likeness >= LEAST]
