"""When no plan is made: over words that nobody here knows, where only a specialist team should
change what is eaten, and where what a plan needs is missing."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment.plan import Plan, PlanRefused, RefusalCode
from unclench.intake.diary import Diary, PersonDays
from unclench.planning.offer import safety_part
from unclench.planning.rules import goal_probability
from unclench.planning.safety import Safety, about
from unclench.request import Wishes
from unclench.told import Person

ADULT = 18
FEWEST_DAYS = 3
"""Nothing is planned on fewer days of diary: what one or two days hold is no habit (judgement)."""


def reasons_against(
    person: Person,
    diary: Diary | None,
    days: PersonDays | None,
    safety: Safety,
    *,
    asked: bool = False,
) -> list[PlanRefused]:
    """What makes a plan impossible, safety first, then what is most basic.

    Args:
        asked: the person named the nutrients to plan for; then few days are theirs to weigh.
    """
    found: list[PlanRefused] = []
    for row in safety.refuses:
        assert row.refuse is not None
        found.append(PlanRefused(code=row.refuse, row=row.id, about=about(row, person)))
    codes: list[RefusalCode] = []
    if diary is None or days is None:
        codes.append("no_diary")
    elif diary.day_totals:
        codes.append("whole_days_only")
    elif len(days.days) < FEWEST_DAYS and not asked:
        codes.append("too_few_days")
    if person.age is None or person.sex is None:
        codes.append("age_or_sex_missing")
    if person.age is not None and person.age < ADULT:
        codes.append("under_18")
    return [*found, *(PlanRefused(code=code) for code in codes)]


def no_plan(refused: Sequence[PlanRefused], person: Person, safety: Safety, wishes: Wishes) -> Plan:
    """The answer when something speaks against a plan: why, and what of safety applies."""
    return Plan(
        outcome="refused",
        refused=list(refused),
        max_changes=wishes.max_changes,
        goal_probability=goal_probability(),
        refer=safety.refer,
        safety=safety_part(safety, person),
        sources=sorted({r.source for r in safety.rows}),
    )
