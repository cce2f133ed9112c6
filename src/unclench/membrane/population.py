"""Margins of thousands of virtual people, with common random numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.membrane import response
from unclench.membrane.margin import threshold_percent
from unclench.membrane.response import Array, Blood, People, blood_of
from unclench.plasma.composition import NORMAL, RANGES, Composition
from unclench.plasma.engine.sample import uniforms


@dataclass(frozen=True, slots=True)
class Population:
    """Results of `n` people; shapes (n,).

    Attributes:
        threshold, rheobase: % of the same person's in `NORMAL` blood. strength_duration: ms.
        rest: mV of the axon. blood: by name.
    """

    threshold: Array
    rheobase: Array
    strength_duration: Array
    rest: Array
    blood: Blood


def virtual_blood(n: int, centre: Composition = NORMAL) -> Blood:
    """Blood of `n` people about `centre`: normal spreads, cut at two and a half deviations."""
    from scipy.special import ndtr, ndtri

    cut = ndtr(2.5)
    out: Blood = {}
    for name, quantity in RANGES.items():
        u = (1 - cut) + (2 * cut - 1) * uniforms(f"blood.{name}", n)
        values = getattr(centre, name) + quantity.spread.sd * ndtri(u)
        out[name] = np.clip(values, quantity.low, quantity.high)
    return out


def population(
    n: int, *, centre: Composition = NORMAL, blood: Blood | None = None, who: People | None = None
) -> Population:
    """Margins of `n` virtual people, drawn from the ranges of the models and of healthy blood.

    Person i is the same whatever `centre` is, so that two bloods can be compared person by person.

    Raises:
        UserError: `centre` is out of range.
    """
    centre.check()
    who = who or response.people(n)
    own = blood or virtual_blood(n, centre)
    threshold, rheobase, tau, rest = threshold_percent(own, blood_of(NORMAL, n), who)
    return Population(threshold, rheobase, tau, rest, own)
