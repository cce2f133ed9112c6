"""Variation: how intake differs from day to day and between people, by nutrient, sex and age."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified


class Group(Strict):
    """One sex and age group. Intake from food and drink only, in the fact's unit per day.

    Attributes:
        age: [from, below) in years.
        pairs: people with two days.
        mean, sd_within: on the scale of the intake itself.
        power: Box-Cox exponent; the transform is (y**power - 1) / power.
        var_within, var_between: on the Box-Cox scale; null when a nutrient has too many days of
            zero for the model (alcohol, caffeine).
    """

    sex: Literal["both", "female", "male"]
    age: tuple[float, float]
    state: Literal["none", "pregnant", "lactating"] = "none"
    pairs: int
    mean: float = Field(ge=0)
    sd_within: float = Field(ge=0)
    power: float | None = None
    var_within: float | None = Field(None, gt=0)
    var_between: float | None = Field(None, ge=0)


class Printed(Strict):
    """A day-to-day standard deviation as the book prints it, to compare with ours."""

    sex: Literal["both", "female", "male"]
    age: tuple[float, float]
    sd_within: float
    source: str
    verified: Verified


class Variation(Fact):
    """The variation of one nutrient; `id` is the nutrient's id."""

    unit: str
    groups: tuple[Group, ...]
    printed: tuple[Printed, ...] = ()
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every table covers each sex from 1 to 120 years exactly once."""
    problems = []
    for fact in facts.values():
        if not isinstance(fact, Variation):
            continue
        for sex in ("female", "male"):
            for age in range(1, 121):
                rows = [
                    g
                    for g in fact.groups
                    if g.sex in ("both", sex) and g.state == "none" and g.age[0] <= age < g.age[1]
                ]
                if len(rows) != 1:
                    problems.append(
                        Problem(
                            f"{len(rows)} groups for {sex}, age {age}",
                            f"facts/data/variation/{fact.id}.yaml",
                        )
                    )
                    break
    return problems
