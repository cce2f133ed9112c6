"""Which sentences tell a person's story: those in which something was read as their own trouble.

What is polite, denied, another's or about something else is not part of it, and neither is a
sentence of which a reading was struck; so none of these changes what a message sounds like.
"""

from __future__ import annotations

from collections.abc import Sequence

from unclench.case import Profile
from unclench.told.heard import Sound
from unclench.told.lexicon import Words
from unclench.told.pack import Sentence, sentences, tokens, whole
from unclench.told.phrases import Said

TELLS = ("complaints", "signs")
"""Keys of a case whose words tell a story together."""


def story(every: Sequence[Said], left: Sequence[Said]) -> tuple[Words, ...]:
    """The sentences of the story as words, in the order told, each once.

    Clauses of which all that was read is denied, over or another's are left out of them.

    Args:
        every: all that was read. left: what of it was not struck.
    """
    kept = {id(s) for s in left}
    struck = {s.sentence for s in every if id(s) not in kept}
    own: dict[Sentence, set[int]] = {}
    other: dict[Sentence, set[int]] = {}
    for said in left:
        if said.where in TELLS and said.sentence not in struck:
            finding = said.match.concept.kind == "finding"
            mine = finding and said.status in ("present", "perhaps")
            clauses = (own if mine else other).setdefault(said.sentence, set())
            clauses.update(said.sentence.clause[a] for a, _ in said.match.spans)
    return tuple(
        dict.fromkeys(
            tuple(
                token
                for token, clause in zip(sentence.tokens, sentence.clause, strict=True)
                if clause in mine or clause not in other.get(sentence, ())
            )
            for sentence, mine in own.items()
        )
    )


def without(told: Sequence[Words], texts: Sequence[str]) -> tuple[Words, ...]:
    """A story without the sentences that hold one of some texts: what an answer said is not so.

    Args:
        told: `story`. texts: words as told.
    """
    runs = [f" {' '.join(tokens(text))} " for text in texts]
    return tuple(s for s in told if not any(run in f" {' '.join(s)} " for run in runs))


def unread(told: Sequence[tuple[str, str]], every: Sequence[Said]) -> tuple[Words, ...]:
    """The sentences in which nothing at all was read, as words, each once.

    For a story without a sentence of its own: it may still sound like something.

    Args:
        told: (key, text) of everything said. every: all that was read.
    """
    read = {s.sentence for s in every}
    return tuple(
        dict.fromkeys(
            sentence.tokens
            for where, text in told
            if where in TELLS
            for sentence in sentences(text)
            if sentence.tokens and sentence not in read
        )
    )


def sounds(told: Sequence[Words], profile: Profile) -> Sound:
    """What a story sounds like; of few words nothing."""
    found: Sound | None = None
    if told:
        found = whole().sound(told, profile.age, profile.sex == "female")
    return found or Sound({}, {})
