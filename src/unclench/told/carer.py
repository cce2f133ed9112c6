"""A carer's voice: "my husband gets terrible cramps" is about the person in the profile.

It is when a relative is the one who has it, nobody speaks of a body of their own ("my calf", "I
get"), and the relative can be the person of the profile by sex and age.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from unclench.case import Profile
from unclench.told import scope
from unclench.told.lexicon import Words, word_set
from unclench.told.pack import Sentence, sentences
from unclench.told.phrases import Said
from unclench.told.vocabulary import finding_items

_MINE = frozenset({"my", "me"})
_THINKS = frozenset(
    {"say", "says", "said", "think", "thinks", "reckon", "reckons", "swear", "swears", "told",
     "tell", "tells"}
)  # fmt: skip
_THEM = frozenset(["he", "she", "him", "her", "his", "hers", "they", "them", "their", "theirs"])
_AS_WELL = frozenset({"too", "also", "mine", "well"})
_HAVE = frozenset(
    {"have", "get", "got", "am", "feel", "felt", "suffer", "had", "wake", "woke", "can"}
)


def _kin() -> frozenset[str]:
    return word_set("kin_men") | word_set("kin_women") | word_set("kin_either")


def _can_be(word: str, profile: Profile) -> bool:
    """Whether a relative can be the person of the profile."""
    sex = (
        "male"
        if word in word_set("kin_men")
        else "female"
        if word in word_set("kin_women")
        else None
    )
    return sex is None or profile.sex is None or profile.sex == sex


def _of_oneself(tokens: Words) -> bool:
    """Whether the words speak of a body or a complaint of the speaker's own."""
    places = {i for a, b in scope.hits(tokens, "places") for i in range(a, b)}
    heads = {i for a, b in scope.hits(tokens, "heads") for i in range(a, b)}
    if set(tokens) & _AS_WELL:
        return True
    for i, token in enumerate(tokens):
        near = range(i + 1, i + 4)
        if token in _MINE and any(j in places | heads for j in near):
            between = tokens[i + 1 : next(j for j in near if j in places | heads)]
            if not set(between) & (_kin()):
                return True
        if token == "i" and set(tokens[i + 1 : i + 3]) & _HAVE:
            return True
    return False


def _of_two(tokens: Words) -> bool:
    """Whether two relatives are named together ("mum and my aunt"): the person is not two."""
    at = [i for i, t in enumerate(tokens) if t in _kin()]
    return any(
        b - a <= 3 and tokens[a] != tokens[b] and {"and", "or", "nor"} & set(tokens[a:b])
        for a, b in itertools.pairwise(at)
    )


def _speaks(sentence: Sentence, end: int, said: Sequence[Said]) -> bool:
    """Whether a finding that is there stands in a sentence before a place."""
    return any(
        s.sentence.tokens == sentence.tokens and s.match.spans[0][0] < end
        for s in said
        if s.match.concept.kind == "finding" and s.status == "present"
    )


def spoken_for(
    told: Sequence[tuple[str, str]], said: Sequence[Said], profile: Profile
) -> frozenset[str]:
    """The words for the relative who is the person of the profile; empty for one's own voice.

    Args:
        told: (key of the case, text). said: what was read with every relative set aside.
    """
    free = [s for where, text in told if where == "complaints" for s in sentences(text)]
    if any(_of_oneself(s.tokens) or _of_two(s.tokens) for s in free):
        return frozenset()
    named = [t for s in free for t in s.tokens if t in _kin()]
    for sentence in free:
        at = next((i for i, t in enumerate(sentence.tokens) if t in _kin()), None)
        if at is None:
            if not set(sentence.tokens) & _THEM and _speaks(sentence, len(sentence.tokens), said):
                return frozenset()
        elif set(sentence.tokens[at + 1 : at + 3]) & _THINKS or _speaks(sentence, at, said):
            return frozenset()
    aside = any(
        s.status == "relative"
        and s.where == "complaints"
        and s.match.concept.kind == "finding"
        and finding_items()[s.match.concept.id].type not in ("diet", "exposure")
        for s in said
    )
    if not aside or not named or not _can_be(named[0], profile):
        return frozenset()
    return frozenset({named[0]})
