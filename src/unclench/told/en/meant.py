"""Whether what was found in some words is meant there, and how it stands: "stuck in a lift" lifts
nothing.

A phrase of the facts, or what the reader hears, comes with the scores that it and its rivals have
in the runs of words around it (`candidates`). A logistic regression over these, with a leaning for
each finding and phrase, gives the first odds; small networks over the same numbers, what the words
and the sentence mean and what each network holds of the finding, the last
(`scripts/train_meant.py`, `meant.npz`). They learnt from messages of which careful readers judged
everything that the program supposes in them (`corpus/judged_*.yaml`), and which neither model of
the reader was trained on.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unclench.told.en import encoder
from unclench.told.lexicon import Words

FILE = Path(__file__).with_name("meant.npz")
SAYS = ("present", "absent", "past", "relative", "not")
"""What the words may say of a finding; the last is that they do not speak of it."""

SELDOM = 10
"""Fewer messages than these are few."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """What a candidate is: a finding, the phrase of the facts if there is one, and the places of
    the words that speak for it."""

    finding: str
    phrase: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Axes:
    """The directions in which meanings differ most: `at` is their middle, `axes` 384 x numbers."""

    at: Floats
    axes: Floats

    def of(self, meaning: Floats) -> Floats:
        """Meanings (candidates x 384) along the axes."""
        return np.asarray((meaning - self.at) @ self.axes, np.float64)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is thought of a candidate.

    Attributes:
        odds: the logarithm of the odds that it is said at all, to two places.
        stands: if it is, how likely it is each of `SAYS` but the last; sums to 1.
    """

    odds: float
    stands: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Networks:
    """Some networks, each with what it holds of every finding.

    Attributes:
        finding: networks x findings x 384. first, first_bias: networks x inputs x units, networks
            x units. last: networks x units x `SAYS`. skip: networks x numbers x `SAYS`.
            bias: networks x `SAYS`.
    """

    finding: Floats
    first: Floats
    first_bias: Floats
    last: Floats
    skip: Floats
    bias: Floats

    def scores(self, own: Floats, whole: Floats, rows: Floats, which: Sequence[int]) -> Floats:
        """The logarithm of how likely each of `SAYS` is, up to a constant: candidates x `SAYS`.

        Args:
            own, whole: `meanings`. rows: the numbers of the candidates (`numbers`).
            which: the place of each finding.
        """
        out = np.zeros((len(rows), len(SAYS)))
        for n in range(len(self.finding)):
            held = self.finding[n][list(which)]
            seen = np.concatenate([own, whole, held, own * held, whole * held, rows], axis=1)
            score = encoder.bent(seen @ self.first[n] + self.first_bias[n]) @ self.last[n]
            score += rows @ self.skip[n] + self.bias[n]
            score -= score.max(1)[:, None]
            out += score - np.log(np.exp(score).sum(1))[:, None]
        return out / len(self.finding)


@dataclass(frozen=True, slots=True)
class _Model:
    weight: Floats
    leaning: Mapping[str, float]
    words: Axes
    whole: Axes
    networks: Networks
    place: Mapping[str, int]
    said: Mapping[str, int]


@functools.cache
def _model() -> _Model:
    with np.load(FILE, allow_pickle=False) as archive:
        a = {name: archive[name] for name in archive.files}
    number = {
        k: v.astype(np.float64) for k, v in a.items() if k not in ("names", "findings", "said")
    }
    return _Model(
        weight=number["weight"],
        leaning=dict(zip(map(str, a["names"]), number["leaning"].tolist(), strict=True)),
        words=Axes(number["words_at"], number["words_axes"]),
        whole=Axes(number["whole_at"], number["whole_axes"]),
        networks=Networks(**{k: number[k] for k in Networks.__slots__}),
        place={str(n): k for k, n in enumerate(a["findings"])},
        said=dict(zip(map(str, a["findings"]), a["said"].tolist(), strict=True)),
    )


def directions() -> tuple[Axes, Axes]:
    """The directions in which the meanings of words and of sentences differ most."""
    return _model().words, _model().whole


def forget() -> None:
    """Read the weights anew: for measuring with other ones."""
    _model.cache_clear()


def leans(finding: str, phrase: str) -> tuple[str, str]:
    """Under which names a candidate leans: its finding, and its phrase (or none) for it."""
    return finding, f"{finding}: {phrase}"


def known(finding: str, phrase: str) -> bool:
    """Whether enough readings of a phrase were judged to say anything of it."""
    return leans(finding, phrase)[1] in _model().leaning


def seldom(finding: str) -> bool:
    """Whether hardly any message that was judged says it, so that only what it is not is known."""
    return _model().said.get(finding, 0) < SELDOM


def first_odds(
    rows: Floats, told: Sequence[Told], weight: Floats, leaning: Mapping[str, float]
) -> Floats:
    """The odds by the regression; what came after the training leans to neither side."""
    lean = [sum(leaning.get(n, 0.0) for n in leans(t.finding, t.phrase)) for t in told]
    return np.asarray(rows @ weight[1:] + weight[0] + np.array(lean), np.float64)


def meanings(tokens: Words, told: Sequence[Told]) -> tuple[Floats, Floats]:
    """What the words of each candidate mean where they stand, and the sentence: each x 384."""
    read = encoder.encoded([tokens])[0]
    own = [read.meaning(t.places) for t in told]
    return np.array(own, np.float64), np.array([read.whole()] * len(told), np.float64)


def numbers(rows: Floats, odds: Floats, question: Floats | bool) -> Floats:
    """What the networks see beside meanings, candidates x numbers.

    Args:
        rows, odds: the numbers of the candidates, and their odds by the regression.
        question: whether the sentence is a question, of all or of each.
    """
    asks = np.broadcast_to(np.asarray(question, np.float64), len(rows))
    return np.concatenate([rows, asks[:, None], odds[:, None]], axis=1)


def judged(
    tokens: Words, rows: Sequence[Sequence[float]], told: Sequence[Told], question: bool
) -> list[Judged]:
    """What is thought of each candidate.

    Args:
        tokens: the sentence. rows: candidates x numbers (`candidates.Candidate.numbers`).
        told: what each candidate is; at least one. question: whether the sentence is a question.
    """
    m = _model()
    x = np.asarray(rows, np.float64)
    first = first_odds(x, told, m.weight, m.leaning)
    # what came after the training is the last, of which nothing is held
    which = [m.place.get(t.finding, len(m.place)) for t in told]
    scores = m.networks.scores(*meanings(tokens, told), numbers(x, first, question), which)
    said = np.exp(scores[:, :-1])
    odds = np.round(np.log(said.sum(1)) - scores[:, -1], 2)
    stands = np.round(said / said.sum(1)[:, None], 3)
    return [Judged(o, tuple(s)) for o, s in zip(odds.tolist(), stands.tolist(), strict=True)]
