"""Plans of few changes by complete search: every combination is tried or proven worse.

With at most three changes a plan is three changes and three whole numbers. Walking through all of
them, leaving a branch as soon as the best that the changes still to come could do is not good
enough, is exact and far quicker than a general integer program, whose relaxation may spread a
"change" over many of them. More changes than that are left to HiGHS (`planning.program`), and the
tests hold the two against each other.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unclench.planning.problem import Problem

Floats = NDArray[np.float64]
MOST = 3
"""Most changes for which complete search is used."""
TOLERANCE = 1e-7
STEPS_PER_S, FEWEST_STEPS = 40_000_000, 100_000
"""Steps of one walk for each second that is left, and in any case. 33 million a second were counted
on a server of 2026, so that time, not steps, ends a walk, but for one that is long by itself."""
MISSES, SIZE, ODD = 0, 1, 2


def _walk(
    mode: int,
    count: int,
    first: int,
    best: float,
    misses_cap: float,
    odd_cap: float,
    effect: Any,
    cap: Any,
    step: Any,
    size: Any,
    odd: Any,
    own: Any,
    eaten: Any,
    member: Any,
    limit: Any,
    pins: int,
    bound: Any,
    hard: Any,
    price: Any,
    gain: Any,
    used: Any,
    portions: Any,
    steps: Any,
) -> float:
    """Best objective of plans of exactly `count` changes whose first is number `first`.

    Returns `best` unchanged when there is none better; otherwise `used` and `portions` are set.
    `steps[0]` is how many steps may still be taken; below 0 the walk was ended before its end.
    """
    n_col, n_row = effect.shape
    idx = np.zeros(count, np.int64)
    n = np.zeros(count, np.int64)
    rest = np.zeros((count + 1, n_row))
    rest[0] = bound
    total_size = np.zeros(count + 1)
    total_odd = np.zeros(count + 1)
    d = 0
    idx[0] = first
    n[0] = 0
    while d >= 0:
        steps[0] -= 1
        if steps[0] < 0:
            return best
        c = idx[d]
        start_over = False
        if n[d] == 0:  # entering a change: may it be used at all, can it still lead anywhere?
            left = count - d
            dead = pins > 0 and idx[d] > d and d < pins
            for g in range(member.shape[0]):
                if member[g, c]:
                    inside = 1
                    for e in range(d):
                        if member[g, idx[e]]:
                            inside += 1
                    if inside > limit[g]:
                        start_over = True
                        break
            if not dead and not start_over:
                low = 0.0
                for r in range(n_row):
                    short = rest[d, r] - left * gain[c, r]
                    if short > TOLERANCE:
                        if hard[r]:
                            dead = True
                            break
                        low += price[r] * short
                if not dead and (low > misses_cap or (mode == MISSES and low >= best)):
                    dead = True
            if dead:  # later changes can do no more than this one and those after it
                d -= 1
                continue
        room = cap[c]
        if own[c] >= 0:
            taken = 0.0
            for e in range(d):
                if own[idx[e]] == own[c]:
                    taken += n[e]
            room = min(room, int(np.floor(eaten[own[c]] - taken + 1e-9)))
        n[d] += step[c]
        if start_over or n[d] > room:
            idx[d] += 1
            n[d] = 0
            if idx[d] > n_col - (count - d) or d == 0:
                d -= 1
            continue
        total_size[d + 1] = total_size[d] + size[c] * n[d]
        total_odd[d + 1] = total_odd[d] + odd[c]
        low = 0.0
        left = count - d - 1
        after = min(c + 1, n_col)
        dead = False
        stop = False
        for r in range(n_row):
            rest[d + 1, r] = rest[d, r] - effect[c, r] * n[d]
            if not dead:
                short = rest[d + 1, r] - left * gain[after, r]
                if short > TOLERANCE:
                    if hard[r]:
                        dead = True
                        if effect[c, r] <= 0:
                            stop = True
                    else:
                        low += price[r] * short
        if stop:
            n[d] = room
            continue
        if mode == SIZE and total_size[d + 1] >= best:
            n[d] = room
            continue
        if mode != MISSES and total_odd[d + 1] > odd_cap:
            n[d] = room
            continue
        if (
            dead
            or low > misses_cap
            or (mode == MISSES and low >= best)
            or (mode == ODD and total_odd[d + 1] >= best)
        ):
            continue
        if left > 0:
            if after <= n_col - left:
                d += 1
                idx[d] = after
                n[d] = 0
            continue
        value = low if mode == MISSES else total_size[d + 1] if mode == SIZE else total_odd[d + 1]
        if value < best:
            best = value
            for e in range(count):
                used[e] = idx[e]
                portions[e] = n[e]
            if mode == MISSES and best <= 0.0:
                return best
    return best


@functools.lru_cache(maxsize=1)
def _compiled() -> Callable[..., float]:
    """The walk, compiled; called once with a problem of nothing so that no clock runs meanwhile."""
    from unclench.plasma.engine.compile import jit

    walk = jit(_walk)
    whole, real, flag = np.ones(1, np.int64), np.ones(1), np.zeros(1, dtype=np.bool_)
    walk(MISSES, 1, 0, np.inf, np.inf, np.inf, np.ones((1, 1)), whole, whole, real, real, -whole,
         real, np.zeros((0, 1), dtype=np.bool_), np.zeros(0, np.int64), 0, real, flag, real,
         np.zeros((2, 1)), np.zeros(1, np.int64), np.zeros(1, np.int64), 9 * whole)  # fmt: skip
    return walk


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan found: change id -> portions, and how far it is from what is proven."""

    portions: dict[str, int]
    misses: float
    gap: float
    done: bool


class Search:
    """Complete search over one problem."""

    def __init__(self, problem: Problem, seconds: float) -> None:
        cols, rows = problem.changes, problem.limits
        sign = np.array([1.0 if r.sense == "at_least" else -1.0 for r in rows])
        effect = np.array([[r.of(c) for r in rows] for c in cols])
        effect = effect.reshape(len(cols), len(rows)) * sign
        # every limit in units of its own bound, so that one tolerance fits all
        unit = np.array([max(1.0, abs(r.bound)) for r in rows])
        effect = effect / unit
        price = np.array([r.price for r in rows]) * unit
        hard = np.array([r.hard for r in rows], dtype=np.bool_)
        bound = np.array([r.bound for r in rows]) * sign / unit
        cap = np.array([c.cap // c.step * c.step for c in cols], dtype=np.int64)
        pinned = np.array([c.id in problem.pinned for c in cols], dtype=np.bool_)
        reach = np.minimum(effect * cap[:, None], np.maximum(bound, 0.0)) * np.where(hard, 0, price)
        worth = np.maximum(reach, 0.0).sum(axis=1)
        order = np.lexsort((np.arange(len(cols)), -worth, ~pinned))
        self.order = order
        self.ids = [cols[i].id for i in order]
        self.pins = int(pinned.sum())
        best_of = np.maximum(effect * cap[:, None], 0.0)[order]
        gain = np.zeros((len(cols) + 1, len(rows)))
        for i in range(len(cols) - 1, -1, -1):
            gain[i] = np.maximum(gain[i + 1], best_of[i])
        owns = sorted({c.takes_from for c in cols if c.takes_from})
        place = {o: i for i, o in enumerate(owns)}
        self.member, self.limit = _groups(problem, order)
        self.arrays = (
            effect[order],
            cap[order],
            np.array([cols[i].step for i in order], dtype=np.int64),
            np.array([cols[i].size for i in order], dtype=float),
            np.array([cols[i].unfamiliarity + 1e-6 * i for i in order], dtype=float),
            np.array([place.get(cols[i].takes_from, -1) for i in order], dtype=np.int64),
            np.array([problem.eaten.get(o, 0.0) for o in owns] or [0.0], dtype=float),
        )
        self.bound, self.hard, self.price, self.gain = bound, hard, price, gain
        self.most = min(problem.max_changes, len(cols))
        _compiled()
        self.end = time.process_time() + seconds
        self.done, self.gap = True, 0.0

    def run(
        self, mode: int, count: int, best: float, misses: float = np.inf, odd: float = np.inf
    ) -> tuple[float, dict[str, int] | None]:
        """(objective, plan) of the best with exactly `count` changes below `best`, or None."""
        if count == 0:
            return self._none(mode, best, misses)
        walk = _compiled()
        used, portions = np.zeros(count, np.int64), np.zeros(count, np.int64)
        found = None
        firsts = range(1 if self.pins else len(self.ids) - count + 1)
        for first in firsts:
            seconds = max(0.0, self.end - time.process_time())
            steps = np.array([FEWEST_STEPS + int(STEPS_PER_S * seconds)], np.int64)
            value = walk(mode, count, first, best, misses, odd, *self.arrays, self.member,
                         self.limit, self.pins, self.bound, self.hard, self.price, self.gain,
                         used, portions, steps)  # fmt: skip
            if value < best:
                best = value
                pairs = zip(used.tolist(), portions.tolist(), strict=True)
                found = {self.ids[i]: n for i, n in pairs}
            if mode == MISSES and best <= 0.0:
                break
            over = time.process_time() > self.end and first + 1 < len(firsts)
            if over or steps[0] < 0:
                self.done = False
                if mode == MISSES:
                    floor = self._floor(count, first if steps[0] < 0 else first + 1)
                    self.gap = max(self.gap, 1 - floor / best if 0 < best < np.inf else np.inf)
                else:
                    self.gap = max(self.gap, 1.0)
                break
        return best, found

    def _floor(self, count: int, first: int) -> float:
        short = np.maximum(0.0, self.bound - count * self.gain[first])
        return float((short * np.where(self.hard, 0.0, self.price)).sum())

    def _none(self, mode: int, best: float, misses: float) -> tuple[float, dict[str, int] | None]:
        short = np.maximum(0.0, self.bound)
        if self.pins or (short[self.hard] > TOLERANCE).any():
            return best, None
        low = float((short * np.where(short > TOLERANCE, self.price, 0.0)).sum())
        if low > misses:
            return best, None
        value = low if mode == MISSES else 0.0
        return (value, {}) if value < best else (best, None)

    def all_hard(self) -> None:
        """From here on no limit may be missed."""
        self.hard = np.ones_like(self.hard)


def _groups(problem: Problem, order: NDArray[np.int64]) -> tuple[NDArray[np.bool_], Any]:
    rows, limits = [], []
    for members, most in problem.groups():
        rows.append([problem.changes[i].id in members for i in order])
        limits.append(most)
    table = np.array(rows, dtype=np.bool_).reshape(len(rows), len(order))
    return table, np.array(limits, dtype=np.int64)


def search(
    problem: Problem,
    *,
    seconds: float,
    slack: float,
    alike: float = 0.0,
    as_good: float = 0.0,
    misses_only: bool = False,
    tell: Callable[[str, Found], None] | None = None,
) -> Found | None:
    """The best plan: least missed, fewest changes, most familiar, smallest.

    Complete in good time up to `MOST` changes; with more the time may run out before.

    Args:
        seconds: of computing; after these the best so far is returned, with its gap.
        slack: share of a goal that a later one may give up, where limits must be missed.
        alike: plans whose unfamiliarity differs by less over all changes are equally familiar.
        as_good: share of what the best plan does against the misses that another may leave undone.
        misses_only: stop after the first goal.

    Returns:
        None when no plan keeps every hard limit.
    """
    s = Search(problem, seconds)
    least, most, plan, per_count = np.inf, np.inf, None, []
    for count in range(max(s.pins, 0), s.most + 1):
        value, found = s.run(MISSES, count, least)
        if found is not None:
            most = value if plan is None else most
            least, plan = value, found
        per_count.append((count, value if found is not None else np.inf, found))
        if least <= 0.0 or not s.done:
            break
    if plan is None:
        return None
    best = Found(plan, least, s.gap, s.done)
    if misses_only:
        return best
    if tell:
        tell("least missed", best)
    if least <= 0.0:
        s.all_hard()
        cap = np.inf
    else:
        cap = least * (1 + slack) + slack + as_good * (most - least)
    count = next(c for c, value, _ in per_count if value <= (0.0 if least <= 0 else cap))
    odd, found = s.run(ODD, count, np.inf, cap)
    if found is None:
        return best
    best = Found(found, least, s.gap, s.done)
    if tell:
        tell("most familiar", best)
    _, found = s.run(SIZE, count, np.inf, cap, odd + alike + slack)
    if found is not None:
        best = Found(found, least, s.gap, s.done)
    if tell:
        tell("smallest changes", best)
    return best
