"""Nothing but the door opens, decodes, unpacks or parses what a person gives."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "unclench"
OWN = {
    "facts/cache.py", "keeping.py", "intake/diaries/reviews.py",
    "intake/foods/imports/imported.py", "told/embedding.py", "cohort/parts.py",
    "app/report/pdf.py", "app/stored.py", "app/web/carrying.py", "app/web/forms.py",
    "app/web/pages/topics.py", "app/web/server.py", "app/web/store.py",
    "app/web/troubles.py", "app/web/worker.py", "told/en/encoder.py",
}  # fmt: skip
"""They read back what the program wrote itself, or files of installed packages."""
MODULES = {"zipfile", "gzip", "lzma", "bz2", "tarfile", "yaml", "python_calamine",
           "xml.sax", "lxml", "pypdf"}  # fmt: skip
CALLS = {"open", "read_bytes", "read_text", "fdopen"}
PARSERS = {("json", "load"), ("json", "loads"), ("yaml", "load"), ("yaml", "safe_load")}
ALLOWED_CALLS = {"app/cli.py": {"open", "fdopen"}}  # /dev/null, for output that is closed


def _breaches(code: str, file: str = "") -> list[str]:
    tree = ast.parse(code)
    own = {  # names of our own modules: their functions open nothing by themselves
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unclench")
        for alias in node.names
    }
    allowed = ALLOWED_CALLS.get(file, set())
    out = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        out += [f"{node.lineno}: import {n}" for n in names if n in MODULES]  # type: ignore[attr-defined]
        if not isinstance(node, ast.Call):
            continue
        f = node.func
        if isinstance(f, ast.Name) and f.id == "open":
            out.append(f"{node.lineno}: open()")
        if isinstance(f, ast.Attribute):
            base = f.value.id if isinstance(f.value, ast.Name) else ""
            if (base, f.attr) in PARSERS:
                out.append(f"{node.lineno}: {base}.{f.attr}()")
            elif f.attr in CALLS - allowed and base not in own:
                out.append(f"{node.lineno}: .{f.attr}()")
    return out


FILES = sorted(
    p for p in SRC.rglob("*.py") if p.parent.name != "door" and str(p.relative_to(SRC)) not in OWN
)


def test_no_reader_opens_anything_itself() -> None:
    assert len(FILES) > 200
    names = {str(p.relative_to(SRC)): p.read_text("utf-8") for p in FILES}
    found = {name: b for name, code in names.items() if (b := _breaches(code, name))}
    assert found == {}


@pytest.mark.parametrize(
    "code",
    ["open('x')", "p.open()", "p.read_text()", "Path('x').read_bytes()", "import zipfile",
     "from yaml import load", "import json\njson.loads(t)"],
)  # fmt: skip
def test_the_guard_sees_each_way_around_the_door(code: str) -> None:
    assert _breaches(code)


def test_the_door_imports_no_link() -> None:
    for path in (SRC / "door").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unclench"):
                assert (node.module or "").split(".")[1] in ("door", "errors", "ways")
