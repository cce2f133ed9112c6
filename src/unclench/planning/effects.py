"""What a plan does: intake after it, and P(enough) with the uncertainty of food composition."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from unclench.assessment.plan import PlanEffect
from unclench.intake.usual.gaussian import NINE_POINTS, NINE_WEIGHTS
from unclench.intake.usual.standing import Standing
from unclench.planning.candidates import candidates
from unclench.planning.problem import WEEK, Change

Changes = Sequence[tuple[Change, int]]
"""Changes with whole portions a week."""


def shifts(changes: Changes) -> dict[str, float]:
    """Change of every nutrient per day, recomputed from the changes."""
    out: dict[str, float] = {}
    for change, n in changes:
        for nutrient, v in change.effect.items():
            out[nutrient] = out.get(nutrient, 0.0) + v * n
    return out


def spread_of(changes: Changes, nutrient: str) -> float:
    """Standard deviation, per day, of what a plan adds because food composition is uncertain."""
    by_id = {c.item.food_id: c for c in candidates()}
    variance = 0.0
    for change, n in changes:
        new = change.eaten_more
        if new is not None and change.action != "more" and new.food_id in by_id:
            c = by_id[new.food_id]
            portions = new.grams / c.item.grams
            variance += (c.spread.get(nutrient, 0.0) * portions * n / WEEK) ** 2
    return math.sqrt(variance)


def enough_after(s: Standing, change: float, sd: float) -> float:
    """P(enough) after a change that is itself uncertain."""
    if sd <= 0:
        return s.enough(change)
    return float(
        sum(w * s.enough(change + z * sd) for z, w in zip(NINE_POINTS, NINE_WEIGHTS, strict=True))
    )


def effects(
    standing: Mapping[str, Standing], changes: Changes, goals: Mapping[str, float]
) -> tuple[PlanEffect, ...]:
    """Every nutrient before and after, those that fell short (`goals`: what is missing) first."""
    moved = shifts(changes)
    out = []
    for name, s in standing.items():
        d = moved.get(name, 0.0)
        after = enough_after(s, d, spread_of(changes, name)) if s.judged else None
        out.append(
            PlanEffect(
                nutrient=name,
                label=s.label,
                unit=f"{s.unit}/day",
                before=s.usual.mean,
                after=s.shifted(d).mean,
                probability_enough_before=s.enough() if s.judged else None,
                probability_enough_after=after,
                missing=goals.get(name),
                referenced=s.need is not None,
            )
        )
    return tuple(sorted(out, key=lambda e: e.missing is None))
