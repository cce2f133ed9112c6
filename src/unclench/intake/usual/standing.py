"""Where a person stands with each nutrient, and what a change of intake would do to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from unclench.facts.nutrients import nutrients
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.points import Usual
from unclench.intake.usual.risk import bayesian

AVERAGE_KINDS = ("EAR", "AR")


@dataclass(frozen=True, slots=True)
class Standing:
    """One nutrient of one person today: the only owner of usual intake and need.

    `from_supplements` is their mean a day in the nutrient's unit; None when it is not known.
    """

    nutrient: str
    usual: Usual
    need: PersonRequirement | None
    from_supplements: float | None = None

    @property
    def label(self) -> str:
        """Name of the nutrient for people."""
        return nutrients()[self.nutrient].label

    @property
    def unit(self) -> str:
        """Unit of amounts per day."""
        return nutrients()[self.nutrient].unit

    @property
    def judged(self) -> bool:
        """Whether shortness can be judged: an average requirement with a spread is known."""
        return (
            self.need is not None
            and self.need.kind in AVERAGE_KINDS
            and (self.need.spread is not None or self.need.percentiles is not None)
        )

    def shifted(self, change: float) -> Usual:
        """Usual intake after a steady change, in the nutrient's unit per day; never below zero."""
        return replace(self.usual, values=(self.usual.values + change).clip(0.0))

    def enough(self, change: float = 0.0) -> float:
        """P(usual intake meets the person's own requirement) after a change."""
        assert self.need is not None
        return 1.0 - bayesian(self.shifted(change), self.need)

    @property
    def limit(self) -> float | None:
        """The upper limit for all intake; None when there is none or it is for supplements."""
        need = self.need
        if need is None or need.upper is None or need.limit is None:
            return None
        return need.upper if need.limit.applies_to == "total" else None

    def above_limit(self, change: float = 0.0) -> float:
        """P(usual intake is above the limit) after a change."""
        assert self.limit is not None
        return self.shifted(change).probability_above(self.limit)


def smallest_change(
    holds: Callable[[float], bool], low: float, high: float, steps: int = 50
) -> float:
    """The smallest change for which `holds`, which must turn true once between low and high.

    Returns `high` when it holds nowhere, `low` when it holds everywhere.
    """
    if holds(low):
        return low
    if not holds(high):
        return high
    for _ in range(steps):
        middle = 0.5 * (low + high)
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


Standings = Mapping[str, Standing]
