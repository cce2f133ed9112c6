"""In Debian's Chromium: a phone, a keyboard, no scripts, the dark; axe finds nothing anywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.web.driving import DIARY, PHONE, SAYS, Inside, handed_in, opened, sound, told


def rounds(page: Page) -> None:
    """Every page and state of one person."""
    page.goto("/")
    sound(page)
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page)
    home = told(page)
    page.goto(f"{home}/tell/food")
    page.locator("#food").fill(DIARY.read_text("utf-8"))
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


def test_on_a_phone(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=PHONE)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    rounds(page)
    assert asked and all(url.startswith((inside[0], "data:")) for url in asked)
    context.close()


def test_without_scripts_in_the_dark(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    home = told(page)
    page.get_by_role("button", name="Wrong").first.click()
    page.get_by_text("struck out").first.wait_for()
    handed_in(page, home, "food", DIARY)
    page.locator("svg.bar").first.wait_for()
    page.locator("a.why").first.click()
    page.get_by_role("heading", name="Why?").wait_for()
    context.close()


@pytest.mark.nightly
def test_dark_is_as_sound(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, color_scheme="dark", viewport={"width": 1100, "height": 800})
    rounds(context.new_page())
    context.close()


def test_with_the_keyboard_alone(browser: Browser, inside: Inside) -> None:
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


def test_a_food_is_found_while_typing(browser: Browser, inside: Inside) -> None:
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


def test_targets_are_large_enough(browser: Browser, inside: Inside) -> None:
    context = opened(browser, inside, viewport=PHONE)
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
