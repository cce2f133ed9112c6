"""Where in the body: a finding that has a place is not said of words that name another.

The places of a finding are facts (`places`, groups of words). "Pain shooting down my arm" is no
sciatica, and in "since my back operation I get cramps in my legs" the cramps are in the legs.
"""

from __future__ import annotations

import functools

from unclench.told.lexicon import Match, Words, word_set
from unclench.told.pack import Sentence
from unclench.told.scope import hits
from unclench.told.vocabulary import finding_items

_LEADS = frozenset({"in", "of", "down", "across", "around", "round", "into", "through", "along",
                    "over", "up", "under", "behind"})  # fmt: skip
"""Words that lead from what is felt to where."""
_NEAR = 5
"""Within so many words after what is felt its place is looked for."""
_WORDS_BETWEEN = 1
"""Words of another kind on the way there: "pain boring through to the back"."""


@functools.cache
def _every() -> tuple[str, ...]:
    """All groups of places that findings name."""
    return tuple(sorted({g for item in finding_items().values() for g in item.places}))


def _named(tokens: Words, groups: tuple[str, ...]) -> set[int]:
    return {i for group in groups for a, b in hits(tokens, group) for i in range(a, b)}


@functools.lru_cache(maxsize=512)
def _all_named(tokens: Words) -> frozenset[int]:
    """The words that name a place, less those of set phrases ("came back", "on the other hand")."""
    idle = {i for a, b in hits(tokens, "not_a_symptom") for i in range(a, b)}
    idle |= {i for i, t in enumerate(tokens[:-1]) if (t, tokens[i + 1]) == ("back", "of")}
    return frozenset(_named(tokens, _every()) - idle)


def _led_to(tokens: Words, end: int, places: frozenset[int]) -> set[int]:
    """The place that stands right after what is felt, with the list it begins."""
    little = word_set("filler") | {"and", "or"}
    at = end
    led = at in places and at < len(tokens) and tokens[at] in _LEADS
    other = 0
    while at < min(end + _NEAR, len(tokens)) and at not in places:
        led = led or tokens[at] in _LEADS
        other += tokens[at] not in little and tokens[at] not in _LEADS
        if other > _WORDS_BETWEEN:
            return set()
        at += 1
    if not led or at not in places:
        return set()
    out: set[int] = set()
    while at < len(tokens) and (at in places or tokens[at] in little):
        out.add(at)
        at += 1
    return out


def _stands_before(tokens: Words, start: int, places: frozenset[int]) -> set[int]:
    """The place right before what is felt, with the list that it ends: "back and calf cramps"."""
    if start - 1 not in places:
        return set()
    little = {"my", "the", "left", "right", "his", "her"}
    out: set[int] = set()
    at = start - 1
    while at >= 0 and at in places:
        while at >= 0 and at in places:
            out.add(at)
            at -= 1
        before = at
        while before >= 0 and tokens[before] in little:
            before -= 1
        if before >= 0 and tokens[before] in ("and", "or"):
            at = before - 1
    return out


def elsewhere(sentence: Sentence, match: Match) -> bool:
    """Whether the words of a match name a place, and none that its finding can be at."""
    groups = finding_items()[match.concept.id].places
    if not groups:
        return False
    clauses = {sentence.clause[a] for a, _ in match.spans}
    tokens = sentence.tokens
    every = _all_named(tokens)
    here = {i for i in every if sentence.clause[i] in clauses}
    own = _named(tokens, groups) & every
    if here and not here & own:
        return True
    start, end = match.spans[0]
    if own & set(range(start, end)):
        return False
    bound = _led_to(tokens, end, every) | _stands_before(tokens, start, every)
    return bool(bound) and not bound & own
