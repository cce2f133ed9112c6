"""Whether what was found in some words is meant there: "stuck in a lift" lifts nothing.

A phrase of the facts, or what the reader hears, comes with the scores that it and its rivals have
in the runs of words around it (`candidates`). A logistic regression over these, with a leaning for
each finding and phrase, gives the first odds; small networks over the same numbers, what the words
mean and what the finding means, the last (`scripts/train_meant.py`, `meant.npz`). They learnt from
messages of which careful readers judged everything that the program supposes in them
(`corpus/judged_*.yaml`), and which neither model of the reader was trained on.
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
MEANS, FITS = 3.0, 5.0
"""What the meaning of words, and how near it is to that of the finding, count among the numbers."""

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
class _Model:
    weight: Floats
    leaning: Mapping[str, float]
    words: Axes
    whole: Axes
    finding: Axes
    first: Floats
    first_bias: Floats
    last: Floats
    last_bias: Floats


@functools.cache
def _model() -> _Model:
    with np.load(FILE, allow_pickle=False) as archive:
        a = {name: archive[name] for name in archive.files}
    number = {k: v.astype(np.float64) for k, v in a.items() if k != "names"}
    return _Model(
        weight=number["weight"],
        leaning=dict(zip(map(str, a["names"]), number["leaning"].tolist(), strict=True)),
        words=Axes(number["words_at"], number["words_axes"]),
        whole=Axes(number["whole_at"], number["whole_axes"]),
        finding=Axes(number["finding_at"], number["finding_axes"]),
        first=number["first"],
        first_bias=number["first_bias"],
        last=number["last"],
        last_bias=number["last_bias"],
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


def judged(finding: str, phrase: str) -> bool:
    """Whether enough readings of a phrase were judged to say anything of it."""
    return leans(finding, phrase)[1] in _model().leaning


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


def numbers(
    rows: Floats, odds: Floats, told: Sequence[Told], own: Floats, whole: Floats,
    axes: tuple[Axes, Axes, Axes],
) -> Floats:  # fmt: skip
    """What the networks see, candidates x numbers.

    Args:
        rows, odds: the numbers of the candidates, and their odds by the regression.
        own, whole: `meanings`. axes: of the words, of the sentence and of the findings.
    """
    finding = np.array([encoder.direction(t.finding) for t in told], np.float64)
    of_words, of_whole, of_finding = axes
    return np.concatenate(
        [
            rows,
            MEANS * of_words.of(own),
            MEANS * of_whole.of(whole),
            MEANS * of_finding.of(finding),
            FITS * np.stack([(own * finding).sum(1), (whole * finding).sum(1)], 1),
            odds[:, None],
        ],
        axis=1,
    )


def odds(tokens: Words, rows: Sequence[Sequence[float]], told: Sequence[Told]) -> Floats:
    """The logarithm of the odds that each candidate is meant, to two places.

    Args:
        tokens: the sentence. rows: candidates x numbers (`candidates.Candidate.numbers`).
        told: what each candidate is; at least one.
    """
    m = _model()
    x = np.asarray(rows, np.float64)
    first = first_odds(x, told, m.weight, m.leaning)
    seen = numbers(x, first, told, *meanings(tokens, told), (m.words, m.whole, m.finding))
    hidden = np.maximum(seen @ m.first + m.first_bias, 0.0)
    each = np.einsum("nch,nh->nc", hidden, m.last) + m.last_bias[:, None]
    return np.asarray(np.round(each.mean(0), 2), np.float64)
