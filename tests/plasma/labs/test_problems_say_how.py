"""Whatever cannot be used of results says how to mend it."""

from __future__ import annotations

import ast
from pathlib import Path

from unclench.plasma import labs

FOLDER = Path(labs.__file__).parent


def test_every_problem_of_results_has_a_fix() -> None:
    bare = [
        f"{file.name}:{node.lineno}"
        for file in sorted(FOLDER.glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Problem"
        and len(node.args) < 3
        and "fix" not in {k.arg for k in node.keywords}
    ]
    assert bare == []
