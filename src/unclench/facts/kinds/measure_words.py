"""Words for amounts of food: units as people spell them, vessels, pieces, sizes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pydantic import Field, model_validator

from unclench.errors import Problem
from unclench.facts.loader import Fact, KnownUnit, Strict, Verified


class Measure(Strict):
    """One measure, under the word that answers show.

    Attributes:
        unit: the unit that it is; how that is spelled and what it holds is in `units.yaml`.
        spellings: other words for it, when it is no unit.
        household: the household measure that tells its millilitres, for spoons.
        dose: it counts doses of a supplement or medicine.
        alone: it stands without a number and without "of": "handful raisins".
        also_food: as often the food itself as a measure of it: a measure before "of", before
            nothing, or in the plural before another word ("2 squares dark chocolate").
    """

    unit: KnownUnit = ""
    spellings: tuple[str, ...] = ()
    household: str = ""
    dose: bool = False
    alone: bool = False
    also_food: bool = False

    @model_validator(mode="after")
    def _spelled_once(self) -> Measure:
        if self.unit and self.spellings:
            raise ValueError("the spellings of a unit belong into units.yaml")
        return self


class Size(Strict):
    """A size word: how much a measure of this size holds of a usual one; null is not known.

    `told`: read in the words of a diary; else only in the names of measures.
    """

    times: float | None = Field(gt=0)
    told: bool = True


class MeasureWords(Fact):
    """Measures or sizes of one sort."""

    measures: Mapping[str, Measure] = Field({})
    sizes: Mapping[str, Size] = Field({})
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """No word means two measures."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for fact in facts.values():
        assert isinstance(fact, MeasureWords)
        for name, measure in fact.measures.items():
            for word in {name, *measure.spellings}:
                other = seen.setdefault(word, name)
                if other != name:
                    problems.append(
                        Problem(
                            f"'{word}' is {other} and {name}",
                            f"facts/data/measure_words/{fact.id}.yaml",
                        )
                    )
    return problems
