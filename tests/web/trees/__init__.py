"""What a screen reader is given of the answer page: `python -m tests.web.trees` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.web.driving import Inside, opened, told

HERE = Path(__file__).parent
DAY = """2 slices of wholemeal toast
200 ml whole milk
1 banana
150 g chicken breast
200 g cooked white rice
1 apple
"""
ANSWERS: dict[str, dict[str, str]] = {
    "words": {},
    "food_and_blood": {"food": DAY, "blood": "Potassium 3.1 mmol/L\nCalcium 2.4 mmol/L"},
    "emergency": {},
}
"""Name -> what is told of its topics; nothing with a date, which would grow old."""
SAYS = {"emergency": "my back hurts and I am numb between the legs and cannot pass urine"}
CALM = "my calf cramps at night and my lower back locks up; no numbness, no fever"


def tree(browser: Browser, inside: Inside, name: str) -> str:
    """The accessibility tree of an answer page, everything unfolded and one Why? opened."""
    context = opened(browser, inside, locale="en-GB")
    page = context.new_page()
    home = told(page, SAYS.get(name, CALM))
    for topic, text in ANSWERS[name].items():
        page.goto(f"{home}/tell/{topic}")
        page.locator(f"#{topic}").fill(text)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("heading", name="In short").wait_for()
    page.goto(home)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if page.locator("a.why").count():
        page.locator("a.why").first.click()
        page.locator(".why-here").first.wait_for()
    found = _plain(page)
    context.close()
    return found


def _plain(page: Page) -> str:
    """The tree without what differs from one start or version to the next."""
    text = page.locator("body").aria_snapshot()
    text = re.sub(r"/person/[\w-]+", "/person/ID", text)
    text = re.sub(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b", "DAY", text)
    text = re.sub(r"– Person \d+", "– Person N", text)
    return re.sub(r"Unclench \d+\.\d+\S*\.", "Unclench VERSION.", text) + "\n"
