"""Medicines and conditions that were told and that no fact knows."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.told import scope, supplements
from unclench.told.lexicon import word_set
from unclench.told.pack import sentences, tokens
from unclench.told.person import Unsure
from unclench.told.phrases import Said


def unsure(
    told: Sequence[tuple[str, str]], said: Sequence[Said], allergies: Sequence[str]
) -> tuple[Unsure, ...]:
    """What could change safety and was not understood, in the order told, each once.

    Args:
        told: (key of the case, text). said: what was read of it.
        allergies: words of allergies that no pattern knows.
    """
    known = {(s.where, s.text): True for s in said}
    out: dict[Unsure, None] = {Unsure("allergy", text): None for text in allergies}
    for where, text in told:
        if where not in ("medicines", "conditions") or _says_none(text):
            continue
        if where == "medicines":
            named = any(s.match.concept.kind.startswith("medicine") for s in said if s.text == text)
            if not named and supplements.read(text) is None:
                out[Unsure("medicine", text.strip())] = None
        elif (where, text) not in known and not _of_allergy(text):
            out[Unsure("condition", text.strip())] = None
    return tuple(out)


def _says_none(text: str) -> bool:
    """Whether a text only says that there is nothing: "none", "no medicines", "n/a"."""
    empty = word_set("filler") | word_set("negation") | word_set("says_none")
    return all(t in empty for t in tokens(text))


def _of_allergy(text: str) -> bool:
    """Whether a text speaks of an allergy, which is looked after elsewhere."""
    return any(scope.has(s.tokens, "allergy") for s in sentences(text))
