"""Energy need, energy at rest and the cut-off, by id."""

from __future__ import annotations

import functools

from unclench.facts.kinds.energy import Activity, CutOff, EnergyTable, Equation
from unclench.facts.loader import load

__all__ = ["Activity", "CutOff", "EnergyTable", "Equation", "tables"]


@functools.cache
def tables() -> dict[str, EnergyTable]:
    """`need_2005`, `rest_schofield` and `cut_off_goldberg`."""
    return load("energy", EnergyTable)
