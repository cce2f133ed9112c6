"""From a case to its plan: what the person allows, what safety must know, the answer as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unclench.case import Case

if TYPE_CHECKING:
    from unclench.differential.findings import Understood
    from unclench.intake.model import Diary, PersonDays

SUPPLEMENTS_ALL = "all"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person wants of a plan.

    Attributes:
        diets, allergies, dislikes: words. supplements: nutrients, or "all".
        max_changes: most changes. pinned, banned: ids of changes from an earlier answer.
        alternatives: how many plans to offer. time_limit: seconds for each goal of the solver.
    """

    diets: Sequence[str] = ()
    allergies: Sequence[str] = ()
    dislikes: Sequence[str] = ()
    supplements: Sequence[str] = ()
    max_changes: int = 3
    pinned: Sequence[str] = ()
    banned: Sequence[str] = ()
    alternatives: int = 3
    time_limit: float = 3.0


def plan_part(
    case: Case,
    diary: Diary | None,
    days: PersonDays | None,
    told: Understood,
    labs: Mapping[str, float],
    authority: str,
    wishes: Wishes,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, Any]:
    """The plan of a case as the part of an assessment; says what is missing when there is none.

    Raises:
        UserError: unknown diets or allergies.
    """
    from unclench.plan.answer import planner
    from unclench.plan.columns import Choices
    from unclench.plan.safety import person_from, safety_for
    from unclench.plan.say import alternatives
    from unclench.plan.say import told as tell
    from unclench.plan.tags import excluded_tags, patterns_named

    person = person_from(told, labs, case.profile.pregnant)
    diets = [*wishes.diets, *wishes.allergies]
    known = _pattern_of(case.profile.diet)
    coeliac = ["gluten-free"] if "coeliac_disease" in person.conditions else []
    patterns = patterns_named([*diets, *known, *coeliac])
    missing = _missing(case, diary, days)
    if missing or diary is None or days is None:
        rows = safety_for(person).rows
        return {"say": missing, "lines": [r.say for r in rows if not r.when.always], "plans": []}
    supplements = list(wishes.supplements)
    if SUPPLEMENTS_ALL in supplements:
        supplements = ["vitamin_d", "vitamin_b12", "magnesium", "calcium"]
    made = planner(
        diary,
        days,
        case.profile,
        person,
        Choices(
            excluded=excluded_tags(patterns),
            dislikes=tuple(wishes.dislikes),
            banned=frozenset(wishes.banned),
            supplements=supplements,
        ),
        authority=authority,  # type: ignore[arg-type]
        max_changes=wishes.max_changes,
        pinned=wishes.pinned,
        time_limit=wishes.time_limit,
        progress=(lambda what, _: progress(0, 1, what)) if progress else None,
    )
    plans = alternatives(made, wishes.alternatives)
    if progress:
        progress(1, 1, "plan")
    part = tell(made, plans)
    part["lines"] += [p.cannot_judge for p in patterns if p.cannot_judge]
    return part


def _pattern_of(diet: str | None) -> list[str]:
    """The diet of the profile when it is a known pattern; other words exclude nothing."""
    from unclench.errors import UserError
    from unclench.plan.tags import patterns_named

    found = []
    for word in (diet or "").split(","):
        if not word.strip():
            continue
        try:
            patterns_named([word])
        except UserError:
            continue
        found.append(word)
    return found


def _missing(case: Case, diary: Diary | None, days: PersonDays | None) -> str:
    if diary is None or days is None:
        return "A plan starts from what you eat now: give a diary of some days."
    if diary.day_totals:
        return (
            "This diary holds whole days only. A plan changes foods: give an export with one line "
            "per food."
        )
    if case.profile.age is None or case.profile.sex is None:
        return "Age and sex are needed to know your requirements; without them there is no plan."
    if case.profile.age < 18:
        return "Plans are for adults. A child's diet needs a dietitian."
    return ""
