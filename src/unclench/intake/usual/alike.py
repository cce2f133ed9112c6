"""People of the same sex and age, as columns, and the Box-Cox scale on which they vary."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.diet_patterns import DietPattern
from unclench.facts.kinds.variation import Group
from unclench.facts.loader import load
from unclench.facts.people import People
from unclench.facts.variation import groups, tables
from unclench.intake.usual.gaussian import NINE_POINTS, NINE_WEIGHTS, Array, even_quantiles

_LOG = 1e-9
"""A smaller Box-Cox power is the logarithm."""


def _split(like: Array, power: Array) -> tuple[Array, npt.NDArray[np.bool_], Array]:
    """(power, whether it is the logarithm, power or 1) with the axes of `like`, people first."""
    full = power[(..., *([None] * (like.ndim - power.ndim)))]
    log = np.abs(full) < _LOG
    return full, log, np.where(log, 1.0, full)


def forward(y: Array, power: Array) -> Array:
    """Box-Cox transform of positive amounts, shape (people, ...); power (people,)."""
    _, log, safe = _split(y, power)
    out: Array = (y**safe - 1.0) / safe
    return np.where(log, np.log(y), out) if log.any() else out


def backward(z: Array, power: Array) -> Array:
    """Inverse of `forward`; values below the reach of the transform become zero."""
    _, log, safe = _split(z, power)
    out: Array = np.maximum(0.0, safe * z + 1.0) ** (1.0 / safe)
    return np.where(log, np.exp(np.where(log, z, 0.0)), out) if log.any() else out


@dataclass(frozen=True, slots=True)
class Alike:
    """The group that each person belongs to; arrays of shape (people,), NaN where not known.

    Attributes:
        mean, sd_within: on the scale of the intake itself.
        power, var_within, var_between, centre: on the Box-Cox scale; NaN where a nutrient has no
            model.
    """

    mean: Array
    sd_within: Array
    power: Array
    var_within: Array
    var_between: Array
    centre: Array

    @property
    def modelled(self) -> npt.NDArray[np.bool_]:
        """For whom there is a model of variation."""
        return np.isfinite(self.centre)

    @staticmethod
    def of(people: Sequence[Group | None]) -> Alike:
        """The columns of one group a person."""
        if len(people) == 1:
            return _alone(people[0])
        return _rows(people)


def _rows(people: Sequence[Group | None]) -> Alike:
    nothing = (None,) * 6
    rows = [
        nothing
        if g is None
        else (g.mean, g.sd_within, g.power, g.var_within, g.var_between, _centre(g))
        for g in people
    ]
    return Alike(*np.array(rows, dtype=np.float64).reshape(len(rows), 6).T)


@functools.lru_cache(maxsize=512)
def _alone(group: Group | None) -> Alike:
    return _rows([group])


def average_over_days(centre: Array, alike: Alike, var_within: Array | None = None) -> Array:
    """E[g⁻¹(centre + e)] over day-to-day variation; same shape as `centre`, people first.

    `var_within` is each person's own variance on the Box-Cox scale, the group's when None.
    """
    sd = np.sqrt(alike.var_within if var_within is None else var_within)
    along = (..., *([None] * centre.ndim))
    out: Array = backward(centre[..., None] + sd[along] * NINE_POINTS, alike.power) @ NINE_WEIGHTS
    return out


def _centre(group: Group) -> float | None:
    if group.power is None or group.var_between is None:
        return None
    return group_centre(group)


@functools.lru_cache(maxsize=512)
def group_centre(group: Group) -> float:
    """mu on the Box-Cox scale, so that the group's mean intake comes out as published."""
    assert group.power is not None
    assert group.var_between is not None
    within, power = np.array([group.var_within or 0.0]), np.array([group.power])
    none = np.full(1, np.nan)
    alike = Alike(none, none, power, within, none, none)
    u = math.sqrt(group.var_between) * even_quantiles(101)
    centre = float(forward(np.array([max(group.mean, 1e-9)]), power)[0])
    h = 1e-3 * math.sqrt(group.var_between + (group.var_within or 0.0)) + 1e-9
    for _ in range(20):  # Newton; the mean grows smoothly with the centre
        at = float(average_over_days((centre + u)[None], alike).mean())
        slope = (float(average_over_days((centre + h + u)[None], alike).mean()) - at) / h
        step = (group.mean - at) / slope if slope > 0 else 0.0
        centre += step
        if abs(step) < h * 1e-3:
            break
    return centre


def _rule_diets() -> list[str]:
    return [d.id for d in load("diet_patterns", DietPattern).values() if d.unlike_others]


@functools.lru_cache(maxsize=512)
def loosened(group: Group) -> Group:
    """The group for somebody who eats by a rule: more varied than it is (`other_diet`)."""
    if group.var_between is None:
        return group
    return group.model_copy(update={"var_between": group.var_between * value("other_diet")})


def people_alike(nutrient: str, people: People) -> list[Group | None]:
    """The group to shrink each person towards; looser for who eats by a rule (`other_diet`)."""
    own = [
        tables()[nutrient].groups[i] if i >= 0 else None for i in groups(nutrient, people).tolist()
    ]
    loose = people.eat(_rule_diets())
    return [
        loosened(g) if g is not None and other else g for g, other in zip(own, loose, strict=True)
    ]
