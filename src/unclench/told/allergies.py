"""Allergies and intolerances told anywhere, and what of them no fact knows.

A weak head ("can't have", "brings me out in") counts only for a food that is known. A head
("allergic to", "allergy", "intolerant", "anaphylaxis", "EpiPen") and the words beside it: foods
that a diet pattern knows, things that are no food (pollen, penicillin), and the rest, which is
never dropped: a plan must not be made over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from unclench.told import scope
from unclench.told.allergens import LINKS, Object, foods, named
from unclench.told.lexicon import word_set
from unclench.told.pack import Sentence, sentences
from unclench.told.reactions import (
    eating_is_ruled,
    further,
    substances,
    triggers,
    unless_told_off,
)

DEVICE = frozenset({"pen", "injector", "mcg", "ug", "mg", "device"})
"""Words of the device beside its name: "Jext 300 pen for peanuts"."""
OWNED = frozenset({"have", "has", "had", "having", "with", "got"})
EACH_TIME = frozenset({"every", "each", "whenever"})
"""Words by which what is had is eaten ("every time I have ..."), not an illness had once."""
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


def allergies_of(
    told: Sequence[tuple[str, str]], patient: frozenset[str] = frozenset()
) -> Allergies:
    """Every allergy and intolerance of the person; denied ones and a relative's do not count.

    Args:
        told: (key of the case, text); texts of the key `allergies` need no head.
        patient: words for a relative who is the person that all is about.
    """
    patterns: set[str] = set()
    unknown: dict[str, None] = {}
    for where, text in told:
        if where == "allergies" and scope.says_none(text):
            continue
        found = Found(where, text.strip())
        for sentence in sentences(text):
            found.read(sentence, patient)
        patterns |= found.patterns
        unknown |= dict.fromkeys(found.left())
    return Allergies(tuple(sorted(patterns)), tuple(unknown))


@dataclass(slots=True)
class Found:
    """What one text tells: filled sentence by sentence.

    Attributes:
        objects: what each head of an allergy is about. ruled: it is said to rule what is eaten.
    """

    where: str
    text: str
    patterns: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    objects: list[Object] = field(default_factory=list)
    ruled: bool = False

    def read(self, sentence: Sentence, patient: frozenset[str]) -> None:
        """Add what a sentence tells."""
        cues = unless_told_off(sentence, scope.cues(sentence, patient))
        for at in _objects(sentence, "allergy", cues, bare=self.where == "allergies"):
            self.objects.append(named(sentence, at))
        for at in _objects(sentence, "allergy_weak", cues, bare=False):
            self.patterns |= named(sentence, at).patterns
        self.patterns |= {p for o in self.objects for p in o.patterns}
        self.patterns |= set(_left_out(sentence, self.where))
        for at, surely in _reactions(sentence, cues):
            one = named(sentence, at)
            self.patterns |= one.patterns
            strange = surely and not one.patterns and not one.no_food
            if strange and substances(sentence, at):
                self.unknown.append(self.text)
        for at, how in triggers(sentence, patient):
            one = named(sentence, at)
            self.patterns |= one.patterns
            about = [*further(sentence, at)] if one.patterns else at
            left = substances(sentence, about, only_told=how == "advice")
            left = [w for w in left if w in one.unknown or not one.patterns]
            if left and how != "beside":
                self.unknown.append(" ".join(left))
        self.ruled |= eating_is_ruled(sentence)

    def left(self) -> list[str]:
        """The words that no pattern knows, in the order told."""
        out = [*self.unknown]
        for one in self.objects:
            if one.unknown:
                out.append(" ".join(one.unknown))
            elif not self.patterns and not one.no_food:
                out.append(self.text)
        swallowed = any(one.no_food and not one.medicine for one in self.objects)
        if self.ruled and swallowed and not self.patterns:
            out.append(self.text)  # "nickel allergy, must watch my food"
        return out


def _objects(
    sentence: Sentence, group: str, cues: Sequence[scope.Cue], *, bare: bool
) -> Iterator[list[int]]:
    """Places of the words that each head of the sentence is about."""
    tokens = sentence.tokens
    heads = scope.hits(tokens, group)
    if group == "allergy":
        heads = (*heads, *_alone(sentence))
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


def _alone(sentence: Sentence) -> list[tuple[int, int]]:
    """Heads that tell a reaction and not to what: "I react badly", never "badly to bad news"."""
    tokens = sentence.tokens
    return [
        (a, b) for a, b in scope.hits(tokens, "allergy_bare") if not LINKS & set(tokens[b : b + 2])
    ]


def _left_out(sentence: Sentence, where: str) -> Iterator[str]:
    """Patterns of foods that are left out: "dairy free" anywhere, "no dairy" of a diet."""
    tokens = sentence.tokens
    if where != "diet" and "free" not in tokens:
        return
    for name, pattern in foods():
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


def _reactions(sentence: Sentence, cues: Sequence[scope.Cue]) -> Iterator[tuple[list[int], bool]]:
    """Places of what brought on a reaction of the whole body ("my throat swells after cinnamon",
    "the last time I ate egg I stopped breathing"), and whether it was surely eaten."""
    tokens = sentence.tokens
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
