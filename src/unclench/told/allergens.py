"""What the words beside an allergy name: foods that a diet pattern knows, no food, the rest."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from unclench.told import scope
from unclench.told.lexicon import Words, phrase_words, word_set
from unclench.told.pack import Sentence
from unclench.told.vocabulary import diet_patterns, medicine_classes, medicine_items

LINKS = frozenset(
    {"to", "from", "with", "of", "by", "after", "when", "if", "eating", "eat", "food", "for"}
)
"""Words between a head and what it is about."""
EATEN = frozenset(
    {"food", "foods", "diet", "dietary", "eaten", "eat", "eating", "drink", "meal", "meals"}
)
"""Words by which a thing that is no food is swallowed: "nickel in food", "latex in my diet"."""


@dataclass(frozen=True, slots=True)
class Object:
    """What one head is about: patterns, words that no pattern knows, whether it is no food and,
    of that, whether it is a medicine."""

    patterns: set[str]
    unknown: list[str]
    no_food: bool
    medicine: bool


@functools.cache
def foods() -> tuple[tuple[Words, str], ...]:
    """(words of a food that somebody can be allergic to, pattern), the longest first."""
    rows = {
        phrase_words(
            name.removesuffix(" allergy").removesuffix("-free").removesuffix(" free")
        ): p.id
        for p in diet_patterns().values()
        if p.allergy
        for name in (*p.names, *p.allergens)
    }
    return tuple(sorted(rows.items(), key=lambda r: (-len(r[0]), r[0])))


@functools.cache
def _medicines() -> frozenset[str]:
    names = {w for k, m in medicine_items().items() for n in (k, *m.names) for w in phrase_words(n)}
    return frozenset(names | {w for c in medicine_classes() for w in phrase_words(c)})


def named(sentence: Sentence, at: Sequence[int]) -> Object:
    """What the words at these places name."""
    words = tuple(sentence.tokens[i] for i in at)
    ids: set[str] = set()
    covered: set[int] = set()
    starts: dict[str, list[int]] = {}
    for n, word in enumerate(words):
        starts.setdefault(word, []).append(n)
    for name, pattern in foods():
        for start in starts.get(name[0], ()):
            if words[start : start + len(name)] != name:
                continue
            place = set(range(start, start + len(name)))
            if not covered & place:
                ids.add(pattern)
                covered |= place
    groups = ("filler", "stop", "allergy_words", "food_sort")
    little = LINKS.union(*(word_set(g) for g in groups))
    rest = [n for n in range(len(at)) if n not in covered and words[n] not in little]
    no_food = {i for a, b in scope.hits(words, "not_food_allergen") for i in range(a, b)}
    if EATEN & set(words):
        no_food = set()
    no_food |= {n for n in rest if words[n] in _medicines() or words[n].isdigit()}
    no_food -= {n for n in rest if words[n] in word_set("also_eaten")}
    left = [sentence.raw[at[n]] for n in rest if n not in no_food]
    drugs = any(words[n] in _medicines() for n in rest)
    return Object(ids, list(dict.fromkeys(left)), len(left) < len(rest), drugs)
