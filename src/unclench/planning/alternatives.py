"""Further plans that are about something else than those before."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.planning import clock
from unclench.planning.planner import Planner, Solved
from unclench.planning.problem import Change

Theme = tuple[str, str]


def _theme(change: Change) -> Theme:
    """What a change is about: two swaps into beans are one theme."""
    if change.action == "supplement":
        return "supplement", change.id
    if change.action == "less":
        return "less", change.takes_from
    return "food", change.kind or change.food_id


def alternatives(planner: Planner, n: int = 3) -> list[Solved]:
    """Up to `n` plans, best first, each with at most half its themes in common with each before.

    When there is none so different, one that differs in at least one theme is taken. When the time
    of computing is over, those found so far.
    """
    themes: dict[Theme, set[str]] = {}
    for c in planner.changes:
        if c.id not in planner.pinned:
            themes.setdefault(_theme(c), set()).add(c.id)
    plans: list[Solved] = []
    seen: list[list[Theme]] = []
    while len(plans) < n and not (plans and clock.out()):
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
            if plans and clock.out():
                break
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


def _as_good(plan: Solved, before: Sequence[Solved]) -> bool:
    """Whether a further plan is worth offering: where the first meets every goal it does too,
    else it misses one more at most."""
    if not before:
        return True
    first = len(before[0].not_reached)
    return len(plan.not_reached) <= (first + 1 if first else 0)
