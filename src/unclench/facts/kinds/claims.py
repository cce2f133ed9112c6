"""Claims that people read about food, minerals and back spasm, each with an honest verdict."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from unclench.errors import Problem
from unclench.facts import loader
from unclench.facts.kinds import evidence
from unclench.facts.loader import Fact, Strict, Verified

Verdict = Literal[
    "true", "mostly_true", "partly", "mixed", "weak", "only_when_severe", "not_shown", "false"
]
Certainty = Literal["high", "moderate", "low", "very_low"]

VERDICT_WORDS: dict[str, str] = {
    "true": "true",
    "mostly_true": "mostly true",
    "partly": "partly true",
    "mixed": "the evidence conflicts",
    "weak": "weak evidence",
    "only_when_severe": "true only when the lack is severe",
    "not_shown": "not shown",
    "false": "not so",
}
"""The verdict as a person reads it."""

Level = Literal["L", "LL", "N", "H", "HH"]


class Condition(Strict):
    """Something that would have to be true for this person, checkable in an assessment.

    Exactly one subject is named: an `analyte` (with `below`, `above` or `flags`), a `nutrient`
    (with `probability_inadequate_above`), a `cause` (with `probability_above`), a `finding`, or
    `red_flag`. `means` says whether it makes the claim apply to the person or argues against it.
    `needs` says what to tell or test when it is not known.
    """

    say: str
    means: Literal["supports", "against"] = "supports"
    needs: str
    analyte: str = ""
    below: float | None = None
    above: float | None = None
    unit: str = ""
    flags: tuple[Level, ...] = ()
    nutrient: str = ""
    probability_inadequate_above: float | None = None
    cause: str = ""
    probability_above: float | None = None
    finding: str = ""
    red_flag: bool = False
    source: str = "judgement"

    @model_validator(mode="after")
    def _one_subject(self) -> Condition:
        subjects = [self.analyte, self.nutrient, self.cause, self.finding, self.red_flag]
        if sum(map(bool, subjects)) != 1:
            raise ValueError("a condition names exactly one subject")
        if self.analyte and self.below is None and self.above is None and not self.flags:
            raise ValueError("a condition about an analyte needs below, above or flags")
        if (self.below is not None or self.above is not None) and not self.unit:
            raise ValueError("a limit needs its unit")
        return self


class Figure(Strict):
    """A number in the answer that is not in an evidence row."""

    say: str
    value: float
    unit: str
    source: str
    verified: Verified


class FoodAmount(Strict):
    """What a usual serving of a food carries, computed from the food table.

    `absorbed` is the share of the amount that the gut takes up, where it matters.
    """

    food_id: str
    label: str
    serving: str
    grams: float
    nutrient: str
    amount: float
    unit: str
    absorbed: float | None = None
    absorbed_source: str = ""
    source: str
    verified: Verified


class Claim(Fact):
    """One claim. `label` is the claim in short, `claim` as people read it.

    `subjects` are words of which a question must name one; `asked` are questions that it answers.
    `names` name what the page is about in so many words, so that they alone find it (syntax:
    `facts.asked`); `named_last` do so when no page answers better, `not_with` keep it from being
    found. `everyday` names are found beside a trouble of muscles, nerves or back only.
    """

    number: int
    claim: str
    verdict: Verdict
    certainty: Certainty
    answer: tuple[str, ...] = Field(min_length=2)
    conditions: tuple[Condition, ...] = ()
    evidence: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    foods: tuple[FoodAmount, ...] = ()
    names: tuple[str, ...] = ()
    named_last: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    everyday: bool = False
    subjects: tuple[str, ...] = Field(min_length=1)
    asked: tuple[str, ...] = Field(min_length=3)
    sources: tuple[str, ...] = Field(min_length=1)

    @property
    def verdict_words(self) -> str:
        """The verdict in plain words."""
        return VERDICT_WORDS[self.verdict]


def load() -> dict[str, Claim]:
    """All claims by id."""
    return loader.load("claims", Claim)


def check(facts: dict[str, Fact], _today: object) -> list[Problem]:
    """Evidence rows and subjects of conditions exist; numbers are 1 to n."""
    problems: list[Problem] = []
    analytes = loader.load("analytes", Fact)
    nutrients = loader.load("nutrients", Fact)
    causes = loader.load("causes", Fact) if "causes" in loader.kinds() else None
    numbers = []
    for fact in facts.values():
        assert isinstance(fact, Claim)
        where = f"facts/data/claims/{fact.id}.yaml"
        numbers.append(fact.number)
        for row in fact.evidence:
            if row not in evidence.rows():
                problems.append(Problem(f"evidence row {row} does not exist", where))
        for c in fact.conditions:
            if c.analyte and c.analyte not in analytes:
                problems.append(Problem(f"analyte {c.analyte} does not exist", where))
            if c.nutrient and c.nutrient not in nutrients:
                problems.append(Problem(f"nutrient {c.nutrient} does not exist", where))
            if c.cause and causes is not None and c.cause not in causes:
                problems.append(Problem(f"cause {c.cause} does not exist", where))
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        problems.append(Problem("claims are not numbered 1 to n", "facts/data/claims"))
    return problems
