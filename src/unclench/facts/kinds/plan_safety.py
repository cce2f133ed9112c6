"""Safety rows of a food plan: when they apply, what they forbid, what they say, and why.

They win over every goal of the plan. A row without a case that fires it and one that must not is
refused. A row with `refuse` makes no plan at all.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from unclench.assessment.plan import RefusalCode
from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified
from unclench.facts.second_looks import SecondLook


class LabAbove(Strict):
    """A blood value beyond a limit, in the analyte's SI unit.

    Attributes:
        judged: where no number was told ("my potassium is high"), these judgements of the result;
            "off" is told as not right, alone or by its panel ("my kidneys are not great").
    """

    analyte: str
    above: float | None = None
    below: float | None = None
    unit: str
    judged: tuple[Literal["LL", "L", "H", "HH", "off"], ...] = ()


class When(Strict):
    """What must be true of the person for the row to apply.

    At least `at_least` of the things named must be true: each medicine, condition, finding, blood
    value counts once. Sex, age and body mass index narrow that; alone they are the whole of it.

    Attributes:
        medicines: generic names. unnamed: classes told without any of their generics.
        findings: ids that are there.
        unsure: words of this kind that no fact knows.
        within_days: conditions count only where they are told of no longer ago than this.
        age_from, age_below: years. bmi_below: kg/m².
    """

    medicine_classes: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    labs: tuple[LabAbove, ...] = ()
    unsure: tuple[Literal["allergy", "diet", "medicine", "condition", "grave"], ...] = ()
    pregnant: bool = False
    lactating: bool = False
    always: bool = False
    at_least: int = Field(1, ge=1)
    within_days: float | None = Field(default=None, gt=0)
    sex: Literal["female", "male"] | None = None
    age_from: float | None = None
    age_below: float | None = None
    bmi_below: float | None = None

    @property
    def names_something(self) -> bool:
        """Whether anything but sex, age and body mass index is asked for."""
        lists = (
            self.medicine_classes, self.medicines, self.unnamed, self.conditions, self.findings,
            self.labs, self.unsure,
        )  # fmt: skip
        return any(lists) or self.pregnant or self.lactating


class SafetyRow(Fact):
    """One safety row.

    Attributes:
        no_more: nutrients whose intake no plan may raise.
        steady: nutrients whose intake may move by at most `steady_share` of today's intake.
        little_more: nutrients whose intake may rise by at most that share.
        most_grams: tag -> most grams a week of foods with it, those of the diary among them.
        avoid_tags: foods with these tags are never suggested (they may be eaten less).
        no_supplements: nutrients never suggested as a supplement.
        no_less: no food and no energy is taken away.
        refer: a professional must guide this; the plan says so first.
        refuse: no plan is made, for this reason.
        quiet: shapes the plan without a word.
        say: {words} in it stands for the person's words that were not known.
    """

    when: When
    no_more: tuple[str, ...] = ()
    steady: tuple[str, ...] = ()
    little_more: tuple[str, ...] = ()
    steady_share: float = Field(0.1, gt=0, le=1)
    most_grams: dict[str, float] = Field(default_factory=dict)
    avoid_tags: tuple[str, ...] = ()
    no_supplements: tuple[str, ...] = ()
    no_less: bool = False
    refer: bool = False
    refuse: RefusalCode | None = None
    quiet: bool = False
    say: str
    because: str
    source: str
    verified: Verified
    second: SecondLook
    fires_for: tuple[dict[str, Any], ...]
    stays_quiet_for: tuple[dict[str, Any], ...]


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Rows that lack a case on either side, or that would change nothing."""
    problems = []
    for fact in facts.values():
        assert isinstance(fact, SafetyRow)
        where = f"facts/data/plan_safety/{fact.id}.yaml"
        if not fact.fires_for or not (fact.stays_quiet_for or fact.when.always):
            problems.append(Problem("needs a case that fires it and one that must not", where))
        if "{words}" in fact.say and not fact.when.unsure:
            problems.append(Problem("{words} needs words that are not known (when: unsure)", where))
        effects = (
            fact.no_more, fact.steady, fact.little_more, fact.most_grams, fact.avoid_tags,
            fact.no_supplements, fact.no_less, fact.refer, fact.refuse,
        )  # fmt: skip
        if not any(effects) and (fact.quiet or not fact.say):
            problems.append(Problem("changes nothing and says nothing", where))
    return problems
