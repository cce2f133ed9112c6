"""The planner: the published lengths, honest advice, the person's own log."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
import pytest

from tests.said import sentences
from unclench.trial.habit import habit, usual
from unclench.trial.planner import planned
from unclench.trial.power import p_values, power, weeks_needed
from unclench.trial.remedies import asked
from unclench.trial.simulated import Drive, weekly
from unclench.trial.spasm_log import Cramp, Day, SpasmLog
from unclench.words.en.trial import plan_blocks, speak_plan

START = dt.date(2026, 6, 1)

PUBLISHED = {
    2: (None, 64), 3: (128, 48), 4: (96, 36), 7: (56, 24), 14: (36, 20),
}  # fmt: skip
"""Cramps a week -> weeks to 80 % power for 30 % and 50 % fewer; pairs of two-week periods."""


def log_of(counts: list[int]) -> SpasmLog:
    """A log with so many cramps on each day; -1 is not noted."""
    return SpasmLog(
        {
            START + dt.timedelta(i): Day(tuple(Cramp("calf") for _ in range(n)))
            for i, n in enumerate(counts)
            if n >= 0
        }
    )


@pytest.mark.parametrize("rate", sorted(PUBLISHED))
def test_weeks_needed_are_those_that_were_published(rate: int) -> None:
    points = power(usual(float(rate)), 14, 0, effects=(0.3, 0.5))
    for effect, weeks in zip((0.3, 0.5), PUBLISHED[rate], strict=True):
        mine = weeks_needed(points, effect, 0.8)
        if weeks is None:
            assert mine is None
        else:
            assert mine is not None
            assert abs(mine - weeks) <= 0.15 * weeks + 4


def test_counting_sets_the_floor() -> None:
    """Without spread or memory 30 % at 3 a week needs some 79 weeks: 6.2 (1/3 + 1/2.1) / ln² 0.7
    weeks an arm."""
    quiet = usual(3.0).model_copy(update={"spread": 1.0, "memory": 0.0})
    points = power(quiet, 7, 0, effects=(0.3,), people=3000)
    formula = 2 * 6.2 * (1 / 3 + 1 / 2.1) / np.log(0.7) ** 2
    assert weeks_needed(points, 0.3, 0.8) == pytest.approx(formula, rel=0.15)


def test_power_rises_with_length_and_effect_and_is_the_level_without_one() -> None:
    points = power(usual(7.0), 7, 1, effects=(0.0, 0.2, 0.3, 0.5, 0.7), people=1500)
    for effect in (0.2, 0.3, 0.5, 0.7):
        own = [p.power for p in points if p.effect == effect]
        assert own == sorted(own)
    longest = max(p.weeks for p in points)
    at_end = [p.power for p in points if p.weeks == longest]
    assert at_end[0] <= 0.06
    assert at_end[1] < at_end[2] <= min(at_end[3:]) + 0.005


def test_the_quick_test_errs_no_more_than_its_level() -> None:
    rng = np.random.default_rng(4)
    for pairs in (5, 8, 12, 30):
        d = rng.poisson(3, (4000, pairs)) - rng.poisson(3, (4000, pairs))
        assert (p_values(d, rng) <= 0.05).mean() <= 0.05 + 3 * 0.0035


def test_the_seed_is_fixed() -> None:
    assert power(usual(5.0), 7, 0) == power(usual(5.0), 7, 0)


def test_a_newcomer_with_three_a_week_is_told_the_truth() -> None:
    rng = np.random.default_rng(2)
    log = log_of([int(n) for n in rng.poisson(3 / 7, 84)])
    plan = speak_plan(planned(asked("magnesium"), log))
    assert plan.advice == "not_worth_it"
    assert "halved" in plan.because
    assert plan.planned_weeks is None
    assert plan.needed_weeks["30"] is None
    said = str(plan_blocks(plan))
    assert "What you can find out instead" in said


@pytest.mark.parametrize(
    ("name", "rate", "advice"),
    [
        ("magnesium", 3, "not_worth_it"),
        ("magnesium", 7, "large_effect_only"),
        ("magnesium", 30, "feasible"),
        ("stretching", 14, "feasible"),
        ("stretching", 1, "not_worth_it"),
        ("salt drink", 14, "feasible"),
    ],
)
def test_advice_by_rate(name: str, rate: float, advice: str) -> None:
    plan = planned(asked(name), None, rate=rate)
    assert plan.advice == advice
    assert (plan.planned_pairs is None) == (advice == "not_worth_it")


def test_rate_spread_and_memory_come_from_the_log() -> None:
    rng = np.random.default_rng(8)
    for drive in (Drive(7, 1.0, 0.0), Drive(7, 3.0, 0.6)):
        weeks = weekly(drive, 1, 150, rng)[0]
        days = [int(n) for w in weeks for n in rng.poisson(w, 7)]
        found = habit(log_of(days))
        assert found.rate == pytest.approx(7, rel=0.2)
        assert found.spread == pytest.approx(drive.spread, abs=0.7)
        assert found.memory == pytest.approx(drive.memory, abs=0.25)


def test_the_range_of_the_rate_holds_it() -> None:
    rng = np.random.default_rng(9)
    drive, held, people = Drive(5, 1.5, 0.3), 0, 400
    for _ in range(people):
        weeks = weekly(drive, 1, 8, rng)[0]
        found = habit(log_of([int(n) for w in weeks for n in rng.poisson(5 / 7 * w, 7)]))
        held += found.low80 <= 5 <= found.high80
    assert held / people == pytest.approx(0.8, abs=0.08)


def test_missing_days_are_not_zero() -> None:
    whole = habit(log_of([1] * 28))
    gaps = habit(log_of([1, -1] * 28))
    assert gaps.rate == whole.rate == 7
    assert gaps.noted_share == pytest.approx(28 / 55)


def test_a_short_log_gives_a_range() -> None:
    plan = planned(asked("stretching"), log_of([1, 0, 2, 1, 0, 1, 1]))
    short = plan.why[0]
    assert short.code == "trial_short_log"
    (said,) = sentences([short])
    assert "less than 3" in said
    assert plan.habit is not None
    assert plan.habit.low80 < plan.habit.rate < plan.habit.high80
    assert "too early to say" in str(plan_blocks(speak_plan(plan))[0])
    told = planned(asked("stretching"), log_of([1, 0, 2, 1, 0, 1, 1]), rate=3)
    assert told.rate == 3 and told.habit is None and told.why[0].code != "trial_short_log"
    long = planned(asked("stretching"), log_of([1] * 28), rate=3)
    assert long.rate == 7


def test_a_log_without_cramps_and_no_log_say_so() -> None:
    none = speak_plan(planned(asked("stretching"), log_of([0] * 60)))
    assert (none.advice, none.weeks) == ("not_worth_it", [])
    assert "nothing can become fewer" in none.because
    unknown = speak_plan(planned(asked("stretching"), None))
    assert unknown.rate is None
    assert "no log" in unknown.because


def test_more_looks_need_more_weeks() -> None:
    one = planned(asked("stretching"), None, rate=14.0)
    three = planned(asked("stretching"), None, rate=14.0, looks=3)
    assert (three.needed_weeks["50"] or 0) >= (one.needed_weeks["50"] or 0)
    assert (three.needed_weeks["30"] or 999) > (one.needed_weeks["30"] or 999)


def test_it_starts_from_what_trials_found() -> None:
    plan = speak_plan(planned(asked("magnesium"), None, rate=14.0))
    assert plan.belief is not None
    assert plan.belief.median == pytest.approx(1 - 0.039)
    assert any("In two trials, magnesium changed" in n for n in plan.notes)


def test_it_is_quick() -> None:
    start = time.process_time()
    planned(asked("stretching"), None, rate=3.0)
    assert time.process_time() - start < 6
