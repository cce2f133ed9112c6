"""Each benchmark owns one section of README.md, between two comments, and leaves the rest."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

README = Path(__file__).parent / "README.md"
START = "# Measured figures\n\nEach section is written by `python -m benchmarks.<name>`.\n"


def shared() -> Path:
    """The folder of published samples beside the checkout."""
    return Path(os.environ.get("UNCLENCH_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def when() -> str:
    """The day, and how busy the machine is now: seconds on a clock hang on it."""
    day = dt.date.today()
    return f"{day.day} {day:%B %Y}, load {os.getloadavg()[2]:.1f} on {os.cpu_count()} cores"


def write_section(name: str, text: str) -> None:
    """Put `text` (Markdown, starting with a heading) in place of the section called `name`."""
    old = README.read_text("utf-8") if README.is_file() else START
    body = f"<!-- {name} -->\n{text.strip()}\n<!-- end of {name} -->\n"
    pattern = re.compile(rf"<!-- {name} -->.*?<!-- end of {name} -->\n", re.S)
    new = pattern.sub(lambda _: body, old) if pattern.search(old) else f"{old.rstrip()}\n\n{body}"
    README.write_text(new, "utf-8")


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; the first column is text, the others numbers."""
    lines = [" | ".join(header), " | ".join(["---"] + ["---:"] * (len(header) - 1))]
    lines += [" | ".join(row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)
