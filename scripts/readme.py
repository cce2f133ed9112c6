"""Write the real output and the picture of the example into README.md.

python scripts/readme.py
"""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

from rich.console import Console

from unclench.app.hints import hints_of
from unclench.app.report import pictures, terminal
from unclench.chain import assess
from unclench.words.en import build

ROOT = Path(__file__).resolve().parents[1]
AS_OF = dt.date(2026, 11, 23)
LINES = 72


def main() -> None:
    """Assess the example as of a fixed day, keep the first lines, draw the picture."""
    answer = assess(ROOT / "examples" / "kitchen_porter", today=AS_OF)
    out = io.StringIO()
    blocks = build(answer, brief=True, hints=hints_of("command line"))
    terminal.show(blocks, Console(file=out, width=80))
    shown = [line.rstrip() for line in out.getvalue().splitlines()][:LINES]
    text = "\n".join(["```text", "$ unclench check examples/kitchen_porter", *shown, "…", "```"])
    readme = ROOT / "README.md"
    readme.write_text(
        re.sub(
            r"<!-- output -->.*<!-- end of output -->",
            lambda _: f"<!-- output -->\n{text}\n<!-- end of output -->",
            readme.read_text("utf-8"),
            flags=re.S,
        ),
        "utf-8",
    )
    picture = ROOT / "docs" / "images" / "nutrients.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    pictures.nutrients_chart(answer).save(str(picture), scale_factor=2)


if __name__ == "__main__":
    main()
