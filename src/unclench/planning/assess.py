"""From a case to its plan: what the person allows, what safety must know, the answer as data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from unclench.request import Wishes

if TYPE_CHECKING:
    from unclench.assessment import Hydration
    from unclench.intake.diary import Diary, PersonDays
    from unclench.intake.usual.standing import Standing
    from unclench.planning.planner import Plan, Planner
    from unclench.planning.prices import Prices
    from unclench.told import Person

SUPPLEMENTS_ALL = "all"
LEAN_BMI = 20.0
"""Below this nobody is helped to eat less: our judgement, above the 18.5 of underweight."""


def plan_part(
    person: Person,
    diary: Diary | None,
    days: PersonDays | None,
    standing: Mapping[str, Standing],
    labs: Mapping[str, float],
    wishes: Wishes,
    hydration: Hydration | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, Any]:
    """The plan of a case as the part of an assessment; says what is missing when there is none.

    Raises:
        UserError: unknown diets, allergies, nutrients or changes.
    """
    from unclench.planning.changes import Choices
    from unclench.planning.drinking import SOURCE as WATER_SOURCE
    from unclench.planning.drinking import drinking
    from unclench.planning.food_tags import excluded_tags, patterns_named
    from unclench.planning.planner import planner
    from unclench.planning.prices import read_prices
    from unclench.planning.safety import safety_for
    from unclench.planning.say import alternatives
    from unclench.planning.say import told as tell

    safety = safety_for(person, labs)
    coeliac = ["gluten-free"] if "coeliac_disease" in person.has_conditions else []
    told = [*person.diets, *person.allergies, *coeliac]
    patterns = patterns_named([*wishes.diets, *wishes.allergies, *told])
    goals, supplements = _nutrients(wishes)
    doubled = sorted(_taken(person, days) & {*supplements})
    supplements = [n for n in supplements if n not in doubled]
    lean = _lean(person, wishes)
    missing = _missing(person, diary, days)
    if missing or diary is None or days is None:
        rows = safety.rows
        return {"say": missing, "lines": [r.say for r in rows if not r.when.always], "plans": []}
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
            supplements=supplements,
        ),
        max_changes=wishes.max_changes,
        pinned=wishes.pinned,
        goals=goals,
        energy="keep" if lean else wishes.energy,
        prices=prices,
        budget=wishes.budget,
        time_limit=wishes.time_limit,
        progress=(lambda what, _: progress(0, 1, what)) if progress else None,
    )
    _known_changes(wishes, made)
    plans = alternatives(made, wishes.alternatives)
    if progress:
        progress(1, 1, "plan")
    part = tell(made, plans)
    wet = drinking(hydration, made.safety)
    part["lines"] += [*lean, *wet, *_not_twice(doubled)]
    part["lines"] += [p.cannot_judge for p in patterns if p.cannot_judge]
    if prices is not None:
        part["lines"] += _money(prices, wishes.budget, plans)
    part["drinking"] = wet
    part["sources"] = sorted(
        {r.source for r in made.safety.rows} | {r.source for r in made.rows}
        | ({WATER_SOURCE} if wet else set())
    )  # fmt: skip
    return part


def _money(prices: Prices, budget: float, plans: Sequence[Plan]) -> list[str]:
    """What the first plan costs, and which prices could not be used."""
    from unclench.planning.prices import cost_of

    lines = []
    if plans:
        cost = cost_of(plans[0].changes)
        words = (
            "costs about the same"
            if abs(cost) < 0.005
            else (
                f"costs about {cost:.2f} more a week"
                if cost > 0
                else f"saves about {-cost:.2f} a week"
            )
        )
        lines.append(
            f"By your prices this plan {words}; at most {budget:g} more was allowed. Only foods "
            "with a price were suggested."
        )
    if prices.unknown:
        lines.append(f"Prices that fit no food of the table: {', '.join(prices.unknown)}.")
    return lines


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
    if SUPPLEMENTS_ALL in wishes.supplements:
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

    taken = [m for m in person.medicines if m.current]
    untold = set(days.untold) if days is not None else set()
    return untold | {n for m in taken for n in (*m.classes, *may_hold(m.text))}


def _not_twice(doubled: Sequence[str]) -> list[str]:
    """Why a supplement is not suggested to somebody who takes it: the doses would add up."""
    from unclench.facts.nutrients import nutrients

    return [
        f"{nutrients()[n].label}: no supplement is suggested, because what you take holds it "
        "already or may hold it, and doses add up. A pharmacist can tell how much it is together."
        for n in doubled
    ]


def _lean(person: Person, wishes: Wishes) -> list[str]:
    """Why energy is not lowered although that was asked for; empty when it may be."""
    if wishes.energy != "less":
        return []
    if person.pregnant or person.lactating:
        return ["Energy is kept where it is: this is no time to eat less."]
    if person.bmi is not None and person.bmi < LEAN_BMI:
        return ["Energy is kept where it is: your weight is low for your height already."]
    return []


def _known_changes(wishes: Wishes, made: Planner) -> None:
    from unclench.errors import Problem, UserError, did_you_mean

    known = [c.id for c in made.columns]
    problems = [
        Problem(
            f"The change '{i}' to pin is not among the choices.",
            fix=did_you_mean(i, known)
            or "Take ids from an earlier answer (`--format json`, key plans.changes.id).",
        )
        for i in wishes.pinned
        if i not in known
    ]
    if problems:
        raise UserError(problems)


def _missing(person: Person, diary: Diary | None, days: PersonDays | None) -> str:
    if diary is None or days is None:
        return "A plan starts from what you eat now: give a diary of some days."
    if diary.day_totals:
        return (
            "This diary holds whole days only. A plan changes foods: give an export with one line "
            "per food."
        )
    if person.age is None or person.sex is None:
        return "Age and sex are needed to know your requirements; without them there is no plan."
    if person.age < 18:
        return "Plans are for adults. A child's diet needs a dietitian."
    return ""
