"""The slow models obey what every body obeys: balance, positivity, rest, units, directions."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unclench.plasma.engine import solve, solve_many
from unclench.plasma.homeostasis.inputs import SLOW, model

STORES = {
    "calcium": ("gut.amount", "fluid.amount", "surface.amount"),
    "magnesium": ("gut.amount", "fluid.amount", "soft.amount", "bone.amount"),
    "potassium": ("stomach.amount", "gut.amount", "plasma.amount", "tissue.amount", "cell.amount"),
}

LEAVES = {
    "calcium": {
        "gut.to_stool": 1,
        "gut.lost": 1,
        "kidney.urine": 1,
        "fluid.sweat": 1,
        "bone.given": -1,
    },
    "magnesium": {
        "gut.to_stool": 1,
        "gut.lost": 1,
        "kidney.urine": 1,
        "fluid.sweat": 1,
        "fluid.stool_loss": 1,
    },
    "potassium": {
        "gut.to_stool": 1,
        "gut.secreted": 1,
        "kidney.urine": 1,
        "plasma.sweat": 1,
        "plasma.stool_loss": 1,
    },
}


def state(name: str, factors: list[float]) -> np.ndarray:
    y = model(name).initial()
    return y * np.resize(factors, y.size)


FACTORS = st.lists(st.floats(0.3, 2.0), min_size=6, max_size=6)


@settings(max_examples=60, deadline=None)
@given(FACTORS, st.floats(0.1, 3), st.floats(0, 10), st.floats(0.2, 1.2))
def test_what_goes_in_less_what_goes_out_is_what_stays(
    factors: list[float], intake: float, sweat: float, kidney: float
) -> None:
    """Calcium, magnesium, potassium, sodium and water: to round-off, in any state."""
    for name, stores in STORES.items():
        m = model(name)
        q = m.quantity(f"input.{name}")
        told = {q.name: q.value * intake, "input.sweat": sweat, "input.kidney": kidney}
        if name != "calcium":
            told["input.gut_loss"] = 3.0
        c = m.constants(told, check=False)
        y = state(name, factors)
        dy = m.derivatives(y, c)
        v = m.monitor(y, c)
        change = sum(dy[m.state_index[s]] for s in stores)
        out = sum(sign * v[key] for key, sign in LEAVES[name].items())
        assert change == pytest.approx(q.value * intake - out, rel=1e-9, abs=1e-7)
    m = model("sodium_water")
    c = m.constants({"input.sodium": 140 * intake, "input.sweat": sweat}, check=False)
    y = state("sodium_water", factors)
    dy, v = m.derivatives(y, c), m.monitor(y, c)
    lost = v["body.urine_sodium"] + 0.014 * 140 * intake + v["body.sweat_sodium"]
    gained = dy[m.state_index["body.sodium"]]
    assert gained == pytest.approx(140 * intake - lost, rel=1e-9, abs=1e-9)
    water = v["body.water_in"] + 0.3 - v["body.moist"] * (1.0 + sweat) - v["body.urine_water"]
    assert dy[m.state_index["body.water"]] == pytest.approx(water, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", SLOW)
def test_the_reference_adult_stays_where_he_is_for_a_year(name: str) -> None:
    m = model(name)
    course = solve(m, 365.0, times=np.array([0.0, 365.0]))
    for q in m.states:
        first, last = course[q.name]
        assert last == pytest.approx(first, rel=1e-6), q.name


def test_vitamin_d_in_the_sun_returns_to_the_same_day_of_the_year() -> None:
    m = model("vitamin_d")
    times = np.array([0.0, 365.25 * 3, 365.25 * 4])
    course = solve(m, times[-1], times=times, values={"input.sun": 1.0})
    assert course["serum.d25"][2] == pytest.approx(course["serum.d25"][1], rel=1e-5)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**31))
def test_nothing_becomes_negative_anywhere_in_the_range_of_the_inputs(seed: int) -> None:
    """Inputs at random corners of their ranges, half a year."""
    rng = np.random.default_rng(seed)
    n = 8
    for name in SLOW:
        m = model(name)
        told = {}
        for q in m.inputs:
            if q.name in ("input.infusion", "input.carbohydrate_pulse"):
                continue
            corner = rng.choice([q.low, q.high, q.value], n)
            told[q.name] = corner + rng.random(n) * (q.value - corner)
        course = solve_many(m, np.array([0.0, 1, 30, 182]), told, n=n, rtol=1e-5)
        for q in m.states:
            assert np.all(np.isfinite(course[q.name])), (name, q.name)
            assert np.all(course[q.name] > -1e-9), (name, q.name)


@pytest.mark.parametrize("name", SLOW)
def test_smaller_tolerances_come_closer_to_an_independent_solver(name: str) -> None:
    """Against LSODA at tight tolerance, after a change of intake and kidneys."""
    m = model(name)
    told = {q.name: q.value * 0.4 for q in m.inputs if q.name == f"input.{name}"}
    if name == "sodium_water":
        told = {"input.sodium": 60.0, "input.sweat": 2.0}
    times = np.array([0.0, 0.3, 2.0, 20.0, 84.0])
    exact = solve(m, 84.0, values=told, times=times, rtol=1e-10, atol=1e-12)
    errors = []
    for rtol in (1e-3, 1e-5, 1e-7):
        many = solve_many(m, times, told, n=1, rtol=rtol, atol=rtol * 1e-3)
        pairs = [(many[q.name][0], exact[q.name]) for q in m.states]
        errors.append(max(np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-6)) for a, b in pairs))
    assert errors[2] < 1e-5
    assert errors[2] <= errors[0] + 1e-9
    assert errors[1] < 1e-3


def powers(unit: str) -> dict[str, int]:
    """Powers of amount, volume, time and mass in a unit as the files spell it."""
    kind = {"mol": "amount", "L": "volume", "day": "time", "g": "mass"}
    out = dict.fromkeys(kind.values(), 0)
    sign = 1
    for part in re.split(r"([*/])", unit):
        if part in "*/":
            sign = -1 if part == "/" else 1
            continue
        found = re.fullmatch(r"(?:[pnmu](?=[molgL]))?(mol|day|L|g)(?:\^(\d))?|1", part)
        assert found, unit
        if found.group(1):
            out[kind[found.group(1)]] += sign * int(found.group(2) or 1)
    return out


@settings(max_examples=25, deadline=None)
@given(FACTORS, st.floats(0.2, 5), st.floats(0.2, 5), st.floats(0.2, 5), st.floats(0.2, 5))
def test_other_units_change_nothing(
    factors: list[float], amount: float, volume: float, time: float, mass: float
) -> None:
    """Every number re-expressed in units of another size gives the same motion."""
    scale = {"amount": amount, "volume": volume, "time": time, "mass": mass}

    def size(unit: str) -> float:
        return float(np.prod([scale[k] ** p for k, p in powers(unit).items()]))

    for name in SLOW:
        m = model(name)
        y = state(name, factors)
        plain = m.derivatives(y, m.constants(), 3.0)
        told = {q.name: q.value * size(q.unit) for q in m.constants_}
        c = m.constants(told, check=False)
        ys = y * [size(q.unit) for q in m.states]
        scaled = m.derivatives(ys, c, 3.0 * time)
        for i, q in enumerate(m.states):
            back = scaled[i] / size(q.unit) * time
            span = abs(plain[i]) + 1e-6 * max(1.0, np.abs(plain).max())
            assert back == pytest.approx(plain[i], rel=1e-6, abs=1e-6 * span), (name, q.name)


def end(name: str, quantity: str, told: dict[str, float], days: float = 84.0) -> float:
    return float(solve(model(name), days, values=told, times=np.array([0.0, days]))[quantity][-1])


DIRECTIONS = [
    ("potassium", "input.potassium", "plasma.k", +1, (10, 300)),
    ("potassium", "input.kidney", "plasma.k", -1, (0.2, 1.2)),
    ("potassium", "input.secretion_factor", "plasma.k", -1, (0.3, 3)),
    ("potassium", "input.gut_loss", "plasma.k", -1, (0, 60)),
    ("potassium", "input.magnesium", "plasma.k", +1, (0.2, 0.6)),
    ("magnesium", "input.magnesium", "fluid.mg", +1, (0.2, 35)),
    ("magnesium", "input.absorption", "fluid.mg", +1, (0.2, 1)),
    ("magnesium", "input.threshold_factor", "fluid.mg", +1, (0.65, 1.05)),
    ("magnesium", "input.kidney", "fluid.mg", -1, (0.2, 1.2)),
    ("calcium", "input.calcium", "fluid.ionised", +1, (2, 60)),
    ("calcium", "input.calcium", "pth.level", -1, (2, 60)),
    ("calcium", "input.calcium", "calcitriol.level", -1, (2, 60)),
    ("calcium", "input.d25", "fluid.ionised", +1, (5, 150)),
    ("calcium", "input.d25", "pth.level", -1, (5, 150)),
    ("calcium", "input.secretion", "fluid.ionised", +1, (0.02, 1)),
    ("calcium", "input.magnesium", "fluid.ionised", +1, (0.3, 0.7)),
    ("calcium", "input.reabsorption_shift", "fluid.ionised", +1, (-0.05, 0.05)),
    ("sodium_water", "input.water", "plasma.sodium", -1, (0.5, 12)),
    ("sodium_water", "input.sodium", "plasma.sodium", +1, (20, 350)),
    ("sodium_water", "input.sodium", "body.water", +1, (20, 350)),
    ("vitamin_d", "input.vitamin_d", "serum.d25", +1, (0, 240)),
    ("vitamin_d", "input.sun", "serum.d25", +1, (0, 2)),
]


@pytest.mark.parametrize("row", DIRECTIONS, ids=lambda r: f"{r[1]} on {r[2]}")
@settings(max_examples=6, deadline=None)
@given(a=st.floats(0, 1), b=st.floats(0, 1))
def test_levels_move_in_the_direction_physiology_says(row: tuple, a: float, b: float) -> None:
    name, constant, quantity, sign, (low, high) = row
    a, b = sorted((a, b))
    if b - a < 0.05:
        return
    less, more = (end(name, quantity, {constant: low + x * (high - low)}) for x in (a, b))
    assert sign * (more - less) > -1e-7 * abs(less)
