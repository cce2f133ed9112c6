"""Doubtful foods, one at a time; what is decided is what the command line remembers."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.conftest import Door
from unclench.intake.diaries import Reviews

DAY = "2026-10-05\n3 slices of toast\n200 g cooked rice\n150 g golden crunchies\n1 protein thing\n"


@pytest.fixture
def person(door: Door) -> str:
    one = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    door.inside.post(f"{one}/tell/food", data={"revision": "1", "food": DAY})
    return one


def _share(page: str) -> int:
    found = re.search(r'<progress[^>]* value="(\d+)"', page)
    assert found
    return int(found[1])


def test_the_line_with_most_energy_comes_first_with_what_else_it_could_be(
    door: Door, person: str
) -> None:
    page = html.unescape(door.inside.get(f"{person}/review").text)
    assert "What is “golden crunchies”?" in page and "Line 1 of 2" in page
    assert page.count('type="radio"') >= 4 and _share(page) < 100
    later = html.unescape(door.inside.get(f"{person}/review", params={"at": "1"}).text)
    assert "What is “protein thing”?" in later and "unknown energy (1)" in later
    assert "Those were all" in door.inside.get(f"{person}/review", params={"at": "2"}).text


def test_a_decision_settles_energy_and_is_the_one_that_check_remembers(
    door: Door, person: str
) -> None:
    before = _share(door.inside.get(f"{person}/review").text)
    data = {"line": "golden crunchies", "at": "0", "choice": "another", "another": "Granola, NFS"}
    page = html.unescape(door.inside.post(f"{person}/review", data=data).text)
    assert _share(page) > before and "What is “protein thing”?" in page
    kept = Reviews.load(door.store.folder / "reviews.json")
    assert kept.get("golden crunchies")
    assert f"{person}/review" in door.inside.get(person).text
    page = door.inside.post(f"{person}/review/forget", data={"phrase": "golden crunchies"}).text
    assert "golden crunchies" in page and _share(page) == before
    assert Reviews.load(door.store.folder / "reviews.json").matches == {}


def test_not_a_food_is_a_decision(door: Door, person: str) -> None:
    data = {"line": "golden crunchies", "at": "0", "choice": "none of these"}
    door.inside.post(f"{person}/review", data=data)
    assert Reviews.load(door.store.folder / "reviews.json").get("golden crunchies") == ""
    assert "not a food" in door.inside.get(f"{person}/review").text


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "choice"), ({"choice": "another"}, "another"),
     ({"choice": "another", "another": "qwxz qwxz"}, "another")],
)  # fmt: skip
def test_no_choice_and_no_food_are_said_beside_the_field(
    door: Door, person: str, given: dict[str, str], field: str
) -> None:
    reply = door.inside.post(
        f"{person}/review", data={"line": "golden crunchies", "at": "0", **given}
    )
    assert reply.status_code == 422 and "<title>Error:" in reply.text
    assert f'href="#{field}"' in reply.text and f'id="{field}-error"' in reply.text
    assert f'value="{given.get("another", "")}"' in reply.text
    assert not (door.store.folder / "reviews.json").exists()


def test_nothing_to_review_is_said(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", sign="none")
    assert "No food was told yet" in door.inside.get(f"{person}/review").text


def test_deleting_everything_deletes_what_was_decided(door: Door, person: str) -> None:
    data = {"line": "golden crunchies", "at": "0", "choice": "none of these"}
    door.inside.post(f"{person}/review", data=data)
    door.inside.post("/people/delete", data={"sure": "1"})
    assert not (door.store.folder / "reviews.json").exists()
