"""Every code of a reason has one sentence, and every sentence a code that somebody uses."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import unclench.words.en as english
from unclench.words.en.sentences import SENTENCES

SRC = Path(__file__).resolve().parents[2] / "src" / "unclench"


def _used() -> dict[str, str]:
    """Code -> file, of every call `reason("code", ...)` in the source."""
    out = {}
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "reason"
                and node.args
            ):
                code = node.args[0]
                assert isinstance(code, ast.Constant), f"{path}: a code must be written out"
                out[code.value] = str(path)
    return out


def test_every_code_is_said_and_every_sentence_is_used() -> None:
    for path in (SRC / "words" / "en").glob("*.py"):
        importlib.import_module(f"{english.__name__}.{path.stem}")
    used = _used()
    assert set(used) - set(SENTENCES) == set()
    assert set(SENTENCES) - set(used) == set()
