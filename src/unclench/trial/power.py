"""How often a trial of some length would find an effect: by simulation, with a fixed seed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from scipy.optimize import isotonic_regression

from unclench.assessment.trial import Habit, PowerPoint
from unclench.facts.kinds.trial_rules import value
from unclench.trial.simulated import Drive, Ints, assigned, differences, exposure, weekly

EFFECTS = (0.2, 0.3, 0.5, 0.7)
PEOPLE = 1500
SIGNS = 499
EXACT_PAIRS = 9
"""Up to so many pairs all assignments are gone through; above, `SIGNS` of them and the own."""
SEED = 15
SURE = 0.998


def lengths(pair_days: int) -> list[int]:
    """Numbers of pairs that are looked at: finely at first, then in growing steps."""
    least, most = int(value("least_pairs")), int(value("shown_weeks") * 7 // pair_days)
    out, at = [], float(least)
    while at <= most:
        out.append(int(at))
        at = max(at + 1, at * 1.1)
    return out if not out or out[-1] == most else [*out, most]


def power(
    habit: Habit,
    period_days: int,
    not_counted: int,
    *,
    effects: Sequence[float] = EFFECTS,
    alpha: float | None = None,
    people: int = PEOPLE,
    seed: int = SEED,
) -> list[PowerPoint]:
    """Power by length and effect, never falling with the length.

    Args:
        habit: rate (cramps a week), spread, memory and the share of days noted.
        period_days, not_counted: of each period. alpha: one-sided; the rule when None.
        people, seed: of the simulation.
    """
    level = value("alpha") if alpha is None else alpha
    rng = np.random.default_rng(seed)
    grid = lengths(2 * period_days)
    if not grid:
        return []
    drive = Drive(habit.rate, habit.spread, habit.memory)
    days = exposure(grid[-1], period_days, not_counted) * habit.noted_share
    mean = weekly(drive, people, len(days), rng) @ days * (habit.rate / 7)
    first = assigned(people, grid[-1], rng)
    treated = np.repeat(first, 2, axis=1)
    treated[:, 1::2] = ~first
    found = {
        effect: differences(rng.poisson(np.where(treated, mean * (1 - effect), mean)), first)
        for effect in effects
    }
    rows = {effect: _course(d, grid, level, rng) for effect, d in found.items()}
    return [
        PowerPoint(
            weeks=round(pairs * 2 * period_days / 7),
            effect=effect,
            power=round(float(rows[effect][n]), 3),
        )
        for n, pairs in enumerate(grid)
        for effect in effects
    ]


def _course(d: Ints, grid: Sequence[int], level: float, rng: np.random.Generator) -> np.ndarray:
    """Shares that reject by length, smoothed so as never to fall; all once nearly all do."""
    shares: list[float] = []
    for pairs in grid:
        sure = len(shares) > 1 and min(shares[-2:]) >= SURE
        shares.append(1.0 if sure else float((p_values(d[:, :pairs], rng) <= level).mean()))
    smooth: np.ndarray = isotonic_regression(shares).x
    return smooth


def p_values(d: Ints, rng: np.random.Generator) -> np.ndarray:
    """One-sided p of the randomisation test of many people at once; `d` as (people, pairs)."""
    pairs = d.shape[1]
    x = d.astype(np.float32)
    own = x.sum(axis=1, keepdims=True) - 0.5  # counts: half a cramp keeps ties on this side
    if pairs <= EXACT_PAIRS:
        signs = np.array(list(itertools.product((1.0, -1.0), repeat=pairs)), np.float32)
        share: np.ndarray = (x @ signs.T >= own).mean(axis=1)
        return share
    signs = rng.choice(np.array([1.0, -1.0], np.float32), (SIGNS, pairs))
    above = (x @ signs.T >= own).sum(axis=1)
    return np.asarray((above + 1) / (SIGNS + 1))


def weeks_needed(points: Sequence[PowerPoint], effect: float, enough: float) -> int | None:
    """The shortest length with that power; None when none of them has it."""
    reached = [p.weeks for p in points if p.effect == effect and p.power >= enough]
    return min(reached, default=None)
