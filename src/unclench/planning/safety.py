"""Which safety rows apply to a person, and what together they forbid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from unclench.facts.kinds.plan_safety import SafetyRow
from unclench.facts.loader import load
from unclench.told import Understood


@dataclass(frozen=True, slots=True)
class Person:
    """What safety must know: classes of medicines, conditions, SI values of blood tests."""

    medicine_classes: frozenset[str] = frozenset()
    medicines: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    labs: Mapping[str, float] = field(default_factory=dict)
    pregnant: bool = False


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


def applies(row: SafetyRow, person: Person) -> bool:
    """Whether a safety row applies to a person."""
    when = row.when
    if when.always:
        return True
    if set(when.medicine_classes) & person.medicine_classes:
        return True
    if set(when.medicines) & person.medicines:
        return True
    if set(when.conditions) & person.conditions:
        return True
    if when.pregnant and person.pregnant:
        return True
    for rule in when.labs:
        value = person.labs.get(rule.analyte)
        if value is None:
            continue
        if rule.above is not None and value > rule.above:
            return True
        if rule.below is not None and value < rule.below:
            return True
    return False


def safety_for(person: Person) -> Safety:
    """Every safety row that applies, sorted by id."""
    return Safety(tuple(r for r in load("plan_safety", SafetyRow).values() if applies(r, person)))


def person_from(told: Understood, labs: Mapping[str, float], pregnant: bool) -> Person:
    """A `Person` from what was understood and the SI values of blood tests."""
    taken = [m for m in told.medicines if m.current]
    return Person(
        medicine_classes=frozenset(c for m in taken for c in m.classes),
        medicines=frozenset(m.generic for m in taken),
        conditions=frozenset(c.id for c in told.conditions if c.present),
        labs=dict(labs),
        pregnant=pregnant or told.pregnant,
    )
