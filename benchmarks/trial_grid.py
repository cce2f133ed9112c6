"""Virtual people for the figures of self-experiments: by the day, with all that goes wrong.

Used by `benchmarks.trials` and by the tests; no numbers of real people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from unclench.assessment.trial import PairFound
from unclench.trial.belief import Prior
from unclench.trial.count_model import Piece, Posterior, posterior
from unclench.trial.exact import interval, p_value
from unclench.trial.pairs import rates
from unclench.trial.simulated import Drive, weekly


@dataclass(frozen=True)
class World:
    """A kind of people and a design.

    Attributes:
        rate: cramps a week. effect: share fewer on days under the remedy. spread, memory: of weeks.
        trend: change of the log rate over the trial. lingers: days it works on after it stops.
        missing: share of days not noted; missing_bad: more for each cramp of the day.
        cheats: share of days without on which it is taken. pairs, period, skip: of the design.
    """

    rate: float = 7.0
    effect: float = 0.0
    spread: float = 1.5
    memory: float = 0.3
    trend: float = 0.0
    lingers: int = 0
    missing: float = 0.0
    missing_bad: float = 0.0
    cheats: float = 0.0
    pairs: int = 12
    period: int = 7
    skip: int = 0

    def but(self, **more: Any) -> World:
        """The same with something else."""
        return replace(self, **more)


@dataclass(frozen=True)
class Lived:
    """Days of many people: counts, noted, with (people, days); first is with (people, pairs)."""

    world: World
    counts: np.ndarray
    noted: np.ndarray
    with_: np.ndarray


def live(world: World, people: int, seed: int) -> Lived:
    """People through a trial."""
    rng = np.random.default_rng(seed)
    days = 2 * world.pairs * world.period
    drive = weekly(Drive(world.rate, world.spread, world.memory), people, days // 7 + 1, rng)
    first = rng.random((people, world.pairs)) < 0.5
    arms = np.stack([first, ~first], axis=2).reshape(people, 2 * world.pairs)
    with_ = np.repeat(arms, world.period, axis=1)
    taken = with_ | (rng.random((people, days)) < world.cheats)
    works = taken.copy()
    for lag in range(1, world.lingers + 1):
        works[:, lag:] |= taken[:, :-lag]
    at = np.arange(days)
    mean = (
        world.rate / 7 * drive[:, at // 7] * np.where(works, 1 - world.effect, 1.0)
        * np.exp(world.trend * (at / days - 0.5))
    )  # fmt: skip
    counts = rng.poisson(mean)
    gone = world.missing + world.missing_bad * np.minimum(counts, 3)
    return Lived(world, counts, rng.random(counts.shape) >= gone, with_)


def pairs_of(lived: Lived, person: int) -> list[PairFound]:
    """One person's pairs, as the analysis sees them."""
    w = lived.world
    shape = (w.pairs, 2, w.period)
    noted = lived.noted[person].reshape(shape)[:, :, w.skip :]
    counts = (lived.counts[person].reshape(shape)[:, :, w.skip :] * noted).sum(axis=2)
    days = noted.sum(axis=2)
    first = lived.with_[person].reshape(shape)[:, 0, 0]
    out = []
    for i in range(w.pairs):
        a, b = (0, 1) if first[i] else (1, 0)
        out.append(
            PairFound(
                number=i + 1,
                with_cramps=int(counts[i, a]),
                with_days=int(days[i, a]),
                without_cramps=int(counts[i, b]),
                without_days=int(days[i, b]),
                counts=bool(days[i].min() >= 0.5 * (w.period - w.skip)),
            )
        )
    return out


def p_of(lived: Lived, person: int) -> float:
    """p of our randomisation test, as registered; 1 when too few pairs count."""
    with_, without = rates(pairs_of(lived, person))
    if len(with_) < 5:
        return 1.0
    return p_value([b - a for a, b in zip(with_, without, strict=True)])[0]


def ps_of(lived: Lived) -> np.ndarray:
    """`p_of` of each person, with pairs counted for all of them at once."""
    w = lived.world
    shape = (len(lived.counts), w.pairs, 2, w.period)
    noted = lived.noted.reshape(shape)[..., w.skip :]
    counts = (lived.counts.reshape(shape)[..., w.skip :] * noted).sum(axis=3)
    days = noted.sum(axis=3)
    enough = days.min(axis=2) >= max(0.5 * (w.period - w.skip), 1)
    rate = 7 * counts / np.maximum(days, 1)
    first = lived.with_.reshape(shape)[:, :, 0, 0]
    gap = np.where(first, rate[..., 1] - rate[..., 0], rate[..., 0] - rate[..., 1])
    return np.array(
        [p_value(d[u])[0] if u.sum() >= 5 else 1.0 for d, u in zip(gap, enough, strict=True)]
    )


def model_of(lived: Lived, person: int, prior: Prior) -> Posterior:
    """Our count model for one person."""
    w = lived.world
    pieces = []
    for pair in pairs_of(lived, person):
        if not pair.counts:
            continue
        for period in (2 * pair.number - 2, 2 * pair.number - 1):
            start = period * w.period + w.skip
            for begin in range(start, (period + 1) * w.period, 7):
                days = np.arange(begin, min(begin + 7, (period + 1) * w.period))
                days = days[lived.noted[person, days]]
                if len(days):
                    pieces.append(
                        Piece(
                            float(days.mean()),
                            len(days),
                            int(lived.counts[person, days].sum()),
                            bool(lived.with_[person, begin]),
                        )
                    )
    return posterior(pieces, prior)


def interval_of(lived: Lived, person: int, level: float) -> tuple[float | None, float | None]:
    """The interval by inversion for one person."""
    with_, without = rates(pairs_of(lived, person))
    return interval(with_, without, level)
