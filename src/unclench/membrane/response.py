"""Blood in, numbers out, for one person or many at once: the models put together.

Everything takes blood as arrays by name (see `unclench.plasma.composition`), one entry per person,
and people as draws of the models' constants. numba is imported at the first call.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from unclench.plasma.composition import NAMES, NORMAL, Composition
from unclench.plasma.engine import Model, load, sample

Array = NDArray[np.float64]
Blood = dict[str, Array]

PACKAGE = "unclench.membrane.models"
KELVIN = 273.15
WIDTHS = np.array([0.2, 1.0])
"""Widths of the test pulses, ms: those used in the clinic for the strength-duration constant."""
GUESS = np.array([490.0, 278.0])
"""Thresholds of the average axon in normal blood, pA; only a starting point of the search."""
WINDOW, ACCURACY, TOP, MOST = 5.0, 1e-5, 0.0, 8.0
"""ms watched after the pulse, tolerance of a step, mV that count as an impulse, and how many times
the usual current is tried: beyond it the pulse itself, not an impulse, would lift the voltage."""


def axon() -> Model:
    """The node of a human motor axon."""
    return load(PACKAGE, "srb_node")


def charge() -> Model:
    """The surface charge."""
    return load(PACKAGE, "surface_charge")


def junction() -> Model:
    """The nerve-muscle junction."""
    return load(PACKAGE, "junction")


def muscle() -> Model:
    """The muscle fibre."""
    return load(PACKAGE, "muscle_fibre")


@dataclass(frozen=True, slots=True)
class People:
    """`n` virtual people: draws of the constants of each model, by name, shape (n,)."""

    n: int = 1
    axon: Mapping[str, Array] = field(default_factory=dict)
    charge: Mapping[str, Array] = field(default_factory=dict)
    junction: Mapping[str, Array] = field(default_factory=dict)
    muscle: Mapping[str, Array] = field(default_factory=dict)


def people(n: int) -> People:
    """`n` people drawn from the ranges in the model files; person i is the same in every call."""
    draws = (sample(m, n) for m in (axon(), charge(), junction(), muscle()))
    return People(n, *draws)


def first(who: People, n: int) -> People:
    """The first `n` of them."""
    parts = (who.axon, who.charge, who.junction, who.muscle)
    return People(min(n, who.n), *({k: v[:n] for k, v in part.items()} for part in parts))


AVERAGE = People()
"""One person with every constant as in the files."""


def blood_of(c: Composition, n: int = 1) -> Blood:
    """The same blood for `n` people."""
    return {name: np.full(n, value) for name, value in c.as_dict().items()}


@dataclass(frozen=True, slots=True)
class Kernels:
    """Compiled kernels of the axon, the surface and the muscle fibre."""

    thresholds: Callable[..., None]
    settle: Callable[..., float]
    spikes: Callable[..., tuple[int, float]]
    rk4: Callable[..., None]
    crossings: Callable[..., int]
    potentials: Callable[..., None]
    resting_points: Callable[..., None]


@functools.cache
def kernels(model: str = "srb_node") -> Kernels:
    """Compiled kernels; some seconds at the very first use on a computer, then kept on disk."""
    from unclench.membrane import kernels as k
    from unclench.plasma.engine import kernels as engine
    from unclench.plasma.engine.compile import specialise

    node = load(PACKAGE, model)
    balance = specialise(k.balance, node)
    settle = specialise(k.settle, node, balance=balance)
    step = specialise(engine.dopri_step, node)
    trial = specialise(k.trial, node, dopri_step=step)
    lowest = specialise(k.lowest, node, trial=trial)
    return Kernels(
        specialise(k.thresholds, node, settle=settle, lowest=lowest),
        settle,
        specialise(k.spikes, node),
        specialise(engine.rk4, node),
        specialise(engine.crossings, node, dopri_step=step),
        specialise(k.potentials, charge()),
        specialise(k.resting_points, muscle()),
    )


def prepare(notify: Callable[[str], None] | None = None) -> None:
    """Load or compile the kernels now; `notify` gets one sentence when that was not done yet."""
    if notify is not None and kernels.cache_info().currsize == 0:
        notify(
            "Preparing the models of nerve and muscle; the first time on a computer this takes "
            "about ten seconds, later about one."
        )
    distance(blood_of(NORMAL))
    thresholds(axon_constants(blood_of(NORMAL)))


def potential(blood: Blood, who: People = AVERAGE) -> Array:
    """Potential just outside the membrane, mV, shape (n,)."""
    n = blood["ica"].size
    c = charge().constants_many(
        n,
        {
            **who.charge,
            "ecf.Ca": blood["ica"],
            "ecf.Mg": blood["img"],
            "ecf.monovalent": blood["na"] + blood["k"],
            "ecf.pH": blood["ph"],
            "ecf.T": blood["temperature"] + KELVIN,
        },
    )
    out = np.empty(n)
    kernels().potentials(c, out)
    return out


def shift(blood: Blood, who: People = AVERAGE) -> Array:
    """How far the surface potential moves the sodium gates, mV against normal blood, shape (n,).

    Below zero: the gates open at a more negative voltage, the axon is easier to excite. Normal is
    taken at the same temperature.
    """
    n = blood["ica"].size
    normal = {**blood_of(NORMAL, n), "temperature": blood["temperature"]}
    return potential(blood, who) - potential(normal, who)


def axon_constants(blood: Blood, who: People = AVERAGE, extra: float | Array = 0.0) -> Array:
    """Prepared constants of the axon, shape (n, constants); `extra` mV are added to the shift."""
    return axon().constants_many(
        blood["ica"].size,
        {
            **who.axon,
            "ecf.Na": blood["na"],
            "ecf.K": blood["k"],
            "ecf.T": blood["temperature"] + KELVIN,
            "charge.shift": shift(blood, who) + extra,
        },
    )


def thresholds(c: Array, widths: Array = WIDTHS, *, threads: int = 2) -> tuple[Array, Array]:
    """Resting voltage (n,), mV, and the smallest pulses that fire the axon (n, widths), pA.

    0 is an axon that fires by itself, inf one that no pulse fires, nan one with no resting state.
    """
    from unclench.plasma.engine.parallel import in_chunks

    n = c.shape[0]
    rest, out = np.empty(n), np.empty((n, widths.size))
    node = axon()
    stim = node.constant_index["stimulus.i_stim"]
    states = len(node.states)
    guess = GUESS if widths is WIDTHS else 220.0 * (1 + 0.24 / widths)
    kernel = kernels().thresholds

    def work(a: int, b: int) -> None:
        kernel(
            c[a:b],
            states,
            stim,
            widths,
            guess,
            MOST,
            WINDOW,
            ACCURACY,
            TOP,
            2e-4,
            rest[a:b],
            out[a:b],
        )

    in_chunks(work, n, threads)
    return rest, out


def strength_duration(i: Array, widths: Array = WIDTHS) -> tuple[Array, Array]:
    """Weiss's law through two thresholds: rheobase, pA, and time constant, ms; shapes (n,)."""
    a, b = i[..., 0], i[..., -1]
    d, w = float(widths[0]), float(widths[-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        rheobase = (b * w - a * d) / (w - d)
        tau = d * (a - rheobase) / rheobase
    return rheobase, tau


def growth(c: Array) -> float:
    """How fast a small push at rest grows, per ms; above zero the axon fires by itself.

    The largest real part of the eigenvalues there; +inf when there is no polarised rest.
    """
    node = axon()
    y = node.initial()
    v = kernels().settle(y, c)
    if not np.isfinite(v):
        return float("inf")
    n = y.size
    from unclench.plasma.engine.compile import fast

    f = fast(node).rhs
    j = np.empty((n, n))
    up, down = np.empty(n), np.empty(n)
    for i in range(n):
        h = 1e-4 if i == 0 else 1e-6
        z = y.copy()
        z[i] += h
        f(0.0, z, c, up)
        z[i] -= 2 * h
        f(0.0, z, c, down)
        j[:, i] = (up - down) / (2 * h)
    return float(np.linalg.eigvals(j).real.max())


FURTHEST = 40.0
"""mV of shift beyond which the search for spontaneous firing gives up."""


def distance(blood: Blood, who: People = AVERAGE) -> Array:
    """How many more mV of shift make the axon fire by itself, shape (n,); inf beyond `FURTHEST`."""
    node = axon()
    place = node.constant_index["charge.shift"]
    base = axon_constants(blood, who)
    out = np.empty(base.shape[0])
    for p, row in enumerate(base):
        start = row[place]

        def fires(s: float, row: Array = row, start: float = start) -> bool:
            c = row.copy()
            c[place] = start - s
            node.python.prepare(c)
            return growth(c) > 0

        if fires(0.0):
            out[p] = 0.0
            continue
        high = next((s for s in np.arange(1.0, FURTHEST + 1) if fires(s)), np.inf)
        low = high - 1.0
        while np.isfinite(high) and high - low > 0.02:
            mid = 0.5 * (low + high)
            low, high = (low, mid) if fires(mid) else (mid, high)
        out[p] = high
    return out


def release(blood: Blood, who: People = AVERAGE) -> Array:
    """Transmitter that an impulse sets free, % of that in normal blood, shape (n,)."""
    model = junction()

    def amount(b: Blood) -> Array:
        n = b["ica"].size
        c = model.constants_many(n, {**who.junction, "ecf.Ca": b["ica"], "ecf.Mg": b["img"]})
        return np.array([model.value("release.amount", row) for row in c])

    return 100 * amount(blood) / amount(blood_of(NORMAL, blood["ica"].size))


def fibre(blood: Blood, who: People = AVERAGE) -> Array:
    """Where a muscle fibre can rest, mV: polarised, the ridge beyond it, depolarised.

    Shape (n, 3); nan for what is not there.
    """
    n = blood["k"].size
    c = muscle().constants_many(
        n,
        {
            **who.muscle,
            "ecf.Na": blood["na"],
            "ecf.K": blood["k"],
            "ecf.T": blood["temperature"] + KELVIN,
        },
    )
    out = np.empty((n, 3))
    kernels().resting_points(c, out)
    return out


def available(volts: Array) -> Array:
    """Share of a fibre's sodium channels that could open at a resting voltage, mV; shape (n,)."""
    model = muscle()
    c = model.constants()
    out = [
        model.monitor(np.array([v]), c)["sodium.available"] if np.isfinite(v) else np.nan
        for v in np.atleast_1d(volts)
    ]
    return np.array(out)


assert set(blood_of(NORMAL)) == set(NAMES)
