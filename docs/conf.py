"""Sphinx configuration. Fact pages, the command line reference and the schema are generated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from scripts.door_pages import door_pages  # noqa: E402
from scripts.fact_pages import unclench_pages  # noqa: E402

import unclench  # noqa: E402
from unclench.assessment import Assessment  # noqa: E402

project = "Unclench"
author = "The Unclench authors"
copyright = "The Unclench authors, Apache-2.0"
release = version = unclench.__version__
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "dollarmath", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header", "myst.xref_missing"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Unclench"

VERBS = [
    [],
    ["ask"],
    ["check"],
    ["explain"],
    ["foods"],
    ["facts"],
    ["simulate"],
    ["plan"],
    ["trial"],
    ["serve"],
    ["log"],
    ["data"],
    ["mcp"],
    ["cohort"],
]


def _command_line(out: Path) -> None:
    parts = ["# Command line", "", "Written from `--help`."]
    env = {**os.environ, "COLUMNS": "96", "NO_COLOR": "1", "TERM": "dumb"}
    for verb in VERBS:
        run = subprocess.run(
            [sys.executable, "-m", "unclench", *verb, "--help"],
            capture_output=True, text=True, env=env, check=False,
        )  # fmt: skip
        if run.returncode == 0:
            title = " ".join(["unclench", *verb])
            parts += ["", f"## {title}", "", "```text", run.stdout.rstrip(), "```"]
    out.write_text("\n".join(parts) + "\n", "utf-8")


GENERATED = HERE / "generated"
GENERATED.mkdir(exist_ok=True)
unclench_pages(GENERATED / "facts")
_command_line(GENERATED / "command-line.md")
door_pages(GENERATED)
(GENERATED / "assessment.schema.json").write_text(
    json.dumps(Assessment.model_json_schema(by_alias=True), indent=2) + "\n", "utf-8"
)
html_extra_path = ["generated/assessment.schema.json", "generated/openapi.json"]
