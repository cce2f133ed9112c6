"""What a diary shows as told words would: food words, tags and nutrients -> exposures, findings.

Thresholds are not here: they belong to the exposure (`facts/data/exposures`), and are the same
whether its amount was told in words or eaten in a diary.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from pydantic import Field, model_validator

from unclench.errors import Problem
from unclench.facts.loader import Fact, Verified


class DiaryExposure(Fact):
    """One row: what in a diary, and what it says about the person.

    Attributes:
        exposure: id of `exposures` that the amount a day belongs to.
        finding, medicine: what it is instead, however little, from `times_a_week` days a week on.
        nutrient: the amount is usual intake of this nutrient, or with `of` from pills alone.
        words, except_words: regular expressions on the lower-case name of a line; the amount is
            the grams of the lines. tag: id of `food_tags` instead of words.
        factor: from the nutrient's unit, or grams, a day to the unit of the exposure.
        line_g: grams of a line whose amount nobody told (judgement).
        over: the mean of the days, or the highest of the last three.
        side: whether much of it or little of it says something. A diary leaves things out, so
            little of something seldom does.
    """

    exposure: str = ""
    finding: str = ""
    medicine: str = ""
    nutrient: str = ""
    of: Literal["all", "supplements"] = "all"
    words: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()
    tag: str = ""
    factor: float = Field(1.0, gt=0)
    line_g: float | None = Field(None, gt=0)
    times_a_week: float = Field(0.0, ge=0)
    over: Literal["mean", "highest_of_last_three"] = "mean"
    side: Literal["much", "little"] = "much"
    source: str
    verified: Verified
    note: str = ""

    @model_validator(mode="after")
    def _one_of_each(self) -> DiaryExposure:
        if sum(map(bool, (self.exposure, self.finding, self.medicine))) != 1:
            raise ValueError("one of exposure, finding and medicine")
        if sum(map(bool, (self.nutrient, self.words, self.tag))) != 1:
            raise ValueError("one of nutrient, words and tag")
        if self.nutrient and not self.exposure:
            raise ValueError("a nutrient has an amount: it belongs to an exposure")
        return self


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """What a row names exists; its patterns compile."""
    from unclench.facts import loader
    from unclench.facts.kinds import exposures, findings, food_tags, medicines, nutrients

    areas = loader.load("exposures", exposures.ExposureArea).values()
    found = loader.load("findings", findings.FindingArea).values()
    drugs = loader.load("medicines", medicines.MedicineArea).values()
    known = {
        "exposure": {i for a in areas for i in a.items},
        "finding": {i for a in found for i in a.items},
        "medicine": {i for a in drugs for i in a.items},
        "nutrient": set(loader.load("nutrients", nutrients.NutrientFact)),
        "tag": set(loader.load("food_tags", food_tags.FoodTag)),
    }
    problems: list[Problem] = []
    for row in facts.values():
        assert isinstance(row, DiaryExposure)
        where = f"facts/data/diary_exposures/{row.id}.yaml"
        for field, names in known.items():
            name = getattr(row, field)
            if name and name not in names:
                problems.append(Problem(f"the {field} '{name}' is not known", where))
        for pattern in (*row.words, *row.except_words):
            try:
                re.compile(pattern)
            except re.error as error:
                problems.append(Problem(f"pattern {pattern!r}: {error}", where))
    return problems
