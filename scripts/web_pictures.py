"""Pictures of the browser door for the manual: `python -m scripts.web_pictures`."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DIARY = ROOT / "examples" / "kitchen_porter" / "diary.txt"
SAYS = "my calf cramps at night, three nights a week, since august\nno fever"


def main() -> None:
    """Write them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        server = subprocess.Popen(
            [sys.executable, "-m", "unclench", "serve", "--no-browser", "--data", folder + "/data"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stdout is not None
        browser = p.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(server.stdout.readline().strip())
        page.screenshot(path=IMAGES / "web_first.png")
        page.get_by_label("What hurts").fill(SAYS)
        page.get_by_label("Age").fill("42")
        page.get_by_label("Female").check()
        page.get_by_label("I have none of these").check()
        page.get_by_role("button", name="See the answer").click()
        page.get_by_role("heading", name="In short").wait_for()
        page.wait_for_load_state("load")
        page.screenshot(path=IMAGES / "web_answer.png")
        home = page.url.partition("#")[0]
        page.goto(f"{home}/tell/food")
        page.set_input_files("#upload", str(DIARY))
        page.get_by_role("button", name="Save").first.click()
        page.goto(home)
        page.set_viewport_size({"width": 900, "height": 700})
        table = page.locator("table").filter(has=page.locator("svg.bar")).first
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box is not None
        page.screenshot(path=IMAGES / "web_table.png", full_page=True, clip={
            "x": box["x"], "y": box["y"] + page.evaluate("scrollY"), "width": box["width"],
            "height": 590,
        })  # fmt: skip
        browser.close()
        server.send_signal(signal.SIGINT)
        server.wait(15)


if __name__ == "__main__":
    main()
