"""Sentences about labs."""

from __future__ import annotations

from unclench.assessment import Assessment


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
