"""Pictures of the browser door for the manual: `python -m scripts.web_pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.web.driving import DIARY, ROOT, chromium, entered, handed_in, opened, told

IMAGES = ROOT / "docs" / "images"
SAYS = "my calf cramps at night, three nights a week, since august\nno fever"


def main() -> None:
    """Write them."""
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as browser,
        entered(browser, Path(folder)) as inside,
    ):
        page = opened(browser, inside, viewport={"width": 390, "height": 844}).new_page()
        page.goto("/")
        page.screenshot(path=IMAGES / "web_first.png")
        home = told(page, SAYS)
        page.screenshot(path=IMAGES / "web_answer.png")
        handed_in(page, home, "food", DIARY)
        page.set_viewport_size({"width": 900, "height": 700})
        table = page.locator("table").filter(has=page.locator("svg.bar")).first
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box is not None
        page.screenshot(path=IMAGES / "web_table.png", full_page=True, clip={
            "x": box["x"], "y": box["y"] + page.evaluate("scrollY"), "width": box["width"],
            "height": 590,
        })  # fmt: skip


if __name__ == "__main__":
    main()
