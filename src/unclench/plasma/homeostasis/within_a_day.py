"""Hours instead of weeks: a potassium load with or without a meal, and a session of sweating."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.facts.nutrients import nutrients
from unclench.plasma.engine import Course, Event, solve
from unclench.plasma.homeostasis.inputs import model

Array = NDArray[np.float64]

EATING_H = 1 / 6
"""A meal is eaten within ten minutes."""


def _check(what: str, value: float, low: float, high: float, unit: str) -> list[Problem]:
    if low <= value <= high:
        return []
    text = f"{value:g} {unit} is outside what this model can tell."
    return [Problem(text, what, f"Use {low:g} to {high:g} {unit}.")]


def after_meal(
    potassium_mmol: float,
    carbohydrate_g: float = 0.0,
    hours: float = 6.0,
    fasting_k: float = 4.2,
    fasted_h: float = 12.0,
) -> Course:
    """Plasma and urinary potassium after a load, from an overnight fast.

    Args:
        potassium_mmol: swallowed at once, 0 to 100.
        carbohydrate_g: eaten within ten minutes, 0 to 150; slows the stomach, drives insulin.
        hours: course, 0.5 to 24. Its time is in days, 0 is the first bite.
        fasting_k: plasma potassium at which this person's balance lies, 3.3 to 5.2 mmol/L.
        fasted_h: hours without food before.

    Raises:
        UserError: out of range.
    """
    problems = _check("potassium", potassium_mmol, 0, 100, "mmol")
    problems += _check("carbohydrate", carbohydrate_g, 0, 150, "g")
    problems += _check("hours", hours, 0.5, 24, "h")
    problems += _check("fasting potassium", fasting_k, 3.3, 5.2, "mmol/L")
    if problems:
        raise UserError(problems)
    m = model("potassium")
    own = {"plasma.normal": fasting_k}
    rest = solve(m, 300.0, values=own, times=np.array([0.0, 300.0]))
    y = np.array([rest[q.name][-1] for q in m.states])
    empty = own | {"input.potassium": 0.0}
    fast = solve(m, fasted_h / 24, values=empty, y0=y, times=np.array([0.0, fasted_h / 24]))
    y = np.array([fast[q.name][-1] for q in m.states])
    eaten = EATING_H / 24
    y[m.state_index["stomach.amount"]] += potassium_mmol
    pulse = carbohydrate_g / eaten
    return solve(
        m,
        hours / 24,
        values=empty | {"input.carbohydrate_pulse": pulse},
        y0=y,
        times=np.linspace(0, hours / 24, int(hours * 12) + 1),
        events=[Event(eaten, {"input.carbohydrate_pulse": 0.0})],
    )


@dataclass(frozen=True, slots=True)
class SweatSession:
    """What an hour or more of sweating does to sodium and water.

    Attributes:
        hours: (times,). sodium: of plasma in mmol/L, (times,). water: of the body in L, (times,).
        lost_l, lost_sodium_mmol, lost_potassium_mmol, lost_calcium_mmol, lost_magnesium_mmol.
    """

    hours: Array
    sodium: Array
    water: Array
    lost_l: float
    lost_sodium_mmol: float
    lost_potassium_mmol: float
    lost_calcium_mmol: float
    lost_magnesium_mmol: float

    def summary(self) -> Reason:
        """What was lost and where plasma sodium went."""
        per_mmol = nutrients()["sodium"].molar_mass or 0.0
        return reason(
            "sweat_session",
            litres=self.lost_l,
            sodium_mmol=self.lost_sodium_mmol,
            sodium_mg=self.lost_sodium_mmol * per_mmol,
            potassium_mmol=self.lost_potassium_mmol,
            calcium_mmol=self.lost_calcium_mmol,
            magnesium_mmol=self.lost_magnesium_mmol,
            sodium_before=float(self.sodium[0]),
            sodium_after=float(self.sodium[-1]),
        )


def sweat_session(
    litres_per_hour: float = 1.21,
    hours: float = 2.0,
    sweat_sodium: float = 35.9,
    drink_share: float = 1.0,
    drink_sodium: float = 0.0,
) -> SweatSession:
    """Sodium and water over a session; the rest of the body as in the reference adult.

    Args:
        litres_per_hour: 0 to 5.7 (norms of 506 athletes: 1.21 +- 0.68).
        hours: 0.25 to 12.
        sweat_sodium: whole body, 5 to 100 mmol/L (35.9 +- 10.4).
        drink_share: share of the sweat that is drunk as it is lost, 0 to 2.
        drink_sodium: of the drink, 0 to 150 mmol/L.

    Raises:
        UserError: out of range, or more sweat than the model can follow (over 8 L in all).
    """
    problems = _check("sweat", litres_per_hour, 0, 5.73, "L/h")
    problems += _check("hours", hours, 0.25, 12, "h")
    problems += _check("sweat sodium", sweat_sodium, 5, 100, "mmol/L")
    problems += _check("drink", drink_share, 0, 2, "of the sweat")
    problems += _check("sodium of the drink", drink_sodium, 0, 150, "mmol/L")
    problems += _check("all sweat", litres_per_hour * hours, 0, 8, "L")
    if problems:
        raise UserError(problems)
    m = model("sodium_water")
    rate = litres_per_hour * 24
    drunk = rate * drink_share
    c = m.constants(
        {
            "input.water": drunk,
            "input.sodium": drunk * drink_sodium,
            "input.sweat": rate,
            "input.sweat_sodium": sweat_sodium,
            "input.thirst": 0.0,
        },
        check=False,
    )
    from scipy.integrate import solve_ivp

    times = np.linspace(0, hours / 24, 61)
    done = solve_ivp(
        lambda t, y: m.derivatives(y, c, t),
        (0, hours / 24),
        m.initial(),
        "LSODA",
        t_eval=times,
        rtol=1e-8,
        atol=1e-9,
    )
    sodium = np.array([m.monitor(y, c)["plasma.sodium"] for y in done.y.T])
    lost = litres_per_hour * hours
    per_litre = {
        "potassium": model("potassium").quantity("input.sweat_potassium").value or 0.0,
        "calcium": model("calcium").quantity("input.sweat_calcium").value or 0.0,
        "magnesium": model("magnesium").quantity("input.sweat_magnesium").value or 0.0,
    }
    return SweatSession(
        hours=times * 24,
        sodium=sodium,
        water=done.y[m.state_index["body.water"]],
        lost_l=lost,
        lost_sodium_mmol=lost * sweat_sodium,
        lost_potassium_mmol=lost * per_litre["potassium"],
        lost_calcium_mmol=lost * per_litre["calcium"],
        lost_magnesium_mmol=lost * per_litre["magnesium"],
    )
