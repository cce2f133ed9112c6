"""The phrases of the facts as one index, and what of it occurs in a sentence.

A phrase is a sequence of words ("pins and needles"), with `a*` for any ending, `x|y` for either,
`<group>` for a list of words, `...` for up to four words between; `A + B` needs both in the same
clause, `A & B` both in the same sentence. Little words between the words of a phrase are skipped.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from unclench.facts import loader
from unclench.facts.kinds import findings
from unclench.told.pack import Sentence, british, tokens

GAP = "..."
MAX_GAP = 4
MAX_SKIP = 3
WINDOW = 12

Kind = Literal[
    "finding", "condition", "not_condition", "medicine", "medicine_class", "diet", "question"
]  # fmt: skip


class Concept(NamedTuple):
    """What a phrase stands for: a kind, and an id among the facts of that kind."""

    kind: Kind
    id: str


Words = tuple[str, ...]
Element = tuple[Words, ...]  # alternatives
Span = tuple[int, int]


@functools.cache
def groups() -> dict[str, tuple[str, ...]]:
    """The word groups of all files by name."""
    areas = loader.load("findings", findings.FindingArea)
    return {name: words for area in areas.values() for name, words in area.groups.items()}


@functools.cache
def _form(token: str) -> str:
    return british(token[:-1]) + "*" if token.endswith("*") else " ".join(tokens(token))


@functools.cache
def group_words(name: str) -> Element:
    """The alternatives of a group, nested groups opened, in one form."""
    out: list[Words] = []
    for phrase in groups()[name]:
        if phrase.startswith("<"):
            out.extend(group_words(phrase.strip("<>")))
        else:
            out.append(phrase_words(phrase))
    return tuple(dict.fromkeys(out))


@functools.cache
def phrase_words(phrase: str) -> Words:
    """The words of a plain phrase in one form."""
    return tuple(f for t in phrase.lower().replace("-", " ").split() for f in _form(t).split())


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """A group of single words as a set."""
    return frozenset(w for words in group_words(name) for w in words if len(words) == 1)


@functools.cache
def _fillers() -> frozenset[str]:
    return word_set("filler")


@functools.cache
def _others() -> frozenset[tuple[str, ...]]:
    """Words that begin like a stem and mean another thing: (stem, word)."""
    return frozenset(group_words("not_of_a_stem"))


@functools.cache
def misleading() -> frozenset[str]:
    """Words that begin like the stem of something else: "feverfew"."""
    return frozenset(word for _, word in _others())


def _equal(pattern: str, token: str) -> bool:
    if not pattern.endswith("*"):
        return pattern == token
    return token.startswith(pattern[:-1]) and (pattern[:-1], token) not in _others()


@dataclass(slots=True)
class Part:
    """A sequence of elements; the unit that is searched once per sentence."""

    elements: list[Element]

    def ends(self, given: Words, at: int, element: int = 0) -> int:
        """The end of the longest match that begins at `at`, or -1."""
        if element == len(self.elements):
            return at
        if self.elements[element] == ((GAP,),):
            for skip in range(MAX_GAP + 1):
                end = self.ends(given, at + skip, element + 1)
                if end > 0:
                    return end
            return -1
        here = at
        for skip in range(MAX_SKIP + 1):
            best = -1
            for words in self.elements[element]:
                stop = _sequence(words, given, here)
                if stop > 0:
                    best = max(best, self.ends(given, stop, element + 1))
            if best > 0:
                return best
            skippable = here < len(given) and given[here] in _fillers()
            if element == 0 or not skippable or skip == MAX_SKIP:
                return -1
            here += 1
        return -1


def _sequence(words: Words, given: Words, at: int) -> int:
    """Where a run of words ends when it begins at `at`, little words skipped; else -1."""
    for n, pattern in enumerate(words):
        skipped = 0
        while at < len(given) and not _equal(pattern, given[at]):
            if n == 0 or skipped == 2 or given[at] not in _fillers():
                return -1
            at += 1
            skipped += 1
        if at >= len(given):
            return -1
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase: `chunks` must share a sentence, the parts of a chunk a clause."""

    concept: Concept
    text: str
    chunks: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the spans of its parts, the first one being its head.

    `doubt` is None for what is believed, else the logarithm of the odds that it is meant; `meant`
    is the same of what is believed, where that was judged. `stands` is then how likely it is there
    now, denied, over or another's, if it is meant; else empty.
    """

    concept: Concept
    text: str
    spans: tuple[Span, ...]
    doubt: float | None = None
    meant: float | None = None
    stands: tuple[float, ...] = ()

    @property
    def size(self) -> int:
        """How many tokens it covers."""
        return sum(b - a for a, b in self.spans)


@dataclass(slots=True)
class Lexicon:
    """All phrases, indexed by the word with which a part begins."""

    parts: dict[str, Part] = field(default_factory=dict)
    literal: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    prefixes: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    by_head: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    vocabulary: set[str] = field(default_factory=set)
    _starts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, concept: Concept, phrases: Iterable[str]) -> None:
        """Index the phrases of one concept."""
        for phrase in phrases:
            chunks = tuple(
                tuple(self._part(p) for p in chunk.split(" + ")) for chunk in phrase.split(" & ")
            )
            self.by_head[chunks[0][0]].append(Phrase(concept, phrase, chunks))

    def _part(self, text: str) -> str:
        text = " ".join(text.split())
        if text in self.parts:
            return text
        elements: list[Element] = []
        for token in text.replace("-", " ").split():
            if token == GAP:
                elements.append(((GAP,),))
            elif token.startswith("<"):
                elements.append(group_words(token.strip("<>")))
            else:
                elements.append(tuple(phrase_words(t) for t in token.split("|")))
        self.parts[text] = Part(elements)
        for element in elements:
            for words in element:
                self.vocabulary.update(w for w in words if w != GAP)
        for first in {words[0] for words in elements[0]}:
            if first.endswith("*"):
                self.prefixes[first[:2]].append((first[:-1], text))
            else:
                self.literal[first].append(text)
        return text

    def starting(self, token: str) -> tuple[str, ...]:
        """The parts that may begin with this token."""
        if token not in self._starts:
            found = list(self.literal.get(token, ()))
            found += [t for stem, t in self.prefixes.get(token[:2], ()) if token.startswith(stem)]
            found += [t for stem, t in self.prefixes.get(token[:1], ()) if token.startswith(stem)]
            self._starts[token] = tuple(dict.fromkeys(found))
        return self._starts[token]

    def find(self, sentence: Sentence, near: tuple[int, ...]) -> Iterator[Match]:
        """All phrases in a sentence; `near` is the number of each token's neighbourhood."""
        spans: dict[str, list[Span]] = defaultdict(list)
        for at, token in enumerate(sentence.tokens):
            for text in self.starting(token):
                end = self.parts[text].ends(sentence.tokens, at)
                if end > 0 and sentence.clause[at] == sentence.clause[end - 1]:
                    spans[text].append((at, end))
        for head in list(spans):
            for phrase in self.by_head.get(head, ()):
                yield from _compose(phrase, spans, near)


def _compose(
    phrase: Phrase, spans: dict[str, list[Span]], near: tuple[int, ...]
) -> Iterator[Match]:
    """Every way in which all parts of a phrase occur, at most one per span of its head."""
    if not all(part in spans for chunk in phrase.chunks for part in chunk):
        return
    for head in spans[phrase.chunks[0][0]]:
        taken: list[Span] = [head]
        for n, chunk in enumerate(phrase.chunks):
            anchor: Span | None = head if n == 0 else None
            for part in chunk[1:] if n == 0 else chunk:
                span = _nearest(spans[part], anchor or head, taken, near, close=anchor is not None)
                if span is None:
                    break
                taken.append(span)
                anchor = anchor or span
            else:
                continue
            break
        else:
            yield Match(phrase.concept, phrase.text, tuple(taken))


def _nearest(
    spans: list[Span], anchor: Span, taken: list[Span], near: tuple[int, ...], *, close: bool
) -> Span | None:
    """The span nearest to the anchor that overlaps none taken; in its neighbourhood if `close`."""
    best: tuple[int, Span] | None = None
    for span in spans:
        if any(span[0] < b and a < span[1] for a, b in taken):
            continue
        gap = max(span[0] - anchor[1], anchor[0] - span[1])
        if close and (gap > WINDOW or near[span[0]] != near[anchor[0]]):
            continue
        if best is None or gap < best[0]:
            best = (gap, span)
    return best[1] if best else None
