"""The three functions of a model: `prepare(c)`, `rhs(t, y, c, dy)`, `monitor(t, y, c, out)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions of a model, plain or compiled."""

    prepare: Callable[..., None]
    rhs: Callable[..., None]
    monitor: Callable[..., None]
