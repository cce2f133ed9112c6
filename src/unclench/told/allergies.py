"""Allergies and intolerances told anywhere, and what of them no fact knows.

A weak head ("can't have", "brings me out in") counts only for a food that is known. A head
("allergic to", "allergy", "intolerant", "anaphylaxis", "EpiPen") and the words beside it: foods
that a diet pattern knows, things that are no food (pollen, penicillin), and the rest, which is
never dropped: a plan must not be made over it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unclench.told import scope
from unclench.told.lexicon import Words, phrase_words, word_set
from unclench.told.pack import Sentence, sentences
from unclench.told.vocabulary import diet_patterns, medicine_classes, medicine_items

LINKS = frozenset(
    {"to", "from", "with", "of", "by", "after", "when", "if", "eating", "eat", "food", "for"}
)
"""Words between a head and what it is about."""
DEVICE = frozenset({"pen", "injector", "mcg", "ug", "mg", "device"})
"""Words of the device beside its name: "Jext 300 pen for peanuts"."""
OWNED = frozenset({"have", "has", "had", "having", "with", "got"})
EACH_TIME = frozenset({"every", "each", "whenever"})
"""Words by which what is had is eaten ("every time I have ..."), not an illness had once."""
EATEN = frozenset(
    {"food", "foods", "diet", "dietary", "eaten", "eat", "eating", "drink", "meal", "meals"}
)
"""Words by which a thing that is no food is swallowed: "nickel in food", "latex in my diet"."""
LONGEST = 4
"""A clause of more content words than this is no further item of a list (judgement)."""
BESIDE = 3
"""Content words before a head that may name its object: "severe tree nut allergy"."""


@dataclass(frozen=True, slots=True)
class Allergies:
    """What was told.

    Attributes:
        patterns: ids of `facts/data/diet_patterns`, sorted.
        unknown: the person's words for what no pattern knows, each once, in the order told.
    """

    patterns: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Object:
    """What one head is about: patterns, words that no pattern knows, whether it is no food."""

    patterns: set[str]
    unknown: list[str]
    no_food: bool


@functools.cache
def _names() -> tuple[tuple[Words, str], ...]:
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


def allergies_of(told: Sequence[tuple[str, str]]) -> Allergies:
    """Every allergy and intolerance of the person; denied ones and a relative's do not count.

    Args:
        told: (key of the case, text); texts of the key `allergies` need no head.
    """
    patterns: set[str] = set()
    unknown: dict[str, None] = {}
    for where, text in told:
        if where == "allergies" and scope.says_none(text):
            continue
        found = [
            _named(sentence, at)
            for sentence in sentences(text)
            for at in _objects(sentence, "allergy", bare=where == "allergies")
        ]
        named = {p for f in found for p in f.patterns}
        named |= {
            p
            for sentence in sentences(text)
            for at in _objects(sentence, "allergy_weak", bare=False)
            for p in _named(sentence, at).patterns
        }
        named |= {p for sentence in sentences(text) for p in _left_out(sentence, where)}
        for sentence in sentences(text):
            for at, surely in _reactions(sentence):
                one = _named(sentence, at)
                named |= one.patterns
                if surely and one.unknown and not one.patterns and not one.no_food:
                    unknown[text.strip()] = None
        patterns |= named
        for one in found:
            if one.unknown:
                unknown[" ".join(one.unknown)] = None
            elif not named and not one.no_food:
                unknown[text.strip()] = None
    return Allergies(tuple(sorted(patterns)), tuple(unknown))


def _objects(sentence: Sentence, group: str, *, bare: bool) -> Iterator[list[int]]:
    """Places of the words that each head of the sentence is about."""
    tokens = sentence.tokens
    cues = scope.cues(sentence)
    heads = scope.hits(tokens, group)
    if bare and not heads:
        yield list(range(len(tokens)))
    skip = {i for a, b in scope.hits(tokens, "no_food_allergy") for i in range(a, b)}
    for a, b in heads:
        own = set(range(a, b))
        if a in skip or any(a in cue.reach and not own & set(range(*cue.span)) for cue in cues):
            continue
        if group == "allergy_weak":
            yield [
                i
                for i in range(len(tokens))
                if sentence.clause[i] == sentence.clause[a] and i not in own
            ]
            continue
        if bare:
            continue
        yield _after(sentence, b) or _before(sentence, a) or _listed(sentence, b)
    if bare and heads:
        told = {i for a, b in heads for i in range(a, b)} | skip
        denied = {i for cue in cues for i in (*cue.reach, *range(*cue.span))}
        left = [i for i in range(len(tokens)) if i not in told | denied]
        if left or not denied:
            yield left


def _left_out(sentence: Sentence, where: str) -> Iterator[str]:
    """Patterns of foods that are left out: "dairy free" anywhere, "no dairy" of a diet."""
    tokens = sentence.tokens
    if where != "diet" and "free" not in tokens:
        return
    for name, pattern in _names():
        for at in range(len(tokens) - len(name) + 1):
            if tokens[at : at + len(name)] != name:
                continue
            before = tokens[max(0, at - 4) : at]
            denied = where == "diet" and (
                before[-1:] in (("no",), ("without",))
                or (before[-1:] in (("or",), ("and",)) and {"no", "without"} & set(before[:-1]))
            )
            if denied or tokens[at + len(name) : at + len(name) + 1] == ("free",):
                yield pattern


def _reactions(sentence: Sentence) -> Iterator[tuple[list[int], bool]]:
    """Places of what brought on a reaction of the whole body ("my throat swells after cinnamon",
    "the last time I ate egg I stopped breathing"), and whether it was surely eaten."""
    tokens = sentence.tokens
    cues = scope.cues(sentence)
    for group in ("reaction", "reaction_also", "swelling"):
        for a, b in scope.hits(tokens, group):
            own = set(range(a, b))
            if any(a in cue.reach and not own & set(range(*cue.span)) for cue in cues):
                continue
            links = (*scope.hits(tokens, "eaten_link"), *scope.hits(tokens, "eaten_once"))
            for start, end in sorted(links):
                after = range(end, min(end + BESIDE, len(tokens)))
                stop = next((i for i in after if tokens[i] in word_set("stop") or i in own), None)
                once = tokens[end - 1] in OWNED and not EACH_TIME & set(tokens[start:end])
                often = end - start > 1 or tokens[start] not in LINKS
                surely = group == "swelling" or (often and not once)
                yield [i for i in after if i not in own and (stop is None or i < stop)], surely


def _listed(sentence: Sentence, end: int) -> list[int]:
    """ "pollen food syndrome: hazelnut, carrot, cherry": the short items after a head."""
    clause = sentence.clause
    later = list(range(end, len(clause)))
    items = {clause[i] for i in later}
    if any(sum(clause[i] == c for i in later) > LONGEST for c in items):
        return []
    return later


def _after(sentence: Sentence, start: int) -> list[int]:
    """ "... to nuts, shellfish and eggs": the words after a link, over the items of a list."""
    tokens, clause = sentence.tokens, sentence.clause
    while start < len(tokens) and (tokens[start].isdigit() or tokens[start] in DEVICE):
        start += 1
    if start >= len(tokens) or clause[start] != clause[start - 1] or tokens[start] not in LINKS:
        return []
    stops = word_set("stop") | word_set("asserting")
    out: list[int] = []
    for i in range(start, len(tokens)):
        if clause[i] != clause[start] and (i == 0 or clause[i] != clause[i - 1]):
            item = [j for j in range(i, len(tokens)) if clause[j] == clause[i]]
            words = [j for j in item if tokens[j] not in word_set("filler")]
            if len(words) > LONGEST or any(tokens[j] in stops for j in item[:2]):
                break
        if tokens[i] in word_set("stop"):
            break
        out.append(i)
    return out


def _before(sentence: Sentence, end: int) -> list[int]:
    """ "cow's milk protein allergy": the content words before the head, in its clause."""
    tokens, clause = sentence.tokens, sentence.clause
    out: list[int] = []
    for i in range(end - 1, -1, -1):
        if clause[i] != clause[end] or tokens[i] in word_set("stop") | {
            "have",
            "has",
            "with",
            "got",
        }:
            break
        if tokens[i] not in word_set("filler") or tokens[i] in ("and",):
            out.append(i)
        if len(out) >= 2 * BESIDE:
            break
    return sorted(out)


def _named(sentence: Sentence, at: Sequence[int]) -> Object:
    words = tuple(sentence.tokens[i] for i in at)
    ids: set[str] = set()
    covered: set[int] = set()
    starts: dict[str, list[int]] = {}
    for n, word in enumerate(words):
        starts.setdefault(word, []).append(n)
    for name, pattern in _names():
        for start in starts.get(name[0], ()):
            if words[start : start + len(name)] != name:
                continue
            place = set(range(start, start + len(name)))
            if not covered & place:
                ids.add(pattern)
                covered |= place
    little = word_set("filler") | word_set("stop") | word_set("allergy_words") | LINKS
    rest = [n for n in range(len(at)) if n not in covered and words[n] not in little]
    no_food = {i for a, b in scope.hits(words, "not_food_allergen") for i in range(a, b)}
    if EATEN & set(words):
        no_food = set()
    no_food |= {n for n in rest if words[n] in _medicines() or words[n].isdigit()}
    left = [sentence.raw[at[n]] for n in rest if n not in no_food]
    return Object(ids, list(dict.fromkeys(left)), len(left) < len(rest))
