"""The country on the pages: asked beside diet and weight, else assumed and said to be so."""

from __future__ import annotations

import html

import pytest

from tests.web.conftest import Door

FOOD = "2026-10-05\n300 g cooked pasta\n4 slices of white bread\n"


def answered(door: Door, language: str = "", **told: str) -> str:
    headers = {"accept-language": language} if language else {}
    said = {"says": "my calf cramps at night", "age": "42", "sex": "female", **told}
    reply = door.inside.post("/", data=said, headers=headers, follow_redirects=False)
    path = reply.headers["location"].partition("#")[0]
    door.inside.post(f"{path}/tell/food", data={"revision": "1", "food": FOOD})
    return html.unescape(door.inside.get(path).text)


def test_the_page_about_the_person_asks_for_it_and_the_first_does_not(door: Door) -> None:
    assert 'name="country"' not in door.inside.get("/").text
    said = {"says": "my calf cramps at night", "age": "42", "sex": "female"}
    reply = door.inside.post("/", data=said, follow_redirects=False)
    page = door.inside.get(reply.headers["location"].partition("#")[0] + "/tell/about").text
    assert page.index('name="sex"') < page.index('name="country"')
    assert '<option value="New Zealand">' in page


def test_what_is_told_is_kept_and_nothing_is_assumed(door: Door) -> None:
    page = answered(door, "en-GB,en;q=0.9", country="Germany")
    assert "was not told" not in page


def test_the_language_of_the_browser_is_an_assumption_that_is_said(door: Door) -> None:
    page = answered(door, "en-GB,en;q=0.9")
    assert "the language that your browser asks for" in page
    assert "the United Kingdom" in page


@pytest.mark.parametrize("language", ["", "en-US,en;q=0.9", "tlh"])
def test_american_english_suggests_nothing(door: Door, language: str) -> None:
    assert "was not told" not in answered(door, language)


def test_not_knowing_is_an_answer(door: Door) -> None:
    page = answered(door, country="I do not know")
    assert "is not known here" not in page
