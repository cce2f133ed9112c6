"""Blood tests as a starting point.

A level that the person's own balance can explain (inside the usual span) becomes the person's own
set point; so does one outside it that a told medicine or condition can hold there. Any other level
outside it is taken as a store that was emptied or filled: body fluids and tissue start there and go
back as fast as intake, gut and kidney let them. The models cannot know why a level was abnormal;
the notes say so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from unclench.plasma.homeostasis.inputs import ICA_PER_PH, model
from unclench.plasma.homeostasis.run import BODY_POTASSIUM, States, steady
from unclench.plasma.homeostasis.virtual_people import Values

Array = NDArray[np.float64]

UNREACHED = 0.015
"""A steady state this far from a blood test, as a share of it, contradicts the test."""

USUAL: dict[str, tuple[float, float]] = {
    "potassium": (3.5, 5.1),
    "sodium": (135, 145),
    "magnesium": (0.70, 1.00),
    "ica": (1.12, 1.32),
    "d25": (25, 150),
}
"""Spans inside which a level is taken as the person's own set point (judgement)."""

KNOBS: dict[str, tuple[tuple[str, str, float], ...]] = {
    "potassium": (("potassium", "plasma.normal", 1.0),),
    "sodium": (("sodium_water", "hormone.threshold", 2.0),),
    "magnesium": (("magnesium", "kidney.threshold", 1.0),),
    "ica": (("calcium", "kidney.threshold", 1.0), ("calcium", "pth.set_point", 1.0)),
    "d25": (("vitamin_d", "serum.base", 1.0),),
}
"""The set points behind each level: model, constant, change per unit of the level."""


def levels(states: States, values: Values, n: int) -> dict[str, Array]:
    """Blood levels that belong to states, each (n,)."""

    def of(name: str, constant: str) -> Array:
        value = values[name].get(constant, model(name).quantity(constant).value)
        return np.broadcast_to(np.asarray(value, float), (n,))

    na, water = states["sodium_water"][:, 0], states["sodium_water"][:, 1]
    k = states["potassium"]
    ke = BODY_POTASSIUM * k[:, 1:4].sum(axis=1) / 3180.9
    share, slope = of("sodium_water", "plasma.water_share"), of("sodium_water", "plasma.slope")
    return {
        "potassium": k[:, 1] / of("potassium", "plasma.volume"),
        "sodium": share * (slope * (na + ke) / water - of("sodium_water", "plasma.offset")),
        "magnesium": states["magnesium"][:, 1] / of("magnesium", "fluid.volume"),
        "ica": states["calcium"][:, 1] / of("calcium", "fluid.volume"),
        "d25": states["vitamin_d"][:, 0],
    }


def starting_levels(labs: Mapping[str, float]) -> dict[str, float]:
    """Levels the models start from; ionised calcium from total and albumin when not measured.

    Ionised calcium is brought to pH 7.40 when the pH is known: -0.05 mmol/L per +0.1.
    """
    out = {k: labs[k] for k in ("potassium", "sodium", "magnesium", "d25") if k in labs}
    if "ica" in labs:
        out["ica"] = labs["ica"] - ICA_PER_PH * (labs.get("ph", 7.4) - 7.4)
    elif "calcium" in labs:
        q = model("calcium")
        per_albumin = q.quantity("fluid.bound_per_albumin").value or 0.0
        bound = per_albumin * labs.get("albumin", 42.0)
        bound += q.quantity("fluid.complexed").value or 0.0
        normal = q.quantity("fluid.normal").value or 1.2
        out["ica"] = labs["calcium"] / (1 + bound / normal)
    return out


def start_from(
    labs: Mapping[str, float],
    values: Values,
    n: int,
    day_of_year: float,
    *,
    held: Collection[str] = (),
) -> tuple[States, list[str], tuple[str, ...]]:
    """Steady states moved to the blood tests; changes set points in `values` in place.

    `held` are models on which a told medicine or condition acts.

    Returns:
        The states to start from, by model, (n, states), notes, and which levels were moved.
    """
    wanted = starting_levels(labs)
    usual = {k for k, v in wanted.items() if USUAL[k][0] <= v <= USUAL[k][1]}
    kept = {k for k in wanted if k not in usual and KNOBS[k][0][0] in held}
    own = {k: v for k, v in wanted.items() if k in usual | kept}
    moved = {k: v for k, v in wanted.items() if k not in own}
    states = steady(values, n, day_of_year)
    for _ in range(3 if own else 0):
        now = levels(states, values, n)
        for key, level in own.items():
            for name, constant, per in KNOBS[key]:
                old = values[name].get(constant, model(name).quantity(constant).value)
                values[name][constant] = np.asarray(old, float) + per * (level - now[key])
        states = steady(values, n, day_of_year)
    now = levels(states, values, n)
    off = {k: v for k, v in own.items() if abs(float(np.median(now[k])) - v) > UNREACHED * v}
    for key, level in off.items():
        _displace(states, values, key, level, n)
    anchor = wanted.get("sodium", levels(states, values, n)["sodium"])
    for key, level in moved.items():
        _displace(states, values, key, level, n)
    if "potassium" in moved:  # cells that gave potassium moved the sodium: it was measured after
        _displace(states, values, "sodium", anchor, n)
    notes = [
        f"What was told of food, drink and sweat would put {_names([k])} at "
        f"{float(np.median(now[k])):.3g}, but {v:.3g} was measured: something is probably missing, "
        "such as drinks. The course starts at what was measured."
        for k, v in off.items()
    ]
    if wanted:
        notes.append("The blood tests were taken as made on this diet and these medicines.")
    if kept:
        notes.append(
            f"Outside the usual span, and a medicine or condition that was told can hold it there: "
            f"{_names(k for k in wanted if k in kept)}. It was taken as held. Such a result needs "
            "a professional."
        )
    if moved:
        names = _names(moved)
        notes.append(
            f"Outside the usual span at the start: {names}. The models do not know why. They let "
            "the level go back to the balance of this intake; if something else holds it there, "
            "it will stay. Such a result needs a professional."
        )
    return states, notes, tuple({**moved, **off})


def _names(keys: Iterable[str]) -> str:
    return ", ".join(k.replace("ica", "calcium").replace("d25", "vitamin D") for k in keys)


def _displace(states: States, values: Values, key: str, level: float | Array, n: int) -> None:
    now = levels(states, values, n)[key]
    ratio = level / now
    if key == "d25":
        states["vitamin_d"][:, 0] = level
    elif key == "sodium":
        k = states["sodium_water"]
        k[:, 1] *= (now + 23.8) / (level + 23.8)
    elif key == "ica":
        states["calcium"][:, 1] *= ratio
        states["calcium"][:, 2] *= ratio
    elif key == "magnesium":
        power = model("magnesium").quantity("soft.power").value or 0.35
        states["magnesium"][:, 1] *= ratio
        states["magnesium"][:, 2] *= ratio**power
    else:
        y = states["potassium"]
        km = model("potassium").quantity("cell.km").value or 1.4
        pump = (level / (km + level)) / (now / (km + now))
        y[:, 3] = (y[:, 3] - now * 24) * pump + level * 24
        y[:, 1] *= ratio
        y[:, 2] *= ratio
