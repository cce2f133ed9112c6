"""`simulate_nerve`: one blood, one answer with traces, sources and limits; and `scan` over two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unclench.errors import Problem, UserError, did_you_mean
from unclench.membrane import response
from unclench.membrane.margin import DRAWS, Estimate, Margin, excitability, finite
from unclench.membrane.response import Array, Blood, axon_constants, blood_of
from unclench.plasma.composition import NAMES, NORMAL, RANGES, Composition, make

CANNOT_KNOW = (
    "Blood is not the whole nerve: blood flow, cold, pressure, damage and irritated nerves "
    "change the margin too, and are not in the model.",
    "The effect of potassium is a guess between two extremes and probably too steep: in a living "
    "nerve the internode, the pump and other channels soften it. In volunteers the usual swings of "
    "potassium hardly moved it.",
    "Levels inside the cells, and slow adaptation over days, are not in the model.",
    "This is arithmetic on published models, not a measurement of you, and not a diagnosis.",
)


@dataclass(frozen=True, slots=True)
class Trace:
    """Voltages of the model axon after one pulse, in this blood and in normal blood.

    Attributes:
        time: ms, shape (times,). person, normal: mV, shape (times,).
        stimulus: pA, for 1 ms from time 0.
        label: what the stimulus was chosen for.
    """

    time: Array
    person: Array
    normal: Array
    stimulus: float
    label: str


@dataclass(frozen=True, slots=True)
class NerveResult:
    """The answer of `simulate_nerve`.

    Attributes:
        composition: the blood. assumed: names in it that were not given and taken as normal.
        margin: the numbers and words. trace: voltages.
        models: title and validity of each model used. cannot_know: limits. sources: source keys.
    """

    composition: Composition
    assumed: tuple[str, ...]
    assumptions: tuple[str, ...]
    margin: Margin
    trace: Trace
    models: tuple[dict[str, str], ...]
    cannot_know: tuple[str, ...]
    sources: tuple[str, ...]

    def to_dict(self, *, trace: bool = False) -> dict[str, Any]:
        """Plain data with units, for JSON; the voltages only when asked for."""
        m = self.margin
        out: dict[str, Any] = {
            "blood": {
                n: {"value": v, "unit": RANGES[n].unit, "assumed": n in self.assumed}
                for n, v in self.composition.as_dict().items()
            },
            "say": m.say,
            "points_to": [{"id": o.id, "label": o.label, "because": o.because} for o in m.outcomes],
            "margin": {
                f.name: getattr(m, f.name).as_dict()
                for f in fields(m)
                if isinstance(getattr(m, f.name), Estimate)
            },
            "fibre": {
                "rest": m.fibre.rest.as_dict(),
                "ridge_mv": finite(m.fibre.ridge),
                "sodium_ready_percent": finite(m.fibre.available),
                "tipped_share": finite(m.fibre.tipped),
                "state": m.fibre.state,
            },
            "blocked_share": finite(m.silent),
            "potassium_normal_percent": finite(m.potassium_normal),
            "alone_percent": {k: finite(v) for k, v in m.alone.items()},
            "experiments": list(m.experiments),
            "assumptions": list(self.assumptions),
            "models": [dict(x) for x in self.models],
            "cannot_know": list(self.cannot_know),
            "sources": list(self.sources),
        }
        if trace:
            out["trace"] = {
                "time_ms": self.trace.time.round(4).tolist(),
                "person_mv": self.trace.person.round(3).tolist(),
                "normal_mv": self.trace.normal.round(3).tolist(),
                "stimulus_pa": finite(self.trace.stimulus),
                "label": self.trace.label,
            }
        return out


def traces(blood: Blood, stimulus: float, *, end: float = 8.0, before: float = 0.5) -> Array:
    """Voltage of the average axon, mV, every 0.02 ms from `-before` to `end`; 1 ms pulse at 0."""
    c = axon_constants(blood)[0]
    node, k = response.axon(), response.kernels()
    y = node.initial()
    k.settle(y, c)
    dt, every = 0.005, 4
    parts: list[Array] = []
    stim = node.constant_index["stimulus.i_stim"]
    for length, current in ((before, 0.0), (1.0, stimulus), (end - 1.0, 0.0)):
        steps = round(length / dt)
        out = np.empty((steps // every + 1, y.size))
        c[stim] = current
        k.rk4(y, c, 0.0, dt, steps, every, out)
        parts.append(out[1 if parts else 0 :, 0])
    return np.concatenate(parts)


def _trace(composition: Composition) -> Trace:
    own, normal = blood_of(composition), blood_of(NORMAL)
    _, now = response.thresholds(axon_constants(own))
    _, usual = response.thresholds(axon_constants(normal))
    a, b = float(now[0, 1]), float(usual[0, 1])
    if np.isfinite(a) and a < 0.97 * b:
        stimulus = max(1.05 * a, 1.0)
        label = "a pulse just strong enough in this blood"
    else:
        stimulus = 1.05 * b
        label = "a pulse just strong enough in normal blood"
    person, usual_v = traces(own, stimulus), traces(normal, stimulus)
    time = np.linspace(-0.5, -0.5 + 0.02 * (person.size - 1), person.size)
    return Trace(time, person, usual_v, stimulus, label)


def simulate(
    composition: Composition,
    *,
    assumed: tuple[str, ...] = (),
    assumptions: tuple[str, ...] = (),
    draws: int = DRAWS,
) -> NerveResult:
    """`simulate_nerve` for a composition that is already there."""
    margin = excitability(composition, draws=draws)
    used = (response.charge(), response.axon(), response.junction(), response.muscle())
    models = tuple(
        {"name": m.name, "title": m.meta["title"], "valid_for": m.meta["validity"],
         "cannot_know": m.meta["cannot_know"]}
        for m in used
    )  # fmt: skip
    keys = [k.strip() for m in used for k in m.meta["source"].split(",")]
    return NerveResult(
        composition,
        assumed,
        assumptions,
        margin,
        _trace(composition),
        models,
        CANNOT_KNOW,
        tuple(dict.fromkeys([*keys, *margin.sources])),
    )


def simulate_nerve(draws: int = DRAWS, **blood: float | None) -> NerveResult:
    """Excitability of a human motor axon and muscle fibre in a given blood.

    Args:
        draws: virtual people for the ranges.
        **blood: `ica`, `img` (ionised calcium, magnesium), `k`, `na`, `cl` in mmol/L, `ph`,
            `temperature` in degrees Celsius. What is not given is taken as normal, and said so.

    Raises:
        UserError: unknown names, or values outside the models' range; all at once.
    """
    problems = [
        Problem(
            f"'{name}' is not a quantity of blood that the models know.",
            name,
            did_you_mean(name, NAMES) or f"They know: {', '.join(NAMES)}.",
        )
        for name in blood
        if name not in NAMES
    ]
    if problems:
        raise UserError(problems)
    assumed = tuple(n for n in NAMES if blood.get(n) is None)
    said = tuple(
        f"{RANGES[n].label} was not given and is taken as normal "
        f"({RANGES[n].normal:g}{' ' + RANGES[n].unit if RANGES[n].unit else ''})."
        for n in assumed
        if n != "cl"
    )
    return simulate(make(blood), assumed=assumed, assumptions=said, draws=draws)


@dataclass(frozen=True, slots=True)
class ThresholdMap:
    """Thresholds over two quantities of blood.

    Attributes:
        x, y: their names. xs, ys: values, shapes (nx,), (ny,).
        threshold: % of normal, shape (ny, nx); 0 fires by itself, inf cannot be fired.
        fixed: the rest of the blood.
    """

    x: str
    y: str
    xs: Array
    ys: Array
    threshold: NDArray[np.float64]
    fixed: Composition


SPAN: Mapping[str, tuple[float, float]] = {
    "ica": (0.5, 1.6),
    "img": (0.1, 1.5),
    "k": (2.0, 6.5),
    "na": (115.0, 160.0),
    "ph": (7.1, 7.8),
    "temperature": (25.0, 40.0),
}
"""What `scan` covers when no span is given."""


def scan(
    x: str = "ica",
    y: str = "k",
    *,
    nx: int = 31,
    ny: int = 31,
    x_span: tuple[float, float] | None = None,
    y_span: tuple[float, float] | None = None,
    fixed: Composition = NORMAL,
) -> ThresholdMap:
    """Thresholds of the average axon over a grid of two quantities of blood.

    Raises:
        UserError: unknown names, the same name twice, or spans outside the models' range.
    """
    problems = [
        Problem(f"'{n}' cannot be scanned.", n, did_you_mean(n, SPAN) or f"Use {', '.join(SPAN)}.")
        for n in dict.fromkeys((x, y))
        if n not in SPAN
    ]
    if x == y:
        problems.append(Problem("The two quantities of a map must differ.", x))
    if problems:
        raise UserError(problems)
    spans = (x_span or SPAN[x], y_span or SPAN[y])
    for name, span in zip((x, y), spans, strict=True):
        for value in span:
            make({**fixed.as_dict(), name: value})
    xs, ys = np.linspace(*spans[0], nx), np.linspace(*spans[1], ny)
    gx, gy = np.meshgrid(xs, ys)
    blood = blood_of(fixed, gx.size)
    blood[x], blood[y] = gx.ravel().copy(), gy.ravel().copy()
    _, now = response.thresholds(axon_constants(blood))
    _, usual = response.thresholds(axon_constants(blood_of(NORMAL)))
    return ThresholdMap(x, y, xs, ys, (100 * now[:, 1] / usual[0, 1]).reshape(ny, nx), fixed)
