"""What words make of parts of an answer, for tests of sentences."""

from __future__ import annotations

from collections.abc import Iterable

from unclench.assessment import Assessment, Lab, Reason
from unclench.words import language, speak


def spoken(labs: Iterable[Lab]) -> list[Lab]:
    """The same results with their sentences."""
    answer = Assessment(version="test", labs=list(labs))
    return speak(answer).labs


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """The sentence of each reason."""
    return [language().sentence_of(r) for r in reasons]
