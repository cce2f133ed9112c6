"""Compilation by numba, kept on disk, one copy per model and text of the model.

A kernel is written once, as plain Python that calls `rhs(t, y, c, dy)`; `specialise` gives each
model its own copy of it. The model's hash is part of the copy's name, so a changed model never
meets an old compiled file. Where no folder can be written, everything still runs, uncached.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    from unclench.plasma.engine.model import Functions, Model

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
    fast = model.fast
    names = {"rhs": fast.rhs, "prepare": fast.prepare, "monitor": fast.monitor} | names
    return jit(_renamed(template, f"{model.name}_{model.digest}", names))


def compile_functions(model: Model) -> Functions:
    """The model's three functions, compiled (lazily, at first call)."""
    from unclench.plasma.engine.model import Functions

    tag = f"{model.name}_{model.digest}"
    p = model.python
    return Functions(*(jit(_renamed(f, tag, {})) for f in (p.prepare, p.rhs, p.monitor)))
