"""Energy need, energy at rest and the cut-off, by id."""

from __future__ import annotations

import functools

from unclench.facts.base import load
from unclench.facts.kinds.energy import Activity, CutOff, Equation, Model

__all__ = ["Activity", "CutOff", "Equation", "Model", "tables"]


@functools.cache
def tables() -> dict[str, Model]:
    """`need_2005`, `rest_schofield` and `cut_off_goldberg`."""
    return load("energy", Model)
