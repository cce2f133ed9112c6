"""From a case to its plan: what the person allows, what safety must know, the answer as data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from unclench.assessment import Hydration, Reason, reason
from unclench.assessment.plan import Plan, PlanCost
from unclench.request import ALL_SUPPLEMENTS, Wishes

if TYPE_CHECKING:
    from unclench.facts.kinds.diet_patterns import DietPattern
    from unclench.intake.diary import Diary, PersonDays
    from unclench.intake.usual.standing import Standing
    from unclench.planning.planner import Planner
    from unclench.planning.safety import Safety
    from unclench.told import Person

LEAN_BMI = 20.0
"""Below this nobody is helped to eat less: our judgement, above the 18.5 of underweight."""


STAGES = {"pregnancy", "breastfeeding", "menopause"}
"""Stages of life, which choose needs and have rules by name."""


def plan_part(
    person: Person,
    diary: Diary | None,
    days: PersonDays | None,
    standing: Mapping[str, Standing],
    labs: Mapping[str, float],
    wishes: Wishes,
    hydration: Hydration | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    judged: Mapping[str, str] | None = None,
    first: Collection[str] = (),
    firm: bool = True,
) -> Plan:
    """The plan of a case as the part of an assessment; says what is missing when there is none.

    No plan is made over a word that could change its safety and that nobody here knows, nor where
    only a specialist team should change what is eaten.

    Args:
        labs, judged: numbers and judgements of blood tests; see `safety_for`.
        first: nutrients for the sake of which the person came, which count most.
        firm: whether any verdict says that too little is eaten.

    Raises:
        UserError: unknown diets, allergies, nutrients or changes.
    """
    from unclench.planning import clock
    from unclench.planning.alternatives import alternatives
    from unclench.planning.candidates import Choices
    from unclench.planning.drinking import SOURCE as WATER_SOURCE
    from unclench.planning.drinking import drinking
    from unclench.planning.food_tags import excluded_tags
    from unclench.planning.offer import offer
    from unclench.planning.planner import planner
    from unclench.planning.prices import cost_of, read_prices
    from unclench.planning.refusing import no_plan, reasons_against
    from unclench.planning.safety import safety_for

    safety = safety_for(person, labs, judged)
    patterns = kept_to(person, wishes)
    goals, supplements = _nutrients(wishes)
    doubled = sorted(_taken(person, days) & {*supplements})
    kept = _energy_kept(person, safety, wishes)
    refused = reasons_against(person, diary, days, safety, asked=bool(goals))
    if refused or diary is None or days is None:
        return no_plan(refused, person, safety, wishes)
    prices = read_prices(wishes.prices) if wishes.prices else None
    made = planner(
        diary,
        days,
        standing,
        safety,
        Choices(
            excluded=excluded_tags(patterns),
            dislikes=tuple(wishes.dislikes),
            banned=frozenset(wishes.banned),
            supplements=[n for n in supplements if n not in doubled],
            country=person.country,
        ),
        max_changes=wishes.max_changes,
        pinned=wishes.pinned,
        goals=goals,
        first=first,
        firm=firm,
        energy="keep" if kept else wishes.energy,
        prices=prices,
        budget=wishes.budget,
        time_limit=wishes.time_limit,
        progress=(lambda what, _: progress(0, 1, what)) if progress else None,
    )
    _known_changes(wishes, made)
    with clock.part(clock.PLANS * wishes.time_limit):
        plans = alternatives(made, wishes.alternatives)
    if progress:
        progress(1, 1, "plan")
    with clock.part(clock.WHY * wishes.time_limit):
        part = offer(made, plans, person=person)
    part.energy_kept = kept
    part.served_first = [n for n in first if n in made.goals]
    part.no_rule = without_rule(person, safety, patterns)
    part.drink = drinking(hydration, safety)
    if part.drink:
        part.sources = sorted({*part.sources, WATER_SOURCE})
    part.supplements_taken = doubled
    part.patterns = [p.id for p in patterns]
    part.not_judged = [p.id for p in patterns if p.cannot_judge]
    if prices is not None:
        part.cost = PlanCost(
            per_week=cost_of(plans[0].changes) if plans else None,
            budget=wishes.budget,
            unknown=list(prices.unknown),
        )
    return part


def kept_to(person: Person, wishes: Wishes) -> list[DietPattern]:
    """The diet patterns and allergies that a plan keeps to: wished, told, or that follow from a
    condition.

    Raises:
        UserError: wished ones that are not known.
    """
    from unclench.planning.food_tags import patterns_following, patterns_named

    found = patterns_named([*wishes.diets, *wishes.allergies, *person.diets, *person.allergies])
    signs = person.has_conditions | {f.id for f in person.findings if f.present}
    return found + [p for p in patterns_following(signs) if p not in found]


def without_rule(person: Person, safety: Safety, patterns: Sequence[DietPattern]) -> list[str]:
    """Words of the conditions for which no rule of food is known here: nothing in a plan changes
    for them, and the plan must say so."""
    ruled = {i for r in safety.rows for i in r.when.conditions}
    ruled |= {i for p in patterns for i in p.conditions}
    there = [c for c in person.conditions if c.present and c.text]
    known = {c.text for c in there if c.id in ruled | STAGES}  # "coeliac" is a bad gut as well
    known |= {c.text for c in there for p in patterns if c.text.lower() in p.names}
    return list(dict.fromkeys(c.text for c in there if c.text not in known))


def _nutrients(wishes: Wishes) -> tuple[list[str], list[str]]:
    """Ids of the nutrients to plan for and of the supplements allowed.

    Raises:
        UserError: names that are not known, all at once.
    """
    from unclench.errors import Problem, UserError, did_you_mean
    from unclench.facts.kinds.plan_supplements import PlanSupplement
    from unclench.facts.loader import load
    from unclench.facts.nutrients import nutrients

    by_name = {n: i for i, f in nutrients().items() for n in (i, f.label.lower())}
    sold = {s.nutrient for s in load("plan_supplements", PlanSupplement).values()}
    problems: list[Problem] = []

    def ids(words: Sequence[str], what: str, among: Collection[str]) -> list[str]:
        out = []
        for word in words:
            key = word.strip().lower()
            found = by_name.get(key.replace(" ", "_"), by_name.get(key, ""))
            if found in among:
                out.append(found)
            else:
                fix = did_you_mean(key.replace(" ", "_"), sorted(among))
                fix = fix or f"Known: {', '.join(sorted(among))}."
                problems.append(Problem(f"The {what} '{word}' is not known.", fix=fix))
        return out

    goals = ids(wishes.goals, "nutrient", nutrients())
    if ALL_SUPPLEMENTS in wishes.supplements:
        allowed = sorted(sold)
    else:
        allowed = ids(wishes.supplements, "supplement", sold)
    if problems:
        raise UserError(problems)
    return goals, allowed


def _taken(person: Person, days: PersonDays | None) -> set[str]:
    """Nutrients that what the person takes holds, or may hold, in an amount that the diary does
    not have."""
    from unclench.told.supplements import may_hold

    taken = [m for m in person.medicines if m.current and m.where != "diary"]
    untold = set(days.untold) if days is not None else set()
    return untold | {n for m in taken for n in (*m.classes, *may_hold(m.text))}


def _energy_kept(person: Person, safety: Safety, wishes: Wishes) -> Reason | None:
    """Why energy is not lowered although that was asked for; None when it may be."""
    if wishes.energy != "less":
        return None
    if person.pregnant or person.lactating:
        return reason("energy_kept_for_the_child")
    if person.bmi is not None and person.bmi < LEAN_BMI:
        return reason("energy_kept_at_low_weight")
    if safety.no_less:
        return reason("energy_kept_for_safety")
    return None


def _known_changes(wishes: Wishes, made: Planner) -> None:
    from unclench.errors import Problem, UserError, did_you_mean

    known = [c.id for c in made.changes]
    problems = [
        Problem(
            f"The change '{i}' to pin is not among the choices.",
            fix=did_you_mean(i, known) or "Take ids from an earlier answer (plans, changes, id).",
        )
        for i in wishes.pinned
        if i not in known
    ]
    if problems:
        raise UserError(problems)
