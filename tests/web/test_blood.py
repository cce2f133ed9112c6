"""Blood tests in rows: names and units offered, what cannot be said on the spot and kept."""

from __future__ import annotations

import html

import pytest

from tests.web.conftest import Door


@pytest.fixture
def person(door: Door) -> str:
    return door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")


def test_rows_reach_the_answer_with_the_range_of_the_laboratory(door: Door, person: str) -> None:
    data = {"revision": "1", "name-0": "Potassium", "value-0": "3,1", "unit-0": "mmol/L",
            "date-0": "2026-05-02", "low-0": "3,5", "high-0": "5.0"}  # fmt: skip
    reply = door.inside.post(f"{person}/tell/blood", data=data)
    assert reply.status_code == 200 and "3.1 mmol/L" in reply.text
    (one,) = door.program.get("/api/cases").json()["cases"]
    assert one["case"]["labs"] == [
        {"name": "Potassium", "value": 3.1, "unit": "mmol/L", "date": "2026-05-02",
         "low": 3.5, "high": 5.0}
    ]  # fmt: skip
    page = door.inside.get(f"{person}/tell/blood").text
    assert 'value="3,1"' in page and "3.5 to 5 mmol/L" in page
    assert "3,1 mmol/L (range 3,5 to 5.0), 2026-05-02" in door.inside.get(f"{person}/check").text


def test_the_units_are_those_of_the_test(door: Door) -> None:
    calcium = door.inside.get("/find/result", params={"name": "Calcium"}).json()["units"]
    potassium = door.inside.get("/find/result", params={"name": "K"}).json()["units"]
    assert "mg/dL" in calcium and "mg/dL" not in potassium and "mmol/L" in potassium
    assert door.inside.get("/find/result", params={"name": "zork"}).json()["units"] == []


def test_an_impossible_value_names_the_likely_slip(door: Door, person: str) -> None:
    row = {"name": "Calcium", "value": "9.4", "unit": "mmol/L"}
    assert (
        "did you mean mg/dL" in door.inside.get("/find/result", params=row).json()["wrong"]["value"]
    )
    data = {"revision": "1", **{f"{k}-0": v for k, v in row.items()}}
    reply = door.inside.post(f"{person}/tell/blood", data=data)
    text = html.unescape(reply.text)
    assert reply.status_code == 422 and "<title>Error:" in text
    assert text.count("did you mean mg/dL?") >= 2 and 'href="#value-0"' in text
    assert 'value="9.4"' in text and 'list="units-0"' in text and '<option value="mg/dL">' in text
    page = door.inside.get(person).text
    assert "did you mean mg/dL?" in page and 'class="state problem"' in page


@pytest.mark.parametrize(
    ("row", "field"),
    [({"name": "zork", "value": "3"}, "name"), ({"value": "3"}, "name"), ({"name": "K"}, "value"),
     ({"name": "K", "value": "many"}, "value"), ({"name": "K", "value": "nan"}, "value"),
     ({"name": "K", "value": "4", "unit": "furlong"}, "unit"),
     ({"name": "K", "value": "4", "date": "2099-01-01"}, "date"),
     ({"name": "K", "value": "4", "date": "May"}, "date"),
     ({"name": "K", "value": "4", "low": "x"}, "low")],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field(
    door: Door, person: str, row: dict[str, str], field: str
) -> None:
    data = {"revision": "1", **{f"{k}-4": v for k, v in row.items()}}
    reply = door.inside.post(f"{person}/tell/blood", data=data)
    assert reply.status_code == 422
    assert f'id="{field}-0-error"' in reply.text and f'href="#{field}-0"' in reply.text
    assert all(f'value="{v}"' in reply.text for v in row.values())
    assert door.store.every()[0].typed["rows"] == [row]


def test_more_rows_are_a_button(door: Door, person: str) -> None:
    data = {"revision": "1", "name-0": "K", "value-0": "4", "more": "1"}
    page = door.inside.post(f"{person}/tell/blood", data=data).text
    assert 'id="name-3"' in page and 'id="name-4"' not in page


def test_rows_travel_with_the_case(door: Door, person: str) -> None:
    data = {"revision": "1", "name-0": "K", "value-0": "3.1"}
    door.inside.post(f"{person}/tell/blood", data=data)
    packed = door.inside.get(f"{person}/export.zip").content
    door.inside.post("/people/import", files={"upload": ("x.zip", packed)})
    assert [k.typed["rows"] for k in door.store.every()] == [[{"name": "K", "value": "3.1"}]] * 2
