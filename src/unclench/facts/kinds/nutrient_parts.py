"""Parts of a nutrient that an upper limit is about, by the names of foods: retinol of vitamin A."""

from __future__ import annotations

import datetime as dt
import re

from pydantic import Field, model_validator

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified


class Share(Strict):
    """Foods by words on the lower-case name, or by a tag, and how much of the whole is the part.

    `per_100g` is the amount of the part, for foods whose composition nobody knows.
    """

    words: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()
    tag: str = ""
    share: float = Field(ge=0, le=1)
    per_100g: float | None = Field(None, gt=0)
    source: str
    verified: Verified
    note: str = ""

    @model_validator(mode="after")
    def _one(self) -> Share:
        if bool(self.words) == bool(self.tag):
            raise ValueError("words or a tag")
        return self


class NutrientPart(Fact):
    """`id` is the nutrient that is a part of the nutrient `of`, in the same unit.

    The first of `shares` that fits a food's name counts; `otherwise` is the share of all others.
    """

    of: str
    shares: tuple[Share, ...]
    otherwise: float = Field(ge=0, le=1)
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Both nutrients are known and have one unit; tags are known; patterns compile."""
    from unclench.facts import loader
    from unclench.facts.kinds import food_tags, nutrients

    known = loader.load("nutrients", nutrients.NutrientFact)
    tags = loader.load("food_tags", food_tags.FoodTag)
    problems: list[Problem] = []
    for part in facts.values():
        assert isinstance(part, NutrientPart)
        where = f"facts/data/nutrient_parts/{part.id}.yaml"
        units = {known[n].unit for n in (part.id, part.of) if n in known}
        if part.id not in known or part.of not in known or len(units) != 1:
            problems.append(Problem("both must be nutrients of one unit", where))
        for row in part.shares:
            if row.tag and row.tag not in tags:
                problems.append(Problem(f"the tag '{row.tag}' is not known", where))
            for pattern in (*row.words, *row.except_words):
                try:
                    re.compile(pattern)
                except re.error as error:
                    problems.append(Problem(f"pattern {pattern!r}: {error}", where))
    return problems
