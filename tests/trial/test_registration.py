"""A trial is fixed before its first day, and nobody can choose or guess its schedule."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.trial.people import FIRST, registration
from unclench.errors import UserError
from unclench.trial.calendar import calendar
from unclench.trial.registration import Event, add_event, chosen, folder, register, registered
from unclench.trial.status import shown, status

FIXED = {
    "remedy": "stretching", "alpha": 0.05, "first_day": FIRST, "period_days": 7, "not_counted": 1,
    "pairs": 20, "looks": 1,
}  # fmt: skip
BEFORE = FIRST - dt.timedelta(1)


def order(trial):  # type: ignore[no-untyped-def]
    return [trial.arm(p) for p in range(2 * trial.pairs)]


def test_each_pair_has_one_of_either() -> None:
    arms = order(registration(3, pairs=40))
    for a, b in zip(arms[0::2], arms[1::2], strict=True):
        assert {a, b} == {"with", "without"}


def test_the_first_of_a_pair_is_a_fair_coin() -> None:
    firsts = [registration(s, pairs=20).arm(2 * p) for s in range(100) for p in range(20)]
    assert abs(firsts.count("with") - 1000) < 4 * 22.4


def test_planning_again_draws_no_other_schedule(tmp_path: Path) -> None:
    trial, again = register(tmp_path, BEFORE, dict(FIXED))
    assert not again
    later = {**FIXED, "first_day": FIRST + dt.timedelta(3), "pairs": 9}
    same, again = register(tmp_path, BEFORE, later)
    assert again
    assert same == trial
    said = status(same, BEFORE, again=True)
    assert [r.code for r in said.note_codes] == ["trial_again"]


def test_deleting_the_file_and_planning_with_another_length_gives_the_same_order(
    tmp_path: Path,
) -> None:
    trial, _ = register(tmp_path, BEFORE, dict(FIXED))
    (folder(tmp_path) / f"{trial.id}.json").unlink()
    other, _ = register(tmp_path, BEFORE, {**FIXED, "pairs": 12, "looks": 3})
    assert order(other) == order(trial)[:24]
    assert other.hash != trial.hash


def test_another_machine_or_the_next_trial_has_another_order(tmp_path: Path) -> None:
    trial, _ = register(tmp_path / "a", BEFORE, dict(FIXED))
    other, _ = register(tmp_path / "b", BEFORE, dict(FIXED))
    assert order(other) != order(trial)
    add_event(tmp_path / "a", trial, Event(kind="stopped", on=FIRST))
    second, again = register(tmp_path / "a", BEFORE, dict(FIXED))
    assert not again
    assert (second.id, second.attempt) == ("stretching-2", 1)
    assert order(second) != order(trial)


def test_only_this_period_and_the_next_are_shown() -> None:
    trial = registration(pairs=10)
    for day in range(0, 140, 3):
        today = FIRST + dt.timedelta(day)
        told = shown(trial, today)
        assert len(told) <= 2
        assert told[0].first <= today <= told[0].last
    assert [s.number for s in shown(trial, BEFORE)] == [1, 2]


def test_what_is_shown_does_not_tell_what_comes() -> None:
    """The same two periods are shown before schedules that go on in every way."""
    after: dict[str, set[str]] = {}
    for seed in range(200):
        trial = registration(seed, pairs=3)
        told = "".join(s.arm for s in shown(trial, BEFORE))
        after.setdefault(told, set()).add("".join(order(trial)[2:]))
    assert len(after) == 2
    assert all(len(rest) == 4 for rest in after.values())


def test_the_calendar_tells_no_more_than_the_status() -> None:
    titles = {"with": "WITH", "without": "NOT"}
    seen = set()
    for seed in range(60):
        trial = registration(seed, pairs=6)
        text = calendar(trial, BEFORE, titles, "swap; look", "log")
        seen.add((text, tuple(s.arm for s in shown(trial, BEFORE))))
        assert text.count("SUMMARY:swap\\; look") == 10
    assert len(seen) == 2
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_hostile_words_add_no_line_to_the_calendar() -> None:
    evil = "x\r\nBEGIN:VEVENT\rSUMMARY:now\x1b[2J \u202e; a, b\nend"
    trial = registration(3, pairs=6).model_copy(update={"id": evil})
    plain = calendar(registration(3, pairs=6), BEFORE, {"with": "W", "without": "N"}, "s", "e")
    text = calendar(trial, BEFORE, {"with": evil, "without": evil}, evil, evil)
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("\r\n") == plain.replace("\r\n ", "").count("\r\n")
    assert not set(text) & set("\x1b\u202e")
    assert "\r" not in text.replace("\r\n", "")
    assert "\\; a\\, b\\nend" in unfolded


def test_a_changed_file_does_not_fit_its_hash(tmp_path: Path) -> None:
    trial, _ = register(tmp_path, BEFORE, dict(FIXED))
    assert chosen(tmp_path, None).sound
    path = folder(tmp_path) / f"{trial.id}.json"
    for old, new in (('"pairs": 20', '"pairs": 21'), ('"not_counted": 1', '"not_counted": 0'),
                     (trial.seed, "0" * 64)):  # fmt: skip
        path.write_text(trial.model_dump_json(indent=1).replace(old, new), "utf-8")
        assert not chosen(tmp_path, None).sound, old
    path.write_text("{}", "utf-8")
    with pytest.raises(UserError, match="was changed"):
        registered(tmp_path)


def test_an_event_leaves_the_hash_and_is_kept_once(tmp_path: Path) -> None:
    trial, _ = register(tmp_path, BEFORE, dict(FIXED))
    event = Event(kind="extended", on=FIRST, pairs=4)
    add_event(tmp_path, trial, event)
    add_event(tmp_path, trial, event)
    kept = chosen(tmp_path, trial.id)
    assert (kept.all_pairs, kept.sound, kept.extra_looks) == (24, True, 1)


def test_which_trial_is_meant_is_said_when_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No trial was started"):
        chosen(tmp_path, None)
    register(tmp_path, BEFORE, dict(FIXED))
    with pytest.raises(UserError, match="stretching-1"):
        chosen(tmp_path, "stretchin-1")


def test_files_are_for_the_user_alone(tmp_path: Path) -> None:
    register(tmp_path / "data", BEFORE, dict(FIXED))
    for path in folder(tmp_path / "data").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path
