"""Whether an illness that is named is the person's, and there: "they ruled out MS", "plant pots".

A multinomial regression (`scripts/train_named.py`, `named.npz`) over how a thing stands
(`standing`), what its clause says by itself, what its words and its sentence mean, and a leaning
for each illness and each phrase of it. It learnt from messages of which careful readers judged
every illness that the phrases of the facts find in them (`corpus/named_*.yaml`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unclench.told.en import encoder, meant
from unclench.told.en.reader import STATUSES, status_odds
from unclench.told.en.spelling import everyday
from unclench.told.en.standing import GRAMMAR, Clue, standing

FILE = Path(__file__).with_name("named.npz")
SAYS = meant.SAYS
"""What the words may say of an illness; the last is that they do not speak of it."""
MEANS, LEAN = 1.8, 2.0
"""What meanings and leanings count among the numbers."""
_LEAST = -5.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Named:
    """An illness found: its id, the phrase of the facts, and all that tells how it stands."""

    condition: str
    phrase: str
    clue: Clue


@dataclass(frozen=True, slots=True)
class _Model:
    weight: Floats
    bias: Floats
    leaning: Mapping[str, Floats]


@functools.cache
def _model() -> _Model:
    with np.load(FILE, allow_pickle=False) as a:
        leaning = dict(zip(map(str, a["names"]), a["leaning"].astype(np.float64), strict=True))
        return _Model(a["weight"].astype(np.float64), a["bias"].astype(np.float64), leaning)


def forget() -> None:
    """Read the weights anew: for measuring with other ones."""
    _model.cache_clear()
    odds.cache_clear()


def leans(named: Named) -> tuple[str, str]:
    """Under which names it leans: the illness, and the phrase for it."""
    return named.condition, f"{named.condition}: {named.phrase}"


def _logs(odds: Mapping[str, float]) -> Iterator[float]:
    return (max(_LEAST, float(np.log(max(odds[k], 1e-9)))) for k in STATUSES)


def numbers(named: Named) -> Floats:
    """The row of numbers of an illness that is named."""
    clue = named.clue
    words = tuple(i for a, b in clue.spans for i in range(a, b))
    clause = tuple(clue.tokens[i] for i in clue.clause)
    read = encoder.encoded([clue.tokens])[0]
    own = [clue.tokens[i] for i in words]
    along = meant.directions()
    flags = (
        clue.question,
        len(own) == 1,
        len(own) == 1 and everyday(own[0]),
        max(map(len, own)) < 5,
        len(clue.tokens) < 4,
    )
    return np.concatenate(
        [
            [*_logs(standing(clue))],
            [*_logs(status_odds(clause, clue.question))],
            np.array(flags, np.float64),
            [min(len(clue.tokens), 40) / 20],
            [float(clue.grammar == g) for g in GRAMMAR],
            MEANS * along[0].of(read.meaning(words).astype(np.float64)),
            MEANS * along[1].of(read.whole().astype(np.float64)),
        ]
    )


@functools.lru_cache(maxsize=512)
def odds(named: Named) -> tuple[float, ...]:
    """How likely each of `SAYS` is; sums to 1."""
    m = _model()
    scores = numbers(named) @ m.weight + m.bias
    for name in leans(named):
        if name in m.leaning:
            scores = scores + m.leaning[name]
    chances = np.exp(np.round(scores - scores.max(), 2))
    return tuple((chances / chances.sum()).tolist())
