"""No number of an own case moves unseen: `answers.json` says what stood before."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.golden import answers

OLD: dict[str, Any] = json.loads(answers.FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def new() -> dict[str, Any]:
    return answers.made()


def _apart(a: Any, b: Any) -> bool:
    """Whether two values differ by more than machines do: the scores of words are float sums,
    and a last digit that rounds the other way moves a weight by some thousandths."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) != len(b) or any(_apart(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) > 2e-4 * max(abs(a), abs(b), 1e-3) + 2e-3
    return bool(a != b)


def test_every_case_is_there(new: dict[str, Any]) -> None:
    assert new.keys() == OLD.keys()


@pytest.mark.parametrize("name", OLD)
def test_no_number_moves_unseen(name: str, new: dict[str, Any]) -> None:
    moved = {k: (OLD[name].get(k), v) for k, v in new[name].items() if _apart(v, OLD[name].get(k))}
    assert not moved, "write them anew with `python -m tests.golden.answers` and say whose moved"
