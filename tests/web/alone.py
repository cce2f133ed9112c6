"""The whole door where there is no network but this machine: `python -m tests.web.alone FOLDER`."""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import sys
import urllib.request
from pathlib import Path

from tests.web.driving import DIARY, chromium, handed_in, started, stopped, told

UP = 0x1 | 0x40
SET_FLAGS = 0x8914


def only_loopback() -> None:
    """Have this machine's own address work, and be sure that no other does."""
    with socket.socket() as s:
        fcntl.ioctl(s, SET_FLAGS, struct.pack("16sh", b"lo", UP))
    with socket.socket() as s:
        s.settimeout(2)
        try:
            s.connect(("192.0.2.1", 80))
        except OSError:
            return
    raise SystemExit("there is a network here")


def by_browser(address: str, here: str) -> list[str]:
    """Addresses that a browser asked for, from the first page to the two pages of paper."""
    asked: list[str] = []
    with chromium() as browser:
        page = browser.new_page(base_url=here)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        home = told(page)
        handed_in(page, home, "food", DIARY)
        page.locator("svg.bar").first.wait_for()
        page.locator("a.why").first.click()
        page.locator(".why-here").first.wait_for()
        paper = page.context.request.get(f"{home}/report.pdf")
        assert paper.body().startswith(b"%PDF")
    assert all(url.startswith((here, "data:", "blob:")) for url in asked), asked
    return asked


def by_program(folder: Path, here: str) -> None:
    """The answer for a program."""
    key = (folder / "api-token").read_text().strip()
    for path, body in (("assess", {"complaints": ["calf cramps"]}), ("plan", {"age": 42,
                       "complaints": ["calf cramps"], "diet": "vegan"})):  # fmt: skip
        request = urllib.request.Request(
            f"{here}api/{path}", json.dumps({"case": body}).encode(),
            {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=120) as reply:
            assert reply.status == 200


def main(folder: Path) -> None:
    """All of it."""
    only_loopback()
    process, line = started(folder)
    try:
        here = line.partition("?")[0]
        asked = by_browser(line.strip(), here)
        by_program(folder, here)
    finally:
        stopped(process)
    print(f"alone: {len(asked)} requests, all to {here.rpartition(':')[0]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
