"""Plans with wishes, courses over weeks, two days compared."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest

from tests.web.conftest import Door
from tests.web.driving import ROOT
from tests.web.test_pages import FORBIDDEN

TODAY = dt.date.today()
DIARY = (Path(ROOT) / "examples" / "kitchen_porter" / "diary.txt").read_text("utf-8")


@pytest.fixture
def person(door: Door) -> str:
    one = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    door.inside.post(f"{one}/tell/food", data={"revision": "1", "food": DIARY})
    return one


def _done(door: Door, path: str) -> str:
    for _ in range(30):
        page = html.unescape(door.inside.get(path, params={"wait": "1"}).text)
        if "Working on it" not in page:
            assert not FORBIDDEN.search(re.sub(r"<[^>]+>", " ", page))
            return page
    raise AssertionError("it was not done")


def test_a_change_is_kept_swapped_and_let_go(door: Door, person: str) -> None:
    door.inside.post(f"{person}/plan", data={"dislikes": "liver"})
    page = _done(door, f"{person}/plan")
    ids = re.findall(r'value="ban ([^"]+)"', page)
    assert ids and "liver</textarea>" in page
    reasons = re.findall(r'href="(/person/[^"]+/why/[^"]+)"', page)
    assert reasons and all(door.inside.get(r).status_code == 200 for r in reasons)
    door.inside.post(f"{person}/plan", data={"act": f"ban {ids[0]}", "say": "the first one"})
    page = _done(door, f"{person}/plan")
    assert f'value="ban {ids[0]}"' not in page and "Changes you do not want" in page
    assert "the first one" in page and "liver</textarea>" in page
    door.inside.post(f"{person}/plan", data={"act": f"free {ids[0]}"})
    door.inside.post(f"{person}/plan", data={"act": f"pin {ids[0]}", "say": "the first one"})
    page = _done(door, f"{person}/plan")
    assert f'value="ban {ids[0]}"' in page and "Changes that stay" in page
    assert "Changes you do not want" not in page


@pytest.mark.parametrize(
    ("told", "field"),
    [({"budget": "lots"}, "budget"), ({"budget": "-3"}, "budget"), ({"budget": "3"}, "prices"),
     ({"prices": "banana is cheap"}, "prices"), ({"prices": "banana; 0"}, "prices")],
)  # fmt: skip
def test_wrong_wishes_are_said_and_kept(
    door: Door, person: str, told: dict[str, str], field: str
) -> None:
    reply = door.inside.post(f"{person}/plan", data=told)
    text = html.unescape(reply.text)
    assert reply.status_code == 422 and f'href="#{field}"' in text and f'id="{field}-error"' in text
    assert all(v in text for v in told.values())


def test_prices_and_a_budget_reach_the_plan(door: Door, person: str) -> None:
    told = {"prices": "kale, raw; 0,40\nbanana; 0.20", "budget": "5"}
    door.inside.post(f"{person}/plan", data=told)
    page = _done(door, f"{person}/plan")
    assert "Make it again" in page and "fault" not in page
    (kept,) = door.store.every()
    written = (door.store.files_of(kept.id) / "prices-typed").read_text()
    assert written.splitlines()[0] == "food,price" and '"kale, raw",0.40' in written


def test_courses_are_computed_in_the_worker(door: Door, person: str) -> None:
    page = html.unescape(door.inside.get(f"{person}/courses").text)
    assert "no measurement of you" in page and "Compute it" in page
    door.inside.post(f"{person}/courses")
    page = _done(door, f"{person}/courses")
    assert "Compute it again" in page and "fault" not in page
    assert "<svg" in page or "Simulat" in page or "model" in page


def test_two_days_compared_is_what_compare_says(door: Door, person: str) -> None:
    rows = {"name-0": "Potassium", "value-0": "3.1", "unit-0": "mmol/L",
            "date-0": str(TODAY - dt.timedelta(50)), "name-1": "Potassium", "value-1": "4.2",
            "unit-1": "mmol/L", "date-1": str(TODAY - dt.timedelta(2))}  # fmt: skip
    door.inside.post(f"{person}/tell/blood", data={"revision": "2", **rows})
    days = {"before": str(TODAY - dt.timedelta(28)), "after": str(TODAY)}
    page = html.unescape(door.inside.get(f"{person}/compare", params=days).text)
    assert "What changed" in page and "3.1" in page and "4.2" in page
    back = {"before": days["after"], "after": days["before"]}
    reply = door.inside.get(f"{person}/compare", params=back)
    assert reply.status_code == 422 and "not before the later one" in reply.text
    reply = door.inside.get(f"{person}/compare", params={"before": "May", "after": "2099-01-01"})
    assert 'href="#before"' in reply.text and 'href="#after"' in reply.text
