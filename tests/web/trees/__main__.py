"""Write the trees of the answer page: `python -m tests.web.trees`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.web.driving import chromium, entered
from tests.web.trees import ANSWERS, HERE, tree

with (
    tempfile.TemporaryDirectory() as folder,
    chromium() as browser,
    entered(browser, Path(folder)) as inside,
):
    for name in ANSWERS:
        (HERE / f"{name}.yaml").write_text(tree(browser, inside, name), "utf-8")
