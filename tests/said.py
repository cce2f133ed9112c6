"""What words make of parts of an answer, for tests of sentences."""

from __future__ import annotations

from collections.abc import Iterable

from unclench.assessment import Assessment, Lab, Reason, Reasons
from unclench.differential.assess import DifferentialAnswer
from unclench.words import language, speak


def spoken(labs: Iterable[Lab]) -> list[Lab]:
    """The same results with their sentences."""
    answer = Assessment(version="test", labs=list(labs))
    return speak(answer).labs


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """The sentence of each reason."""
    return [language().sentence_of(r) for r in reasons]


def answered(found: DifferentialAnswer) -> Assessment:
    """The parts of the differential as an answer with its sentences."""
    return speak(
        Assessment(
            version="test",
            urgency=found.urgency,
            red_flags=found.red_flags,
            causes=found.causes,
            next_tests=found.next_tests,
            reasons=Reasons(insufficient=found.insufficient, questions=found.questions),
        )
    )
