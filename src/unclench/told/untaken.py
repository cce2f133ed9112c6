"""Clauses with words that nothing took: what a person may be asked to say in other words."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.told import amounts, scope
from unclench.told.accounting import content
from unclench.told.lexicon import word_set
from unclench.told.pack import corrected, sentences
from unclench.told.person import Untaken
from unclench.told.phrases import Said
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
            little = word_set("negation") | word_set("relatives") | _SHORT
            says = [i for i in content(sentence) if sentence.tokens[i] not in little]
            for clause in dict.fromkeys(sentence.clause):
                at = [i for i, c in enumerate(sentence.clause) if c == clause]
                words = [i for i in at if i in says and i not in taken]
                if len(words) > 1 or (words and not taken & set(at)):
                    whole = " ".join(dict.fromkeys(sentence.raw[i] for i in at))
                    left = tuple(dict.fromkeys(sentence.raw[i] for i in words))
                    out.setdefault(whole, Untaken(whole, left, where))
    return tuple(out.values())
