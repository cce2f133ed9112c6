"""A plan in words: the changes, what they do, a week, a shopping list; for every door the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from unclench.facts.kinds.plan_supplements import PlanSupplement
from unclench.facts.loader import load
from unclench.planning.planner import GOAL, Effect, Plan, Planner, percent
from unclench.planning.problem import Column
from unclench.planning.trade_offs import because_of_few_days, most_helpful, prices
from unclench.planning.words import change, joined, lower, short, weight

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ADEQUATE_ONLY = (
    "{labels}: only an adequate intake is known, which cannot tell who falls short. So a plan "
    "keeps what you eat of it and does not chase a number."
)


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
                percent(e.enough_before),
                percent(e.enough_after),
            ]
            for e in _shown(plan.effects)
        ],
    }


def week(plan: Plan) -> list[list[str]]:
    """Seven days with the changes spread evenly: [day, what to do]."""
    out: list[list[str]] = [[] for _ in DAYS]
    for offset, (column, n) in enumerate(plan.changes):
        for k in range(n):
            out[(offset + (k * 7) // n) % 7].append(short(column))
    rows = []
    for name, items in zip(DAYS, out, strict=True):
        counted = list(dict.fromkeys(items))
        rows.append([name, "; ".join(f"{i}, {items.count(i)} times" if items.count(i) > 1 else i
                                     for i in counted) or "as usual"])  # fmt: skip
    return rows


def shopping(plan: Plan) -> list[list[str]]:
    """What to buy for the week: [food, amount]."""
    rows = []
    for c, n in plan.changes:
        if c.action in ("add", "more", "swap"):
            rows.append([c.label.partition(" for ")[0], f"{weight(n * c.grams)}, {n} portions"
                         if n > 1 else f"{weight(n * c.grams)}, 1 portion"])  # fmt: skip
    return rows


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
    goals = joined([lower(planner.standing[n].label) for n in planner.goals])
    most = "one change" if planner.max_changes == 1 else f"{planner.max_changes} changes"
    if best is None:
        return f"What falls short ({goals}) cannot be closed by food under your rules."
    count = len(best.changes)
    if not count:
        return f"No change of food within your rules comes nearer to what falls short ({goals})."
    words = "one change" if count == 1 else f"{count} changes"
    if best.missed:
        return (
            f"What falls short: {goals}. At most {most} of food cannot reach all of it. The plan "
            f"that comes nearest has {words}:"
        )
    what = "This change brings" if count == 1 else f"These {words} bring"
    return (
        f"What falls short: {goals}. {what} the chance that you get enough to {percent(GOAL)} or "
        "more for each:"
    )


def _reach_lines(planner: Planner) -> list[str]:
    far = planner.out_of_reach
    if not far:
        return []
    names = [planner.standing[n].label for n in far]
    labels = joined([names[0], *map(lower, names[1:])])
    most = "one change" if planner.max_changes == 1 else f"{planner.max_changes} changes"
    shares = joined([f"{lower(planner.standing[n].label)} {100 * s:.0f} %" for n, s in far.items()])
    text = (
        f"{labels}: out of reach with {most} of the foods you allow. Of what is missing, at most "
        f"this much could be had: {shares}. The plan takes a step towards it and looks after the "
        "rest."
    )
    if "vitamin_d" in far:
        text += (
            " Few foods hold much vitamin D; most of it comes from sun. Ask a pharmacist or doctor "
            "whether a supplement is right for you."
        )
    return [text]


def _why_lines(planner: Planner, best: Plan | None) -> list[str]:
    lines = _reach_lines(planner)
    lines += because_of_few_days(planner)
    if best is None or best.missed:
        help_ = most_helpful(planner)
        if help_ is not None:
            lines.append(f"What would help most: {help_.rule}.")
    if best is not None:
        lines += prices(planner, best)[:2]
    held = [r.nutrient for r in planner.rows if r.id.startswith("not_less:")]
    held = [n for n in held if n != "water"]
    if held:
        names = [planner.standing[n].label for n in held]
        labels = joined([names[0], *map(lower, names[1:])])
        lines.append(ADEQUATE_ONLY.format(labels=labels))
    return lines


def _gap_line(best: Plan) -> list[str]:
    s = best.solution
    if s.status == "optimal":
        return []
    return [
        "Time ran out before this plan was proven best. What it misses could at most be "
        f"{100 * min(s.gap, 1.0):.0f} % less. A larger --time-limit settles it."
    ]


def _tables(best: Plan, others: Sequence[Plan]) -> list[dict[str, Any]]:
    tables = []
    if best.changes:
        tables = [
            table(best),
            {"title": "A week", "columns": ["Day", "Change"], "rows": week(best)},
            {"title": "To buy for the week", "columns": ["Food", "Amount"], "rows": shopping(best)},
        ]
    for i, other in enumerate(others, 2):
        rows = [[change(c, n)] for c, n in other.changes]
        rows += [[m] for m in other.missed]
        tables.append({"title": f"Another plan ({i})", "columns": ["Change"], "rows": rows})
    return tables


def told(planner: Planner, plans: Sequence[Plan], *, explain: bool = True) -> dict[str, Any]:
    """The answer as one dictionary: `say`, `lines`, `tables` for people, the rest for programs."""
    best = plans[0] if plans else None
    lines = []
    if planner.safety.refer:
        lines.append("Show this plan to the professional who looks after you before you start it.")
    lines += [r.say for r in planner.safety.rows if not r.when.always]
    if best is not None:
        lines += [change(c, n) for c, n in best.changes]
        far = tuple(f"{planner.standing[n].label}:" for n in planner.out_of_reach)
        lines += [m for m in best.missed if not m.startswith(far)] + _gap_line(best)
    if explain and planner.goals:
        lines += _why_lines(planner, best)
    if best is not None:
        used = {c.id for c, _ in best.changes}
        lines += [
            s.say
            for s in load("plan_supplements", PlanSupplement).values()
            if f"supplement:{s.nutrient}" in used
        ]
    return {
        "say": _headline(planner, best),
        "lines": lines,
        "tables": _tables(best, plans[1:]) if best is not None else [],
        "goal_probability": GOAL,
        "out_of_reach": dict(planner.out_of_reach),
        "refer": planner.safety.refer,
        "safety": [{"id": r.id, "say": r.say, "source": r.source} for r in planner.safety.rows],
        "plans": [_plan_dict(p) for p in plans],
    }


def _theme(column: Column) -> str:
    """What a change is about: two swaps into beans are one theme."""
    return f"supplement:{column.id}" if column.action == "supplement" else (
        f"less:{column.takes_from}" if column.action == "less" else column.kind or column.food_id
    )  # fmt: skip


def alternatives(planner: Planner, n: int = 3) -> list[Plan]:
    """Up to `n` plans, best first, each with at most half its themes in common with each before.

    When there is none so different, one that differs in at least one theme is taken.
    """
    themes: dict[str, set[str]] = {}
    for c in planner.columns:
        if c.id not in planner.pinned:
            themes.setdefault(_theme(c), set()).add(c.id)
    plans: list[Plan] = []
    seen: list[list[str]] = []
    while len(plans) < n:
        found = None
        for keep in (0.5, 1.0):
            apart = [
                (frozenset().union(*(themes[t] for t in used)),
                 min(int(keep * len(used)), len(used) - 1))
                for used in seen if used
            ]  # fmt: skip
            found = planner.best(at_most=apart)
            if found is not None and found.changes and _as_good(found, plans):
                break
            found = None
        if found is None and not plans:
            found = planner.best()
        if found is None:
            break
        plans.append(found)
        used = sorted({_theme(c) for c, _ in found.changes if c.id not in planner.pinned})
        if not used:
            break
        seen.append(used)
    return plans


def _as_good(plan: Plan, before: Sequence[Plan]) -> bool:
    """Whether a further plan is worth offering: where the first meets every goal it does too,
    else it misses one more at most."""
    if not before:
        return True
    return len(plan.missed) <= (len(before[0].missed) + 1 if before[0].missed else 0)
