"""Help, and pages on which nothing is there yet."""

from __future__ import annotations

import re

from tests.web.conftest import Door


def test_help_is_on_every_page_and_names_every_page_of_a_person(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="42", sex="female", sign="none")
    answer = door.inside.get(person).text
    assert 'href="/help"' in answer and 'href="/help"' in door.inside.get("/nowhere").text
    text = door.inside.get("/help").text
    links = re.findall(rf'<a href="{person}/(?:log|trial|compare|courses)">([^<]+)</a>', answer)
    assert len(links) == 4 and all(name in text for name in links)


def test_a_page_without_anything_says_how_to_begin(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", sign="none")
    for path, said in (
        ("review", "No food was told yet"), ("day", "Nothing is noted for this day yet"),
        ("log", "Nothing is noted yet"), ("trial", "Plan one"), ("plan", "It needs a food diary"),
        ("courses", "They need a food diary"), ("compare", "Earlier day"),
    ):  # fmt: skip
        reply = door.inside.get(f"{person}/{path}")
        assert reply.status_code == 200 and said in reply.text, path
    assert "Nobody is kept here yet" in _empty(door)


def _empty(door: Door) -> str:
    door.inside.post("/people/delete", data={"sure": "1"})
    return str(door.inside.get("/people").text)
