"""What newcomers tripped over: where a file lies, whether it was saved, numbers before words."""

from __future__ import annotations

import html
import re

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import Door
from tests.web.driving import PHONE, Inside, opened
from unclench.app.web import view
from unclench.app.web.store import FOLDER

WRONG_FILE = "Day,Metric,Unit,Amount\n2026-10-01,Weight,kg,68.2\n2026-10-02,Weight,kg,68.0\n"


def test_a_file_is_named_as_it_was_handed_in_and_never_by_its_place(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="34", sex="female", sign="none")
    file = {"upload": ("weights.csv", WRONG_FILE.encode())}
    door.inside.post(f"{person}/tell/food", data={"revision": "1"}, files=file)
    folder = str(door.store.folder)
    for path in ("", "/tell/food", "/report.html"):
        page = html.unescape(door.inside.get(f"{person}{path}").text)
        assert "weights.csv" in page and folder not in page, path
        assert not re.search(rf"{FOLDER}/[\w-]{{12}}/", page), path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/a b/data/files/abcdefghij-_/food-1: no", "x.csv: no"),
        (r"C:\Users\A B\files\abcdefghij-_\food-1: no", "x.csv: no"),
        ("and/or: “/tmp/files/abcdefghij-_/food-1”, /tmp/files/abcdefghij-_/food-1",
         "and/or: “x.csv”, x.csv"),
        ("files of food and/or drink", "files of food and/or drink"),
    ],
)  # fmt: skip
def test_places_are_taken_away_and_other_words_stay(text: str, shown: str) -> None:
    typed = {"files": [{"name": "food-1", "called": "x.csv"}]}
    assert view.shown_name(text, typed) == shown


def test_what_was_saved_is_said_after_it_was(door: Door) -> None:
    person = door.begin(says="my calf cramps at night")
    told = {"revision": "1", "takes": "omeprazole"}
    page = door.inside.post(f"{person}/tell/medicines", data=told).text
    assert 'role="status"' in page and "Saved: Medicines and conditions." in page
    reply = door.inside.post(f"{person}/asked", data={"q.dark_urine": "no"}, follow_redirects=False)
    assert reply.headers["location"].endswith("?saved=questions#questions")
    page = door.inside.get(reply.headers["location"]).text
    assert page.index('id="questions"') < page.index("Saved. The answer takes it in.")
    page = door.inside.get(person, params={"saved": "<b>nothing</b>"}).text
    assert "Saved" not in page and "<b>" not in page


def test_why_says_words_before_numbers(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="58", sex="female", sign="none")
    page = door.inside.get(f"{person}/why/nocturnal_leg_cramps_idiopathic").text
    lines = re.findall(r"<li>([^<]+)", page)
    assert lines and not [x for x in lines if re.match(r"\s*-?\d", x)]
    assert re.search(r"odds times [\d.]+ <span class=\"quiet\">\(0\.\d+ log10 of the odds\)", page)


def test_a_refused_trial_leads_to_what_it_was_refused_for(door: Door) -> None:
    person = door.begin(says="my calf cramps at night", age="58", sex="female", sign="none")
    door.inside.post(f"{person}/tell/medicines", data={"revision": "1", "takes": "blorpazol 5 mg"})
    page = door.inside.get(f"{person}/trial", params={"try": "magnesium 200 mg", "rate": "4"}).text
    assert "not to be tried by yourself" in page and f'href="{person}/tell/medicines"' in page


def test_the_first_page_is_one_screen_of_a_phone(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=PHONE)
    page = context.new_page()
    page.goto("/")
    button = page.get_by_role("button", name="See the answer").bounding_box()
    assert button is not None and button["y"] + button["height"] <= PHONE["height"]
    page.get_by_text("I have some of these now").click()
    page.get_by_label("chest pain").check()
    page.get_by_role("button", name="See the answer").click()
    page.get_by_text("Seek emergency help now").or_(page.get_by_text("Be seen")).first.wait_for()
    context.close()


def test_the_table_of_nutrients_needs_no_scrolling_on_a_phone(
    browser: Browser, inside: Inside
) -> None:
    context = opened(browser, inside, viewport=PHONE)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("What hurts").fill("my calf cramps at night")
    page.get_by_label("Age").fill("42")
    page.get_by_label("Female").check()
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("heading", name="In short").wait_for()
    page.goto(f"{page.url}/tell/food")
    page.locator("#food").fill("3 slices of toast\n1 banana\n200 g cooked rice\n150 g chicken\n")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("svg.bar").first.wait_for()
    frame = page.locator(".wide").filter(has=page.locator("svg.bar"))
    assert frame.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    context.close()
