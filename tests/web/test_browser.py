"""In Debian's Chromium: a phone, a keyboard, no scripts, the dark; axe finds nothing anywhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import CHROMIUM, ROOT, started, stopped

if CHROMIUM is None and not os.environ.get("UNCLENCH_NEEDS_BROWSER"):
    pytest.skip(
        "there is no browser: the pages are tested without one (apt-get install chromium)",
        allow_module_level=True,
    )

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SAYS = "my lower back locks up at night and my calf cramps in bed; no numbness"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "a browser is needed here, and there is none: apt-get install chromium"
    with sync_playwright() as p:
        one = p.chromium.launch(executable_path=CHROMIUM)
        yield one
        one.close()


@pytest.fixture(scope="module")
def inside(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """(address, file of cookies) of a door that was entered."""
    process, line = started(tmp_path_factory.mktemp("served") / "data")
    context = browser.new_context()
    page = context.new_page()
    page.goto(line.strip())
    kept = tmp_path_factory.mktemp("state") / "state.json"
    context.storage_state(path=kept)
    context.close()
    yield line.partition("?")[0], str(kept)
    stopped(process)


def opened(browser: Browser, inside: tuple[str, str], **more: object) -> BrowserContext:
    return browser.new_context(storage_state=inside[1], base_url=inside[0], **more)  # type: ignore[arg-type]


def told(page: Page) -> str:
    """The address of a person who filled in the first page."""
    page.goto("/")
    page.get_by_label("What hurts").fill(SAYS)
    page.get_by_label("Age").fill("42")
    page.get_by_label("Female").check()
    page.get_by_label("I have none of these").check()
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("heading", name="In short").wait_for()
    page.wait_for_load_state("load")  # the heading stands before the style sheet is there
    return page.url


def sound(page: Page) -> None:
    """No fault that axe finds, nothing that sticks out."""
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], v["nodes"][0]["html"]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def rounds(page: Page) -> None:
    """Every page and state of one person."""
    page.goto("/")
    sound(page)
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page)
    home = told(page)
    diary = (ROOT / "examples" / "kitchen_porter" / "diary.txt").read_text("utf-8")
    page.goto(f"{home}/tell/food")
    page.locator("#food").fill(diary)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{home}/tell/blood")
    page.locator("#blood").fill("K 3.1 mmol/L")
    page.get_by_role("button", name="Save").click()
    page.locator("svg.bar").first.wait_for()
    sound(page)
    topics = [f"tell/{t}" for t in ("words", "about", "medicines", "food", "blood", "living")]
    for path in (*topics, "check", "why/magnesium", "plan"):
        page.goto(f"{home}/{path}")
        sound(page)
    for path in ("/people", "/privacy", "/nowhere"):
        page.goto(path)
        sound(page)


def test_on_a_phone(browser: Browser, inside: tuple[str, str]) -> None:
    context = opened(browser, inside, viewport={"width": 360, "height": 740})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    rounds(page)
    assert asked and all(url.startswith((inside[0], "data:")) for url in asked)
    context.close()


def test_without_scripts_in_the_dark(browser: Browser, inside: tuple[str, str]) -> None:
    context = opened(browser, inside, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    home = told(page)
    page.get_by_role("button", name="Wrong").first.click()
    page.get_by_text("struck out").first.wait_for()
    page.goto(f"{home}/tell/food")
    page.set_input_files("#upload", str(Path(ROOT / "examples" / "kitchen_porter" / "diary.txt")))
    page.get_by_role("button", name="Save").click()
    page.locator("svg.bar").first.wait_for()
    page.locator("a.why").first.click()
    page.get_by_role("heading", name="Why?").wait_for()
    context.close()


@pytest.mark.nightly
def test_dark_is_as_sound(browser: Browser, inside: tuple[str, str]) -> None:
    context = opened(browser, inside, color_scheme="dark", viewport={"width": 1100, "height": 800})
    rounds(context.new_page())
    context.close()


def test_with_the_keyboard_alone(browser: Browser, inside: tuple[str, str]) -> None:
    context = opened(browser, inside)
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#says").focus()
    page.keyboard.type(SAYS)
    page.keyboard.press("Tab")
    page.keyboard.type("42")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator('[name=sign][value="none"]').focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="In short").wait_for()
    page.wait_for_load_state("load")
    why = page.locator("a.why").first
    why.focus()
    page.keyboard.press("Enter")
    page.locator(".why-here").first.wait_for()
    assert why.get_attribute("aria-expanded") == "true"
    sound(page)
    page.keyboard.press("Enter")
    assert page.locator(".why-here").count() == 0
    context.close()


def test_a_food_is_found_while_typing(browser: Browser, inside: tuple[str, str]) -> None:
    context = opened(browser, inside)
    page = context.new_page()
    page.goto(f"{told(page)}/tell/food")
    box = page.get_by_label("Look up a food")
    box.press_sequentially("banana")
    page.locator("#food-list option").first.wait_for(state="attached")
    box.fill(str(page.locator("#food-list option").first.get_attribute("value")))
    page.get_by_role("button", name="Add").click()
    assert "anana" in page.locator("#food").input_value()
    context.close()


def test_targets_are_large_enough(browser: Browser, inside: tuple[str, str]) -> None:
    context = opened(browser, inside, viewport={"width": 360, "height": 740})
    page = context.new_page()
    told(page)
    small = page.evaluate(
        "[...document.querySelectorAll('button, summary, input:not([type=hidden]), label.choice')]"
        ".map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])"
        ".filter(([h, r]) => r.height > 0 && r.height < 24 && !h.includes('type=\"radio\"'))"
        ".map(([h, r]) => `${h} ${r.height}`)"
    )
    assert not small
    context.close()
