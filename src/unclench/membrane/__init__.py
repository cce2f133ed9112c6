"""Excitability of nerve and muscle under given blood levels.

    from unclench.membrane import simulate_nerve
    simulate_nerve(ica=0.9, img=0.4, k=3.0, ph=7.5).margin.threshold

`scan` makes threshold maps, `population` margins of virtual people, `nerve_part` the part of an
assessment; `charts` draws. Importing this is light: numba is loaded at the first simulation.
"""

from unclench.membrane.leverage import sensitivity
from unclench.membrane.margin import Margin, excitability
from unclench.membrane.margin_over_weeks import over_weeks
from unclench.membrane.population import population
from unclench.membrane.report import nerve_part
from unclench.membrane.response import prepare
from unclench.membrane.simulation import NerveResult, ThresholdMap, scan, simulate, simulate_nerve
from unclench.plasma.blood import composition_from_labs

__all__ = [
    "Margin",
    "NerveResult",
    "ThresholdMap",
    "composition_from_labs",
    "excitability",
    "nerve_part",
    "over_weeks",
    "population",
    "prepare",
    "scan",
    "sensitivity",
    "simulate",
    "simulate_nerve",
]
