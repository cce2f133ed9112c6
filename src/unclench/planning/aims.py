"""What plans of a person aim at: the limits, where a goal out of reach is replaced by a part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from unclench.assessment.plan import Rule
from unclench.planning import clock
from unclench.planning.problem import Change, Limit, Problem
from unclench.planning.served_first import WEIGHT
from unclench.planning.solve import least_missed
from unclench.request import EnergyGoal

PART = 0.5
"""Of what could be reached towards a goal that is out of reach, the share that a plan aims at:
our judgement, so that not every change is spent on it."""
PART_WEIGHT = 0.3
"""What missing such a part counts beside missing a goal that can be reached: our judgement."""
ALONE_S = 5.0


def toward_energy(limits: Sequence[Limit], goal: EnergyGoal) -> list[Limit]:
    """The limits with the energy band where the person wants it: the band's width stays, its near
    end lies at a twentieth of today's energy less or more, and is soft, since a plan of few changes
    may not get there."""
    if goal == "keep":
        return list(limits)
    out = []
    for limit in limits:
        if limit.nutrient != "energy":
            out.append(limit)
        elif goal == "less":
            bound = -limit.bound if limit.sense == "at_most" else 2 * limit.bound
            out.append(replace(limit, bound=bound, hard=limit.sense == "at_least"))
        else:
            up = limit.sense == "at_most"
            bound = 3 * limit.bound if up else -0.5 * limit.bound
            out.append(replace(limit, bound=bound, hard=up))
    return out


def out_of_reach(
    limits: Sequence[Limit],
    changes: Sequence[Change],
    eaten: Mapping[str, float],
    most: int,
    pinned: frozenset[str],
) -> dict[str, float]:
    """Goals that no plan reaches, even alone: nutrient -> share of what is missing that one can."""
    hard = [r for r in limits if r.hard]
    out = {}
    for limit in limits:
        if limit.is_goal:
            alone = Problem(changes, [*hard, limit], eaten, most, pinned)
            missed = least_missed(alone, clock.left(2 * ALONE_S) / 2)
            if missed > 1e-6:
                out[limit.nutrient] = max(0.0, 1.0 - missed)
    return out


def serve_first(limits: Sequence[Limit], first: Collection[str]) -> list[Limit]:
    """The limits, where missing a goal for the sake of which the person came counts more."""
    return [
        replace(r, scale=(r.scale or abs(r.bound)) / WEIGHT)
        if r.rule is Rule.ENOUGH and r.nutrient in first
        else r
        for r in limits
    ]


def aims(limits: Sequence[Limit], far: Mapping[str, float]) -> list[Limit]:
    """The limits that plans are made for: part of a goal where the goal itself is out of reach.

    When every goal is, each keeps its part at full weight.

    Args:
        far: goal that is out of reach -> share of what is missing that a plan can bring.
    """
    goals = [r for r in limits if r.is_goal]
    weight = PART_WEIGHT if len(far) < len(goals) else 1.0
    out = []
    for limit in limits:
        share = far.get(limit.nutrient)
        if share is None or not limit.is_goal:
            out.append(limit)
        elif share > 0:
            bound = PART * share * limit.bound
            out.append(replace(limit, bound=bound, scale=limit.bound / weight, part=True))
    return out
