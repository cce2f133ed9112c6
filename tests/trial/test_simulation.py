"""Error rate, coverage and calibration on virtual people: a seeded sample, and the grid nightly."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from benchmarks.trial_grid import World, interval_of, live, model_of, p_of, ps_of

from unclench.trial.analysis import verdict
from unclench.trial.belief import Prior
from unclench.trial.habit import usual
from unclench.trial.power import power

ALPHA = 0.05
SCEPTIC = Prior(-0.05, 0.3)


def most(share: float, people: int) -> float:
    """What a share may reach by chance: three standard errors."""
    return share + 3 * math.sqrt(share * (1 - share) / people)


def rejected(world: World, people: int, seed: int = 1) -> float:
    lived = live(world, people, seed)
    return float(np.mean(ps_of(lived) <= ALPHA))


NULL = World(pairs=8, period=7)
WRONG = {
    "plain": {},
    "rare": {"rate": 1.0},
    "often": {"rate": 14.0},
    "spread": {"spread": 3.0, "memory": 0.6},
    "no spread": {"spread": 1.0, "memory": 0.0},
    "trend": {"trend": -1.5},
    "missing": {"missing": 0.3},
    "missing on bad days": {"missing_bad": 0.2},
    "cheating": {"cheats": 0.5},
    "short periods": {"period": 3},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_the_test_errs_no_more_than_it_says(kind: str) -> None:
    people = 1200
    assert rejected(NULL.but(**WRONG[kind]), people) <= most(ALPHA, people)


def test_people_at_once_are_people_one_by_one() -> None:
    lived = live(NULL.but(missing=0.4, pairs=6), 60, 2)
    assert list(ps_of(lived)) == [p_of(lived, i) for i in range(60)]


def test_looks_together_err_no_more_than_one_look() -> None:
    people, looks = 1200, 2
    lived = live(NULL.but(pairs=12), people, 3)
    half = live(NULL.but(pairs=12), people, 3)
    early = World(**{**vars(NULL), "pairs": 6})
    days = 2 * early.pairs * early.period
    half = type(half)(early, half.counts[:, :days], half.noted[:, :days], half.with_[:, :days])
    hits = [
        p_of(half, i) <= ALPHA / looks or p_of(lived, i) <= ALPHA / looks for i in range(people)
    ]
    assert np.mean(hits) <= most(ALPHA, people)


def test_missing_and_cheating_lose_power_but_do_not_turn_the_sign() -> None:
    world = World(rate=10, effect=0.5, pairs=10)
    whole = rejected(world, 300)
    assert whole > 0.8
    for kind in ({"missing": 0.3}, {"missing_bad": 0.15}, {"cheats": 0.3}, {"lingers": 2}):
        assert 0.2 < rejected(world.but(**kind), 300) <= whole + 0.05


@pytest.mark.parametrize("rate", [4.0, 14.0])
def test_the_planner_keeps_its_promise(rate: float) -> None:
    """Planned power beside that of the whole analysis by the day, within 3 points and chance."""
    people, pairs = 700, 10
    promised = next(
        p.power for p in power(usual(rate), 14, 0, people=4000)
        if p.effect == 0.5 and p.weeks == 4 * pairs
    )  # fmt: skip
    got = rejected(World(rate=rate, effect=0.5, pairs=pairs, period=14), people)
    error = 3 * math.sqrt(promised * (1 - promised) / people)
    assert abs(promised - got) <= 0.03 + error


def sample(world: World, people: int, seed: int) -> tuple[list[float], list[bool], list[str]]:
    """(chances to help by a tenth, whether it truly does, verdicts) with effects drawn from the
    belief; the ranges that hold it are asserted."""
    rng = np.random.default_rng(seed)
    chances, truth, said = [], [], []
    held80 = 0
    for i in range(people):
        ratio = math.exp(rng.normal(SCEPTIC.mean, SCEPTIC.sd))
        lived = live(world.but(effect=1 - ratio), 1, 1000 * seed + i)
        of = model_of(lived, 0, SCEPTIC)
        span = of.span()
        held80 += span.low80 <= ratio <= span.high80
        chances.append(of.p_helps())
        truth.append(ratio <= 0.9)
        said.append(verdict(p_of(lived, 0), ALPHA, of.p_helps()))
    assert held80 / people == pytest.approx(0.8, abs=3 * math.sqrt(0.16 / people) + 0.02)
    return chances, truth, said


def calibrated(chances: list[float], truth: list[bool], n: int = 4) -> None:
    """In each part of the chances, about as many are helped as were promised."""
    order = np.argsort(chances)
    for part in np.array_split(order, n):
        promised = float(np.mean([chances[i] for i in part]))
        got = float(np.mean([truth[i] for i in part]))
        error = 3 * math.sqrt(max(promised * (1 - promised), 0.02) / len(part))
        assert abs(promised - got) <= 0.04 + error, (promised, got)


def test_the_chance_that_it_helps_is_calibrated_and_its_range_covers() -> None:
    chances, truth, said = sample(World(rate=7, pairs=8), 160, 5)
    calibrated(chances, truth)
    wrong = [s for s, t in zip(said, truth, strict=True) if s == "helps" and not t]
    assert len(wrong) <= 3


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("rate", "spread", "memory"),
    list(itertools.product((1.0, 3.0, 7.0, 14.0), (1.0, 1.5, 3.0), (0.0, 0.3, 0.6))),
)
def test_the_grid(rate: float, spread: float, memory: float) -> None:
    """Every cell without lingering errs at most its level, whatever else goes wrong."""
    people = 2500
    for more in ({}, {"trend": 1.0}, {"trend": -1.0, "missing": 0.2}, {"missing_bad": 0.2},
                 {"cheats": 0.3}, {"period": 3}, {"period": 14, "pairs": 6}):  # fmt: skip
        world = World(rate=rate, spread=spread, memory=memory, pairs=10).but(**more)
        assert rejected(world, people, 7) <= most(ALPHA, people), more


@pytest.mark.nightly
@pytest.mark.parametrize("rate", [3.0, 7.0, 14.0])
@pytest.mark.parametrize("effect", [0.0, 0.3, 0.5, 0.7])
def test_the_intervals_cover(rate: float, effect: float) -> None:
    people = 400
    lived = live(World(rate=rate, effect=effect, pairs=10), people, 9)
    for level in (0.8, 0.95):
        held = 0
        for i in range(people):
            low, high = interval_of(lived, i, level)
            held += (low or 0) <= 1 - effect <= (high or math.inf)
        assert held / people >= level - 3 * math.sqrt(level * (1 - level) / people) - 0.02


@pytest.mark.nightly
@pytest.mark.parametrize("rate", [3.0, 7.0, 14.0])
@pytest.mark.parametrize("spread", [1.0, 1.5, 3.0])
@pytest.mark.parametrize("memory", [0.0, 0.6])
def test_calibration_over_the_grid(rate: float, spread: float, memory: float) -> None:
    chances, truth, _ = sample(World(rate=rate, spread=spread, memory=memory, pairs=10), 400, 13)
    calibrated(chances, truth, 5)


@pytest.mark.nightly
@pytest.mark.parametrize("rate", [3.0, 7.0, 14.0])
@pytest.mark.parametrize("lingers", [1, 3, 5])
def test_what_lingers_looks_smaller_and_days_left_out_mend_it(rate: float, lingers: int) -> None:
    """The days after a switch hide part of it; without them the effect is the true one again."""
    people = 1500
    world = World(rate=rate, effect=0.5, pairs=10)

    def ratio(w: World) -> float:
        lived = live(w, people, 11)
        days = np.arange(lived.counts.shape[1]) % w.period >= w.skip
        counts, with_ = lived.counts[:, days], lived.with_[:, days]
        return float(counts[with_].mean() / counts[~with_].mean())

    plain, hidden = ratio(world), ratio(world.but(lingers=lingers))
    mended = ratio(world.but(lingers=lingers, skip=lingers))
    assert plain == pytest.approx(0.5, abs=0.02)
    assert plain < hidden < 1.0
    assert mended == pytest.approx(0.5, abs=0.03)
    nothing = world.but(effect=0.0, lingers=lingers, skip=min(lingers, 3))
    assert rejected(nothing, people, 12) <= most(ALPHA, people)
