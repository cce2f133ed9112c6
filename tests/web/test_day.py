"""A day put together from the food table: added, copied, taken away; what is wrong is kept."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from tests.web.conftest import Door
from unclench.app.web import eaten

TODAY = dt.date.today()
YESTERDAY, EARLIER = str(TODAY - dt.timedelta(1)), str(TODAY - dt.timedelta(2))


@pytest.fixture
def person(door: Door) -> str:
    return door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")


def _food(door: Door, person: str, name: str) -> str:
    page = html.unescape(door.inside.get(f"{person}/day", params={"q": name}).text)
    found = re.search(r"food=([^#&\"]+)#count", page)
    assert found
    return found[1].replace("%3A", ":")


def _add(door: Door, person: str, day: str, **told: str) -> str:
    data = {"day": day, "food": _food(door, person, "banana"), "count": "2", "measure": "118"}
    return html.unescape(door.inside.post(f"{person}/day", data={**data, **told}).text)


def test_a_food_has_its_household_measures_with_grams(door: Door, person: str) -> None:
    food = _food(door, person, "banana")
    page = html.unescape(door.inside.get(f"{person}/day", params={"food": food}).text)
    assert re.search(r"<option value=\"[\d.]+\">[^<]+ \([\d.]+ g\)</option>", page)
    assert '<option value="1">gram</option>' in page


def test_what_is_added_is_the_food_that_was_chosen(door: Door, person: str) -> None:
    page = _add(door, person, YESTERDAY, count="1,5")
    assert "177 g" in page
    (row,) = eaten.rows_of(door.store.every()[0].typed)
    assert row["day"] == YESTERDAY and row["grams"] == "177"
    food = door.inside.get(f"{person}/tell/food").text
    assert "1 day," in food and "1 line." in food and "doubtful" not in food
    assert 'class="state told"' in door.inside.get(person).text
    assert YESTERDAY in door.inside.get(f"{person}/check").text


def test_every_chosen_food_is_found_again_by_its_whole_name(door: Door, person: str) -> None:
    from unclench.intake.diaries import Reviews, read

    names = ["Cream, half and half", "Lettuce, for use on a sandwich", "Banana, raw"]
    rows = [{"day": YESTERDAY, "food": n, "grams": "20"} for n in names]
    path = door.store.folder / eaten.FILE
    path.write_text(eaten.table(rows))
    entries = read([path], today=TODAY, reviews=Reviews()).entries
    assert entries["name"].to_list() == names and entries["grams"].to_list() == [20.0] * 3
    assert entries["food_id"].null_count() == 0


def test_the_same_as_yesterday_and_any_day_copied(door: Door, person: str) -> None:
    _add(door, person, EARLIER)
    page = door.inside.get(f"{person}/day", params={"day": YESTERDAY}).text
    assert "The same as the day before (1 food)" in page
    door.inside.post(f"{person}/day", data={"day": YESTERDAY, "copy": EARLIER})
    door.inside.post(f"{person}/day", data={"day": str(TODAY), "copy": EARLIER})
    rows = eaten.rows_of(door.store.every()[0].typed)
    assert eaten.days(rows) == [str(TODAY), YESTERDAY, EARLIER] and len(rows) == 3
    door.inside.post(f"{person}/day", data={"day": YESTERDAY, "remove": "0"})
    assert eaten.days(eaten.rows_of(door.store.every()[0].typed)) == [str(TODAY), EARLIER]


@pytest.mark.parametrize(
    ("told", "field"),
    [({"count": "many"}, "count"), ({"count": "-1"}, "count"), ({"count": "9999"}, "count"),
     ({"food": "nowhere:1"}, "q"), ({"day": "2099-01-01"}, "day"), ({"day": "May"}, "day"),
     ({"measure": "cup"}, "measure")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept(
    door: Door, person: str, told: dict[str, str], field: str
) -> None:
    page = _add(door, person, **{"day": YESTERDAY, **told})
    assert "<title>Error:" in page and f'href="#{field}"' in page and f'id="{field}-error"' in page
    if field in ("count", "day"):
        assert f'value="{told[field]}"' in page
    assert not eaten.rows_of(door.store.every()[0].typed)


def test_days_travel_with_the_case(door: Door, person: str) -> None:
    _add(door, person, YESTERDAY)
    packed = door.inside.get(f"{person}/export.zip").content
    door.inside.post("/people/import", files={"upload": ("x.zip", packed)})
    one, two = door.store.every()
    assert eaten.rows_of(one.typed) == eaten.rows_of(two.typed) != []
