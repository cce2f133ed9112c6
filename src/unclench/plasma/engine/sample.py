"""Draws of a model's constants from their stated ranges, with common random numbers.

Each constant has its own stream, seeded by its name: person 17 keeps the same axon whichever blood
is asked about, and a constant added to a model changes nobody else's draw.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection

import numpy as np

from unclench.plasma.engine.equations import Array, Model

SEED = 20261123


def uniforms(name: str, n: int, seed: int = SEED) -> Array:
    """`n` numbers in (0, 1) that belong to `name`, one in each of `n` equal strata, shuffled."""
    rng = np.random.Generator(np.random.Philox([seed, zlib.crc32(name.encode())]))
    out: Array = (rng.permutation(n) + rng.random(n)) / n
    return out


def sample(
    model: Model, n: int, *, only: Collection[str] | None = None, seed: int = SEED
) -> dict[str, Array]:
    """Values of the constants that have a range, for `n` virtual people.

    A constant with `sd` is drawn from a normal distribution cut to `low` .. `high`, one with only
    a range evenly over it (on a log scale when the range spans more than a factor of five). Inputs
    are never drawn: they belong to the caller.

    Returns:
        name -> shape (n,), in the model's units.
    """
    out: dict[str, Array] = {}
    for q in model.constants_:
        if q.status == "input" or q.low is None or q.high is None or q.low == q.high:
            continue
        if only is not None and q.name not in only:
            continue
        u = uniforms(q.name, n, seed)
        if q.sd and q.value is not None:
            out[q.name] = _normal(u, q.value, q.sd, q.low, q.high)
        elif q.low > 0 and q.high / q.low > 5:
            out[q.name] = q.low * (q.high / q.low) ** u
        else:
            out[q.name] = q.low + (q.high - q.low) * u
    return out


def _normal(u: Array, mean: float, sd: float, low: float, high: float) -> Array:
    from scipy.special import ndtr, ndtri

    a, b = ndtr((low - mean) / sd), ndtr((high - mean) / sd)
    out: Array = mean + sd * ndtri(a + (b - a) * u)
    return out
