"""Stochastic gradient descent of a small network, as the training scripts share it.

pip install jax optax
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt


def pace(most: float, steps: int, warm: float) -> Any:
    """A rate that rises to `most` in a share `warm` of the steps and falls to nothing."""
    import optax

    first = int(warm * steps)
    up = optax.linear_schedule(0.0, most, first)
    down = optax.linear_schedule(most, 0.0, steps - first)
    return optax.join_schedules([up, down], [first])


def begun(draw: np.random.Generator, *shape: int) -> npt.NDArray[np.float32]:
    """Weights to begin with, the smaller the more are added up."""
    some = draw.uniform(-1, 1, shape).astype(np.float32) / np.sqrt(np.float32(shape[0]))
    return np.asarray(some, np.float32)


def thinned(
    draw: np.random.Generator, shape: tuple[int, int], dropped: float
) -> npt.NDArray[np.float32]:
    """What numbers are multiplied with so that a share of them is dropped and the mean stays."""
    kept = draw.random(shape, np.float32) >= dropped
    return np.asarray(kept / np.float32(1 - dropped), np.float32)


def learnt(
    params: dict[str, Any],
    loss: Callable[..., Any],
    each: Any,
    batches: Iterable[tuple[Any, ...]],
) -> dict[str, npt.NDArray[np.float64]]:
    """The numbers of a network after one step for each batch.

    Args:
        loss: of the numbers and a batch. each: the rule of optax, after gradients were cut to 1.
    """
    import jax
    import optax

    rule = optax.chain(optax.clip_by_global_norm(1.0), each)

    @jax.jit
    def step(p: Any, state: Any, *batch: Any) -> Any:
        change, state = rule.update(jax.grad(loss)(p, *batch), state, p)
        return optax.apply_updates(p, change), state

    state = rule.init(params)
    for batch in batches:
        params, state = step(params, state, *batch)
    return {k: np.asarray(v, np.float64) for k, v in params.items()}
