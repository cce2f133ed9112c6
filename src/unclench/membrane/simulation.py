"""`simulate_nerve`: one blood, one answer with traces, sources and limits; and `scan` over two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unclench.assessment import Reason, reason
from unclench.assessment.simulation import (
    FibreNumbers,
    MarginNumbers,
    Nerve,
    NerveLevel,
    NerveModel,
    NerveReasons,
    NerveTrace,
    Origin,
    Pointer,
    Source,
)
from unclench.errors import Problem, UserError, did_you_mean
from unclench.membrane import response
from unclench.membrane.margin import DRAWS, Margin, excitability, finite
from unclench.membrane.response import Array, Blood, axon_constants, blood_of
from unclench.plasma.composition import NAMES, NORMAL, RANGES, Composition, make

CANNOT_KNOW = (
    reason("blood_is_not_the_nerve"),
    reason("potassium_too_steep"),
    reason("cells_not_modelled"),
    reason("no_diagnosis"),
)


@dataclass(frozen=True, slots=True)
class Trace:
    """Voltages of the model axon after one pulse, in this blood and in normal blood.

    Attributes:
        time: ms, shape (times,). person, normal: mV, shape (times,).
        stimulus: pA, for 1 ms from time 0.
        chosen_for: the blood in which the stimulus is just strong enough.
    """

    time: Array
    person: Array
    normal: Array
    stimulus: float
    chosen_for: Literal["this", "normal"]

    def part(self) -> NerveTrace:
        """Rounded, as a part of an answer."""
        return NerveTrace(
            time_ms=self.time.round(4).tolist(),
            person_mv=self.person.round(3).tolist(),
            normal_mv=self.normal.round(3).tolist(),
            stimulus_pa=finite(self.stimulus),
            chosen_for=self.chosen_for,
        )


@dataclass(frozen=True, slots=True)
class NerveResult:
    """The answer of `simulate_nerve`.

    Attributes:
        composition: the blood. origins: where each of its quantities comes from.
        assumptions: what was taken for granted. margin: the numbers. trace: voltages.
        models: title and validity of each model used. sources: source keys.
    """

    composition: Composition
    origins: Mapping[str, Origin]
    assumptions: tuple[Reason, ...]
    margin: Margin
    trace: Trace
    models: tuple[NerveModel, ...]
    sources: tuple[str, ...]

    @property
    def assumed(self) -> tuple[str, ...]:
        """Names that do not rest on a result or a given number."""
        return tuple(n for n in NAMES if self.origins[n] in ("assumed", "predicted"))

    def part(self, *, trace: bool = False, source: Source = "given") -> Nerve:
        """The answer with units; the voltages only when asked for.

        Its sentences are filled by `unclench.words`.
        """
        m, f = self.margin, self.margin.fibre
        return Nerve(
            from_=source,
            blood={
                n: NerveLevel(
                    value=v,
                    unit=RANGES[n].unit,
                    assumed=n in self.assumed,
                    origin=self.origins[n],
                )
                for n, v in self.composition.as_dict().items()
            },
            points_to=[
                Pointer(id=o.id, called=o.called, reasons=list(o.because)) for o in m.outcomes
            ],
            margin=MarginNumbers(
                threshold=m.threshold.part(),
                rheobase=m.rheobase.part(),
                strength_duration=m.strength_duration.part(),
                shift=m.shift.part(),
                distance=m.distance.part(),
                rest=m.rest.part(),
                release=m.release.part(),
            ),
            fibre=FibreNumbers(
                rest=f.rest.part(),
                ridge_mv=finite(f.ridge),
                sodium_ready_percent=finite(f.available),
                tipped_share=finite(f.tipped),
                holds=f.holds,
            ),
            blocked_share=finite(m.silent),
            potassium_normal_percent=finite(m.potassium_normal),
            alone_percent={k: finite(v) for k, v in m.alone.items()},
            models=list(self.models),
            sources=list(self.sources),
            trace=self.trace.part() if trace else None,
            reasons=NerveReasons(
                say=list(m.summary),
                experiments=list(m.experiments),
                assumptions=list(self.assumptions),
                cannot_know=list(CANNOT_KNOW),
            ),
        )


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
        chosen: Literal["this", "normal"] = "this"
    else:
        stimulus = 1.05 * b
        chosen = "normal"
    person, usual_v = traces(own, stimulus), traces(normal, stimulus)
    time = np.linspace(-0.5, -0.5 + 0.02 * (person.size - 1), person.size)
    return Trace(time, person, usual_v, stimulus, chosen)


def simulate(
    composition: Composition,
    *,
    origins: Mapping[str, Origin],
    assumptions: Sequence[Reason] = (),
    draws: int = DRAWS,
) -> NerveResult:
    """`simulate_nerve` for a composition that is already there.

    Raises:
        UserError: the blood is outside the models' range; all at once.
    """
    margin = excitability(composition, draws=draws)
    used = (response.charge(), response.axon(), response.junction(), response.muscle())
    models = tuple(
        NerveModel(
            name=m.name,
            title=m.meta["title"],
            valid_for=m.meta["validity"],
            cannot_know=m.meta["cannot_know"],
        )
        for m in used
    )
    keys = [k.strip() for m in used for k in m.meta["source"].split(",")]
    return NerveResult(
        composition,
        dict(origins),
        tuple(assumptions),
        margin,
        _trace(composition),
        models,
        tuple(dict.fromkeys([*keys, *margin.sources])),
    )


def simulate_nerve(
    *,
    ica: float | None = None,
    img: float | None = None,
    k: float | None = None,
    na: float | None = None,
    cl: float | None = None,
    ph: float | None = None,
    temperature: float | None = None,
    draws: int = DRAWS,
) -> NerveResult:
    """Excitability of a human motor axon and muscle fibre in a given blood.

    What is not given is taken as normal, and said so.

    Args:
        ica, img: ionised calcium and magnesium, mmol/L. k, na, cl: mmol/L. ph: of blood.
        temperature: degrees Celsius.
        draws: virtual people for the ranges.

    Raises:
        UserError: values outside the models' range; all at once.
    """
    given = {"ica": ica, "img": img, "k": k, "na": na, "cl": cl, "ph": ph}
    given["temperature"] = temperature
    origins: dict[str, Origin] = {n: "assumed" if given[n] is None else "measured" for n in NAMES}
    said = [reason("not_given_normal", name=n) for n in NAMES if given[n] is None and n != "cl"]
    return simulate(make(given), origins=origins, assumptions=said, draws=draws)


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


SPAN: dict[str, tuple[float, float]] = {n: r.scan for n, r in RANGES.items() if r.scan}
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
