"""British English."""

from unclench.assessment import Assessment
from unclench.words.blocks import Page
from unclench.words.en import (
    adequacy,
    diary,
    differential,
    in_short,
    labs,
    plan,
    playback,
    simulation,
    what_to_do,
)
from unclench.words.en.document import build
from unclench.words.en.sentences import sentence_of

__all__ = ["FACT_TEXTS", "PAGE", "build", "sentence_of", "speak"]

FACT_TEXTS: dict[tuple[str, str, str], str] = {}
"""None of its own: fact files are written in this language."""

PAGE = Page("en", "Unclench: answer", "Made on this computer; nothing was sent anywhere.")
SPEAKERS = (diary, labs, adequacy, differential, plan, simulation, what_to_do, in_short, playback)


def speak(answer: Assessment) -> None:
    """Fill every sentence of an answer in place."""
    for module in SPEAKERS:
        module.speak(answer)
    answer.warnings = _said(answer.warnings, [sentence_of(r) for r in answer.reasons.warnings])
    answer.insufficient = _said(
        answer.insufficient, [sentence_of(r) for r in answer.reasons.insufficient]
    )


def _said(before: list[str], new: list[str]) -> list[str]:
    return list(dict.fromkeys([*before, *new]))
