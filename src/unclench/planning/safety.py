"""Which safety rows apply to a person, and what together they forbid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unclench.facts.kinds.plan_safety import LabAbove, SafetyRow, When
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
        return self._shares(lambda row: row.steady)

    @property
    def little_more(self) -> dict[str, float]:
        """Nutrient -> share of today's intake by which it may rise; the strictest counts."""
        return self._shares(lambda row: row.little_more)

    def _shares(self, of: Callable[[SafetyRow], tuple[str, ...]]) -> dict[str, float]:
        out: dict[str, float] = {}
        for row in self.rows:
            for n in of(row):
                out[n] = min(row.steady_share, out.get(n, 1.0))
        return out

    @property
    def most_grams(self) -> dict[str, float]:
        """Tag -> most grams a week of foods with it; the strictest counts."""
        out: dict[str, float] = {}
        for row in self.rows:
            for tag, grams in row.most_grams.items():
                out[tag] = min(grams, out.get(tag, grams))
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
    def no_less(self) -> bool:
        """Whether no food and no energy may be taken away."""
        return any(r.no_less for r in self.rows)

    @property
    def refer(self) -> bool:
        """Whether a professional must guide any change."""
        return any(r.refer for r in self.rows)

    @property
    def refuses(self) -> tuple[SafetyRow, ...]:
        """The rows under which no plan is made."""
        return tuple(r for r in self.rows if r.refuse is not None)


def applies(
    row: SafetyRow, person: Person, labs: Mapping[str, float], judged: Mapping[str, str]
) -> bool:
    """Whether a safety row applies to a person; see `safety_for`."""
    return holds(row.when, person, labs, judged)


def holds(
    when: When,
    person: Person,
    labs: Mapping[str, float],
    judged: Mapping[str, str] | None = None,
) -> bool:
    """Whether what a row asks for is true of a person; `labs`, `judged` as for `safety_for`."""
    if when.always:
        return True
    if not _is_one_of(when, person):
        return False
    return not when.names_something or _count(when, person, labs, judged or {}) >= when.at_least


def _is_one_of(when: When, person: Person) -> bool:
    """Whether sex, age and body mass index fit; what is not known does not narrow a sex or an age,
    and is no low weight."""
    if when.sex is not None and person.sex not in (when.sex, None):
        return False
    if person.age is not None:
        if when.age_from is not None and person.age < when.age_from:
            return False
        if when.age_below is not None and person.age >= when.age_below:
            return False
    return when.bmi_below is None or (person.bmi is not None and person.bmi < when.bmi_below)


def _count(when: When, person: Person, labs: Mapping[str, float], judged: Mapping[str, str]) -> int:
    """How many of the things that a row names are true of the person."""
    classes = set(when.medicine_classes)
    found = sum(
        m.generic in when.medicines or bool(classes & set(m.classes))
        for m in person.medicines
        if m.current
    )
    found += sum(_unnamed(c, person) for c in when.unnamed)
    found += len(set(when.conditions) & _conditions(when, person))
    found += len(set(when.findings) & {f.id for f in person.findings if f.present})
    found += sum(u.kind in when.unsure for u in person.unsure)
    found += (when.pregnant and person.pregnant) + (when.lactating and person.lactating)
    return found + sum(_beyond(rule, person, labs, judged) for rule in when.labs)


def _conditions(when: When, person: Person) -> frozenset[str]:
    """The conditions a person has; of a row for what happened lately, only those."""
    if when.within_days is None:
        return frozenset(person.has_conditions)
    most = when.within_days / 365.25
    return frozenset(
        c.id
        for c in person.conditions
        if c.present and c.years_ago is not None and c.years_ago <= most
    )


def _unnamed(name: str, person: Person) -> bool:
    """Whether a class was told ("a blood thinner") and no medicine of it by name."""
    taken = [m for m in person.medicines if m.current and name in m.classes]
    return bool(taken) and all(m.generic == f"({name})" for m in taken)


def _beyond(
    rule: LabAbove, person: Person, labs: Mapping[str, float], judged: Mapping[str, str]
) -> bool:
    """Whether a number is beyond the limit, or without one any judgement says so."""
    value = labs.get(rule.analyte)
    if value is None:
        return judged.get(rule.analyte) in rule.judged or bool(_texts(rule, person))
    above = rule.above is not None and value > rule.above
    return above or (rule.below is not None and value < rule.below)


def _texts(rule: LabAbove, person: Person) -> list[str]:
    """The person's words that tell of a result as the rule has it: "my potassium is up again"."""
    return [r.text for r in person.results if rule.analyte in r.analytes and r.flag in rule.judged]


SHOWN = 3
"""So many of the person's words are named with a row."""


def about(row: SafetyRow, person: Person) -> list[str]:
    """The person's words that make a row apply, each once: those that no fact knows, where the
    row is about them; else the medicines, conditions and findings that it names."""
    return about_when(row.when, person)


def about_when(when: When, person: Person) -> list[str]:
    """The person's words that make this true; see `about`."""
    if when.unsure:
        return list(dict.fromkeys(u.text for u in person.unsure if u.kind in when.unsure))
    if when.always:
        return []
    classes = set(when.medicine_classes) | set(when.unnamed)
    told = [
        m.text
        for m in person.medicines
        if m.current and (m.generic in when.medicines or classes & set(m.classes))
    ]
    told += [c.text for c in person.conditions if c.present and c.id in when.conditions]
    told += [f.text for f in person.findings if f.present and f.id in when.findings]
    told += [text for rule in when.labs for text in _texts(rule, person)]
    return list(dict.fromkeys(t.strip() for t in told if t.strip()))[:SHOWN]


def safety_for(
    person: Person,
    labs: Mapping[str, float] | None = None,
    judged: Mapping[str, str] | None = None,
) -> Safety:
    """Every safety row that applies, sorted by id.

    Args:
        person: medicines, conditions, pregnancy as told.
        labs: values of blood tests in SI units by analyte.
        judged: how each result was judged ("LL" to "HH"); what the person tells of results in
            words counts beside it.
    """
    rows = load("plan_safety", SafetyRow).values()
    return Safety(tuple(r for r in rows if applies(r, person, labs or {}, judged or {})))
