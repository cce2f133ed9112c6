"""A small transformer that reads a sentence once: what each run of words speaks of, and as what.

Six layers of 384 numbers a piece of a word, begun from a public sentence model (MiniLM, Apache-2.0)
and trained on by `scripts/train_encoder.py` with the sentences of `corpus/`. Its weights are whole
numbers in `encoder.npz`, each column with a unit of its own; numpy is all that it needs.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from unclench.told.lexicon import Words

FILE = Path(__file__).with_name("encoder.npz")
HEADS = 12
LONGEST = 48
"""Pieces of words that are looked at together, the marks of their ends included."""
TOGETHER = 64
"""Sentences computed together."""
_HEADS = ("finding", "status")
_START, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_PARTS = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_PART = 100

Floats = npt.NDArray[np.float32]
Real = TypeVar("Real", np.float32, np.float64)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence, read once; what any run of its words speaks of follows from their mean.

    Attributes:
        by_word: words x 384, what each word means where it stands (the sum over its pieces).
        marks: 384, the same of the marks of its ends.
    """

    by_word: Floats
    marks: Floats

    def whole(self) -> Floats:
        """What the sentence means, the marks of its ends with it: 384 numbers of length 1."""
        return _of_length_1(self.by_word.sum(0) + self.marks)

    def meaning(self, places: Sequence[int] | slice = slice(None)) -> Floats:
        """What some words mean together: 384 numbers of length 1; of none, zeros."""
        which = places if isinstance(places, slice) else np.asarray(places, np.intp)
        return _of_length_1(self.by_word[which].sum(0))


def findings(meaning: Floats) -> Floats:
    """The score of each of `names`, logarithm of its odds: ... x findings.

    Args:
        meaning: ... x 384, each of length 1.
    """
    return _scores("finding", meaning)


def direction(finding: str) -> Floats:
    """The meaning that speaks most for a finding: 384 numbers of length 1; of none of ours, 0."""
    return _directions().get(finding, np.zeros(_model().place.shape[1], np.float32))


@functools.cache
def _directions() -> dict[str, Floats]:
    m = _model()
    return dict(zip(m.names, map(_of_length_1, m.heads["finding"].T), strict=True))


def share(by_word: Floats, output: npt.NDArray[np.intp]) -> Floats:
    """What each of some words adds to the scores that they have together: words x outputs."""
    head = _model().heads["finding"]
    length = max(float(np.linalg.norm(by_word.sum(0))), 1e-9)
    return np.asarray(by_word @ head[:, output] / np.float32(length), np.float32)


def statuses(meaning: Floats) -> Floats:
    """The score of each status (`reader.STATUSES`), up to a constant: ... x 4."""
    return _scores("status", meaning)


def _scores(head: str, meaning: Floats) -> Floats:
    m = _model()
    return np.asarray(meaning @ m.heads[head] + m.head_bias[head], np.float32)


def _of_length_1(x: Floats) -> Floats:
    return np.asarray(x / np.float32(max(float(np.linalg.norm(x)), 1e-9)), np.float32)


@dataclass(frozen=True, slots=True)
class _Layer:
    weight: dict[str, Floats]
    bias: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class _Model:
    pieces: dict[str, int]
    embedding: npt.NDArray[np.int8]
    unit: Floats
    place: Floats
    first: tuple[Floats, Floats]
    layers: tuple[_Layer, ...]
    heads: dict[str, Floats]
    head_bias: dict[str, Floats]
    names: tuple[str, ...]


@functools.cache
def _model() -> _Model:
    with np.load(FILE, allow_pickle=False) as archive:
        a = {name: archive[name] for name in archive.files}

    def whole(name: str) -> Floats:
        return np.asarray(a[name] * a[f"{name}_unit"], np.float32)

    layers = []
    for n in range(int(a["layers"])):
        weight = {k: whole(f"{n}_{k}") for k in ("q", "k", "v", "o", "i", "f")}
        # the queries are scaled here, once
        scale = np.float32(1 / np.sqrt(weight["q"].shape[1] / HEADS))
        bias = {
            k: a[f"{n}_{k}"].astype(np.float32)
            for k in ("bq", "bk", "bv", "bo", "bi", "bf", "g1", "b1", "g2", "b2")
        }
        weight["qkv"] = np.concatenate([weight["q"] * scale, weight["k"], weight["v"]], axis=1)
        bias["bqkv"] = np.concatenate([bias["bq"] * scale, bias["bk"], bias["bv"]])
        layers.append(_Layer(weight, bias))
    pieces = a["pieces"].tobytes().decode().split("\n")
    return _Model(
        pieces={p: n for n, p in enumerate(pieces)},
        embedding=a["embedding"],
        unit=a["embedding_unit"].astype(np.float32),
        place=a["place"].astype(np.float32),
        first=(a["first_g"].astype(np.float32), a["first_b"].astype(np.float32)),
        layers=tuple(layers),
        heads={k: whole(k) for k in _HEADS},
        head_bias={k: a[f"{k}_bias"].astype(np.float32) for k in _HEADS},
        names=tuple(str(n) for n in a["names"]),
    )


@functools.cache
def english() -> frozenset[str]:
    """Words that are common enough in English to be a piece of their own, letters only."""
    with np.load(FILE, allow_pickle=False) as archive:
        pieces = archive["pieces"].tobytes().decode().split("\n")
    return frozenset(p for p in pieces if p.isalpha() and len(p) > 2)


def names() -> tuple[str, ...]:
    """The finding of each score."""
    return _model().names


@functools.lru_cache(maxsize=1 << 14)
def _cut(word: str) -> tuple[int, ...]:
    return cut(word, _model().pieces)


def cut(word: str, known: Mapping[str, int]) -> tuple[int, ...]:
    """The numbers of the pieces of a word: each time the longest that is known (WordPiece)."""
    plain = unicodedata.normalize("NFD", word.lower())
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    out: list[int] = []
    for part in _PARTS.findall(plain):
        found, start = [], 0
        while start < len(part) <= _LONGEST_PART:
            for end in range(len(part), start, -1):
                piece = known.get(part[start:end] if not start else "##" + part[start:end])
                if piece is not None:
                    break
            else:
                break
            found.append(piece)
            start = end
        out += found if start == len(part) else [known[_UNKNOWN]]
    return tuple(out)


def by_themselves(words: Words) -> tuple[npt.NDArray[np.int64], Floats]:
    """The numbers of the pieces of some words, and what each means outside a sentence: x 384."""
    m = _model()
    ids = np.array([piece for word in words for piece in _cut(word)], np.int64)
    return ids, np.asarray(m.embedding[ids].astype(np.float32) * m.unit[ids], np.float32)


def centre() -> Floats:
    """The mean of what all pieces mean by themselves: 384."""
    m = _model()
    return np.asarray((m.embedding * m.unit).mean(0), np.float32)


def _normed(x: Floats, gain: Floats, shift: Floats) -> Floats:
    x = x - x.mean(-1, keepdims=True)
    x /= np.sqrt(np.einsum("...d,...d->...", x, x)[..., None] / x.shape[-1] + np.float32(1e-12))
    x *= gain
    x += shift
    return x


def bent(x: npt.NDArray[Real]) -> npt.NDArray[Real]:
    """The Gaussian error linear unit, by its tanh formula (Hendrycks and Gimpel 2016)."""
    inner: npt.NDArray[Real] = x * x
    inner *= np.float32(0.044715 * 0.7978845608)
    inner += np.float32(0.7978845608)
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _states(ids: npt.NDArray[np.intp], there: npt.NDArray[np.bool_]) -> Floats:
    """The state of every piece after the last layer: runs x pieces x 384."""
    m = _model()
    runs, size = ids.shape
    kept = ids[there]
    x = m.embedding[kept].astype(np.float32) * m.unit[kept] + m.place[np.nonzero(there)[1]]
    x = _normed(x, *m.first)
    hidden = np.where(there, np.float32(0), np.float32(-1e9))[:, None, None, :]
    width = x.shape[-1]
    # what is empty at the end of a run takes part in nothing but the looking
    three = np.zeros((runs, size, 3, HEADS, width // HEADS), np.float32)
    q, k, v = three.transpose(2, 0, 3, 1, 4)
    for layer in m.layers:
        w, b = layer.weight, layer.bias
        three[there] = (x @ w["qkv"] + b["bqkv"]).reshape(-1, 3, HEADS, width // HEADS)
        look = q @ k.swapaxes(-1, -2) + hidden
        look -= look.max(-1, keepdims=True)
        np.exp(look, out=look)
        look /= look.sum(-1, keepdims=True)
        seen = (look @ v).swapaxes(1, 2)[there].reshape(-1, width)
        x = _normed(x + seen @ w["o"] + b["bo"], b["g1"], b["b1"])
        x = _normed(x + bent(x @ w["i"] + b["bi"]) @ w["f"] + b["bf"], b["g2"], b["b2"])
    out = np.zeros((runs, size, width), np.float32)
    out[there] = x
    return out


_kept: OrderedDict[Words, Encoded] = OrderedDict()
_KEPT = 2048


def encoded(texts: Sequence[Words]) -> list[Encoded]:
    """What each sentence means, word by word; the last are kept: a case is read several times."""
    new = [t for t in dict.fromkeys(texts) if t not in _kept]
    runs = sorted(((t, *run) for t in new for run in _parts(t)), key=lambda r: len(r[1]))
    width = _model().place.shape[1]
    found = {t: np.zeros((len(t), width), np.float32) for t in new}
    marks = {t: np.zeros(width, np.float32) for t in new}
    for begin in range(0, len(runs), TOGETHER):
        some = runs[begin : begin + TOGETHER]
        for (text, _, owners), states in zip(some, _together([r[1] for r in some]), strict=True):
            np.add.at(found[text], owners, states[1 : len(owners) + 1])
            marks[text] += states[0] + states[len(owners) + 1]
    out = {t: Encoded(by_word, marks[t]) for t, by_word in found.items()}
    read = [out[t] if t in out else _kept[t] for t in texts]
    _kept.update(out)
    while len(_kept) > _KEPT:
        _kept.popitem(last=False)
    return read


def _parts(text: Words) -> list[tuple[list[int], list[int]]]:
    """The pieces of a sentence between the marks of its ends, and the word of each; a long one in
    parts of about one length."""
    known = _model().pieces
    pieces = [(piece, n) for n, word in enumerate(text) for piece in _cut(word)]
    if not pieces:
        return []
    count = -(-len(pieces) // (LONGEST - 2))
    cuts = [len(pieces) * k // count for k in range(count + 1)]
    return [
        (
            [known[_START], *(piece for piece, _ in pieces[a:b]), known[_END]],
            [word for _, word in pieces[a:b]],
        )
        for a, b in itertools.pairwise(cuts)
    ]


def _together(rows: Sequence[list[int]]) -> Floats:
    size = max(map(len, rows))
    ids = np.zeros((len(rows), size), np.intp)
    there = np.zeros((len(rows), size), np.bool_)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = row
        there[n, : len(row)] = True
    return _states(ids, there)
