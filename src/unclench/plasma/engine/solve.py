"""Slow, stiff models over hours to months: one person with LSODA, many with a compiled Rosenbrock.

What changes from outside (a meal, a tablet, a hot day) is an `Event`: from its time on, some
constants have other values. Between events the constants do not change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from unclench.plasma.engine.equations import Array, Model


@dataclass(frozen=True, slots=True)
class Event:
    """From `time` (in the model's unit) on, these constants have these values."""

    time: float
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Course:
    """A time course.

    Attributes:
        model: the model's name. time, time_unit: shape (times,).
        values: by quantity name; (times,) for one person, (people, times) for many.
        units: by quantity name.
    """

    model: str
    time: Array
    time_unit: str
    values: dict[str, Array]
    units: dict[str, str]

    def __getitem__(self, name: str) -> Array:
        return self.values[name]


class SolverError(Exception):
    """The integration did not reach its end: our fault, not the user's."""


def _segments(
    t0: float, t1: float, events: Sequence[Event]
) -> list[tuple[float, float, dict[str, float]]]:
    changes: dict[str, float] = {}
    out = []
    at = t0
    for e in sorted(events, key=lambda e: e.time):
        if e.time > at and e.time < t1:
            out.append((at, e.time, dict(changes)))
            at = e.time
        if e.time < t1:
            changes.update(e.values)
    out.append((at, t1, dict(changes)))
    return out


def solve(
    model: Model,
    t_end: float,
    *,
    values: Mapping[str, float] | None = None,
    y0: Array | None = None,
    times: Array | None = None,
    events: Sequence[Event] = (),
    t_start: float = 0.0,
    rtol: float = 1e-7,
    atol: float | Array = 1e-9,
) -> Course:
    """Integrate one person from `t_start` to `t_end` with LSODA (switches to stiff by itself).

    Args:
        model: the model; its plain Python functions are used, nothing is compiled.
        t_end: end, in the model's time unit.
        values: constants that differ from the file, over the whole course.
        y0: state at the start, shape (states,); the file's if not given.
        times: when to report, shape (times,); 201 equal steps if not given.
        events: changes of constants on the way.
        t_start: start.
        rtol, atol: tolerances, relative and in the unit of each state.

    Raises:
        UserError: unknown names or inputs out of range. SolverError: no solution.
    """
    from scipy.integrate import solve_ivp

    times = np.linspace(t_start, t_end, 201) if times is None else np.asarray(times, float)
    y = model.initial() if y0 is None else np.array(y0, float)
    n = len(model.states)
    states = np.empty((times.size, n))
    extra = np.empty((times.size, len(model.variables)))
    base = dict(values or {})
    for a, b, changes in _segments(t_start, t_end, events):
        c = model.constants({**base, **changes})

        def f(t: float, y: Array, c: Array = c) -> Array:
            dy = np.empty(n)
            model.python.rhs(t, y, c, dy)
            return dy

        last = b == t_end
        here = (times >= a) & ((times <= b) if last else (times < b))
        done = solve_ivp(
            f, (a, b), y, "LSODA", t_eval=np.unique(np.append(times[here], b)), rtol=rtol, atol=atol
        )
        if not done.success:
            raise SolverError(f"{model.name}: {done.message}")
        k = np.flatnonzero(here)
        states[k] = done.y.T[: k.size]
        for row, i in enumerate(k):
            model.python.monitor(times[i], done.y[:, row], c, extra[i])
        y = done.y[:, -1].copy()
    return _course(model, times, states, extra)


def _course(model: Model, times: Array, states: Array, extra: Array) -> Course:
    names = [q.name for q in model.states + model.variables]
    units = {q.name: q.unit for q in model.states + model.variables}
    both = np.concatenate([states, extra], axis=-1)
    values = {name: both[..., i] for i, name in enumerate(names)}
    return Course(model.name, times, model.time_unit, values, units)


def steady_state(
    model: Model,
    *,
    values: Mapping[str, float] | None = None,
    y0: Array | None = None,
    t_max: float,
    rtol: float = 1e-6,
) -> Array:
    """The state that a model settles in, shape (states,).

    Integrates to `t_max` and polishes with Newton's method.

    Raises:
        SolverError: it had not settled by `t_max`.
    """
    from scipy.optimize import root

    course = solve(model, t_max, values=values, y0=y0, times=np.array([t_max]))
    y = np.array([course[q.name][-1] for q in model.states])
    c = model.constants(values)
    scale = np.maximum(np.abs(y), 1e-12)
    found = root(lambda x: model.derivatives(x * scale, c) / scale, y / scale, tol=1e-12)
    better: Array = found.x * scale
    drift = np.abs(model.derivatives(better, c)) * t_max
    if found.success and np.all(drift <= rtol * scale) and np.allclose(better, y, rtol=0.05):
        return better
    if np.all(np.abs(model.derivatives(y, c)) * t_max <= 10 * rtol * scale):
        return y
    raise SolverError(f"{model.name}: no steady state by t = {t_max:g} {model.time_unit}")


def solve_many(
    model: Model,
    times: Array,
    values: Mapping[str, Array | float],
    *,
    n: int,
    y0: Array | None = None,
    events: Sequence[Event] = (),
    many_events: Sequence[tuple[float, Mapping[str, Array | float]]] = (),
    rtol: float = 1e-5,
    atol: float = 1e-8,
    threads: int = 2,
) -> Course:
    """Integrate `n` people at once; compiled at the first use (seconds), kept on disk after that.

    Args:
        model: the model.
        times: when to report, shape (times,), rising; the first is the start.
        values: constants, scalars or shape (n,). Ranges are not checked.
        n: number of people.
        y0: shape (states,) or (n, states).
        events: changes of constants that are the same for everybody.
        many_events: (time, values) whose values may be shape (n,).
        rtol, atol: tolerances.
        threads: threads to use; the result does not depend on it.

    Returns:
        A `Course` whose values have shape (n, times).

    Raises:
        SolverError: somebody's integration failed.
    """
    from unclench.plasma.engine.compile import as_values, many_kernel
    from unclench.plasma.engine.parallel import in_chunks

    times = np.ascontiguousarray(times, float)
    y0 = model.initial() if y0 is None else np.asarray(y0, float)
    y = np.ascontiguousarray(np.broadcast_to(y0, (n, len(model.states)))).copy()
    changes = [(e.time, dict(e.values)) for e in events] + [(t, dict(v)) for t, v in many_events]
    changes = sorted((e for e in changes if e[0] < times[-1]), key=lambda e: e[0])
    cs = [model.constants_many(n, values)]
    starts = [times[0]]
    current: dict[str, Any] = dict(values)
    for t, new in changes:
        current.update(new)
        c = model.constants_many(n, current)
        if t <= starts[-1]:
            cs[-1] = c
        else:
            cs.append(c)
            starts.append(t)
    c_all = np.ascontiguousarray(np.stack(cs, axis=1))
    states = np.empty((n, times.size, len(model.states)))
    extra = np.empty((n, times.size, len(model.variables)))
    ok = np.zeros(n, np.bool_)
    kernel = many_kernel()
    rates, watch = as_values(model)
    breaks = np.array(starts)

    def work(a: int, b: int) -> None:
        part = (c_all[a:b], y[a:b], rtol, atol, states[a:b], extra[a:b], ok[a:b])
        kernel(rates, watch, times, breaks, *part)

    in_chunks(work, n, threads)
    if not ok.all():
        raise SolverError(f"{model.name}: {int((~ok).sum())} of {n} integrations failed")
    return _course(model, times, states, extra)
