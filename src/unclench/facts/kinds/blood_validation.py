"""Published observations that the slow models are set beside; one file per part."""

from __future__ import annotations

from typing import Literal

from unclench.facts.loader import Fact, KnownUnit, Strict, Verified


class Observation(Strict):
    """One published number, or a direction (value 1: it is so).

    Kinds: `check`, nothing was fitted to it; `fitted`, a constant was chosen with it in view;
    `input`, the number is itself a constant; `direction`, only a sign is published; `context`, too
    little is known of the experiment for a test.
    Without low and high, a tenth either side counts as agreement.
    """

    id: str
    what: str
    value: float
    low: float | None = None
    high: float | None = None
    unit: KnownUnit
    kind: Literal["check", "fitted", "input", "direction", "context"]
    source: str
    verified: Verified
    note: str = ""

    def agrees(self, ours: float) -> bool:
        """Whether our value lies in the published range."""
        if self.kind == "direction":
            return ours == self.value
        slack = 0.1 * abs(self.value)
        low = self.value - slack if self.low is None else self.low
        high = self.value + slack if self.high is None else self.high
        return low - 1e-9 <= ours <= high + 1e-9


class BloodValidation(Fact):
    """The observations of one part of the models."""

    observations: tuple[Observation, ...]
