"""Clauses with words that nothing took: what a person may be asked to say in other words."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.told import amounts, scope
from unclench.told.lexicon import word_set
from unclench.told.pack import corrected, sentences
from unclench.told.person import Untaken
from unclench.told.phrases import _IGNORE, _TIME, _TIMED, Said
from unclench.told.vocabulary import vocabulary

_SHORT = frozenset({"ive", "im", "id", "ill", "hes", "shes", "theyre", "weve", "youre", "m", "ve"})
"""Pronouns that have swallowed their verb."""
TOLD = ("complaints", "signs", "conditions")


def untaken(told: Sequence[tuple[str, str]], said: Sequence[Said]) -> tuple[Untaken, ...]:
    """Every clause of complaints, signs and conditions that was not understood, or with two or
    more content words in no reading.

    Args:
        told: (key of the case, text). said: what was read of it.
    """
    out: dict[str, Untaken] = {}
    for where, text in told:
        if where not in TOLD or scope.says_none(text):
            continue
        mine = [s for s in said if s.text == text]
        for raw in sentences(text):
            sentence = corrected(raw, vocabulary(), word_set("ordinary_words"))
            taken = {
                i
                for s in mine
                if s.sentence == sentence
                for a, b in s.match.spans
                for i in range(a, b)
            }
            taken |= amounts.covered(sentence.tokens)
            for clause in dict.fromkeys(sentence.clause):
                at = [i for i, c in enumerate(sentence.clause) if c == clause]
                words = _content(sentence.tokens, at, taken)
                if len(words) > 1 or (words and not taken & set(at)):
                    whole = " ".join(dict.fromkeys(sentence.raw[i] for i in at))
                    left = tuple(dict.fromkeys(sentence.raw[i] for i in words))
                    out.setdefault(whole, Untaken(whole, left, where))
    return tuple(out.values())


def _content(tokens: tuple[str, ...], at: Sequence[int], taken: set[int]) -> list[int]:
    """Places of a clause's words that say something and are in no reading."""
    little = word_set("filler") | word_set("stop") | word_set("asserting") | word_set("negation")
    little |= word_set("relatives") | _SHORT
    told = tuple(tokens[i] for i in at)
    timed = {at[i] for n in _TIMED for a, b in scope.hits(told, n) for i in range(a, b)}
    return [
        i
        for i in at
        if i not in taken
        and i not in timed
        and tokens[i] not in little
        and tokens[i] not in _TIME
        and not _IGNORE.match(tokens[i])
    ]
