"""Doubtful matches are shown, decided by the user, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from unclench.assessment import Unmatched
from unclench.errors import UserError
from unclench.intake.diaries import Reviews, read, review
from unclench.intake.diaries.foodbook import FoodBook

TODAY = date(2026, 6, 15)


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
    reviews.save()

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
