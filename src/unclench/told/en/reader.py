"""The trained reader: which findings some words speak of, and what they say of them.

Two models, trained on sentences that were written from labels alone (`corpus/`), whose scores are
added: a linear one over `features` (`scripts/train_reader.py`, `reader.npz`), which knows the
phrases and classes of the facts, and the transformer of `encoder`, which reads a run of words
whole. They err on different words. Weights are whole numbers; scores are rounded, so that the
order in which a machine adds does not tell.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unclench.told.en import encoder, proposed
from unclench.told.en.features import BUCKETS, features, status_features
from unclench.told.lexicon import Span, Words

FILE = Path(__file__).with_name("reader.npz")
STATUSES = ("present", "absent", "past", "relative")
"""What the model can say of a finding that is spoken of; "relative": another's, or only feared."""
BY_ITSELF, IN_PLACE = (0.45, 0.78, 0.25), (0.71, 0.64, 0.04)
"""What the score of the linear model and that of the encoder count, and what is added, where some
words are read by themselves, and where they are part of a sentence that was read as a whole: a
logistic regression over runs of words in stories that neither model was trained on
(`scripts/weigh_readers.py`), so that 0 is about half right; the 0.25 is of an
earlier fit, today's is 0.34."""
STATUS_LINEAR, STATUS_ENCODER = 0.3, 0.7
"""The same for the statuses."""
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

    def touched(
        self, number: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Floats]:
        """(feature, output, weight) of every weight that the features touch."""
        begin, end = self.start[number], self.start[number + 1]
        count = end - begin
        which = np.repeat(np.arange(len(number)), count)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        at = begin[which] + offset
        value = self.value[at].astype(np.float32) * np.float32(self.unit)
        return which, self.column[at].astype(np.intp), value

    def scores(self, number: npt.NDArray[np.int32], weight: Floats) -> Floats:
        """The score of every output: the logarithm of its odds."""
        which, column, value = self.touched(number)
        total = np.bincount(column, weights=value * weight[which], minlength=len(self.bias))
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
def known_order() -> tuple[str, ...]:
    """The finding of each score."""
    return models()[0].names


@functools.cache
def classes() -> tuple[str, ...]:
    """The groups of words that were classes of meaning when the reader was trained.

    A group that came later is none to it, so new words do not move what it hears.
    """
    return tuple(str(name) for name in _stored()["classes"])


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


@functools.cache
def _order() -> npt.NDArray[np.intp]:
    """Where the encoder has each output of the linear model."""
    at = {name: n for n, name in enumerate(encoder.names())}
    return np.array([at[name] for name in models()[0].names], np.intp)


@functools.cache
def _proposed_order() -> list[int]:
    """Which output of the linear model each proposal is."""
    return [known_order().index(name) for name in proposed.names()]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the two models say of some runs of words.

    Attributes:
        linear, meant: what the linear model and the encoder say, runs x findings (`known_order`).
        total: both, the logarithm of the odds, so that 0 is about half right; rounded.
        proposed: what `proposed` says of the findings that it knows, of others `NOTHING_SAID`.
    """

    linear: Floats
    meant: Floats
    total: Floats
    proposed: Floats
    _told: tuple[_Told, ...]

    def places(self, run: int, finding: int) -> tuple[int, ...]:
        """The words of a run that speak most for a finding."""
        return self._told[run].places(finding)


@dataclass(frozen=True, slots=True)
class _Told:
    """What each feature and each word of a run adds to the scores."""

    span: Span
    output: npt.NDArray[np.intp]
    place: npt.NDArray[np.int32]
    added: Floats
    by_word: Floats
    counts: tuple[float, float, float]

    def places(self, finding: int) -> tuple[int, ...]:
        of_linear, of_encoder, _ = self.counts
        mine = self.output == finding
        by_place = of_linear * np.bincount(
            self.place[mine], weights=self.added[mine], minlength=self.span[1]
        )
        by_place[self.span[0] :] += (
            of_encoder * encoder.share(self.by_word, _order()[[finding]])[:, 0]
        )
        strong = by_place >= max(0.4 * float(by_place.max()), 1e-6)
        return tuple(np.flatnonzero(strong).tolist())


NOTHING_SAID = -99.0
"""The score of everything in a run of words that has no feature."""


def scores(
    tokens: Words,
    read: Sequence[tuple[str, str, int]],
    spans: Sequence[Span],
    alone: bool = False,
) -> Scores:
    """The score of every finding in each run of words.

    Args:
        tokens: words in one form. read: (finding, phrase, place) of each phrase found in them.
        spans: runs of words, (first, one after the last); at least one. alone: whether each is
            read as if nothing stood around it.
    """
    return _scored(tokens, tuple(read), tuple(spans), alone)


@functools.lru_cache(maxsize=256)
def _scored(
    tokens: Words, read: tuple[tuple[str, str, int], ...], spans: tuple[Span, ...], alone: bool
) -> Scores:
    """A case is read several times, and a text may say one sentence many times."""
    found, weights = features(tokens, classes(), read), models()[0]
    runs = [tokens[slice(*span)] if alone else tokens for span in spans]
    whole = encoder.encoded(runs)
    own = [alone or span == (0, len(tokens)) for span in spans]
    inside = [slice(None) if one else slice(*span) for span, one in zip(spans, own, strict=True)]
    meaning = np.array(
        [
            words.whole() if one else words.meaning(at)
            for words, one, at in zip(whole, own, inside, strict=True)
        ]
    )
    meant = encoder.findings(meaning)[:, _order()]
    proposals = np.full(meant.shape, NOTHING_SAID, np.float32)
    proposals[:, _proposed_order()] = proposed.scores(meaning)
    which, column, value = weights.touched(found.number)
    raw, place = value * found.weight[which], found.first[which]
    linear = np.full(meant.shape, NOTHING_SAID, np.float32)
    total = np.full(meant.shape, NOTHING_SAID, np.float64)
    told = []
    for n, (span, one) in enumerate(zip(spans, own, strict=True)):
        within = (found.first >= span[0]) & (found.last < span[1])
        seen = found.weight[within]
        size = np.float32(np.sqrt((seen * seen).sum()) or 1)
        kept = within[which]
        counts = BY_ITSELF if one else IN_PLACE
        told.append(
            _Told(
                span,
                column[kept],
                place[kept],
                raw[kept] / size,
                whole[n].by_word[inside[n]],
                counts,
            )
        )
        if len(seen):
            linear[n] = weights.bias + np.bincount(
                told[n].output, weights=told[n].added, minlength=len(weights.bias)
            )
            of_linear, of_encoder, added_to = counts
            total[n] = np.round(of_linear * linear[n] + of_encoder * meant[n] + added_to, 2)
    return Scores(linear, meant, total.astype(np.float32), proposals, tuple(told))


def status_odds(tokens: Words, question: bool) -> dict[str, float]:
    """How likely each status is for what the words speak of; sums to 1."""
    weights = models()[1]
    found = status_features(tokens, question)
    scores = STATUS_LINEAR * weights.scores(found.number, found.weight).astype(np.float64)
    scores += STATUS_ENCODER * encoder.statuses(encoder.encoded([tokens])[0].whole())
    odds = np.exp(np.round(scores - scores.max(), 2))
    return dict(zip(weights.names, (odds / odds.sum()).tolist(), strict=True))


def begin(sentences: Sequence[Words]) -> None:
    """Let the encoder read some sentences together, which is faster than one by one."""
    encoder.encoded(sentences)
