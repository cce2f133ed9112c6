"""Whether what some words speak of is there now, denied, over or somebody else's.

A clause alone seldom tells ("she walked like on a boat", "it has not returned"), so a linear model
(`scripts/train_standing.py`, `standing.npz`) sees the words that speak of a thing, their clause by
itself, the sentence and the sentences before and after that tell anything, as the encoder reads
them, what the two status models of the reader say of each, and what the words of grammar say. It
was trained on stories whose every sentence is labelled (`corpus/told_dev_*.yaml`,
`corpus/statuses_*.yaml`), half of them seen without their neighbours.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unclench.told.en import encoder
from unclench.told.en.features import status_features
from unclench.told.en.reader import STATUSES, models
from unclench.told.lexicon import Span, Words

FILE = Path(__file__).with_name("standing.npz")
GRAMMAR = ("present", "absent", "past", "relative", "worry", "broken")
"""What the words of grammar may have said."""
SPAN, NEIGHBOUR, SCORE, FLAG = 2.0, 1.0, 0.3, 0.5
"""What the parts of the features count (chosen on stories left out)."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clue:
    """All that tells how a thing stands.

    Attributes:
        tokens: the words of the sentence. spans: those that speak of the thing.
        clause: the places of the words of their clauses.
        before, after: the nearest sentences that tell anything; may be empty.
        question: whether it is a question. phrase: whether a phrase of the facts was found, not
            something heard. decides: whether the thing alone sends somebody to help today.
        grammar: one of `GRAMMAR`.
    """

    tokens: Words
    spans: tuple[Span, ...]
    clause: tuple[int, ...]
    before: Words
    after: Words
    question: bool
    phrase: bool
    decides: bool
    grammar: str


@functools.lru_cache(maxsize=1024)
def _scored(words: Words, question: bool) -> Floats:
    """What the linear model of the reader says of some words; many things share a clause."""
    if not words:
        return np.zeros(len(STATUSES))
    found = status_features(words, question)
    return models()[1].scores(found.number, found.weight).astype(np.float64)


def features(clue: Clue) -> Floats:
    """The row of numbers of a clue."""
    clause = tuple(clue.tokens[i] for i in clue.clause)
    here, alone, before, after = encoder.encoded([clue.tokens, clause, clue.before, clue.after])
    heart = tuple(i for a, b in clue.spans for i in range(a, b))
    meant = np.stack(
        [
            here.meaning(heart or clue.clause),
            *(one.meaning() for one in (alone, here, before, after)),
        ]
    )
    said = encoder.statuses(meant)
    said[3:] *= [[bool(clue.before)], [bool(clue.after)]]
    runs = (
        (clause, clue.question),
        (clue.tokens, clue.question),
        (clue.before, False),
        (clue.after, False),
    )
    flags = (bool(clue.before), bool(clue.after), clue.phrase, clue.decides, clue.question)
    weights = np.array([[SPAN], [SPAN], [SPAN], [NEIGHBOUR], [NEIGHBOUR]])
    return np.concatenate(
        [
            (weights * meant).ravel(),
            SCORE * said.ravel(),
            *(SCORE * _scored(words, q) for words, q in runs),
            FLAG * np.array(flags, np.float64),
            [clue.grammar == g for g in GRAMMAR],
        ]
    ).astype(np.float64)


@functools.cache
def _model() -> tuple[Floats, Floats]:
    with np.load(FILE, allow_pickle=False) as a:
        return a["weight"].astype(np.float64) * a["unit"], a["bias"].astype(np.float64)


def forget() -> None:
    """Read the weights anew: for measuring with other ones."""
    _model.cache_clear()
    _standing.cache_clear()


def standing(clue: Clue) -> dict[str, float]:
    """How likely each status is; sums to 1."""
    return dict(zip(STATUSES, _standing(clue), strict=True))


@functools.lru_cache(maxsize=1024)
def _standing(clue: Clue) -> tuple[float, ...]:
    """A case is read several times."""
    weight, bias = _model()
    scores = np.round(features(clue) @ weight + bias, 2)
    odds = np.exp(scores - scores.max())
    return tuple((odds / odds.sum()).tolist())
