"""From the first page to the paper, with the files that people have, in every way of looking."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.driving import PHONE, Inside, handed_in, opened, sound, told

SAYS = "my calf cramps at night and my back locks up; no numbness"
ZOOMED = {"width": 320, "height": 256}
"""What 1280 by 1024 leaves at 400 % (WCAG 1.4.10)."""


@pytest.fixture(scope="module")
def files(samples: Path) -> tuple[Path, Path]:
    """(a diary export, a bundle of results), as others published them."""
    diary = samples / "cronometer" / "servings_no_time_2025.csv"
    (bundle, *_) = sorted((samples / "fhir" / "synthea").glob("*.json"))
    return diary, bundle


def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways but tables in a frame of their own."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


def through(page: Page, files: tuple[Path, Path], look: object = fits) -> str:
    """Every step by forms, files handed in, to two pages of paper; the address of the person."""
    assert callable(look)
    page.goto("/")
    look(page)
    home = told(page, SAYS)
    look(page)
    for topic, file in zip(("food", "blood"), files, strict=True):
        page.goto(f"{home}/tell/{topic}")
        look(page)
        handed_in(page, home, topic, file)
    page.locator("svg.bar").first.wait_for()
    assert page.get_by_role("heading", name="Blood", exact=False).count()
    look(page)
    page.goto(f"{home}/tell/medicines")
    page.locator("#takes").fill("omeprazole 20 mg")
    page.get_by_role("button", name="Save").first.click()
    page.goto(f"{home}/check")
    assert page.get_by_text("omeprazole 20 mg").count()
    look(page)
    page.goto(f"{home}/why/magnesium")
    page.get_by_role("heading", name="Why?").wait_for()
    look(page)
    page.goto(f"{home}/plan")
    look(page)
    for name, start in (("report.pdf", b"%PDF"), ("report.html", b"<!doctype html>")):
        made = page.context.request.get(f"{home}/{name}").body()
        assert made[:15].lower().startswith(start.lower()), name
    return home


def test_at_four_hundred_per_cent(
    browser: Browser, inside: Inside, files: tuple[Path, Path]
) -> None:
    context = opened(browser, inside, viewport=ZOOMED)
    through(context.new_page(), files)
    context.close()


def test_on_a_phone_to_the_paper(
    browser: Browser, inside: Inside, files: tuple[Path, Path]
) -> None:
    context = opened(browser, inside, viewport=PHONE)
    page = context.new_page()
    home = through(page, files)
    page.goto(home)
    with page.expect_download() as waited:
        page.locator('a[href$="report.pdf"]').first.click()
    assert Path(waited.value.path()).read_bytes().startswith(b"%PDF")
    context.close()


def test_without_scripts_through_every_step(
    browser: Browser, inside: Inside, files: tuple[Path, Path]
) -> None:
    context = opened(browser, inside, java_script_enabled=False)
    page = context.new_page()
    home = through(page, files, look=lambda page: None)
    page.goto(f"{home}/plan")
    page.get_by_role("button", name="Make").first.click()
    stop = page.get_by_role("button", name="Stop")
    stop.or_(page.get_by_role("button", name="Make it again")).first.wait_for(timeout=60_000)
    if stop.count():
        stop.click(timeout=60_000)
        page.get_by_text("It was stopped").wait_for()
    context.close()


def test_with_forced_colours(browser: Browser, inside: Inside, files: tuple[Path, Path]) -> None:
    context = opened(browser, inside, forced_colors="active")
    page = context.new_page()
    page.goto(through(page, files))
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    sound(page)
    told = page.evaluate(
        "[...document.querySelectorAll('svg.bar')].slice(0, 3).flatMap(s =>"
        " [...s.querySelectorAll('rect, line, circle')].map(e => {"
        "  const c = getComputedStyle(e); return c.fill + c.stroke; }))"
    )
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert told and all(one.replace("none", "") != paper for one in told)
    context.close()


def test_with_the_keyboard_alone_to_the_paper(
    browser: Browser, inside: Inside, files: tuple[Path, Path]
) -> None:
    context = opened(browser, inside)
    page = context.new_page()

    def to(what: str, most: int = 400) -> None:
        """Press Tab until the focus is there; it must always be seen."""
        for _ in range(most):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "(what) => { const e = document.activeElement; const o = getComputedStyle(e);"
                " return [e.matches(what), e === document.body"
                " || o.outlineStyle !== 'none' || o.boxShadow !== 'none'"
                " || ['file', 'date', 'time'].includes(e.type)"  # show it by parts
                " || e.tagName === 'SUMMARY']; }",
                what,
            )
            assert found[1], page.evaluate("document.activeElement.outerHTML")[:200]
            if found[0]:
                return
        raise AssertionError(f"{what} was never reached at {page.url}")

    def press(key: str) -> None:
        page.keyboard.press(key)

    page.goto("/")
    to("#says")
    page.keyboard.type(SAYS)
    to("#age")
    page.keyboard.type("42")
    to("[name=sex]")
    press("Space")
    to('[name=sign][value="none"]')
    press("Space")
    to("main button")
    press("Enter")
    page.get_by_role("heading", name="In short").wait_for()
    to('a[href$="/tell/blood"]')
    press("Enter")
    page.locator("#blood").wait_for()
    to("#blood")
    page.keyboard.type("K 3.1 mmol/L")
    to("main form button")
    while page.evaluate("document.activeElement.textContent.trim()") != "Save":
        to("main form button")
    press("Enter")
    page.get_by_role("heading", name="In short").wait_for()
    to('a[href$="report.pdf"]')
    with page.expect_download() as waited:
        press("Enter")
    assert Path(waited.value.path()).read_bytes().startswith(b"%PDF")
    context.close()


def tree(page: Page) -> list[str]:
    """Headings, fields and buttons in the order in which a screen reader meets them."""
    found = re.findall(
        r'- \'?(heading|textbox|radio|checkbox|button) "(.*?)"(?: \[level=(\d)\])?',
        page.locator("main").aria_snapshot(),
    )
    return [f"{kind}{level} {name}" for kind, name, level in found]


def test_the_tree_that_a_screen_reader_gets(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside)
    page = context.new_page()
    page.goto("/")
    first = tree(page)
    assert [x for x in first if not x.startswith("checkbox") or "none" in x][:7] == [
        "heading1 What may be behind your muscle spasms?",
        "textbox What hurts, in your own words",
        "textbox Age in years",
        "radio Female",
        "radio Male",
        "checkbox I have none of these",
        "button See the answer",
    ]
    page.get_by_label("What hurts").fill("my calf cramps at night")
    page.get_by_label("I have none of these").check()
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("heading", name="In short").wait_for()
    headings = [x for x in tree(page) if x.startswith("heading")]
    assert headings[0].startswith("heading1 Your answer") and len(headings) > 8
    assert [x for x in headings if x.startswith("heading1")] == headings[:1]
    order = ["In short", "What was understood", "What to do", "contributors", "Tests", "help"]
    places = [next(i for i, h in enumerate(headings) if word in h) for word in order]
    assert places == sorted(places)
    buttons = [x for x in tree(page) if x.startswith("button")]
    assert all(len(x.split()) > 2 for x in buttons), "a button says what it is about"
    context.close()
