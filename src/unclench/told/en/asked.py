"""Which page answers a question, learnt from questions of strangers with the page beside each.

A multinomial regression (`scripts/train_asked.py`, `asked.npz`) over what the encoder makes of the
words, what their pieces mean by themselves, the words, pairs and letters, what the question is
about by the groups of `question_words`, and the page whose name stands in it. One of its answers is
that no page is right. Chances are rounded, so that the order in which a machine adds does not tell.
"""

from __future__ import annotations

import functools
import itertools
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unclench.told.en import encoder
from unclench.told.en.features import pieces
from unclench.told.en.whole import Floats, chances
from unclench.told.lexicon import Words

FILE = Path(__file__).with_name("asked.npz")
NONE = "none"
"""The name of "no page of ours"."""
MOST = 280
"""Words of a question that are looked at."""
MEANING, PLAIN, WORDS, LETTERS, NAMED, ABOUT = 4.0, 4.0, 3.0, 0.3, 1.0, 2.0
"""What the parts of the features count (chosen on questions left out)."""

Numbers = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in the questions that were learnt from.

    Attributes:
        numbers: of the words, pairs and letters, ascending. rare: how much each counts.
        pieces: of words, ascending. piece_rare: how much each counts. new: how much a new one does.
        centre: the mean of the pieces. names: the pages, ascending, `NONE` among them.
        about: the groups of words.
    """

    numbers: Numbers
    rare: Floats
    pieces: npt.NDArray[np.int64]
    piece_rare: Floats
    new: float
    centre: Floats
    names: tuple[str, ...]
    about: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many features a question has."""
        return 2 * len(self.centre) + len(self.names) + len(self.about) + len(self.numbers)


@dataclass(frozen=True, slots=True)
class _Model:
    seen: Seen
    weight: Floats
    bias: Floats


@functools.cache
def _model() -> _Model:
    with np.load(FILE, allow_pickle=False) as a:
        seen = Seen(
            a["numbers"],
            a["rare"].astype(np.float64),
            a["pieces"].astype(np.int64),
            a["piece_rare"].astype(np.float64),
            float(a["new"]),
            a["centre"].astype(np.float64),
            tuple(str(n) for n in a["names"]),
            tuple(str(n) for n in a["about"]),
        )
        weight = a["weight"] * a["unit"].astype(np.float64)
        return _Model(seen, weight, a["bias"].astype(np.float64))


def forget() -> None:
    """Read the weights anew: for measuring with other ones."""
    _model.cache_clear()


def numbered(tokens: Words) -> dict[int, float]:
    """Number -> how much it counts, of each word, pair of words and piece of a word."""
    out = {zlib.crc32(f"w:{t}".encode()): 1.0 for t in tokens}
    out |= {zlib.crc32(f"b:{a} {b}".encode()): 1.0 for a, b in itertools.pairwise(tokens)}
    for token in tokens:
        for piece in pieces(token):
            number = zlib.crc32(f"c:{piece}".encode())
            out[number] = out.get(number, 0.0) + LETTERS
    return out


def _length_1(x: Floats) -> Floats:
    return np.asarray(x / max(float(np.linalg.norm(x)), 1e-9), np.float64)


def _meaning(tokens: Words) -> Floats:
    return encoder.encoded([tokens])[0].meaning().astype(np.float64)


def _plain(tokens: Words, seen: Seen) -> Floats:
    """The mean of what the pieces of the words mean by themselves, rare ones counting more."""
    ids, vectors = encoder.by_themselves(tokens)
    if not len(ids):
        return np.zeros(len(seen.centre))
    at = np.searchsorted(seen.pieces, ids).clip(max=len(seen.pieces) - 1)
    rare = np.where(seen.pieces[at] == ids, seen.piece_rare[at], seen.new)
    return _length_1(rare @ (vectors - seen.centre))


def _one_of(names: Sequence[str], there: Iterable[str]) -> Floats:
    there = set(there)
    return np.array([n in there for n in names], np.float64)


def by_words(found: Mapping[int, float], seen: Seen) -> Floats:
    """Words, pairs and letters as a row of length 1, rare ones counting more."""
    out = np.zeros(len(seen.numbers))
    ids = np.array(sorted(found), np.uint32)
    at = np.searchsorted(seen.numbers, ids).clip(max=len(seen.numbers) - 1)
    known = seen.numbers[at] == ids
    counts = np.array([found[int(i)] for i in ids[known]], np.float64)
    out[at[known]] = counts * seen.rare[at[known]]
    return _length_1(out)


def features(tokens: Words, named: str, about: Iterable[str], seen: Seen) -> Floats:
    """The row of numbers of a question of at least one word.

    Args:
        named: id of the page whose name stands in it, or "".
        about: the groups of `question_words` of which a word stands in it.
    """
    tokens = tokens[:MOST]
    return np.concatenate(
        [
            MEANING * _meaning(tokens),
            PLAIN * _plain(tokens, seen),
            NAMED * _one_of(seen.names, {named}),
            ABOUT * _one_of(seen.about, about),
            WORDS * by_words(numbered(tokens), seen),
        ]
    )


def pages(tokens: Words, named: str, about: Iterable[str]) -> dict[str, float]:
    """Id of each page, and `NONE` -> the chance that it is the answer; they sum to about 1."""
    model = _model()
    chance = chances(features(tokens, named, about, model.seen) @ model.weight + model.bias)
    return dict(zip(model.seen.names, np.round(chance, 3).tolist(), strict=True))
