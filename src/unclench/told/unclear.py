"""Words about seat, urine or stool that no finding took, beside back pain: they fail safe.

Grammar decides, not a list of sentences. In a clause stand a region ("my bum", "I wee"), states
("numb", "leaks") and abilities ("feel", "hold", "start"), and words that deny. A state is trouble
unless it is denied, an ability when it is: "can't feel", "lost control"; two denials are none:
"no trouble starting". Somebody else's, the past, a question and a thing ("the bottom drawer")
do not count. What is left is unclear, and asked about.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from unclench.facts.kinds.questions import Region, Unclear
from unclench.told import scope
from unclench.told.lexicon import Words, phrase_words, word_set
from unclench.told.pack import Sentence, corrected, sentences
from unclench.told.person import Doubt
from unclench.told.phrases import Said
from unclench.told.questions import areas
from unclench.told.vocabulary import vocabulary

TOLD = ("complaints", "signs", "conditions")
HARMLESS = frozenset({"numb_seat_after_sitting"})
"""Findings that explain a numb seat; what they were read from is not unclear."""
NEAR = 6
"""How many words before a state or an ability a denial may stand (judgement)."""
_ARTICLES = frozenset({"a", "an", "the"})
_I = frozenset({"i", "he", "she", "we", "they"})

Kind = Literal["numb", "lost", "stuck", "changed"]


class Place(NamedTuple):
    """A run of words in a sentence."""

    start: int
    end: int


@functools.cache
def _table() -> Unclear:
    return next(a.unclear for a in areas().values() if a.unclear is not None)


@functools.cache
def _phrases(words: tuple[str, ...]) -> dict[str, tuple[Words, ...]]:
    """Phrases by their first word, or by the first letter of an open one."""
    out: dict[str, list[Words]] = {}
    for text in words:
        form = phrase_words(text)
        out.setdefault(form[0][0] if form[0].endswith("*") else form[0], []).append(form)
    return {k: tuple(sorted(v, key=lambda w: -len(w))) for k, v in out.items()}


def _fits(pattern: str, token: str) -> bool:
    return token.startswith(pattern[:-1]) if pattern.endswith("*") else token == pattern


def _found(tokens: Words, at: Sequence[int], words: tuple[str, ...]) -> list[Place]:
    """Where phrases stand among the words of a clause."""
    table = _phrases(words)
    out = []
    for i in at:
        for form in (*table.get(tokens[i], ()), *table.get(tokens[i][0], ())):
            end = i + len(form)
            if end <= at[-1] + 1 and all(map(_fits, form, tokens[i:end])):
                out.append(Place(i, end))
                break
    return out


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause: its sentence, the places of its words, and what of them was understood."""

    sentence: Sentence
    at: tuple[int, ...]
    taken: frozenset[int]
    aside: frozenset[int]
    denied: frozenset[int]

    @property
    def tokens(self) -> Words:
        return self.sentence.tokens

    def find(self, words: tuple[str, ...]) -> list[Place]:
        return _found(self.tokens, self.at, words)

    def denials(self, place: Place, *groups: tuple[str, ...]) -> int:
        """How many words before a place deny it, other than those it is made of."""
        near = range(max(self.at[0], place.start - NEAR), place.start)
        return sum(1 for g in groups for p in self.find(g) if p.start in near)

    def denied_abilities(self, place: Place) -> int:
        """How many words before an ability deny it."""
        table = _table()
        near = range(max(self.at[0], place.start - NEAR), place.start)
        turns = [p for p in self.find(table.turn) if p.start in near]
        no = [p for p in self.find(table.deny) if p.start in near]
        return len(turns) + sum(not _no_of_its_own(self.tokens, p, place, turns) for p in no)


def _no_of_its_own(tokens: Words, no: Place, place: Place, turns: Sequence[Place]) -> bool:
    """Whether a "no" belongs to a thing ("no froth when I pee") and not to the ability after it."""
    if tokens[no.start] not in ("no", "nil") or place.start - no.end <= 1:
        return False
    return not any(no.end <= t.start < place.start for t in turns)


def doubts(told: Sequence[tuple[str, str]], said: Sequence[Said]) -> tuple[Doubt, ...]:
    """What untaken words about seat, urine and stool may mean, the gravest first.

    Args:
        told: (key of the case, text). said: what was read of it.
    """
    out: dict[tuple[str, str], Doubt] = {}
    for where, text in told:
        if where not in TOLD:
            continue
        mine = [s for s in said if s.text == text]
        if any(
            s.match.concept.id in HARMLESS and s.match.text and s.status == "present" for s in mine
        ):
            continue
        for raw in sentences(text):
            clauses = _clauses(corrected(raw, vocabulary(), word_set("ordinary_words")), mine)
            said_fine = any(c.find(_table().fine) or c.find(_table().deny) for c in clauses)
            for n, clause in enumerate(clauses):
                for question, loss in _with_next(clauses[n : n + 2], said_fine):
                    words = " ".join(clause.sentence.raw[i] for i in clause.at)
                    out.setdefault((question, words), Doubt(question, loss, words, where))
    return tuple(sorted(out.values(), key=lambda d: (not d.loss, d.question, d.text)))


def _clauses(sentence: Sentence, said: Sequence[Said]) -> list[_Clause]:
    taken = {
        i
        for s in said
        if s.sentence == sentence
        and s.match.concept.kind == "finding"
        and s.match.text  # what only the reader hears settles no doubt
        and s.status != "broken"
        for a, b in s.match.spans
        for i in range(a, b)
    }
    cues = scope.cues(sentence)
    aside = {i for c in cues if c.kind != "no" for i in c.reach}
    denied = {i for c in cues if c.kind == "no" for i in c.reach}
    pieces: list[list[int]] = []
    for number in dict.fromkeys(sentence.clause):
        at = [i for i, c in enumerate(sentence.clause) if c == number]
        if pieces and _goes_on(sentence.tokens, at):
            pieces[-1] += at
        else:
            pieces.append(at)
    known = frozenset(taken), frozenset(aside), frozenset(denied)
    return [_Clause(sentence, tuple(at), *known) for at in pieces]


def _goes_on(tokens: Words, at: Sequence[int]) -> bool:
    """Whether a clause has no subject of its own: "bladder's bursting but will not go"."""
    return tokens[at[0]] == "but" and len(at) > 1 and tokens[at[1]] in _AUXILIARY


_AUXILIARY = frozenset({"will", "can", "could", "does", "do", "is", "are", "has", "have", "just"})


def _of_clause(clause: _Clause, said_fine: bool) -> Iterator[tuple[str, bool]]:
    """(question that would settle it, whether a loss may be meant) of each region of a clause."""
    table = _table()
    for region in table.regions.values():
        here = [p for p in _of_body(clause, region) if p.start not in clause.aside]
        here = [p for p in here if not _said_well(clause, p)]
        if not here or _down_the_leg(clause, region, here):
            continue
        trouble, at = _trouble(clause, region)
        if trouble == "changed" and not any(_is_own(clause, region, p) for p in here):
            trouble = None
        untaken = any(i not in clause.taken for p in here for i in range(*p))
        if trouble is None:
            own = [p for p in here if _is_own(clause, region, p)]
            closed = said_fine or not _left_open(clause, own)
            if untaken and not closed:
                yield region.question, False
        elif untaken or not at & clause.taken:
            yield _question(region, trouble), _is_loss(region, trouble)


WELL = 2
"""How many words after a region that it is well may stand ("bladder is as it was")."""
_UNTIL = frozenset({"until", "till", "but", "except", "apart", "before", "or"})


def _said_well(clause: _Clause, place: Place) -> bool:
    """Whether a region is said to be well in words of its own, whatever else the clause tells."""
    table = _table()
    for well in [*clause.find(table.fine), *clause.find(table.same)]:
        near = place.end <= well.start <= place.end + WELL
        ends = clause.tokens[well.end : well.end + 2]
        if near and not clause.denials(well, table.deny, table.turn) and not _UNTIL & set(ends):
            return True
    return False


def _down_the_leg(clause: _Clause, region: Region, here: Sequence[Place]) -> bool:
    """Whether a clause tells of what runs from the buttock down a leg, and of nothing unfelt."""
    table = _table()
    of_leg = set(clause.find(region.beside_leg))
    return set(here) <= of_leg and bool(clause.find(table.leg)) and not clause.find(table.unfelt)


def _is_own(clause: _Clause, region: Region, place: Place) -> bool:
    """Whether a region is named by a word of its own, or as somebody's: not "I fitted a toilet"."""
    before = clause.tokens[clause.at[0] : place.start]
    things = [*clause.find(region.mine), *clause.find(region.visited)]
    return place not in things or _owned(before)


def _with_next(clauses: Sequence[_Clause], said_fine: bool) -> Iterator[tuple[str, bool]]:
    """As `_of_clause`; a clause after it that names no region goes on about the same one."""
    table = _table()
    here = [*_of_clause(clauses[0], said_fine)]
    if not here and len(clauses) > 1 and _feels_it(clauses[1]):
        named = [r for r in table.regions.values() if _of_body(clauses[0], r)]
        here = [(_question(r, "numb"), True) for r in named]  # "my bum is sore, can't feel it"
    for question, loss in here:
        goes_on = len(clauses) > 1 and not any(
            _of_body(clauses[1], r) for r in table.regions.values()
        )
        if loss or not goes_on:
            yield question, loss
            continue
        region = next(r for r in table.regions.values() if r.question == question)
        trouble, _ = _trouble(clauses[1], region)
        if trouble in (None, "changed"):
            yield question, False
        else:
            yield _question(region, trouble), _is_loss(region, trouble)


def _feels_it(clause: _Clause) -> bool:
    """Whether a clause says that "it" cannot be felt, whatever it is."""
    table = _table()
    felt = [p for p in clause.find(table.feel) if clause.tokens[p.end : p.end + 1] == ("it",)]
    return any(clause.denied_abilities(p) % 2 for p in felt)


def _question(region: Region, trouble: Kind) -> str:
    chosen = {"lost": region.when_lost, "stuck": region.when_stuck}.get(trouble)
    return chosen or region.question


def _is_loss(region: Region, trouble: Kind) -> bool:
    if trouble == "stuck":
        return region.stuck
    return region.odd if trouble == "changed" else True


def _of_body(clause: _Clause, region: Region) -> list[Place]:
    """Where a region is named as part of somebody: "my bottom", "I wee", not "the bottom step"."""
    table = _table()
    parts = {p.start for p in clause.find(table.parts)}
    maybe = min((p.start for p in clause.find(table.maybe)), default=clause.at[-1] + 1)
    things = [*clause.find(region.things)]
    out = [p for p in clause.find(region.words) if not _is_thing(p, things)]
    for p in [*clause.find(region.mine), *clause.find(region.visited)]:
        start = max((x for x in parts if x < p.start), default=clause.at[0])
        before = clause.tokens[start : p.start]
        owned = _owned(before)
        if region.question == _SEAT and p.start == clause.at[0]:
            owned = owned or any(clause.tokens[p.end : p.end + 1] == (t,) for t in table.states)
        done = p in clause.find(region.visited) and any(t in _I for t in before)
        if (owned or done) and clause.tokens[p.end : p.end + 1] not in _THING:
            out.append(p)
    for p in clause.find(region.alone):
        after = clause.tokens[p.end : p.end + 1]
        small = clause.tokens[p.start - 1] in table.states if p.start > clause.at[0] else False
        if not small and (p.end > clause.at[-1] or after[0] in _no_noun()):
            out.append(p)
    return [p for p in out if p.start < maybe]


def _is_thing(place: Place, before: Sequence[Place]) -> bool:
    """Whether words that make a thing of it stand just before, "her" or "the" in between."""
    return any(0 <= place.start - p.end <= 2 for p in before)


_THING = (("of",), ("the",), ("a",))
"""What follows "the bottom of" and "behind the"."""


def _owned(before: Words) -> bool:
    """Whether the words end with somebody's own: "my", "his whole"."""
    table = _table()
    while before and before[-1] in table.between:
        before = before[:-1]
    return bool(before) and before[-1] in table.owners


@functools.cache
def _no_noun() -> frozenset[str]:
    """Words that begin no noun: after them "wee" is what somebody does."""
    little = word_set("filler") | word_set("stop") | _I | _AUXILIARY
    return (little | set(_table().parts) | set(_table().deny)) - {"while", "bit", "very"}


_SEAT = "saddle_numbness"


def _trouble(clause: _Clause, region: Region) -> tuple[Kind | None, frozenset[int]]:
    """What is wrong, gravest first, and the places of the words that say so."""
    table = _table()
    found: list[tuple[Kind, Place]] = []
    states: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("numb", table.numb), ("lost", table.lost), ("stuck", table.stuck),
        ("changed", table.changed),
    )  # fmt: skip
    for kind, words in states:
        for p in clause.find(words):
            n = clause.denials(p, table.deny)
            ever = kind != "numb" and bool(clause.find(table.same))
            if n % 2 == 0 and not ever and not (n == 0 and p.start in clause.denied):
                found.append((kind, p))
    abilities: tuple[tuple[Kind, tuple[str, ...]], ...] = (
        ("numb", table.feel), ("lost", table.hold), ("stuck", table.come),
        ("changed", table.works),
    )  # fmt: skip
    able = {p for _, words in abilities for p in clause.find(words)}
    for kind, words in abilities:
        for p in clause.find(words):
            noun = _owned(clause.tokens[: p.start])
            if kind == "stuck" and (region.odd or noun or clause.find(table.than)):
                continue  # "not going to the groin", "no froth in my wee", "no more than usual"
            n = clause.denied_abilities(p)
            after = clause.tokens[p.end : p.end + 3]
            n += "nothing" in after or (n % 2 == 1 and "without" in after)
            if n % 2:
                found.append((kind, p))
    for p in clause.find(table.turn):
        n = clause.denials(p, table.deny)
        beside = any(0 <= a.start - p.end <= NEAR for a in able)
        if n % 2 == 0 and not beside and not (n == 0 and p.start in clause.denied):
            found.append(("stuck", p))
    for p in [] if clause.find(table.than) else clause.find(table.fine):
        if clause.denials(p, table.deny) % 2:
            found.append(("changed", p))
    if _only_plain(clause, region, found):
        return None, frozenset()
    losses = [f for f in found if _is_loss(region, f[0])]
    for kind, p in losses or found:
        return kind, frozenset(range(*p))
    return None, frozenset()


def _only_plain(clause: _Clause, region: Region, found: Sequence[tuple[Kind, Place]]) -> bool:
    """Whether a clause speaks of pain or skin, and of nothing that is numb, lost or stuck."""
    parts = [p.start for p in clause.find(_table().parts)]

    def piece(at: int) -> int:
        return sum(part <= at for part in parts)

    here = {piece(p.start) for p in _of_body(clause, region)}
    plain = {p.start for p in clause.find(_table().plain) if piece(p.start) in here}
    return bool(plain) and all(k == "changed" or p.start in plain for k, p in found)


def _left_open(clause: _Clause, here: Sequence[Place]) -> bool:
    """Whether a clause says something of the region that is no pain, and no place to sit on."""
    table = _table()
    if any(
        clause.find(g)
        for g in (table.plain, table.same, table.feel, table.hold, table.works, ("open",))
    ):
        return False
    for p in here:
        before = clause.tokens[clause.at[0] : p.start]
        done = p in clause.find(table.come)  # "up to pee": what somebody does is no place
        if (any(t in table.upon for t in before[-2:]) and not done) or p.start in clause.denied:
            continue
        if any(clause.tokens[p.end : p.end + 1] == (s,) for s in table.states):
            return True
        if _owned(before) or (set(before) & _I and not set(before) & _ARTICLES):
            return True
    return False
