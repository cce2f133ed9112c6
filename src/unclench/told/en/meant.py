"""Whether what was found in some words is meant there: "stuck in a lift" lifts nothing.

A phrase of the facts, or what the reader hears, comes with the scores that it and its rivals have
in the runs of words around it; a logistic regression over these (`scripts/train_meant.py`,
`meant.npz`) says how likely the words speak of it at all. It was trained on stories whose every
sentence is labelled and that neither model of the reader was trained on. `GLANCE` needs nothing
but the reading of the sentence; where it is in doubt about a phrase, `CLOSE` has the words around
it read by themselves too.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).with_name("meant.npz")
GLANCE, CLOSE = "glance", "close"

Floats = npt.NDArray[np.float64]


@functools.cache
def _model() -> dict[str, tuple[Floats, dict[str, float]]]:
    with np.load(FILE, allow_pickle=False) as a:
        return {
            how: (
                a[f"{how}_weight"].astype(np.float64),
                dict(
                    zip(
                        (str(n) for n in a[f"{how}_names"]),
                        a[f"{how}_leaning"].astype(np.float64).tolist(),
                        strict=True,
                    )
                ),
            )
            for how in (GLANCE, CLOSE)
        }


def forget() -> None:
    """Read the weights anew: for measuring with other ones."""
    _model.cache_clear()


def leans(finding: str, phrase: str) -> tuple[str, ...]:
    """Under which names a candidate leans: its finding, and its phrase for that finding."""
    return (finding, f"{finding}: {phrase}") if phrase else (finding,)


def odds(
    how: str, rows: Sequence[Sequence[float]] | Floats, told: Sequence[tuple[str, str]]
) -> Floats:
    """The logarithm of the odds that each candidate is meant, to two places.

    Args:
        how: `GLANCE` or `CLOSE`. rows: candidates x features (`candidates`).
        told: (finding, phrase) of each; what came after the training leans to neither side.
    """
    weight, leaning = _model()[how]
    lean = [sum(leaning.get(name, 0.0) for name in leans(*one)) for one in told]
    total = np.asarray(rows) @ weight[1:] + weight[0] + np.array(lean)
    return np.asarray(np.round(total, 2), np.float64)
