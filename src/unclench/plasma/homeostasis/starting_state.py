"""Blood tests as a starting point.

A level that the person's own balance can explain (inside the usual span) becomes the person's own
set point; so does one outside it that a told medicine or condition can hold there. Any other level
outside it is taken as a store that was emptied or filled: body fluids and tissue start there and go
back as fast as intake, gut and kidney let them. The models cannot know why a level was abnormal;
the notes say so.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.facts.kinds import analytes
from unclench.facts.kinds.blood_quantities import BloodQuantity
from unclench.facts.loader import load
from unclench.plasma.blood import Blood, ica_per_ph, ionised_calcium, shared
from unclench.plasma.composition import NORMAL
from unclench.plasma.homeostasis.inputs import model
from unclench.plasma.homeostasis.run import BODY_POTASSIUM, States, steady
from unclench.plasma.homeostasis.virtual_people import Values

Array = NDArray[np.float64]

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


def own_balance(key: str, *, inferred: bool = False) -> tuple[float, float]:
    """The span inside which a level is taken as the person's own set point.

    Ionised calcium that was `inferred` from the total is judged by the reference of the total.
    """
    if key == "ica" and inferred:
        low, high = own_balance("calcium")
        return ionised_calcium(low), ionised_calcium(high)
    q = load("blood_quantities", BloodQuantity)[key]
    span = q.own_balance or analytes.load()[q.analyte].range_for(None, None)
    assert span is not None and span.low is not None and span.high is not None
    return span.low, span.high


def starting_levels(blood: Blood) -> dict[str, float]:
    """Levels the models start from, each a number; ionised calcium as it would be at pH 7.40."""
    out = {
        k: v
        for k in ("potassium", "sodium", "magnesium", "d25")
        if (v := blood.value(k)) is not None
    }
    ica, ph = blood.value("ica"), blood.value("ph")
    if ica is not None:
        out["ica"] = ica if ph is None else ica - ica_per_ph() * (ph - NORMAL.ph)
    return out


def start_from(
    blood: Blood,
    values: Values,
    n: int,
    *,
    held: Collection[str] = (),
) -> tuple[States, list[Reason], tuple[str, ...]]:
    """Steady states moved to the blood tests; changes set points in `values` in place.

    `held` are models on which a told medicine or condition acts.

    Returns:
        The states to start from, by model, (n, states), notes, and which levels were moved.

    Raises:
        UserError: on this diet nobody could be in balance at a level that was measured.
    """
    wanted = starting_levels(blood)
    inferred = {k for k, v in blood.levels.items() if v.origin == "inferred"}
    spans = {k: own_balance(k, inferred=k in inferred) for k in wanted}
    usual = {k for k, v in wanted.items() if spans[k][0] <= v <= spans[k][1]}
    kept = {k for k in wanted if k not in usual and KNOBS[k][0][0] in held}
    own = {k: v for k, v in wanted.items() if k in usual | kept}
    moved = {k: v for k, v in wanted.items() if k not in own}
    states = steady(values, n)
    for _ in range(3 if own else 0):
        now = levels(states, values, n)
        for key, level in own.items():
            for name, constant, per in KNOBS[key]:
                old = values[name].get(constant, model(name).quantity(constant).value)
                values[name][constant] = np.asarray(old, float) + per * (level - now[key])
        states = steady(values, n)
    now = levels(states, values, n)
    limit = shared().contradiction.value
    off = {k: v for k, v in own.items() if abs(float(np.median(now[k])) - v) > limit * v}
    if problems := _impossible(now, off):
        raise UserError(problems)
    for key, level in off.items():
        _displace(states, values, key, level, n)
    anchor = wanted.get("sodium", levels(states, values, n)["sodium"])
    for key, level in moved.items():
        _displace(states, values, key, level, n)
    if "potassium" in moved:  # cells that gave potassium moved the sodium: it was measured after
        _displace(states, values, "sodium", anchor, n)
    notes = [
        reason(
            "diet_against_test", quantity=k, expected=float(np.median(now[k])), measured=float(v)
        )
        for k, v in off.items()
    ]
    if wanted:
        notes.append(reason("tests_on_this_diet"))
    if kept:
        notes.append(reason("held_outside", quantities=[k for k in wanted if k in kept]))
    if moved:
        notes.append(reason("outside_at_start", quantities=list(moved)))
    return states, notes, tuple({**moved, **off})


def _impossible(now: dict[str, Array], off: dict[str, float]) -> list[Problem]:
    """Levels whose own balance lies where the models are not believed: nobody lives there.

    What other models take from such a balance would be as wrong: calcium without any magnesium.
    """
    out = []
    for key, level in off.items():
        span = load("blood_quantities", BloodQuantity)[key].believed
        own = float(np.median(now[key]))
        if span is None or span.low <= own <= span.high:
            continue
        text = (
            f"These inputs would put {key} in blood at {own:.2g}, out of {span.low:g} to "
            f"{span.high:g} mmol/L, but {level:g} was measured."
        )
        fix = f"Look at what was told of {key} in food and drink: something is probably missing."
        out.append(Problem(text, key, fix))
    return out


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
