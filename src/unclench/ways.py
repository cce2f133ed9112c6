"""What somebody can do next, in words that hold at any door; a door adds how it is done there.

A problem says one of these sentences whole, so that a door finds it again: `Ways` of the command
line name its options, a page its fields, the JSON answer and the library add nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

BELIEVE = "If it is right, say that such days count as told."
AS_BLOOD_TESTS = "Give it as blood tests."
AS_WORDS = "Words about what you feel are no name of a file: tell them as a complaint."
ONE_PERSON = "Choose one person by the name or number that the file writes."
CASE_FILE = "Give the diary file itself, or add a case file to the folder."
OTHER_HOME = "Make the folder writable, or choose another data folder."
OTHER_WORDS = "Ask in other words, or tell what you feel."

EVERY = (BELIEVE, AS_BLOOD_TESTS, AS_WORDS, ONE_PERSON, CASE_FILE, OTHER_HOME, OTHER_WORDS)

Ways = Mapping[str, str]
"""One of these sentences -> how a door does it, a part of a sentence."""


def with_ways(text: str, ways: Ways) -> str:
    """A text with what a door adds to the sentences of this module that stand in it."""
    for said, how in ways.items():
        if said in text:
            text = text.replace(said, f"{said[:-1]} ({how}).")
    return text
