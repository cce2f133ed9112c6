"""Compilation by numba, kept on disk, one copy per model and text of the model.

A kernel is written once, as plain Python that calls `rhs(t, y, c, dy)`; `specialise` gives each
model its own copy of it. The model's hash is part of the copy's name, so a changed model never
meets an old compiled file. Where no folder can be written, everything still runs, uncached.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any

import numba

from unclench.plasma.engine.equations import Model
from unclench.plasma.engine.functions import Functions

OPTIONS: dict[str, Any] = {
    "error_model": "numpy",
    "nogil": True,
    "fastmath": {"contract", "nsz", "arcp"},
}


def jit(function: Callable[..., Any]) -> Callable[..., Any]:
    """`numba.njit` with our options, cached on disk where that is possible."""
    try:
        return numba.njit(cache=True, **OPTIONS)(function)  # type: ignore[no-any-return]
    except RuntimeError:  # no folder to cache in
        return numba.njit(**OPTIONS)(function)  # type: ignore[no-any-return]


def jit_as(function: Callable[..., Any], signature: Any, **names: Any) -> Callable[..., Any]:
    """`jit` for one signature, at once; `names` replace global names of the function."""
    if names:
        function = _renamed(function, "typed", names)
    try:
        return numba.njit(signature, cache=True, **OPTIONS)(function)  # type: ignore[no-any-return]
    except RuntimeError:
        return numba.njit(signature, **OPTIONS)(function)  # type: ignore[no-any-return]


_T = numba.types
_ROW = _T.float64[::1]
RATES = _T.void(_T.float64, _ROW, _ROW, _ROW)
"""What `rhs` and `monitor` of every model look like: t, y, c, out."""


@functools.cache
def as_values(model: Model) -> tuple[Any, Any]:
    """`rhs` and `monitor` compiled so that they can be handed to a compiled kernel."""
    tag = f"{model.name}_{model.digest}_value"
    rates, watch = model.python.rhs, model.python.monitor
    return jit_as(_renamed(rates, tag, {}), RATES), jit_as(_renamed(watch, tag, {}), RATES)


@functools.cache
def many_kernel() -> Callable[..., Any]:
    """`kernels.rosenbrock_many`, one compiled copy for all models."""
    from unclench.plasma.engine import kernels

    f, number = _T.FunctionType(RATES), _T.float64
    cube = _T.float64[:, :, ::1]
    step = jit_as(
        kernels.rosenbrock,
        number(f, number, number, _ROW, _ROW, number, number, number),
        lu=jit_as(kernels.lu, _T.boolean(_T.float64[:, ::1], _T.int64[::1])),
        lu_solve=jit_as(kernels.lu_solve, _T.void(_T.float64[:, ::1], _T.int64[::1], _ROW)),
    )
    return jit_as(
        kernels.rosenbrock_many,
        _T.void(
            f, f, _ROW, _ROW, cube, _T.float64[:, ::1], number, number, cube, cube,
            _T.boolean[::1],
        ),
        rosenbrock=step,
    )  # fmt: skip


def _renamed(function: Callable[..., Any], suffix: str, names: dict[str, Any]) -> Any:
    assert isinstance(function, types.FunctionType)
    copy = types.FunctionType(
        function.__code__,
        {**function.__globals__, **names},
        f"{function.__name__}__{suffix}",
        function.__defaults__,
    )
    copy.__qualname__ = copy.__name__
    copy.__module__ = function.__module__
    return copy


def specialise(template: Callable[..., Any], model: Model, **names: Any) -> Callable[..., Any]:
    """A compiled copy of `template` whose global names `rhs`, `prepare`, `monitor` are the model's.

    Args:
        template: a module-level function that numba can compile.
        model: whose functions it shall call.
        names: further global names to replace, e.g. other specialised functions.
    """
    own = fast(model)
    names = {"rhs": own.rhs, "prepare": own.prepare, "monitor": own.monitor} | names
    return jit(_renamed(template, f"{model.name}_{model.digest}", names))


@functools.cache
def fast(model: Model) -> Functions:
    """The model's three functions, compiled by numba (lazily, at first call)."""
    tag = f"{model.name}_{model.digest}"
    p = model.python
    return Functions(*(jit(_renamed(f, tag, {})) for f in (p.prepare, p.rhs, p.monitor)))
