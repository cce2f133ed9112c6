"""What is expected before any own number: from the trials in `facts/evidence`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unclench.assessment.trial import Span
from unclench.facts.kinds import evidence
from unclench.facts.kinds.trials import Remedy

Z80, Z95 = 1.2815515655446004, 1.959963984540054


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal belief about the log of the rate ratio."""

    mean: float
    sd: float

    def span(self) -> Span:
        """The ratio with its 80 % range."""
        low, high = self.mean - Z80 * self.sd, self.mean + Z80 * self.sd
        return Span(median=math.exp(self.mean), low80=math.exp(low), high80=math.exp(high))


def prior(remedy: Remedy) -> Prior:
    """The belief about a remedy: the pooled estimate of a row in per cent of cramps, or the ratio
    that the fact gives, with its error and the spread between people together."""
    belief = remedy.belief
    if not belief.from_row:
        assert belief.ratio is not None
        return Prior(math.log(belief.ratio), belief.spread)
    _, row = evidence.rows()[belief.from_row]
    estimate = next(e for e in row.estimates if e.scale == "%")
    assert estimate.low is not None
    assert estimate.high is not None
    error = (estimate.high - estimate.low) / 100 / (2 * Z95)
    return Prior(math.log(1 + estimate.value / 100), math.hypot(belief.spread, error))
