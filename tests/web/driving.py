"""A real server and a real browser on it, for tests, for `alone`, and for the manual's pictures."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
DIARY = ROOT / "examples" / "kitchen_porter" / "diary.txt"
PHONE = {"width": 360, "height": 740}
SAYS = "my lower back locks up at night and my calf cramps in bed; no numbness"
Inside = tuple[str, str]
"""(address, file of cookies) of a door that was entered."""


def started(folder: Path, *more: str) -> tuple[subprocess.Popen[str], str]:
    """(a server of its own on a folder, its address)."""
    given = os.environ.get("PYTHONPATH", str(ROOT / "src"))
    process = subprocess.Popen(
        [sys.executable, "-m", "unclench", "serve", "--no-browser", "--data", str(folder), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([given, str(ROOT / "src")])},
    )
    assert process.stdout is not None
    return process, process.stdout.readline()


def stopped(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a server still said when it was asked to end."""
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=15)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    assert CHROMIUM, "a browser is needed here, and there is none: apt-get install chromium"
    with sync_playwright() as p:
        one = p.chromium.launch(executable_path=CHROMIUM)
        yield one
        one.close()


@contextlib.contextmanager
def entered(browser: Browser, folder: Path) -> Iterator[Inside]:
    """A server whose data lie in `folder`, entered by the address that works once."""
    process, line = started(folder / "data")
    context = browser.new_context()
    context.new_page().goto(line.strip())
    kept = folder / "state.json"
    context.storage_state(path=kept)
    context.close()
    try:
        yield line.partition("?")[0], str(kept)
    finally:
        stopped(process)


def opened(browser: Browser, inside: Inside, **more: object) -> BrowserContext:
    """A window of a browser that was let in."""
    return browser.new_context(storage_state=inside[1], base_url=inside[0], **more)  # type: ignore[arg-type]


def told(page: Page, says: str = SAYS, age: str = "42", sex: str = "Female") -> str:
    """The address of a person who filled in the first page."""
    page.goto("/")
    page.get_by_label("What hurts").fill(says)
    page.get_by_label("Age").fill(age)
    page.get_by_label(sex, exact=True).check()
    page.get_by_label("I have none of these").check()
    page.get_by_role("button", name="See the answer").click()
    page.get_by_role("heading", name="In short").wait_for()
    page.wait_for_load_state("load")  # the heading stands before the style sheet is there
    return page.url.partition("#")[0]


def handed_in(page: Page, home: str, topic: str, file: Path) -> None:
    """Hand in a file of food or blood tests, and come back to the answer."""
    page.goto(f"{home}/tell/{topic}")
    page.set_input_files("#upload", str(file))
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_load_state("load")
    page.goto(home)


def sound(page: Page) -> None:
    """No fault that axe finds, nothing that sticks out."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], v["nodes"][0]["html"]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
