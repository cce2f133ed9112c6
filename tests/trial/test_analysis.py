"""The analysis as registered: verdicts, bad input, looks, and what stands beside it."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from tests.said import sentences
from tests.trial.people import FIRST, after, lived, registration
from unclench.assessment.trial import TrialAnalysed
from unclench.trial.analysis import analysed, verdict
from unclench.trial.registration import Event, Registration
from unclench.trial.simulated import Drive
from unclench.trial.spasm_log import Cramp, Day, SpasmLog
from unclench.trial.status import stops
from unclench.words.en import trial_found, trial_report

DRIVE = Drive(10)


def found(trial: Registration, log: SpasmLog, today: dt.date | None = None) -> TrialAnalysed:
    return analysed(trial, log, today or after(trial))


def codes(a: TrialAnalysed) -> list[str]:
    return [r.code for r in a.note_codes]


def changed(log: SpasmLog, days: dict[dt.date, Day]) -> SpasmLog:
    return SpasmLog({**log.days, **days})


def test_a_large_effect_is_found_and_none_is_not_called_help() -> None:
    trial = registration(pairs=16)
    helped = found(trial, lived(trial, 0.6, DRIVE, 1))
    assert helped.verdict == "helps"
    assert helped.rate_ratio is not None
    assert 0.3 < helped.rate_ratio.median < 0.6
    assert helped.dots is not None
    assert helped.dots >= 95
    assert helped.agree
    nothing = found(trial, lived(trial, 0.0, DRIVE, 2))
    assert nothing.verdict in ("cannot_tell", "probably_does_not_help")
    worse = found(trial, lived(trial, -0.5, DRIVE, 3))
    assert worse.verdict == "probably_does_not_help"


def test_the_order_of_entries_changes_nothing() -> None:
    trial = registration()
    log = lived(trial, 0.4, DRIVE, 4)
    items = list(log.days.items())
    random.Random(1).shuffle(items)
    assert found(trial, SpasmLog(dict(items))) == found(trial, log)


def test_missed_days_are_missed_not_zero() -> None:
    trial = registration(pairs=8)
    log = lived(trial, 0.3, DRIVE, 5)
    gaps = SpasmLog({d: day for i, (d, day) in enumerate(log.days.items()) if i % 4})
    a = found(trial, gaps)
    assert "trial_missed" in codes(a)
    assert sum(p.with_days + p.without_days for p in a.pairs) < 2 * 8 * 6
    whole = found(trial, log)
    assert a.rate_ratio is not None
    assert whole.rate_ratio is not None
    assert abs(a.rate_ratio.median - whole.rate_ratio.median) < 0.25


def test_a_pair_with_a_period_hardly_noted_does_not_count_and_is_said() -> None:
    trial = registration(pairs=7)
    log = lived(trial, 0.3, DRIVE, 6)
    first, last = trial.days(4)
    gaps = SpasmLog({d: v for d, v in log.days.items() if not first <= d < last})
    a = found(trial, gaps)
    assert [p.counts for p in a.pairs] == [True, True, False, True, True, True, True]
    assert "trial_pairs_left_out" in codes(a)
    assert "Pair 3 did not count" in " ".join(sentences(a.note_codes))


@pytest.mark.parametrize("pairs", [1, 3, 4])
def test_no_test_can_tell_with_fewer_than_five_pairs(pairs: int) -> None:
    trial = registration(pairs=pairs)
    a = found(trial, lived(trial, 0.9, DRIVE, 7))
    assert (a.p_one_sided, a.p_helps_10, a.verdict) == (None, None, "cannot_tell")
    assert "No test can tell with so few" in " ".join(sentences(a.note_codes))


def test_two_sided_needs_six_pairs() -> None:
    five, six = registration(pairs=5), registration(pairs=6)
    assert found(five, lived(five, 0.5, DRIVE, 8)).p_two_sided is None
    assert found(six, lived(six, 0.5, DRIVE, 8)).p_two_sided is not None


def test_no_cramp_at_all_cannot_tell() -> None:
    trial = registration()
    days = [trial.first_day + dt.timedelta(i) for i in range(140)]
    a = found(trial, SpasmLog({d: Day() for d in days}))
    assert (a.verdict, a.p_one_sided) == ("cannot_tell", None)
    assert "trial_all_zero" in codes(a)


def test_days_that_do_not_count_do_not_count() -> None:
    trial = registration(remedy="magnesium", pairs=6)
    log = lived(trial, 0.5, DRIVE, 9)
    early = {}
    for period in range(12):
        first, _ = trial.days(period)
        early |= {first + dt.timedelta(i): Day(tuple([Cramp("calf")] * 9)) for i in range(7)}
    assert found(trial, changed(log, early)).rate_ratio == found(trial, log).rate_ratio


def test_a_look_that_was_not_planned_shows_nothing_and_costs() -> None:
    trial = registration(pairs=12)
    log = lived(trial, 0.9, DRIVE, 10)
    half = trial.days(13)[1] + dt.timedelta(1)
    early = found(trial, log, half)
    assert (early.p_one_sided, early.verdict, early.final) == (None, "cannot_tell", False)
    assert "trial_look_not_planned" in codes(early)
    trial.events.append(Event(kind="look", on=half))
    looked = found(trial, log, half)
    assert looked.p_one_sided is not None
    assert looked.alpha == pytest.approx(0.025)
    assert found(trial, log).alpha == pytest.approx(0.025)
    assert "trial_extra_looks" in codes(found(trial, log))


def test_a_planned_look_sees_the_pairs_it_was_planned_for() -> None:
    trial = registration(pairs=12, looks=2)
    log = lived(trial, 0.9, DRIVE, 11)
    at = trial.days(11)[1] + dt.timedelta(1)
    assert found(trial, log, at - dt.timedelta(10)).p_one_sided is None
    for later in (0, 20):
        a = found(trial, log, at + dt.timedelta(later))
        assert (len(a.pairs), a.look, a.looks, a.final) == (6, 1, 2, False)
        assert a.alpha == pytest.approx(0.025)


def test_making_it_longer_is_allowed_and_counted() -> None:
    trial = registration(pairs=6)
    trial.events.append(Event(kind="extended", on=trial.last_day, pairs=4))
    a = found(trial, lived(trial, 0.3, DRIVE, 12))
    assert len(a.pairs) == 10
    assert a.alpha == pytest.approx(0.025)
    assert trial.sound


def test_a_stopped_trial_is_analysed_with_the_pairs_done() -> None:
    trial = registration(pairs=20)
    trial.events.append(Event(kind="stopped", on=trial.days(13)[1]))
    a = found(trial, lived(trial, 0.6, DRIVE, 13))
    assert (len(a.pairs), a.final) == (7, True)
    assert "trial_stopped" in codes(a)


def test_pills_in_the_wrong_period_are_analysed_as_drawn_and_beside_it_as_taken() -> None:
    trial = registration(pairs=14)
    log = lived(trial, 0.6, DRIVE, 14, cheats=0.3)
    a = found(trial, log)
    assert "trial_taken_otherwise" in codes(a)
    (taken,) = [s for s in a.sensitivity if s.variant == "as_taken"]
    assert taken.rate_ratio is not None
    assert a.rate_ratio is not None
    assert taken.rate_ratio.median < a.rate_ratio.median
    faithful = lived(trial, 0.6, DRIVE, 14)
    clean = found(trial, faithful)
    assert "as_taken" not in [s.variant for s in clean.sensitivity]


def test_a_new_medicine_in_the_middle_marks_the_trial() -> None:
    trial = registration()
    log = lived(trial, 0.3, DRIVE, 15)
    day = FIRST + dt.timedelta(60)
    a = found(trial, changed(log, {day: Day((), ("amlodipine 5 mg",))}))
    (note,) = [r for r in a.note_codes if r.code == "trial_new_medicine"]
    assert note.values["on"] == str(day)
    before = FIRST - dt.timedelta(5)
    known = changed(log, {before: Day((), ("amlodipine",)), day: Day((), ("amlodipine",))})
    assert "trial_new_medicine" not in codes(found(trial, known))
    told = registration()
    told.events.append(Event(kind="medicine", on=day, text="a water tablet"))
    assert "a water tablet" in " ".join(sentences(found(told, log).note_codes))


def test_a_schedule_that_was_not_kept_and_a_changed_file_are_said() -> None:
    trial = registration()
    trial.events.append(Event(kind="swapped", on=FIRST, text="holiday"))
    log = lived(trial, 0.3, DRIVE, 16)
    assert "holiday" in " ".join(sentences(found(trial, log).note_codes))
    other = trial.model_copy(update={"not_counted": 0})
    a = found(other, log)
    assert not a.registered
    assert "trial_changed" in codes(a)


@pytest.mark.parametrize(
    ("p", "helps", "said"),
    [
        (0.01, 0.97, "helps"),
        (0.2, 0.97, "probably_helps"),
        (0.01, 0.85, "probably_helps"),
        (0.4, 0.5, "cannot_tell"),
        (0.9, 0.1, "probably_does_not_help"),
        (None, None, "cannot_tell"),
    ],
)
def test_verdicts(p: float | None, helps: float | None, said: str) -> None:
    assert verdict(p, 0.05, helps) == said


def test_worse_by_half_over_two_periods_says_stop() -> None:
    trial = registration(pairs=6)
    today = trial.days(3)[1] + dt.timedelta(1)

    def log(with_: int, without: int) -> SpasmLog:
        days = {}
        for period in range(4):
            n = with_ if trial.arm(period) == "with" else without
            days |= {d: Day(tuple([Cramp("calf")] * n)) for d in trial.counted(period)}
        return SpasmLog(days)

    assert [r.code for r in stops(trial, today, log(3, 2))] == ["trial_stop_worse"]
    assert stops(trial, today, log(2, 2)) == []
    assert stops(trial, today - dt.timedelta(10), log(3, 2)) == []


def spoken(a: TrialAnalysed) -> TrialAnalysed:
    return trial_report.speak_report(trial_found.speak_found(a))


def test_the_line_for_the_case_file_is_a_comment_that_nothing_ranks() -> None:
    import yaml

    trial = registration(pairs=8)
    a = spoken(found(trial, lived(trial, 0.6, DRIVE, 18)))
    assert a.case_line.startswith("#")
    assert "\n" not in a.case_line
    told: Any = yaml.safe_load(f"complaints: [cramp]\n{a.case_line}\n")
    assert told == {"complaints": ["cramp"]}
    assert "not that it was lacking" in a.case_line


def test_what_was_not_told_of_a_cramp_is_not_zero() -> None:
    """Minutes and waking told only in periods without it do not make it look better."""
    trial = registration(pairs=8)
    log = lived(trial, 0.0, DRIVE, 19)
    untold = {
        d: Day(tuple(Cramp(c.muscle) for c in log.days[d].cramps))
        for p in range(16) if trial.arm(p) == "with" for d in trial.counted(p)
    }  # fmt: skip
    told = {s.outcome: s for s in found(trial, changed(log, untold)).secondary}
    for name in ("minutes", "worst_pain", "nights_woken"):
        assert (told[name].with_mean, told[name].p_one_sided) == (None, None)
    days = list(log.days)
    some = {d: untold[d] for d in days[::9] if d in untold}
    whole = {s.outcome: s for s in found(trial, log).secondary}["minutes"]
    part = {s.outcome: s for s in found(trial, changed(log, some)).secondary}["minutes"]
    assert part.with_mean == pytest.approx(whole.with_mean, rel=0.4)


def test_levels_of_any_course_of_looks_sum_to_the_error_rate() -> None:
    """A look has its level for good, whatever comes later."""
    trial = registration(pairs=12, looks=2)
    log = lived(trial, 0.2, DRIVE, 20)
    spent = []
    for period in (5, 11, 15, 19):
        day = trial.days(period)[1] + dt.timedelta(1)
        if period != 11:
            trial.events.append(Event(kind="look", on=day))
        spent.append((day, found(trial, log, day).alpha))
    assert found(trial, log, day).look == 4
    spent.append((after(trial), found(trial, log).alpha))
    assert sum(level for _, level in spent) == pytest.approx(0.05)
    assert all(found(trial, log, day).alpha == level for day, level in spent)


def test_longer_after_the_end_leaves_no_error_rate_and_counts_no_day_before_it() -> None:
    trial = registration(pairs=8)
    first_end = trial.last_day
    late = first_end + dt.timedelta(10)
    trial.events.append(Event(kind="extended", on=late, pairs=6))
    assert trial.days(15)[1] == first_end
    assert trial.days(16)[0] == late + dt.timedelta(1)
    assert (trial.last_day - late).days == 6 * 14
    log = lived(trial, 0.7, DRIVE, 21)
    log = SpasmLog({**log.days, **lived_from(trial, 16)})
    a = found(trial, log)
    assert (len(a.pairs), a.alpha, a.agree) == (14, 0.0, None)
    assert a.verdict == "probably_helps"
    assert "trial_nothing_left" in codes(a)
    assert a.p_one_sided is not None
    in_time = registration(pairs=8)
    in_time.events.append(Event(kind="extended", on=first_end, pairs=6))
    assert found(in_time, log, late).alpha == pytest.approx(0.025)


def lived_from(trial: Registration, period: int) -> dict[dt.date, Day]:
    """Days of the periods from this one on: two cramps without, one with."""
    return {
        d: Day(tuple([Cramp("calf")] * (1 if trial.arm(p) == "with" else 2)))
        for p in range(period, 2 * trial.all_pairs) for d in trial.counted(p)
    }  # fmt: skip


def test_ending_it_early_is_a_look_and_ending_it_on_its_last_day_is_not() -> None:
    early, late = registration(pairs=8), registration(pairs=8)
    early.events.append(Event(kind="stopped", on=early.days(11)[1]))
    late.events.append(Event(kind="stopped", on=late.last_day))
    log = lived(early, 0.4, DRIVE, 22)
    assert found(early, log).alpha == pytest.approx(0.025)
    assert found(late, log).alpha == pytest.approx(0.05)
