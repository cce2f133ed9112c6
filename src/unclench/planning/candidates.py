"""The everyday foods that a plan may suggest, and which of them a person allows."""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from unclench.facts.kinds.candidates import Food, FoodKind
from unclench.facts.loader import load
from unclench.intake.foods import amounts, food
from unclench.intake.usual.gaussian import Z80
from unclench.planning.food_tags import tags


@dataclass(frozen=True, slots=True)
class Candidate:
    """An everyday food: expected amounts of one portion, and the spread of borrowed ones."""

    kind: str
    item: Food
    name: str
    tags: frozenset[str]
    effect: Mapping[str, float]
    spread: Mapping[str, float]
    unfamiliarity: float


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person allows.

    Attributes:
        excluded: tags that no suggested food may have.
        dislikes: words; a food whose name has one is never suggested.
        banned: change ids that were refused.
        supplements: nutrients allowed as a supplement; empty for none.
        pinned: change ids that are wanted, so they stay among the choices.
        no_less: no change may take food away.
        most_grams: tag -> most grams a week of foods with it, own ones among them.
    """

    excluded: frozenset[str] = frozenset()
    dislikes: tuple[str, ...] = ()
    banned: frozenset[str] = frozenset()
    supplements: Collection[str] = ()
    pinned: frozenset[str] = frozenset()
    no_less: bool = False
    most_grams: Mapping[str, float] = field(default_factory=dict)


def _familiar(per_million: float | None) -> float:
    """0 for a food on one person-day in ten, towards 1 for one that nobody was seen eating."""
    f = max(per_million or 0.0, 0.0)
    return round(max(0.0, min(1.0, 1 - math.log10(1 + f) / 5)), 3)


@functools.lru_cache(maxsize=1)
def candidates() -> tuple[Candidate, ...]:
    """Every everyday food of the facts, with its composition."""
    kinds = load("candidates", FoodKind)
    listed = [(k.id, item) for k in kinds.values() for item in k.items]
    table = amounts([item.food_id for _, item in listed])
    values: dict[str, dict[str, tuple[float, float]]] = {}
    for row in table.iter_rows(named=True):
        if row["value"] is None:
            continue
        low = row["low"] if row["low"] is not None else row["value"]
        high = row["high"] if row["high"] is not None else row["value"]
        values.setdefault(row["food_id"], {})[row["nutrient"]] = (
            row["value"],
            (high - low) / (2 * Z80),
        )
    out = []
    for kind, item in listed:
        f = food(item.food_id)
        share = item.grams / 100
        known = values[item.food_id]
        out.append(
            Candidate(
                kind=kind,
                item=item,
                name=f.name,
                tags=tags(f.name, f.group) | tags(item.label),
                effect={n: v * share for n, (v, _) in known.items()},
                spread={n: s * share for n, (_, s) in known.items() if s > 0},
                unfamiliarity=_familiar(f.eaten_per_million),
            )
        )
    return tuple(out)


def disliked(text: str, dislikes: Iterable[str]) -> bool:
    """Whether a text names one of the foods that somebody does not like."""
    low = text.lower()
    return any(word.lower().rstrip("s") in low for word in dislikes if word.strip())


def allowed(c: Candidate, choices: Choices) -> bool:
    """Whether a food may be suggested under the person's diet, allergies, safety and dislikes."""
    if c.tags & choices.excluded:
        return False
    return not disliked(f"{c.item.label} {c.name}", choices.dislikes)
