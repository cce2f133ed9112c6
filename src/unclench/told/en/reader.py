"""The trained reader: which findings some words speak of, and what they say of them.

A linear model over `features`, one output a finding, and one a status; trained by
`scripts/train_reader.py` on sentences that were written from labels alone (`corpus/`). Its weights
are whole numbers in `reader.npz`, so that every machine computes the same.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unclench.told.en.features import BUCKETS, Features, features, status_features
from unclench.told.lexicon import Words

FILE = Path(__file__).with_name("reader.npz")
STATUSES = ("present", "absent", "past", "relative")
"""What the model can say of a finding that is spoken of; "relative": another's, or only feared."""
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """A sparse matrix of weights, features by outputs.

    Attributes:
        start: where the weights of each feature begin, `BUCKETS` + 1 numbers.
        column: the output of each weight. value: the weight, in units of `unit`.
        bias: of each output. names: of each output.
    """

    start: npt.NDArray[np.int32]
    column: npt.NDArray[np.int16]
    value: npt.NDArray[np.int8]
    unit: float
    bias: Floats
    names: tuple[str, ...]

    def each(self, found: Features) -> tuple[npt.NDArray[np.intp], Floats, npt.NDArray[np.int32]]:
        """(output, what it adds, place) of every weight that the features touch."""
        numbers, values, places = found
        begin, end = self.start[numbers], self.start[numbers + 1]
        count = end - begin
        total = int(count.sum())
        which = np.repeat(np.arange(len(numbers)), count)
        offset = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
        at = begin[which] + offset
        added = self.value[at].astype(np.float32) * np.float32(self.unit) * values[which]
        return self.column[at].astype(np.intp), added.astype(np.float32), places[which]

    def scores(self, found: Features) -> Floats:
        """The score of every output: the logarithm of its odds."""
        column, added, _ = self.each(found)
        total = np.bincount(column, weights=added, minlength=len(self.bias))
        return (total + self.bias).astype(np.float32)


def _weights(stored: dict[str, npt.NDArray[np.generic]], name: str) -> Weights:
    return Weights(
        start=stored[f"{name}_start"].astype(np.int32),
        column=stored[f"{name}_column"].astype(np.int16),
        value=stored[f"{name}_value"].astype(np.int8),
        unit=float(stored[f"{name}_unit"].astype(np.float64)),
        bias=stored[f"{name}_bias"].astype(np.float32),
        names=tuple(str(n) for n in stored[f"{name}_names"]),
    )


@functools.cache
def _stored() -> dict[str, npt.NDArray[np.generic]]:
    with np.load(FILE, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


@functools.cache
def deciding() -> frozenset[str]:
    """Findings that alone, or with a bad back or cramps, send somebody to help today."""
    return frozenset(str(name) for name in _stored()["deciding"])


@functools.cache
def models() -> tuple[Weights, Weights]:
    """The weights for findings and for statuses.

    Raises:
        OSError: the package is not whole.
    """
    stored = _stored()
    found, status = _weights(stored, "finding"), _weights(stored, "status")
    assert len(found.start) == BUCKETS + 1
    return found, status


@dataclass(frozen=True, slots=True)
class Heard:
    """A finding that some words speak of.

    Attributes:
        finding: its id. score: logarithm of the odds. places: the words that speak for it most.
    """

    finding: str
    score: float
    places: tuple[int, ...]


def heard(tokens: Words, read: Sequence[tuple[str, str, int]], least: float) -> list[Heard]:
    """The findings that the words speak of with a score of at least `least`, best first.

    Args:
        tokens: words in one form. read: (finding, phrase, place) of each phrase found in them.
    """
    if not tokens:
        return []
    found = features(tokens, read)
    weights = models()[0]
    column, added, place = weights.each(found)
    total = np.bincount(column, weights=added, minlength=len(weights.bias)) + weights.bias
    out = []
    for n in np.argsort(-total, kind="stable"):
        if total[n] < least:
            break
        mine = column == n
        by_place = np.bincount(place[mine], weights=added[mine], minlength=len(tokens))
        strong = by_place >= max(0.25 * float(by_place.max()), 1e-6)
        out.append(
            Heard(weights.names[n], float(total[n]), tuple(int(i) for i in np.flatnonzero(strong)))
        )
    return out


def score_of(tokens: Words, read: Sequence[tuple[str, str, int]]) -> dict[str, float]:
    """The score of every finding for some words."""
    weights = models()[0]
    return dict(zip(weights.names, weights.scores(features(tokens, read)).tolist(), strict=True))


def status_odds(tokens: Words, question: bool) -> dict[str, float]:
    """How likely each status is for what the words speak of; sums to 1."""
    weights = models()[1]
    scores = weights.scores(status_features(tokens, question)).astype(np.float64)
    odds = np.exp(scores - scores.max())
    return dict(zip(weights.names, (odds / odds.sum()).tolist(), strict=True))
