"""Which safety rows apply to a person, and what together they forbid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.loader import load
from unclench.told import Person


@dataclass(frozen=True, slots=True)
class Safety:
    """The rows that apply, and their effects together."""

    rows: tuple[SafetyRow, ...] = ()

    @property
    def no_more(self) -> frozenset[str]:
        """Nutrients whose intake may not rise."""
        return frozenset(n for r in self.rows for n in r.no_more)

    @property
    def steady(self) -> dict[str, float]:
        """Nutrient -> share of today's intake by which it may move; the strictest counts."""
        out: dict[str, float] = {}
        for row in self.rows:
            for n in row.steady:
                out[n] = min(row.steady_share, out.get(n, 1.0))
        return out

    @property
    def avoid_tags(self) -> frozenset[str]:
        """Tags that no suggested food may have."""
        return frozenset(t for r in self.rows for t in r.avoid_tags)

    @property
    def no_supplements(self) -> frozenset[str]:
        """Nutrients never suggested as a supplement."""
        return frozenset(n for r in self.rows for n in r.no_supplements)

    @property
    def refer(self) -> bool:
        """Whether a professional must guide any change."""
        return any(r.refer for r in self.rows)


def applies(row: SafetyRow, person: Person, labs: Mapping[str, float]) -> bool:
    """Whether a safety row applies to a person; `labs` are values in SI units by analyte."""
    when = row.when
    if when.always:
        return True
    if set(when.medicine_classes) & person.classes:
        return True
    if set(when.medicines) & person.generics:
        return True
    if set(when.conditions) & person.has_conditions:
        return True
    if when.pregnant and person.pregnant:
        return True
    for rule in when.labs:
        value = labs.get(rule.analyte)
        if value is None:
            continue
        if rule.above is not None and value > rule.above:
            return True
        if rule.below is not None and value < rule.below:
            return True
    return False


def safety_for(person: Person, labs: Mapping[str, float] | None = None) -> Safety:
    """Every safety row that applies, sorted by id.

    Args:
        person: medicines, conditions, pregnancy as told.
        labs: values of blood tests in SI units by analyte.
    """
    rows = load("plan_safety", SafetyRow).values()
    return Safety(tuple(r for r in rows if applies(r, person, labs or {})))
