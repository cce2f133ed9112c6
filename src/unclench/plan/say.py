"""A plan in words: the changes, what they do, a week, a shopping list; for every door the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from unclench.facts.base import load
from unclench.facts.kinds.candidates import Model as Kind
from unclench.facts.kinds.plan_supplements import Model as Supplement
from unclench.plan.answer import GOAL, Effect, Plan, Planner
from unclench.plan.model import Column
from unclench.plan.why import most_helpful, prices

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _often(n: int) -> str:
    if n % 7 == 0:
        times = n // 7
        return {1: "every day", 2: "twice a day"}.get(times, f"{times} times a day")
    return {1: "once a week", 2: "twice a week"}.get(n, f"{n} times a week")


def change(column: Column, n: int) -> str:
    """One change as a sentence."""
    often = _often(n)
    match column.action:
        case "add":
            return f"Add {column.label}: {column.portion}, {often}."
        case "more":
            return f"Have more {column.label}: one more portion ({column.portion}), {often}."
        case "less":
            return f"Leave out {column.label} ({column.portion}), {often}."
        case "swap":
            new, _, old = column.label.partition(" for ")
            return f"Instead of {old}, have {new}: {column.portion}, {often}."
        case "supplement":
            return f"Supplement: {column.label}, {column.portion}, {often}."
    raise AssertionError(column.action)


def _p(p: float | None) -> str:
    if p is None:
        return "–"
    if p > 0.99:
        return "over 99 %"
    return "under 1 %" if p < 0.01 else f"{100 * p:.0f} %"


def _amount(x: float) -> str:
    return f"{x:,.0f}" if abs(x) >= 100 else f"{float(f'{x:.3g}'):g}"


def _shown(effects: Sequence[Effect]) -> list[Effect]:
    return [
        e
        for e in effects
        if e.goal is not None
        or (e.referenced and abs(e.after - e.before) >= 0.05 * max(abs(e.before), 1e-9))
    ]


def table(plan: Plan) -> dict[str, Any]:
    """Before and after per nutrient."""
    return {
        "title": "Before and after: usual intake a day, and the chance that it is enough",
        "columns": ["Nutrient", "Now", "After", "Enough now", "Enough after"],
        "rows": [
            [
                e.label,
                f"{_amount(e.before)} {e.unit}",
                f"{_amount(e.after)} {e.unit}",
                _p(e.enough_before),
                _p(e.enough_after),
            ]
            for e in _shown(plan.effects)
        ],
    }


def week(plan: Plan) -> list[list[str]]:
    """Seven days with the changes spread evenly: [day, what to do]."""
    out: list[list[str]] = [[] for _ in DAYS]
    for offset, (column, n) in enumerate(plan.changes):
        for k in range(n):
            out[(offset + (k * 7) // n) % 7].append(_short(column))
    rows = []
    for name, items in zip(DAYS, out, strict=True):
        counted = list(dict.fromkeys(items))
        rows.append([name, "; ".join(f"{i} x{items.count(i)}" if items.count(i) > 1 else i
                                     for i in counted) or "as usual"])  # fmt: skip
    return rows


def _short(column: Column) -> str:
    if column.action == "less":
        return f"no {column.label}"
    return f"{column.label} ({column.portion})"


def shopping(plan: Plan) -> list[list[str]]:
    """What to buy for the week: [food, amount]."""
    return [
        [c.label.partition(" for ")[0], f"{n} x {c.portion}, about {n * c.grams:.0f} g"]
        for c, n in plan.changes
        if c.action in ("add", "more", "swap")
    ]


def _change_dict(column: Column, n: int) -> dict[str, Any]:
    return {
        "id": column.id,
        "action": column.action,
        "food_id": column.food_id,
        "label": column.label,
        "portion": column.portion,
        "portions_per_week": n,
        "grams": column.grams,
        "say": change(column, n),
    }


def _effect_dict(e: Effect) -> dict[str, Any]:
    return {
        "nutrient": e.nutrient,
        "label": e.label,
        "unit": f"{e.unit}/day",
        "before": e.before,
        "after": e.after,
        "probability_enough_before": e.enough_before,
        "probability_enough_after": e.enough_after,
        "missing": e.goal,
    }


def _plan_dict(plan: Plan) -> dict[str, Any]:
    s = plan.solution
    return {
        "changes": [_change_dict(c, n) for c, n in plan.changes],
        "effects": [_effect_dict(e) for e in plan.effects],
        "missed": list(plan.missed),
        "shaped_by": list(plan.shaped_by),
        "proven_optimal": s.status == "optimal" and s.gap <= 1e-6,
        "gap": s.gap,
    }


def _headline(planner: Planner, best: Plan | None) -> str:
    if not planner.goals:
        return "Nothing that can be judged falls short, so no change of food is needed for that."
    short = ", ".join(planner.standing[n].label.lower() for n in planner.goals)
    if best is None:
        return f"What falls short ({short}) cannot be closed by food under your rules."
    count = len(best.changes)
    words = "one change" if count == 1 else f"{count} changes"
    if best.missed:
        return (
            f"No plan of at most {planner.max_changes} changes reaches every goal ({short}). The "
            f"nearest one has {words}."
        )
    return (
        f"{words.capitalize()} would bring what falls short ({short}) to a chance of at least "
        f"{GOAL:.0%} of being enough.".replace("%", " %")
    )


def _reach_lines(planner: Planner) -> list[str]:
    lines = []
    for nutrient, share in planner.out_of_reach.items():
        label = planner.standing[nutrient].label
        text = (
            f"{label} cannot be met from the foods you allow in {planner.max_changes} change(s): "
            f"at most {100 * share:.0f} % of what is missing."
        )
        if nutrient == "vitamin_d":
            text += " Few foods carry much of it; ask a professional about sun and supplements."
        lines.append(text)
    return lines


def told(planner: Planner, plans: Sequence[Plan], *, explain: bool = True) -> dict[str, Any]:
    """The answer as one dictionary: `say`, `lines`, `tables` for people, the rest for programs."""
    best = plans[0] if plans else None
    lines = [r.say for r in planner.safety.rows if not r.when.always]
    if best is not None:
        lines += [change(c, n) for c, n in best.changes]
        lines += list(best.missed)
        if explain:
            lines += prices(planner, best)[:2]
    if explain and planner.goals and (best is None or best.missed):
        lines += _reach_lines(planner)
        help_ = most_helpful(planner)
        if help_ is not None:
            lines.append(f"What would help most: {help_.rule}.")
    if best is not None:
        lines += [
            s.say
            for s in load("plan_supplements", Supplement).values()
            if any(c.id == f"supplement:{s.id}" for c, _ in best.changes)
        ]
    tables = []
    if best is not None and best.changes:
        tables = [
            table(best),
            {"title": "A week", "columns": ["Day", "Change"], "rows": week(best)},
            {"title": "To buy", "columns": ["Food", "Amount"], "rows": shopping(best)},
        ]
    for i, other in enumerate(plans[1:], 2):
        tables.append(
            {
                "title": f"Another good plan ({i})",
                "columns": ["Change"],
                "rows": [[change(c, n)] for c, n in other.changes],
            }
        )
    return {
        "say": _headline(planner, best),
        "lines": lines,
        "tables": tables,
        "goal_probability": GOAL,
        "refer": planner.safety.refer,
        "safety": [{"id": r.id, "say": r.say, "source": r.source} for r in planner.safety.rows],
        "plans": [_plan_dict(p) for p in plans],
        "kinds": sorted(load("candidates", Kind)),
    }


def alternatives(planner: Planner, n: int = 3) -> list[Plan]:
    """Up to `n` plans that differ in their changes, best first."""
    plans: list[Plan] = []
    seen: list[frozenset[str]] = []
    while len(plans) < n:
        plan = planner.best(seen)
        if plan is None or (plans and (plan.missed and not plans[0].missed)):
            break
        plans.append(plan)
        if not plan.changes:
            break
        seen.append(frozenset(c.id for c, _ in plan.changes))
    return plans
