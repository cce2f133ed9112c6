"""Folder order is the data flow: each link imports only itself and links before it."""

from __future__ import annotations

import ast
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src" / "unclench"
ORDER = [
    "facts", "told", "intake", "plasma", "membrane", "differential", "planning", "trial", "cohort",
    "words", "explain", "chain", "app",
]  # fmt: skip
KNOWN_TO_ALL = {
    "case", "request", "assessment", "errors", "keeping", "processes", "version", "door", "usable",
    "ways",
}  # fmt: skip
OUTSIDE = {"gathering", "refusals"}


def _imports(path: Path) -> set[str]:
    links = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module == "unclench":
                names = [f"unclench.{a.name}" for a in node.names]
        links |= {n.split(".")[1] for n in names if n.startswith("unclench.")}
    return links


def _files(name: str) -> list[Path]:
    one = SRC / f"{name}.py"
    return [one] if one.is_file() else sorted((SRC / name).rglob("*.py"))


def test_each_link_imports_only_upstream() -> None:
    seen = 0
    for place, link in enumerate(ORDER):
        for path in _files(link):
            seen += 1
            for other in _imports(path) - KNOWN_TO_ALL - OUTSIDE:
                assert other in ORDER, f"{path}: unknown link {other}"
                assert ORDER.index(other) <= place, f"{path}: {link} may not import {other}"
    assert seen > len(ORDER)


def test_types_known_to_all_import_no_link() -> None:
    for name in KNOWN_TO_ALL:
        for path in _files(name):
            assert _imports(path) <= KNOWN_TO_ALL


def test_words_are_made_from_the_answer_and_the_facts_alone() -> None:
    for path in _files("words"):
        assert _imports(path) <= {"words", "facts", "assessment", "errors", "door", "ways"}, path
