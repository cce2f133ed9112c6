"""Every word for an amount of food, with what it weighs or holds where it is a unit."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from unclench.facts import units
from unclench.facts.kinds.household_measures import HouseholdMeasures
from unclench.facts.kinds.measure_words import MeasureWords
from unclench.facts.loader import load


@dataclass(frozen=True, slots=True)
class Measures:
    """What `facts/data/measure_words` and the units say together.

    Attributes:
        word_of: every spelling, lower case -> the measure's own word ("tablespoons" -> "tbsp").
        grams, ml: measure -> what one of it weighs, or holds.
        doses, alone, also_foods: as in the fact.
        sizes: size words that people write, the longest first.
        times: size word -> how much of a usual measure it is, where that is known.
    """

    word_of: dict[str, str]
    grams: dict[str, float]
    ml: dict[str, float]
    doses: frozenset[str]
    alone: frozenset[str]
    also_foods: frozenset[str]
    sizes: tuple[str, ...]
    times: dict[str, float]


@functools.cache
def measures() -> Measures:
    """All measures, read once."""
    facts = load("measure_words", MeasureWords).values()
    household = load("household_measures", HouseholdMeasures)
    found = {name: m for fact in facts for name, m in fact.measures.items()}
    sizes = {name: s for fact in facts for name, s in fact.sizes.items()}
    word_of: dict[str, str] = {}
    grams: dict[str, float] = {}
    ml: dict[str, float] = {}
    for name, m in found.items():
        spelled = units.spellings(m.unit) if m.unit else (name, *m.spellings)
        word_of |= {s.lower(): name for s in spelled}
        if m.unit and units.dimension(m.unit) == "mass":
            grams[name] = units.factor(m.unit, "g")
        elif m.unit and units.dimension(m.unit) == "volume":
            ml[name] = units.factor(m.unit, "mL")
        elif m.household:
            (rule,) = household[m.household].rules
            assert rule.ml is not None
            ml[name] = rule.ml
    return Measures(
        word_of=word_of,
        grams=grams,
        ml=ml,
        doses=frozenset(n for n, m in found.items() if m.dose),
        alone=frozenset(n for n, m in found.items() if m.alone),
        also_foods=frozenset(n for n, m in found.items() if m.also_food),
        sizes=tuple(sorted((n for n, s in sizes.items() if s.told), key=lambda n: (-len(n), n))),
        times={n: s.times for n, s in sizes.items() if s.times is not None},
    )
