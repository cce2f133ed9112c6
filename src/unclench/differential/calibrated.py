"""What the network computes, brought to what was seen among stories that nobody tuned to."""

from __future__ import annotations

import functools

import numpy as np

from unclench.facts import loader
from unclench.facts.kinds import calibration


@functools.cache
def _curve() -> tuple[tuple[float, ...], tuple[float, ...]]:
    knots = loader.load("calibration", calibration.Calibration)["causes"].knots
    return tuple(k[0] for k in knots), tuple(k[1] for k in knots)


def calibrated(p: float) -> float:
    """The probability to say for a probability of the network; both 0 to 1, in the same order."""
    return float(np.interp(p, *_curve()))
