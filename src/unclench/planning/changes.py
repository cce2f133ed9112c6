"""The changes a plan may choose from: add, more, less, swap, and supplements when allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from unclench.assessment.plan import FoodMoved, PlanDose
from unclench.facts import units
from unclench.facts.kinds.candidates import FoodKind
from unclench.facts.kinds.plan_supplements import PlanSupplement
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients
from unclench.planning.candidates import Candidate, Choices, allowed, candidates, disliked
from unclench.planning.most_grams import kept_below
from unclench.planning.own_foods import OwnFood
from unclench.planning.problem import WEEK, Change

MOST_GRAMS = 500.0
"""A line of more is a day's pot or a litre, not a portion that one has again or leaves out."""
ADDED_CAP = 3
"""A food that is new on the plate comes three times a week at most (judgement)."""
NOT_MORE = frozenset({"sweet", "savoury_snack", "mixed_dish", "drink", ""})
NOT_SWAPPED = frozenset({"alcohol"})
WATER = re.compile(r"\bwater\b(?!.*(melon|chestnut|pack))")
SWAP_KINDS = {"drink": ("milk", "plant_milk"), "savoury_snack": ("nuts_seeds", "fruit")}
"""Kinds that a food may also be swapped into, beside its own: our judgement of like for like."""


def _cap(kind: str) -> int:
    """Most portions a week of one food of a kind that people eat."""
    return load("candidates", FoodKind)[kind].per_week


def _portion_grams(o: OwnFood) -> float | None:
    """Grams of a line of the diary that a plan can count in portions; None for any other."""
    known = o.grams if o.effect and o.grams else None
    return known if known is not None and known <= MOST_GRAMS else None


def _per_week(effect: Mapping[str, float], times: float = 1.0) -> dict[str, float]:
    return {n: v * times / WEEK for n, v in effect.items()}


def _difference(new: Mapping[str, float], times: int, old: Mapping[str, float]) -> dict[str, float]:
    """Change from one portion of a food to another; of a nutrient unknown in either only the
    loss is counted, so no gap is closed on a guess."""
    out = {}
    for n in sorted({*new, *old}):
        if n in new and n in old:
            out[n] = (times * new[n] - old[n]) / WEEK
        elif n in old:
            out[n] = -old[n] / WEEK
    return out


def _unsure(new: Mapping[str, float], times: int, old: Mapping[str, float]) -> dict[str, float]:
    """What of the other food is left out of `_difference`, since the old one is unknown."""
    return {n: times * v / WEEK for n, v in sorted(new.items()) if n not in old}


def _same_food(own: OwnFood, c: Candidate) -> bool:
    called = {n.partition(",")[0].lower() for n in (c.item.label, c.plain)}
    return own.food_id == c.item.food_id or any(n in own.name.lower() for n in called)


def _portions(c: Candidate, at_a_time: int) -> FoodMoved:
    return FoodMoved(
        food_id=c.item.food_id,
        name=c.item.label,
        portion=c.item.portion,
        at_a_time=at_a_time,
        grams=at_a_time * c.item.grams,
    )


def _own_portion(o: OwnFood, grams: float) -> FoodMoved:
    return FoodMoved(
        food_id=o.food_id or "", name=o.name, portion=o.portion, grams=grams, varies=o.varies
    )


def _adds(own: Sequence[OwnFood], choices: Choices) -> Iterable[Change]:
    for c in candidates(choices.country):
        if any(_same_food(o, c) for o in own) or not allowed(c, choices):
            continue
        yield Change(
            id=f"add:{c.item.food_id}",
            action="add",
            eaten_more=_portions(c, 1),
            cap=min(ADDED_CAP, _cap(c.kind)),
            size=c.item.grams / WEEK,
            unfamiliarity=c.unfamiliarity,
            effect=_per_week(c.effect),
            kind=c.kind,
        )


def _more(own: Sequence[OwnFood], choices: Choices) -> Iterable[Change]:
    kinds = load("candidates", FoodKind)
    for o in own:
        grams = _portion_grams(o)
        if o.kind in NOT_MORE or o.kind not in kinds or grams is None:
            continue
        if (o.tags & choices.excluded) or disliked(o.name, choices.dislikes):
            continue
        most = max((i.per_day for i in kinds[o.kind].items), default=1)
        room = math.floor(min(WEEK * most, _cap(o.kind)) - o.per_week + 1e-9)
        if room < 1:
            continue
        yield Change(
            id=f"more:{o.name}",
            action="more",
            eaten_more=_own_portion(o, grams),
            cap=min(WEEK, room),
            size=grams / WEEK,
            unfamiliarity=0.0,
            effect=_per_week(o.effect),
            kind=o.kind,
        )


def _less(own: Sequence[OwnFood]) -> Iterable[Change]:
    for o in own:
        times, grams = math.floor(o.per_week + 1e-9), _portion_grams(o)
        if times < 1 or grams is None:
            continue
        yield Change(
            id=f"less:{o.name}",
            action="less",
            eaten_less=_own_portion(o, grams),
            cap=times,
            size=grams / WEEK,
            unfamiliarity=0.05,
            effect=_per_week(o.effect, -1.0),
            kind=o.kind,
        )


def _swaps(own: Sequence[OwnFood], choices: Choices) -> Iterable[Change]:
    for o in own:
        times, grams = math.floor(o.per_week + 1e-9), _portion_grams(o)
        if times < 1 or grams is None or not o.kind:
            continue
        if o.tags & NOT_SWAPPED or (o.kind == "drink" and WATER.search(o.name.lower())):
            continue  # nobody drinks milk in the place of water or wine
        into = {o.kind, *SWAP_KINDS.get(o.kind, ())}
        for c in candidates(choices.country):
            if c.kind not in into or _same_food(o, c) or not allowed(c, choices):
                continue
            n = max(1, min(c.item.per_day, round(grams / c.item.grams)))
            yield Change(
                id=f"swap:{o.name}>{c.item.food_id}",
                action="swap",
                eaten_more=_portions(c, n),
                eaten_less=_own_portion(o, grams),
                cap=min(times, ADDED_CAP, _cap(c.kind)),
                size=0.5 * (n * c.item.grams + grams) / WEEK,
                unfamiliarity=round(0.8 * c.unfamiliarity, 3),
                effect=_difference(c.effect, n, o.effect),
                unsure=_unsure(c.effect, n, o.effect),
                kind=c.kind,
            )


def _supplements(choices: Choices, room: Mapping[str, float]) -> Iterable[Change]:
    for s in load("plan_supplements", PlanSupplement).values():
        if s.nutrient not in choices.supplements:
            continue
        amount = units.convert(s.amount, s.unit, nutrients()[s.nutrient].unit)
        if amount > room.get(s.nutrient, math.inf):
            continue  # with what they take already it would be above the limit for supplements
        yield Change(
            id=f"supplement:{s.nutrient}",
            action="supplement",
            dose=PlanDose(nutrient=s.nutrient, amount=s.amount, unit=s.unit),
            cap=WEEK,
            size=60.0,  # dearer than a change of food of the same effect
            unfamiliarity=1.0,
            effect={s.nutrient: amount / WEEK},
            step=WEEK,
        )


PER_GOAL, PER_RELIEF = 24, 12


def changes(
    own: Sequence[OwnFood],
    choices: Choices,
    short: Mapping[str, float],
    room: Mapping[str, float] | None = None,
    most: int = 60,
) -> list[Change]:
    """All changes allowed that could be of use for what falls short.

    Kept are the `most` useful over all, the best for each goal, and those that make room in energy
    and salt.

    Args:
        short: nutrient -> amount a day that is missing.
        room: nutrient -> amount a day that supplements may still bring, where a limit is known.
    """
    less = () if choices.no_less else _less(own)
    found = [
        c
        for make in (_adds(own, choices), _more(own, choices), less, _swaps(own, choices))
        for c in make
        if c.id not in choices.banned
    ]
    for tag, most_grams in choices.most_grams.items():
        found = kept_below(found, own, tag, most_grams)
    goals = {n: need for n, need in short.items() if need > 0}

    def gain(c: Change, n: str) -> float:
        return c.effect.get(n, 0.0) * c.cap / goals[n]

    def worth(c: Change) -> float:
        return sum(max(-0.5, min(gain(c, n), 1.0)) for n in goals) - 0.1 * c.unfamiliarity

    def best(of: Callable[[Change], float], n: int) -> set[str]:
        ranked = sorted(((of(c), c.id) for c in found), key=lambda x: (-x[0], x[1]))
        return {i for value, i in ranked[:n] if value > 0}

    keep = best(worth, most)
    for n in goals:
        keep |= best(lambda c, n=n: min(gain(c, n), 1.0) - 0.1 * c.unfamiliarity, PER_GOAL)  # type: ignore[misc]
    for n in ("energy", "sodium"):
        keep |= best(lambda c, n=n: -c.effect.get(n, 0.0) * c.cap, PER_RELIEF)  # type: ignore[misc]
    keep |= {c.id for c in found if c.id in choices.pinned}
    return [c for c in found if c.id in keep] + list(_supplements(choices, room or {}))
