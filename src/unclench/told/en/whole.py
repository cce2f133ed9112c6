"""What a message as a whole sounds like: which cause, and how soon to be seen.

A sentence alone may say little ("the calf in a ball at four"), the whole of it much. Small networks
(`scripts/train_whole.py`, `whole.npz`) see what the encoder makes of the sentences: their mean
meaning and its extremes, the strongest hint at each finding; age, sex and how much is said; and the
words and pairs of words themselves. Of causes a logistic regression over the same has an equal say.
Both were trained on messages with the judgement of a doctor beside them (`corpus/messages_*.yaml`,
`corpus/lines_*.yaml`). Scores are rounded, so that the order in which a machine adds does not tell.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from unclench.told.en import encoder
from unclench.told.heard import Sound
from unclench.told.lexicon import Words

FILE = Path(__file__).with_name("whole.npz")
FEWEST = 4
"""Words of a message: fewer have no tone of their own."""
MEANING, WORDING, TRAIT, SEX = 3.0, 3.0, 0.7, 0.5
"""What the parts of the features count beside the hints (chosen on messages left out)."""
AGES = (-12, -18, -35, 50, 65, 80)
"""Under and over which ages; in between where none is told."""
NO_AGE = 45.0
USUAL = 3.0
"""Logarithm of how many words a message of middling length has."""
LEVELS = ("self_care", "routine", "same_day", "emergency")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Networks:
    """Networks with one layer between: networks x numbers x units, as whole numbers with the unit
    of each column; networks x units x scores, those of `LEVELS` first, then those of the causes."""

    first: npt.NDArray[np.int8]
    first_unit: Floats
    first_bias: Floats
    last: Floats
    bias: Floats

    def chances(self, row: Floats) -> tuple[Floats, Floats]:
        """How likely each of `LEVELS` and each cause is, the mean of what the networks say.

        Args:
            row: `features`, `wording` and `extremes` of a message.
        """
        there = np.flatnonzero(row)  # most words that are known are not said
        told = row[there] @ self.first[:, there].astype(np.float64)
        hidden = encoder.bent(told * self.first_unit[:, 0] + self.first_bias)
        score = (hidden[:, None] @ self.last)[:, 0] + self.bias
        many = len(LEVELS)
        level, cause = score[:, :many], score[:, many:]
        return _agreed(level), _agreed(cause)


def _agreed(scores: Floats) -> Floats:
    """The probabilities that several rows of scores have in common."""
    return chances(np.log(chances(scores) + 1e-12).mean(0))


@dataclass(frozen=True, slots=True)
class _Model:
    cause: Floats
    cause_bias: Floats
    share: Floats
    networks: Networks
    names: tuple[str, ...]
    words: Mapping[str, int]
    rarity: Floats


@functools.cache
def _model() -> _Model:
    with np.load(FILE, allow_pickle=False) as a:
        return _Model(
            a["cause"].astype(np.float64) * a["cause_unit"],
            a["cause_bias"].astype(np.float64),
            a["share"].astype(np.float64),
            Networks(
                a["net_first"],
                a["net_first_unit"].astype(np.float64),
                a["net_first_bias"].astype(np.float64),
                a["net_last"].astype(np.float64) * a["net_last_unit"],
                a["net_bias"].astype(np.float64),
            ),
            tuple(str(n) for n in a["names"]),
            {w: i for i, w in enumerate(a["words"].tobytes().decode().split("\n"))},
            a["rarity"].astype(np.float64),
        )


def forget() -> None:
    """Read the weights anew: for measuring with other ones."""
    _model.cache_clear()


def units(sentences: Sequence[Words]) -> Counter[str]:
    """How often each word and each pair of neighbours stands in a message; any number is a 0."""
    found: Counter[str] = Counter()
    for tokens in sentences:
        told = ["0" if t[0].isdigit() else t for t in tokens]
        found.update(told)
        found.update(" ".join(pair) for pair in itertools.pairwise(told))
    return found


def wording(found: Mapping[str, int], words: Mapping[str, int], rarity: Floats) -> Floats:
    """The words of a message as one row: how often each stands there, and how rare it is.

    Args:
        found: `units`. words: known unit -> its place. rarity: of each (inverse frequency).
    """
    row = np.zeros(len(words))
    for unit, count in found.items():
        if unit in words:
            row[words[unit]] = (1 + np.log(count)) * rarity[words[unit]]
    return WORDING * row / max(float(np.linalg.norm(row)), 1e-9)


def features(sentences: Sequence[Words], age: float | None, female: bool) -> Floats:
    """One row of numbers for a message of at least one word, beside its `wording`."""
    told = sorted(sentences)
    size = np.array([len(s) for s in told], np.float64)
    meaning = np.array([one.meaning() for one in encoder.encoded(told)], np.float32)
    mean = (size / size.sum()) @ meaning.astype(np.float64)
    hints = 1 / (1 + np.exp(-encoder.findings(meaning).astype(np.float64)))
    years = NO_AGE if age is None else age
    ages = [years < -a if a < 0 else years > a for a in AGES]
    return np.concatenate(
        [
            MEANING * mean / np.linalg.norm(mean),
            hints.max(0),
            TRAIT * np.array(ages, np.float64),
            [SEX * female],
        ]
    )


def extremes(sentences: Sequence[Words]) -> Floats:
    """How much a message says, and the most and the least of each number of its meanings."""
    told = sorted(sentences)
    meaning = np.array([one.meaning() for one in encoder.encoded(told)], np.float64)
    much = np.log(sum(map(len, told)) + 1) - USUAL
    return np.concatenate([[min(max(much, -2.0), 2.0)], meaning.max(0), meaning.min(0)])


def chances(scores: Floats) -> Floats:
    """The probabilities of rows of scores; each row sums to 1."""
    odds = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(odds / odds.sum(-1, keepdims=True), np.float64)


def sound(sentences: Sequence[Words], age: float | None, female: bool) -> Sound | None:
    """What a message sounds like; None for one of few words."""
    told = [s for s in sentences if s]
    if sum(map(len, told)) < FEWEST:
        return None
    model = _model()
    known = wording(units(told), model.words, model.rarity)
    x = np.concatenate([features(told, age, female), known])
    soon, cause = model.networks.chances(np.concatenate([x, extremes(told)]))
    both = chances(np.log(chances(x @ model.cause + model.cause_bias) * cause + 1e-18) / 2)
    ratio = np.log(both + 1e-4) - np.log(model.share + 1e-4)
    causes = zip(model.names, np.round(ratio, 2).tolist(), strict=True)
    return Sound(dict(causes), dict(zip(LEVELS, np.round(soon, 2).tolist(), strict=True)))
