"""Doubtful matches are shown, decided by the user, and remembered."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.conftest import ROOT

from unclench import keeping
from unclench.assessment import Unmatched
from unclench.errors import UserError
from unclench.intake.diaries import Reviews, read, review
from unclench.intake.diaries.foodbook import FoodBook

TODAY = date(2026, 6, 15)
TOLD = (
    "B1 (Thiamine) (mg)", "B2 (Riboflavin) (mg)", "B3 (Niacin) (mg)", "B6 (Pyridoxine) (mg)",
    "B12 (Cobalamin) (µg)", "Folate (µg)", "Vitamin A (µg)", "Vitamin C (mg)", "Vitamin D (IU)",
    "Vitamin E (mg)", "Vitamin K (µg)", "Calcium (mg)", "Copper (mg)", "Iron (mg)",
    "Magnesium (mg)", "Phosphorus (mg)", "Potassium (mg)", "Selenium (µg)", "Sodium (mg)",
    "Zinc (mg)", "Carbs (g)", "Fiber (g)", "Fat (g)", "Protein (g)",
)  # fmt: skip
"""What an app tells of a whole food, drinks' nutrients apart."""


def _diary(path: Path, *lines: str) -> Path:
    path.write_text("2026-05-01\n" + "\n".join(lines), "utf-8")
    return path


def _id(book: FoodBook) -> Callable[[str], str | None]:
    return lambda name: found.food_id if (found := book.find(name)) else None


def test_doubtful_lines_come_with_alternatives_and_their_share(
    tmp_path: Path, book: FoodBook
) -> None:
    path = _diary(
        tmp_path / "d.txt", "200 g rice", "100 g big special fried rice thing", "zzz stew"
    )
    diary = read([path], today=TODAY, matcher=book)
    assert [u.line for u in diary.unmatched] == ["big special fried rice thing", "zzz stew"]
    first, second = diary.unmatched
    assert (first.matched, first.confidence) == ("Rice", 0.4)
    assert first.alternatives == ["Other food"]
    assert first.energy_share == pytest.approx(1 / 3, abs=1e-4)
    assert first.where.endswith("line 3")
    assert (second.matched, second.energy_share) == (None, None)


@pytest.mark.parametrize(("untold", "asked"), [((), []), (("Magnesium (mg)",), ["Main"])])
def test_a_recipe_that_tells_its_nutrients_hangs_on_no_food(
    tmp_path: Path, book: FoodBook, untold: tuple[str, ...], asked: list[str]
) -> None:
    drinks = ("Alcohol (g)", "Caffeine (mg)", "Water (g)")
    told = dict.fromkeys((*TOLD, *drinks), "1") | dict.fromkeys((*untold, *drinks), "")
    path = tmp_path / "servings.csv"
    head = ",".join(("Day", "Group", "Food Name", "Amount", "Energy (kcal)", *told))
    path.write_text(
        f'{head}\n2026-05-01,Dinner,Main,"1.00 serving",500,{",".join(told.values())}\n'
    )
    diary = read([path], today=TODAY, matcher=book)
    assert [u.line for u in diary.unmatched] == asked


def test_answers_are_remembered_and_used_the_next_time(tmp_path: Path, book: FoodBook) -> None:
    path = _diary(tmp_path / "d.txt", "zzz stew", "100 g big special fried rice thing", "rice")
    reviews = Reviews.load()
    first = read([path], today=TODAY, matcher=book, reviews=reviews)
    answers = {"zzz stew": "baked beans", "big special fried rice thing": ""}
    asked: list[str] = []

    def ask(line: Unmatched, choices: list[str]) -> str | None:
        asked.append(line.line)
        return answers[line.line]

    assert review(first.unmatched, reviews, ask, _id(book)) == 2
    assert asked == ["big special fried rice thing", "zzz stew"]  # the larger share first

    again = read([path], today=TODAY, matcher=book)  # loads what was saved
    assert again.unmatched == ()
    row = again.entries.filter(pl.col("name") == "zzz stew")
    assert row["food_id"].to_list() == ["baked beans"]
    assert row["confidence"].to_list() == [1.0]
    assert again.entries.filter(pl.col("name").str.starts_with("big"))["food_id"][0] is None
    asked.clear()
    assert review(again.unmatched, Reviews.load(), ask, _id(book)) == 0
    assert asked == []


def test_an_answer_that_names_no_food_is_asked_again(book: FoodBook) -> None:
    answers = iter(["nonsense", "rice"])
    reviews = Reviews()
    n = review([Unmatched(line="x")], reviews, lambda line, choices: next(answers), _id(book))
    assert n == 1
    assert reviews.get("X") == "rice"


def test_a_line_can_wait(book: FoodBook) -> None:
    reviews = Reviews()
    assert review([Unmatched(line="x")], reviews, lambda line, choices: None, _id(book)) == 0
    assert reviews.get("x") is None


def test_the_match_stands_first_among_the_choices(book: FoodBook) -> None:
    seen: list[list[str]] = []

    def ask(line: Unmatched, choices: list[str]) -> str | None:
        seen.append(choices)
        return None

    line = Unmatched(line="x", matched="Rice", alternatives=["Milk", "Rice"])
    review([line], Reviews(), ask, _id(book))
    assert seen == [["Rice", "Milk"]]


def test_decisions_can_be_forgotten(tmp_path: Path) -> None:
    reviews = Reviews(path=tmp_path / "r.json")
    reviews.remember("Zzz  Stew", "rice")
    reviews.save()
    again = Reviews.load(tmp_path / "r.json")
    assert again.get("zzz stew") == "rice"
    again.forget("ZZZ stew")
    assert again.get("zzz stew") is None


def test_a_damaged_memory_is_said_not_thrown(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("{]", "utf-8")
    with pytest.raises(UserError, match="remembered matches cannot be read"):
        Reviews.load(path)
    path.write_text('{"format": "other", "matches": {}}', "utf-8")
    with pytest.raises(UserError, match="remembered matches"):
        Reviews.load(path)


def test_a_server_hands_in_the_decisions_and_this_machine_s_are_not_read(
    tmp_path: Path, book: FoodBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNCLENCH_HOME", str(tmp_path / "other"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "reviews.json").write_text("not ours", "utf-8")
    path = _diary(tmp_path / "d.txt", "zzz stew", "rice")
    given = Reviews({"zzz stew": "baked beans"})
    diary = read([path], today=TODAY, matcher=book, reviews=given)
    assert diary.entries["food_id"].to_list() == ["baked beans", "rice"]
    with pytest.raises(UserError, match="remembered matches"):
        read([path], today=TODAY, matcher=book)
    with pytest.raises(ValueError, match="no path"):
        given.save()


def test_what_an_answer_that_names_no_food_means_is_said(book: FoodBook) -> None:
    said: list[tuple[str, int]] = []
    lines = [Unmatched(line="x"), Unmatched(line="y")]
    n = review(
        lines, Reviews(), lambda line, choices: "nonsense", _id(book),
        unknown=lambda answer, left: said.append((answer, left)),
    )  # fmt: skip
    assert n == 0
    assert said == [("nonsense", 2), ("nonsense", 1), ("nonsense", 0)] * 2


def test_the_end_of_input_ends_the_questions_and_keeps_the_answers(
    tmp_path: Path, book: FoodBook
) -> None:
    answers = iter(["rice"])

    def ask(line: Unmatched, choices: list[str]) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    reviews = Reviews.load(tmp_path / "r.json")
    assert review([Unmatched(line="x"), Unmatched(line="y")], reviews, ask, _id(book)) == 1
    assert Reviews.load(tmp_path / "r.json").matches == {"x": "rice"}


def test_each_answer_is_on_the_disk_before_the_next_question(
    tmp_path: Path, book: FoodBook
) -> None:
    path = tmp_path / "new" / "r.json"
    kept: list[int] = []

    def ask(line: Unmatched, choices: list[str]) -> str:
        kept.append(len(Reviews.load(path).matches))
        return "rice"

    review([Unmatched(line=c) for c in "abc"], Reviews.load(path), ask, _id(book))
    assert kept == [0, 1, 2]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(p.name for p in path.parent.iterdir()) == ["r.json", "r.json.lock"]


def test_saving_changes_only_what_was_decided_here(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    Reviews({"a": "1", "b": "2", "c": "3"}, path).save()
    mine, yours = Reviews.load(path), Reviews.load(path)
    mine.remember("a", "10")
    mine.forget("b")
    yours.remember("d", "4")
    yours.save()
    mine.save()
    expected = {"a": "10", "c": "3", "d": "4"}
    assert Reviews.load(path).matches == mine.matches == expected


def test_a_place_that_cannot_be_written_is_said_and_stops_nothing(
    tmp_path: Path, book: FoodBook
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    reviews = Reviews.load(tmp_path / "file" / "r.json")
    lines = [Unmatched(line="x"), Unmatched(line="y")]
    assert review(lines, reviews, lambda line, choices: "rice", _id(book)) == 2
    assert reviews.unsaved is not None
    assert "cannot be kept" in reviews.unsaved.what
    assert reviews.get("y") == "rice"


def test_a_full_disk_leaves_the_old_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.json"
    Reviews({"a": "1"}, path).save()
    more = Reviews.load(path)
    more.remember("b", "2")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="No space left"):
        more.save()
    assert Reviews.load(path).matches == {"a": "1"}
    assert not list(tmp_path.glob(".*.part"))


REVIEWER = """
import sys
from unclench import keeping
from unclench.assessment import Unmatched
from unclench.intake.diaries import Reviews, review
if sys.argv[4] == "names":
    keeping._by_system = lambda path: None
def ask(line, choices):
    return "rice"
def lines():
    for i in range(int(sys.argv[3])):
        yield Unmatched(line=f"{sys.argv[2]} {i}")
from pathlib import Path
kept = Reviews.load(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for line in lines():
    assert review([line], kept, ask, lambda name: "rice-id") == 1
    assert kept.unsaved is None, kept.unsaved
    print(line.line, flush=True)
"""


def _reviewer(path: Path, who: str, answers: int, lock: str = "system") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", REVIEWER, str(path), who, str(answers), lock],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize("lock", ["system", "names"])
def test_eight_reviewers_at_once_keep_every_answer(tmp_path: Path, lock: str) -> None:
    path = tmp_path / "r.json"
    started = [_reviewer(path, f"p{i}", 4, lock) for i in range(8)]
    for one in started:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in started:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in started:
        one.communicate(timeout=120)
        assert one.returncode == 0
    expected = {f"p{i} {j}" for i in range(8) for j in range(4)}
    assert Reviews.load(path).matches.keys() == expected


def _killed(path: Path, times: int, seed: int) -> int:
    """Kill a reviewer at random moments, so many times; how many answers were confirmed."""
    rng = random.Random(seed)
    confirmed: set[str] = set()
    for i in range(times):
        one = _reviewer(path, f"k{i}", 10_000)
        assert one.stdout is not None
        assert one.stdin is not None
        one.stdout.readline()
        one.stdin.write("\n")
        one.stdin.flush()
        time.sleep(rng.uniform(0.0, 0.12))
        one.kill()
        said, _ = one.communicate()
        confirmed |= {line for line in said.splitlines(keepends=True) if line.endswith("\n")}
        kept = Reviews.load(path).matches.keys()
        assert {line.strip() for line in confirmed} <= kept
        assert len(list(path.parent.glob(".*.part"))) <= 1
    return len(confirmed)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX systems")
def test_a_killed_program_keeps_every_confirmed_answer(tmp_path: Path) -> None:
    assert _killed(tmp_path / "r.json", 5, 1) > 0


@pytest.mark.nightly
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is of POSIX systems")
def test_a_program_killed_200_times_keeps_every_confirmed_answer(tmp_path: Path) -> None:
    assert _killed(tmp_path / "r.json", 200, 2) > 200


def test_a_lock_that_a_killed_program_left_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_by_system", lambda path: None)
    monkeypatch.setattr(keeping, "WAIT_S", 0.2)
    held = tmp_path / "r.json.held"
    held.touch()
    with pytest.raises(UserError, match="Another program"):
        Reviews({"a": "1"}, tmp_path / "r.json").save()
    os.utime(held, (time.time() - 60,) * 2)
    Reviews({"a": "1"}, tmp_path / "r.json").save()
    assert Reviews.load(tmp_path / "r.json").matches == {"a": "1"}
    assert not held.exists()


def _check(tmp_path: Path, home: Path, **how: Any) -> subprocess.Popen[str]:
    path = _diary(
        tmp_path / "d.txt",
        "zork blorp stew 200 g",
        "weird qwx soup",
        "2 eggs",
        "100 g rice",
        "1 banana",
        "200 ml milk",
    )
    return subprocess.Popen(
        [sys.executable, "-m", "unclench", "check", str(path), "--today", "2026-06-15", "--review"],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "UNCLENCH_HOME": str(home)}, **how,
    )  # fmt: skip


def test_answers_on_standard_input_are_kept_and_the_rest_is_answered(tmp_path: Path) -> None:
    home = tmp_path / "home"
    one = _check(tmp_path, home, stdin=subprocess.PIPE)
    out, said = one.communicate("qqxx zzvv\n²\n99\n0\n", timeout=120)
    assert one.returncode == 0, said
    assert "No food of the table is called 'qqxx zzvv'" in said
    assert "no choice ²" in said
    assert "no choice 99" in said
    assert "No more questions" in said
    assert "Traceback" not in said
    assert "not a diagnosis" in out
    matches = json.loads((home / "reviews.json").read_text("utf-8"))["matches"]
    assert list(matches.values()) == [""]


def test_nobody_to_ask_is_said_beside_the_answer(tmp_path: Path) -> None:
    one = _check(tmp_path, tmp_path / "home", stdin=subprocess.DEVNULL)
    out, said = one.communicate(timeout=120)
    assert one.returncode == 2
    assert "nobody to ask" in said
    assert "not a diagnosis" in out


def test_a_home_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    one = _check(tmp_path, tmp_path / "file" / "home", stdin=subprocess.PIPE)
    out, said = one.communicate("0\n", timeout=120)
    assert one.returncode == 0
    assert (out + said).count("cannot be kept") == 1
    assert "not a diagnosis" in out


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_ctrl_c_ends_the_questions_and_the_answer_comes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    one = _check(tmp_path, home, stdin=subprocess.PIPE)
    assert one.stdin is not None
    one.stdin.write("0\n")
    one.stdin.flush()
    end = time.monotonic() + 60
    while not (home / "reviews.json").exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.5)  # the second question is asked
    one.send_signal(signal.SIGINT)
    out, said = one.communicate(timeout=120)
    assert one.returncode == 0, said
    assert "not a diagnosis" in out
    assert len(Reviews.load(home / "reviews.json").matches) == 1
