"""Sentences, made last and from the `Assessment` alone: one folder a language.

A language is a package `words/<name>` with `speak(answer)`, which fills every sentence of an
answer in place, and `sentence_of(reason)`. Nothing else in the house makes sentences for people.
"""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from unclench.assessment import Assessment, Reason


class Language(Protocol):
    """What a language offers."""

    def speak(self, answer: Assessment) -> None:
        """Fill every sentence of an answer in place."""

    def sentence_of(self, reason: Reason) -> str:
        """The sentence of one reason."""


def language(name: str = "en") -> Language:
    """The language of this name."""
    return cast(Language, importlib.import_module(f"unclench.words.{name}"))


def speak(answer: Assessment, name: str = "en") -> Assessment:
    """The same answer with every sentence in this language."""
    language(name).speak(answer)
    return answer
