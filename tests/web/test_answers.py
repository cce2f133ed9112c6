"""Answers are made once and in turn; what needs none, or one that is there, does not wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import Door
from unclench import chain
from unclench.app.web import offers

STILL = 30
"""Seconds after which something waits that should not; nothing takes nearly as long."""


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, list[Any]]]:
    """The engine stands still until it is let go; (what lets it go, the requests it was given)."""
    go, given, make = threading.Event(), list[Any](), chain.answer_to

    def wait(request: Any, **more: Any) -> Any:
        given.append(request)
        assert go.wait(2 * STILL)
        return make(request, **more)

    monkeypatch.setattr(chain, "answer_to", wait)
    yield go, given
    go.set()


def _in_thread(do: Any, *given: Any) -> tuple[threading.Thread, list[Any]]:
    out: list[Any] = []
    one = threading.Thread(target=lambda: out.append(do(*given)), daemon=True)
    one.start()
    return one, out


def _until(given: list[Any], count: int) -> None:
    for _ in range(STILL * 100):
        if len(given) >= count:
            return
        threading.Event().wait(0.01)
    raise AssertionError(f"{len(given)} requests, not {count}")


def test_pages_that_need_no_new_answer_do_not_wait_for_one(
    door: Door, held: tuple[threading.Event, list[Any]]
) -> None:
    go, given = held
    seen, slow = (door.begin(says=f"my calf cramps {n}", sign="none") for n in range(2))
    go.set()
    assert door.inside.get(seen).status_code == 200
    go.clear()
    waiting, reply = _in_thread(door.inside.get, slow)
    _until(given, 2)
    paths = ["/", "/people", "/help", seen, f"{seen}/tell/food", f"{slow}/tell/medicines",
             f"{slow}/check", f"{slow}/plan", f"{slow}/log"]  # fmt: skip
    for path in paths:
        other, got = _in_thread(door.inside.get, path)
        other.join(STILL)
        assert got and got[0].status_code == 200, path
    assert waiting.is_alive()
    go.set()
    waiting.join(STILL)
    assert reply[0].status_code == 200 and len(given) == 2


def test_an_answer_that_two_ask_for_is_made_once(
    door: Door, held: tuple[threading.Event, list[Any]]
) -> None:
    go, given = held
    person = door.begin(says="my calf cramps", sign="none")
    both = [_in_thread(door.inside.get, person) for _ in range(2)]
    _until(given, 1)
    go.set()
    for one, _ in both:
        one.join(STILL)
    assert [got[0].status_code for _, got in both] == [200, 200] and len(given) == 1


def test_a_fault_is_not_kept_as_an_answer(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    person = door.begin(says="my calf cramps", sign="none")

    def fails(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(chain, "answer_to", fails)
        assert door.inside.get(person).status_code == 500
    assert door.inside.get(person).status_code == 200


def test_reading_does_not_wait_for_what_is_being_written(door: Door) -> None:
    person = door.begin(says="my calf cramps", sign="none").rpartition("/")[2]
    with door.store._change():
        reading, got = _in_thread(door.store.get, person)
        reading.join(STILL)
        assert got and got[0].typed["says"] == "my calf cramps"


def test_a_plan_for_a_program_is_made_in_the_worker(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("the server made it itself")

    monkeypatch.setattr(chain, "answer_to", never)
    case = {"complaints": ["my calf cramps at night"], "age": 42}
    reply = door.program.post("/api/plan", json={"case": case})
    assert reply.status_code == 200 and reply.json()["plans"] == [], reply.text


def test_a_plan_that_is_refused_names_what_is_wrong_and_is_let_go(door: Door) -> None:
    case = {"complaints": ["chest pain spreading to my arm"], "diary": ["/there/is/none.csv"]}
    asked = {"case": case, "wishes": {"diets": ["moonlight"]}}
    reply = door.program.post("/api/plan", json=asked)
    assert reply.status_code == 422, reply.text
    assert any("moonlight" in p["what"] for p in reply.json()["problems"])
    assert "emergency" in " ".join(reply.json()["urgent"]).lower()
    assert not [k for k in door.worker._states if k.startswith("api:")]


def test_names_are_offered_that_begin_so_before_those_that_hold_it(door: Door) -> None:
    found = offers.found("takes", "Omep")
    begins = [name.startswith("omep") for name in found]
    assert "omeprazole" in found and begins == sorted(begins, reverse=True) and not all(begins)
    assert offers.found("has", "diab") and not offers.found("says", "calf")
    assert len(offers.found("takes", "a")) == offers.FOUND and offers.found("takes", " ") == []
    reply = door.inside.get("/find/names/takes", params={"q": "omepr"})
    assert "omeprazole" in reply.json()["names"]
    reply = door.inside.get("/find/names/heat", params={"q": "kitch"})
    assert any("kitchen" in name for name in reply.json()["names"])
    page = door.inside.get(f"{door.begin(says='cramp', sign='none')}/tell/medicines")
    assert "<option" not in page.text and len(page.text) < 20_000
