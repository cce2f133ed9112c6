"""Changes of a plan in words, and its tables: before and after, a week, a shopping list."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment.plan import PlanChange, PlanEffect, PlanOffer, PlanTable
from unclench.facts.kinds.plan_supplements import PlanSupplement
from unclench.facts.loader import load
from unclench.words.en.portions import food, often, own_portion, portion, weight

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOVED = 0.05
"""A nutrient that a plan moves by less than this share is left out of the table."""


def percent(p: float | None) -> str:
    """A probability for people."""
    if p is None:
        return "–"
    if p > 0.99:
        return "over 99 %"
    return "under 1 %" if p < 0.01 else f"{100 * p:.0f} %"


def fill(change: PlanChange) -> None:
    """The text fields of a change."""
    change.label, change.portion, change.say = _label(change), _portion(change), _say(change)


def _label(change: PlanChange) -> str:
    match change.eaten_more, change.eaten_less, change.dose:
        case (new, None, None) if new is not None:
            return new.name
        case (None, old, None) if old is not None:
            return old.name
        case (new, old, None) if new is not None and old is not None:
            return f"{new.name} for {old.name}"
        case (None, None, dose) if dose is not None:
            return supplement(dose.nutrient).label
    raise AssertionError(change.id)


def supplement(nutrient: str) -> PlanSupplement:
    """The fact of the supplement of a nutrient."""
    known = load("plan_supplements", PlanSupplement).values()
    return next(s for s in known if s.nutrient == nutrient)


def _portion(change: PlanChange) -> str:
    if change.dose is not None:
        return f"{change.dose.amount:g} {change.dose.unit}"
    eaten = change.eaten_more or change.eaten_less
    assert eaten is not None, change.id
    return portion(eaten)


def _say(change: PlanChange) -> str:
    """One change as a sentence: what, how much, how often in a week."""
    when, new, old = often(change.portions_per_week), change.eaten_more, change.eaten_less
    if change.action == "supplement":
        return f"Supplement: {_label(change)}, {_portion(change)} {when}."
    if new is None:
        assert old is not None, change.id
        return f"Leave out {old.name} ({own_portion(old)}) {when}."
    if change.action == "more":
        return f"Have {new.name} more often: {own_portion(new)} more, {when}."
    said = food(new.name, new.portion, new.at_a_time)
    if old is None:
        return f"Have {said} {when}."
    return f"{when.capitalize()}, have {said} instead of {old.name}."


def _short(change: PlanChange) -> str:
    """One portion of a change, for a week's plan."""
    new, old = change.eaten_more, change.eaten_less
    if change.action == "supplement":
        return f"{_label(change)}, {_portion(change)}"
    if new is None:
        assert old is not None, change.id
        return f"no {old.name}"
    if change.action == "more":
        return f"{own_portion(new)} more of {new.name}"
    said = food(new.name, new.portion, new.at_a_time)
    return f"{said} instead of {old.name}" if old is not None else said


def _amount(x: float) -> str:
    return f"{x:,.0f}" if abs(x) >= 100 else f"{float(f'{x:.3g}'):g}"


def _shown(e: PlanEffect) -> bool:
    moved = abs(e.after - e.before) >= MOVED * max(abs(e.before), 1e-9)
    return e.missing is not None or (e.referenced and moved)


def _before_and_after(plan: PlanOffer) -> PlanTable:
    rows = []
    for e in filter(_shown, plan.effects):
        unit = e.unit.removesuffix("/day")
        rows.append(
            [
                e.label,
                f"{_amount(e.before)} {unit}",
                f"{_amount(e.after)} {unit}",
                percent(e.probability_enough_before),
                percent(e.probability_enough_after),
            ]
        )
    return PlanTable(
        title="Before and after: usual intake a day, and the chance that it is enough",
        columns=["Nutrient", "Now", "After", "Enough now", "Enough after"],
        rows=rows,
    )


def _week(plan: PlanOffer) -> PlanTable:
    """Seven days with the changes spread evenly."""
    out: list[list[str]] = [[] for _ in DAYS]
    for offset, change in enumerate(plan.changes):
        n = change.portions_per_week
        for k in range(n):
            out[(offset + (k * 7) // n) % 7].append(_short(change))
    rows = []
    for day, items in zip(DAYS, out, strict=True):
        counted = {i: items.count(i) for i in items}
        said = [f"{i}, {n} times" if n > 1 else i for i, n in counted.items()]
        rows.append([day, "; ".join(said) or "as usual"])
    return PlanTable(title="A week", columns=["Day", "Change"], rows=rows)


def _shopping(plan: PlanOffer) -> PlanTable:
    """What to buy: only what is eaten more."""
    rows = []
    for change in plan.changes:
        if change.eaten_more is not None:
            n = change.portions_per_week
            much = weight(n * change.eaten_more.grams)
            portions = f"{n} portions" if n > 1 else "1 portion"
            rows.append([change.eaten_more.name, f"{much}, {portions}"])
    return PlanTable(title="To buy for the week", columns=["Food", "Amount"], rows=rows)


def tables(plans: Sequence[PlanOffer]) -> list[PlanTable]:
    """Of the first plan what it does, a week and a shopping list; the changes of the others."""
    if not plans:
        return []
    best = plans[0]
    out = [_before_and_after(best), _week(best), _shopping(best)] if best.changes else []
    for i, other in enumerate(plans[1:], 2):
        rows = [[c.say] for c in other.changes] + [[m] for m in other.missed]
        out.append(PlanTable(title=f"Another plan ({i})", columns=["Change"], rows=rows))
    return out
