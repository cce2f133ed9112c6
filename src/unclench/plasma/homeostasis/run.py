"""The slow models in a row: vitamin D and magnesium first, then potassium, sodium, calcium.

Every model hands on to later ones only: vitamin D and magnesium act on calcium and its hormones,
magnesium on potassium, body potassium on plasma sodium. What is handed on changes in steps
(`STEPS`), each at the middle of its piece of the giver's course.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unclench.errors import Problem, UserError
from unclench.facts.kinds.blood_quantities import BloodQuantity
from unclench.facts.loader import load
from unclench.plasma.engine import Course, solve_many
from unclench.plasma.engine.solve import SolverError
from unclench.plasma.homeostasis.inputs import SLOW, model
from unclench.plasma.homeostasis.virtual_people import Values

Array = NDArray[np.float64]

SETTLE: dict[str, float] = {
    "vitamin_d": 730.5,
    "magnesium": 15000.0,
    "potassium": 300.0,
    "sodium_water": 120.0,
    "calcium": 2000.0,
}
"""Days after which a model is at its steady state (two whole years for the seasons)."""

STEPS: tuple[float, ...] = (
    *(0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 5, 7, 9, 12, 15, 19, 24),
    *(28 + 14 * i for i in range(12)),
    *(196 + 42 * i for i in range(13)),
)
"""Days at which what is handed on takes a new value."""

BODY_POTASSIUM = 3200.0
"""Exchangeable potassium of the reference adult in the sodium model, mmol."""

BODY_STORES = ("plasma.amount", "tissue.amount", "cell.amount")
"""States of the potassium model that make up exchangeable potassium."""

RTOL = 1e-5
"""Relative tolerance. One a thousand times smaller moves no level by 0.2 % (tested)."""

PIECE = 2000
"""People integrated at once."""

States = dict[str, Array]


class Courses:
    """Courses of all slow models for all people.

    Attributes:
        times: (times,) in days. values: by model and quantity, (people, times).
    """

    def __init__(self, times: Array) -> None:
        self.times = times
        self.values: dict[str, dict[str, Array]] = {}

    def get(self, name: str, quantity: str) -> Array:
        """A quantity of a model, shape (people, times)."""
        return self.values[name][quantity]


def _at(times: Array, course: Array, day: float) -> Array:
    i = int(np.clip(np.searchsorted(times, day), 1, times.size - 1))
    share = float(np.clip((day - times[i - 1]) / (times[i] - times[i - 1]), 0, 1))
    out: Array = course[:, i - 1] * (1 - share) + course[:, i] * share
    return out


def _same(old: Mapping[str, Array], new: Mapping[str, Array]) -> bool:
    """Whether what is handed on has stayed the same to one in ten thousand."""
    return all(np.allclose(old[k], new[k], rtol=1e-4, atol=0) for k in new)


def _handed_on(done: Courses, name: str) -> dict[str, Array]:
    """Constants of `name` that come from models already done, each (people, times)."""
    if name == "calcium":
        taken = model("calcium").quantity("input.d25")
        d25 = np.clip(done.get("vitamin_d", "serum.d25"), taken.low, taken.high)
        return {"input.d25": d25, "input.magnesium": done.get("magnesium", "fluid.mg")}
    if name == "potassium":
        return {"input.magnesium": done.get("magnesium", "fluid.mg")}
    if name == "sodium_water":
        k = model("potassium")
        normal = sum(k.quantity(p).value or 0.0 for p in BODY_STORES)
        total: Array = np.sum([done.get("potassium", p) for p in BODY_STORES], axis=0)
        return {"input.body_potassium": np.clip(BODY_POTASSIUM * total / normal, 2000, 4200)}
    return {}


def run(values: Values, times: Array, start: Mapping[str, Array], n: int) -> Courses:
    """All models from `start` over `times`, in pieces of `PIECE` people so that memory stays small.

    Args:
        values: constants by model, scalars or (n,).
        times: (times,) in days, the first is the start.
        start: states at the start by model, (n, states).
        n: people.
    """
    done = Courses(times)
    pieces = []
    for a in range(0, n, PIECE):
        b = min(n, a + PIECE)
        own = {m: {k: _part(v, a, b) for k, v in told.items()} for m, told in values.items()}
        pieces.append(_run(own, times, {m: y[a:b] for m, y in start.items()}, b - a))
    for name in SLOW:
        done.values[name] = {
            k: np.concatenate([p.values[name][k] for p in pieces]) for k in pieces[0].values[name]
        }
    return done


def _solved(name: str, times: Array, values: Mapping[str, Any], **options: Any) -> Course:
    """`solve_many`; where a store runs empty and no course exists, the inputs are refused."""
    try:
        return solve_many(model(name), times, values, **options)
    except SolverError:
        label = model(name).meta["title"].partition(":")[0]
        text = f"The model '{label}' finds no course: these inputs empty a store of the body."
        fix = "Look at intakes near zero, and at what makes the body lose."
        raise UserError(Problem(text, name, fix)) from None


def _part(value: Any, a: int, b: int) -> Any:
    return value if np.ndim(value) == 0 else value[a:b]


def _kept() -> dict[str, set[str]]:
    """Quantities by model that are reported or handed on."""
    kept = {
        "vitamin_d": {"serum.d25"},
        "magnesium": {"fluid.mg"},
        "potassium": set(BODY_STORES),
        "sodium_water": set(),
        "calcium": set(),
    }
    for q in load("blood_quantities", BloodQuantity).values():
        kept[q.model].add(q.variable)
    return kept


def _run(values: Values, times: Array, start: Mapping[str, Array], n: int) -> Courses:
    done = Courses(times)
    kept = _kept()
    edges = [t for t in STEPS if t < times[-1] - times[0]]
    edges = [times[0] + t for t in edges] + [times[-1]]
    for name in SLOW:
        given = _handed_on(done, name)
        events: list[tuple[float, dict[str, Any]]] = []
        if given:
            for a, b in itertools.pairwise(edges):
                middle = {k: _at(times, v, (a + b) / 2) for k, v in given.items()}
                if not events or not _same(events[-1][1], middle):
                    events.append((a, middle))
        course = _solved(
            name, times, values[name], n=n, y0=start[name], many_events=events, rtol=RTOL
        )
        done.values[name] = {k: course[k].copy() for k in sorted(kept[name])}
    return done


def steady(values: Values, n: int) -> States:
    """The states in which everybody settles under these constants, by model, (n, states).

    Vitamin D settles into its yearly course, at the day of the year in `values`.
    """
    done = Courses(np.array([0.0, 1.0]))
    out: States = {}
    for name in SLOW:
        m = model(name)
        own = dict(values[name])
        own |= {k: v[:, -1] for k, v in _handed_on(done, name).items()}
        times = np.array([0.0, SETTLE[name]])
        course = _solved(name, times, own, n=n, rtol=RTOL)
        done.values[name] = course.values
        out[name] = np.stack([course[q.name][:, -1] for q in m.states], axis=-1)
    return out
