"""Dangers that people tell without naming them: "the kids would do better on the insurance money".

The reader learnt each finding from sentences written for it, and of some the words of life share
little with those. For the findings of which it scores most of what was judged to be said too low
to be judged at all, a logistic regression over what the encoder makes of the words says where they
may be meant nevertheless (`scripts/train_proposed.py`, `proposed.npz`). Of these its odds stand in
place of those of `meant`, which hardly learns such words; how they stand is judged as ever.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("proposed.npz")

Floats = npt.NDArray[np.float32]


@functools.cache
def _model() -> tuple[tuple[str, ...], Floats, Floats]:
    with np.load(FILE, allow_pickle=False) as archive:
        weight = (archive["weight"] * archive["unit"]).astype(np.float32)
        return tuple(str(n) for n in archive["names"]), weight, archive["bias"].astype(np.float32)


def names() -> tuple[str, ...]:
    """The finding of each score."""
    return _model()[0]


def scores(meaning: Floats) -> Floats:
    """How likely some words mean each of `names`, logarithm of the odds, rounded: runs x names.

    Args:
        meaning: runs x 384, each of length 1 (`encoder.Encoded.meaning`).
    """
    _, weight, bias = _model()
    return np.asarray(np.round(meaning @ weight + bias, 2), np.float32)
