"""Hostile text made inert: nothing that is shown moves a cursor, colours, hides or reorders."""

from __future__ import annotations

import re

SHOWN = "\ufffd"
"""Stands for what was taken out."""

_ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1: escapes, bells, CSI
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # half a character: file names that are not UTF-8, broken JSON
    "\ufff9-\ufffb]"  # interlinear annotation
)
_INVISIBLE = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""Bidirectional controls, zero-width characters and tags: they only hide or reorder."""


def inert(text: str) -> str:
    """`text` with control, escape and half characters shown as U+FFFD and bidi controls gone.

    Tabs and line feeds stay; a carriage return before a line feed goes.
    """
    return _INVISIBLE.sub("", _ACTIVE.sub(SHOWN, text.replace("\r\n", "\n")))


FORMULA = r"^[=+\-@\t]"
NUMBER = r"^[+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?%?$"
"""How a formula of a spreadsheet begins, and what begins so and is none."""
QUOTED = "'"
"""Before a sign that would begin a formula; spreadsheets do not show it."""


def cell(text: str) -> str:
    """`text` for a cell of a table, inert: no spreadsheet takes it for a formula.

    Numbers stay as they are. `uncelled` gives the text back.
    """
    safe = inert(text)
    if re.match(FORMULA, safe) and not re.match(NUMBER, safe):
        return f"{QUOTED}{safe}"
    return safe


def uncelled(text: str) -> str:
    """What `cell` was given, without the sign that stands before a formula."""
    return text[1:] if text[:1] == QUOTED and re.match(FORMULA, text[1:]) else text


def one_line(text: str, at_most: int = 400) -> str:
    """`text` inert, on one line, and cut in the middle where it is longer than `at_most`."""
    line = " ".join(inert(text).split())
    if len(line) <= at_most:
        return line
    half = (at_most - 3) // 2
    return f"{line[:half]} … {line[-half:]}"
