"""What reasons say in words, for tests that read what a person reads."""

from __future__ import annotations

from collections.abc import Iterable

from unclench.assessment import Reason
from unclench.words.en import sentence_of


def said(reasons: Iterable[Reason]) -> list[str]:
    """The sentence of each reason."""
    return [sentence_of(r) for r in reasons]
