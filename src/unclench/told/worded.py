"""Results told in words: "my iron is a bit low", "thyroid out of whack", "low sodium".

The words that say how it came out are facts (groups `result_*` of the grammar). What is guessed,
asked, denied, somebody else's or swallowed is no result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from unclench.facts.kinds import analytes, panels
from unclench.told import scope
from unclench.told.lexicon import Span, Words, word_set
from unclench.told.pack import Sentence, sentences

Side = Literal["low", "high", "normal", "off", "very_low", "very_high"]
SIDES: tuple[Side, ...] = ("off", "very_low", "very_high", "low", "high", "normal")
TURNED = ("low", "high", "very_low", "very_high")
"""Sides that may stand before the name: "low sodium", "raised CK"."""
FLAGS: dict[Side, str] = {
    "very_low": "LL", "low": "L", "normal": "N", "high": "H", "very_high": "HH", "off": "off",
}  # fmt: skip
LONGEST = 4
"""Words of the longest name of a test that is looked for."""
SHORT = frozenset({"ck", "hb"})
"""Names of two letters that mean a test in running text."""
ALL = "bloods"
"""The panel of everything: what is said of it is a finding of its own (`blood_tests_normal`)."""
_AFTER = frozenset(
    {"this", "last", "today", "yesterday", "now", "again", "ago", "when", "so", "since", "or"}
)


DOSES = frozenset((w,) for w in "mg g mcg ug iu tablet capsule time drop".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Worded:
    """One result in words.

    Attributes:
        name: as told. analytes: the ids that it means, several for a panel.
        side: "off" is not normal, and nobody said which way; "very_low" is told as a danger.
        span: its tokens, first to past last.
        panel: the name is that of a panel, so "low" says nothing of its tests ("kidneys low").
        sure: told as a result of the person's own, neither guessed, asked nor denied.
    """

    name: str
    analytes: tuple[str, ...]
    side: Side
    span: Span
    panel: bool
    sure: bool = True


def worded(sentence: Sentence, patient: Collection[str] = ()) -> list[Worded]:
    """Everything in a sentence that has the shape of a result in words, in the order told.

    Args:
        patient: words for a relative who is the person that all is about.
    """
    out: list[Worded] = []
    for side in SIDES:
        for a, b in scope.hits(sentence.tokens, f"result_{side}"):
            found = _before(sentence, a, b, side)
            if found is None and side in TURNED:
                found = _after(sentence, a, b, side)
            if found and not any(_overlap(found.span, o.span) for o in out):
                out += [found, *_listed(sentence, found)]
    if not out:
        return []
    cues = scope.cues(sentence, frozenset(patient))
    return sorted((_judged(w, sentence, cues) for w in out), key=lambda w: w.span)


def _listed(sentence: Sentence, last: Worded) -> Iterator[Worded]:
    """ "calcium and magnesium both low": the names before one, of which the same is told."""
    start = last.span[0]
    while start > 1 and sentence.tokens[start - 1] == "and":
        first = _clause_start(sentence, start - 2)
        found = next(_names(sentence, first, start - 1, start - 1), None)
        if found is None:
            return
        yield Worded(found[1], found[2], last.side, (found[0], start), found[3])
        start = found[0]


def numbered(sentence: Sentence) -> list[Span]:
    """Places of results told with a number: "my potassium was 6.8", never "magnesium 375 mg"."""
    out = []
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        if not token[0].isdigit() or tokens[i + 1 : i + 2] in DOSES:
            continue
        at = _over(sentence, i, ("result_links", "result_about"))
        if at == i:
            continue
        first = _clause_start(sentence, i)
        for a, *_ in _names(sentence, first, at, i):
            if not scope.has(tokens[first:a], "result_taken"):
                out.append((a, i + 1))
    return out


def _over(sentence: Sentence, start: int, groups: Collection[str]) -> int:
    """The place from which only words of these groups stand before `start`, in their order."""
    at = start
    for group in groups:
        while spans := [s for s in scope.hits(sentence.tokens[:at], group) if s[1] == at]:
            at = spans[0][0]
    return at


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _judged(found: Worded, sentence: Sentence, cues: Collection[scope.Cue]) -> Worded:
    own = set(range(*found.span))
    foreign = any(own & cue.reach and not own & set(range(*cue.span)) for cue in cues)
    before = sentence.tokens[_clause_start(sentence, found.span[0]) : found.span[0]]
    unsure = sentence.question or scope.has(before, "result_unsure")
    return replace(found, sure=not (foreign or unsure))


def _clause_start(sentence: Sentence, at: int) -> int:
    return sentence.clause.index(sentence.clause[at])


def _before(sentence: Sentence, start: int, end: int, side: Side) -> Worded | None:
    """The result whose word stands at [start, end): the name before it, over its links."""
    tokens = sentence.tokens
    if not _whole(sentence, end):
        return None
    linked = _over(sentence, start, ("result_links",))
    at = _over(sentence, linked, ("result_about",))
    first = _clause_start(sentence, start)
    for a, name, ids, panel in _names(sentence, first, at, linked):
        if scope.has(tokens[first:a], "result_taken"):
            return None
        return Worded(name, ids, side, (a, end), panel)
    return None


def _after(sentence: Sentence, start: int, end: int, side: Side) -> Worded | None:
    """ "low sodium", "a raised CK": the name after its word, where nothing follows it."""
    tokens, clause = sentence.tokens, sentence.clause
    if scope.has(tokens[_clause_start(sentence, start) : start], "result_taken"):
        return None
    for n in range(LONGEST, 0, -1):
        stop = end + n
        if stop > len(tokens) or clause[stop - 1] != clause[start] or not _whole(sentence, stop):
            continue
        for a, name, ids, panel in _names(sentence, end, stop, stop):
            if a == end:
                return Worded(name, ids, side, (start, stop), panel)
    return None


def _names(
    sentence: Sentence, first: int, at: int, about: int
) -> Iterator[tuple[int, str, tuple[str, ...], bool]]:
    """(place, name, analytes, whether a panel) of the longest name that ends at `at`."""
    for n in range(min(LONGEST, at - first), 0, -1):
        name = " ".join(sentence.raw[at - n : at])
        little = sentence.tokens[at - n] in word_set("filler") | word_set("stop")
        if little or (len(name) < 3 and name.lower() not in SHORT):
            continue
        one = analytes.find(name)
        if one is not None and one.specimen in ("serum", "blood", "calculated"):
            yield at - n, name, (one.id,), False
            return
        panel = panels.find(name) or panels.find(" ".join(sentence.raw[at - n : about]))
        if one is None and panel and panel.id != ALL:
            yield at - n, name, panel.analytes, True
            return


def _whole(sentence: Sentence, end: int) -> bool:
    """Whether the words up to `end` stand by themselves: "low last week", never "low dose"."""
    tokens, clause = sentence.tokens, sentence.clause
    if end >= len(tokens) or clause[end] != clause[end - 1]:
        return True
    plain: Words | frozenset[str] = word_set("stop") | word_set("filler") | _AFTER
    return tokens[end] in plain and tokens[end] not in ("to", "of", "for")


@dataclass(frozen=True, slots=True)
class ToldResult:
    """A result in words with its clause and the key of the case; see `Worded`."""

    name: str
    analytes: tuple[str, ...]
    side: Side
    panel: bool
    text: str
    where: str

    @property
    def flag(self) -> str:
        """How it is judged: "LL" to "HH", or "off", where no side of a test is told."""
        return "off" if self.panel and self.side != "normal" else FLAGS[self.side]


def results_told(
    told: Collection[tuple[str, str]], had: Collection[tuple[str, Span]], patient: Collection[str]
) -> tuple[ToldResult, ...]:
    """Every result that counts, but those that an illness says already ("low potassium").

    Args:
        told: (key of the case, text).
        had: (text, place in its sentence) of illnesses that were read there.
    """
    out: dict[ToldResult, None] = {}
    for where, text in told:
        for sentence in sentences(text):
            for w in worded(sentence, patient):
                start = w.span[0]
                if not w.sure or any(t == text and _overlap(span, w.span) for t, span in had):
                    continue
                clause = [i for i, c in enumerate(sentence.clause) if c == sentence.clause[start]]
                words = " ".join(dict.fromkeys(sentence.raw[clause[0] : clause[-1] + 1]))
                out[ToldResult(w.name, w.analytes, w.side, w.panel, words, where)] = None
    return tuple(out)
