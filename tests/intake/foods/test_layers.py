"""The rooms of the food table stand on each other: no module imports one that stands on it."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import unclench.intake.foods as package

FOLDER = Path(package.__file__).parent
NAME = "unclench.intake.foods"


def _imported(path: Path) -> set[str]:
    """Modules of the package that a module imports anywhere, also inside functions."""
    out: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(NAME):
            inside = (node.module or "").removeprefix(NAME).lstrip(".")
            out |= {inside} if inside else {a.name for a in node.names}
        elif isinstance(node, ast.Import):
            out |= {a.name.removeprefix(NAME + ".") for a in node.names if NAME in a.name}
    return out


def test_no_circle_of_imports() -> None:
    graph = {
        str(p.relative_to(FOLDER).with_suffix("")).replace("/", "."): _imported(p)
        for p in FOLDER.rglob("*.py")
        if p.name != "__init__.py"
    }
    assert graph["finder"] >= {"store", "index"}
    TopologicalSorter(graph).prepare()
