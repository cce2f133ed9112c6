"""Virtual people: constants drawn from the spreads of the models, and effects of medicines.

Each constant of each model has its own stream (common random numbers): person 17 keeps the same
kidneys whatever the diet, so that differences between two diets are not differences of people.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from unclench.facts.kinds.drug_effects import Effect
from unclench.plasma.engine.sample import uniforms
from unclench.plasma.homeostasis.inputs import SLOW, model

Array = NDArray[np.float64]
Values = dict[str, dict[str, float | Array]]


def _normal(name: str, n: int, seed: int, mean: float, sd: float, low: float, high: float) -> Array:
    from scipy.special import ndtr, ndtri

    a, b = ndtr((low - mean) / sd), ndtr((high - mean) / sd)
    out: Array = mean + sd * ndtri(a + (b - a) * uniforms(name, n, seed))
    return out


def draw(n: int, seed: int) -> Values:
    """Constants that differ between people (those with `sd`), by model, each of shape (n,).

    With one person the values of the files are used: the reference adult.
    """
    out: Values = {name: {} for name in SLOW}
    if n == 1:
        return out
    for name in SLOW:
        for q in model(name).constants_:
            if q.sd and q.value is not None and q.low is not None and q.high is not None:
                key = "sweat" if q.name.startswith("input.sweat_") else name
                key = f"{key}.{q.name}"
                out[name][q.name] = _normal(key, n, seed, q.value, q.sd, q.low, q.high)
    return out


def apply(values: Values, effects: Iterable[tuple[str, Effect]], n: int, seed: int) -> None:
    """Change `values` in place by each effect, drawn between its low and high for each person.

    Results are kept inside the range for which the model is valid.
    """
    for key, e in effects:
        q = model(e.model).quantity(e.constant)
        size = e.factor if e.factor is not None else e.shift
        assert size is not None and q.value is not None
        amount: Array | float = size
        if n > 1 and e.high > e.low:
            name = f"{key}.{e.model}.{e.constant}"
            amount = _normal(name, n, seed, size, (e.high - e.low) / 4, e.low, e.high)
        old = np.asarray(values[e.model].get(e.constant, q.value), float)
        new = old * amount if e.factor is not None else old + amount
        low = q.low if q.status == "input" and q.low is not None else -np.inf
        high = q.high if q.status == "input" and q.high is not None else np.inf
        values[e.model][e.constant] = np.clip(new, low, high)
