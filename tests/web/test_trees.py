"""The accessibility tree of the whole answer page is the one that was looked at and kept."""

from __future__ import annotations

import difflib

import pytest
from playwright.sync_api import Browser

from tests.web.driving import Inside
from tests.web.trees import ANSWERS, HERE, tree

HEADINGS = ("Your answer", "In short", "What was understood", "Take it with you")


@pytest.mark.parametrize("name", list(ANSWERS))
def test_the_tree_of_an_answer(browser: Browser, inside: Inside, name: str) -> None:
    kept = (HERE / f"{name}.yaml").read_text("utf-8").splitlines()
    found = tree(browser, inside, name).splitlines()
    moved = "\n".join(difflib.unified_diff(kept, found, "kept", "found", lineterm="", n=2))
    assert not moved, f"{moved}\n\nIf each change is meant: python -m tests.web.trees"


def test_every_tree_begins_with_what_matters() -> None:
    for name in ANSWERS:
        text = (HERE / f"{name}.yaml").read_text("utf-8")
        order = ["Skip to content", *(f'heading "{h}' for h in HEADINGS)]
        places = [text.find(word) for word in order]
        assert -1 not in places and places == sorted(places), name
        assert text.count("[level=1]") == 1, name
        unnamed = [x for x in text.splitlines() if x.strip() in ("- button", "- link", "- textbox")]
        assert not unnamed, unnamed
