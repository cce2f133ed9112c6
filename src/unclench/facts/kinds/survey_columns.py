"""What the columns of a survey's files are called, and what their codes mean."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.kinds.nutrients import System
from unclench.facts.loader import Fact, Strict, Verified

Role = Literal[
    "person", "cycle", "day", "date", "weight", "weight_two", "weight_four", "status", "weekday",
    "breast_fed", "pregnant", "lactating", "sex", "age", "stratum", "unit", "weight_kg",
]  # fmt: skip


class DayFile(Strict):
    """A file that holds one day only and says so in the names of its columns.

    Attributes:
        day: which. nutrient: what stands before the names of nutrients.
        names: other columns -> what they are called in a file of several days, or the name of a
            nutrient that stands behind another beginning.
    """

    day: int
    nutrient: str
    names: dict[str, str]


class SurveyColumns(Fact):
    """One kind of file.

    Attributes:
        roles: role -> names, the first that is there counts; written in any case.
        perhaps: role -> further names that may be meant: proposed to the user, never used unasked.
        nutrients: the system of `facts/data/nutrients` whose names it uses; null where columns
            are called by the nutrient's id.
        sex: code -> sex. good: statuses that can be used. yes: codes of "yes" of breast_fed,
            pregnant and lactating. weekend: codes of Friday to Sunday.
        cycle_years: years of a cycle that is not two years long, by its code; weights of combined
            cycles count by years.
        four_years: codes of two cycles whose own weights cannot be compared: where both are
            combined, `weight_four` counts, which is one weight of them together.
        item: columns that tell that a row is one food, to be added up to days.
        dates: how a date is written, the first that reads it.
        supplements: what stands before a nutrient that supplements gave. taken: columns of whether
            any were taken; a nutrient that is empty beside a "yes" is in none of them.
        supplement_rows: columns that tell that a row is of supplements alone, and that who took
            none on a day of diet has no row of it.
    """

    roles: dict[Role, tuple[str, ...]]
    perhaps: dict[Role, tuple[str, ...]] = Field(default_factory=dict)
    nutrients: System | None
    day_files: tuple[DayFile, ...] = ()
    sex: dict[str, Literal["female", "male"]]
    good: tuple[str, ...]
    yes: tuple[str, ...]
    weekend: tuple[str, ...]
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    supplements: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    supplement_rows: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    cycle_years: dict[str, float] = Field(default_factory=dict)
    four_years: dict[str, Literal[1, 2]] = Field(default_factory=dict)
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Each kind names its person, and no name stands for two roles."""
    problems = []
    for fact in facts.values():
        if not isinstance(fact, SurveyColumns):
            continue
        every = (*fact.roles.values(), *fact.perhaps.values())
        names = [n.lower() for role in every for n in role]
        where = f"facts/data/survey_columns/{fact.id}.yaml"
        if "person" not in fact.roles:
            problems.append(Problem("no column tells the person", where))
        if len(names) != len(set(names)):
            problems.append(Problem("a name stands for two roles", where))
    return problems
