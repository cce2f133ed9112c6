"""What a sentence may speak of, with the numbers that tell whether it is meant.

A candidate is a phrase of the facts, or something that the reader hears without one. Its row of
numbers is what `meant` judges: the scores of it, of its likeliest rival and of what is near it in
the facts, in the run of clauses where it scores best and in the smallest that holds it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from unclench.told import amounts, body_size, scope
from unclench.told.lexicon import Concept, Match, Span, Words, misleading, word_set
from unclench.told.pack import Sentence, reader
from unclench.told.pack import proposed as proposals
from unclench.told.vocabulary import finding_items, vocabulary, wider_findings

if TYPE_CHECKING:  # numpy is loaded with the first words that are heard
    import numpy as np
    import numpy.typing as npt

HEARD = -3.5
"""What the reader must score at least without a phrase to be a candidate."""
PROPOSED = -4.0
"""The same for what is proposed (`proposed`): of judged sentences left out, four in five that tell
such a thing are candidates then, and 7 in 100 of all others."""
SHORTEST, LONGEST, RUN = 3, 24, 3
"""Fewest and most words of a window, and clauses in it."""
_JOINS = frozenset({"and", "then", "also", "because", "so", "with", "when", "since", "or", "plus"})
_PIECE = 4
"""A clause is cut at a joining word only into pieces of at least so many words."""
_LEAST, _MOST = -8.0, 6.0
"""Scores beyond these tell no more."""
TYPES = ("symptom", "sign", "risk", "context", "diet", "exposure", "ecg")
_HABITS = ("exposure", "diet", "risk", "context")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What some words may speak of.

    Attributes:
        match: a phrase, or words without one (no text).
        numbers: what tells whether it is meant.
        proposed: how likely it is meant by what `proposed` says (logarithm of the odds), where
            that judges it.
    """

    match: Match
    numbers: tuple[float, ...]
    proposed: float | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """The words that speak for it."""
        return tuple(i for a, b in self.match.spans for i in range(a, b))


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence as the reader scores it.

    Attributes:
        phrases: (finding, phrase, place) of what was found. spans: runs of its words.
        scores: those of the reader.
    """

    phrases: tuple[tuple[str, str, int], ...]
    spans: tuple[Span, ...]
    scores: Any


def pieces(sentence: Sentence) -> list[Span]:
    """The clauses, long ones cut at joining words."""
    out: list[Span] = []
    start = 0
    count = len(sentence.tokens)
    for i in range(1, count + 1):
        ends = i == count or sentence.clause[i] != sentence.clause[i - 1]
        joins = (
            not ends
            and sentence.tokens[i] in _JOINS
            and i - start >= _PIECE
            and count - i >= _PIECE
        )
        if ends or joins:
            out.append((start, i))
            start = i
    return out


def windows(sentence: Sentence) -> Iterator[Span]:
    """Runs of up to `RUN` clauses of at most `LONGEST` words, and each clause.

    A clause of one or two words says too little by itself unless it is the whole sentence.
    """
    count = len(sentence.tokens)
    cut = pieces(sentence)
    for n, (start, _) in enumerate(cut):
        for last in cut[n : n + RUN]:
            size = last[1] - start
            if size == count or (size >= SHORTEST and (last is cut[n] or size <= LONGEST)):
                yield (start, last[1])


@functools.cache
def _column() -> dict[str, int]:
    return {name: n for n, name in enumerate(reader().known_order())}


@functools.cache
def _kin() -> npt.NDArray[np.bool_]:
    """Which findings are wider or narrower than which, or the same: findings x findings."""
    import numpy as np

    at = _column()
    out = np.eye(len(at), dtype=np.bool_)
    for name, n in at.items():
        for other in wider_findings(name) if name in finding_items() else ():
            if other in at:
                out[n, at[other]] = out[at[other], n] = True
    return out


def _limited(x: float) -> float:
    return max(_LEAST, min(_MOST, float(x)))


def _seen(scores: Any, run: int, finding: int) -> tuple[float, ...]:
    """A finding in a run of words: its three scores, its likeliest rival, by how much it is ahead,
    how many are ahead of it, and how far the likeliest of its kin."""
    total = scores.total[run]
    mine, kin = total[finding], _kin()[finding]
    rival = total[~kin].max()
    ahead = int((total > mine).sum())
    return (
        _limited(scores.linear[run, finding]),
        _limited(scores.meant[run, finding]),
        _limited(mine),
        _limited(rival),
        _limited(mine - rival),
        min(ahead, 20) / 5,
        float(not ahead),
        _limited(total[kin].max() - mine),
    )


def read(sentence: Sentence, found: Sequence[Match]) -> Read:
    """The scores of a sentence in all its runs of clauses.

    Args:
        found: the phrases of findings in it.
    """
    phrases = tuple((m.concept.id, m.text, m.spans[0][0]) for m in found)
    spans = tuple(windows(sentence))
    return Read(phrases, spans, reader().scores(sentence.tokens, phrases, spans) if spans else None)


def candidates(
    sentence: Sentence, found: Sequence[Match], results: Sequence[Span], seen: Read
) -> list[Candidate]:
    """What a sentence may speak of that the reader knows.

    Args:
        found: the phrases of findings in it. results: places of results in words, which are read
            by themselves. seen: the sentence as the reader scores it.
    """
    if not seen.spans:
        return []
    tokens, total = sentence.tokens, seen.scores.total
    out = []
    for m in found:
        if m.concept.id in _column():
            runs = [n for n, (a, b) in enumerate(seen.spans) if a <= m.spans[0][0] < b]
            out.append(_candidate(m, runs or range(len(seen.spans)), seen, sentence, len(found)))
    says = {i for i, t in enumerate(tokens) if t not in word_set("filler")}
    says -= body_size.taken(tokens) | {i for a, b in results for i in range(a, b)}
    tell = [n for n, span in enumerate(seen.spans) if len(says.intersection(range(*span))) > 1]
    counted = [any(w[0].isdigit() for w in tokens[slice(*span)]) for span in seen.spans]
    named = {m.concept.id for m in found}
    fixed = {i for a, b in scope.hits(tokens, "not_a_symptom") for i in range(a, b)}
    proposed = seen.scores.proposed
    heard = (total[tell] >= HEARD) | (proposed[tell] >= PROPOSED)
    for finding in heard.any(0).nonzero()[0] if tell else ():
        name = reader().known_order()[finding]
        if name in named or name not in finding_items():
            continue
        runs = [n for n in tell if not (counted[n] and _measured(name))]
        best = max(runs, key=lambda n: total[n, finding], default=None)
        if best is not None and total[best, finding] < HEARD:
            best = max(runs, key=lambda n: proposed[n, finding])
            best = best if proposed[best, finding] >= PROPOSED else None
        if best is None:
            continue
        idle = word_set("filler") | word_set("plain_denials") | misleading()
        if not _said_by_denying(name):
            idle |= word_set("negation")
        places = [i for i in seen.scores.places(best, finding) if tokens[i] not in idle]
        places = [i for i in places if known_word(tokens[i])] or places
        if not fixed.issuperset(places) and _has_what_it_needs(name, tokens):
            said = Match(Concept("finding", name), "", _runs(places))
            one = _candidate(said, [best], seen, sentence, len(found))
            if name in proposals().names():
                one = replace(one, proposed=float(proposed[tell, finding].max()))
            out.append(one)
    return out


def _candidate(
    match: Match, runs: Sequence[int], seen: Read, sentence: Sentence, phrases: int
) -> Candidate:
    name = match.concept.id
    finding, total = _column()[name], seen.scores.total
    best = max(runs, key=lambda n: total[n, finding])
    small = min(runs, key=lambda n: seen.spans[n][1] - seen.spans[n][0])
    a, b = _seen(seen.scores, best, finding), _seen(seen.scores, small, finding)
    phrase = float(bool(match.text))
    single = phrase * float(match.size == 1)
    danger, kind = float(name in reader().deciding()), finding_items()[name].type
    habit, count = float(kind in _HABITS), min(len(sentence.tokens), 40) / 10
    return Candidate(
        match,
        (
            phrase, single, danger, *(float(kind == t) for t in TYPES), *a, *b,
            count, min(len(seen.spans), 12) / 5,
            min(seen.spans[best][1] - seen.spans[best][0], 24) / 10,
            min(phrases, 8) / 4, phrase * min(match.size, 5) / 2,
            phrase * a[2], phrase * b[2], single * a[2], danger * a[2], habit * a[1],
            phrase * a[4], phrase * count, habit * phrase,
            *_worded(match, sentence),
        ),
    )  # fmt: skip


def _worded(match: Match, sentence: Sentence) -> tuple[float, ...]:
    """How a phrase is made: in how many parts, whether a part is any word of a group, how much of
    what the sentence says it is, and how much of it everyday talk does not know."""
    if not match.text:
        return (0.0,) * 6
    own = [sentence.tokens[i] for a, b in match.spans for i in range(a, b)]
    says = [w for w in sentence.tokens if w not in word_set("filler")]
    rare = sum(w not in word_set("ordinary_words") for w in own) / len(own)
    single = float(len(own) == 1)
    return (
        float(len(match.spans) == 1), float("<" in match.text), float("&" in match.text),
        min(len(own) / max(len(says), 1), 1.0), rare, single * rare,
    )  # fmt: skip


def _runs(places: Sequence[int]) -> tuple[Span, ...]:
    out: list[Span] = []
    for i in sorted(places):
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return tuple(out)


def _measured(finding: str) -> bool:
    """Whether a number decides, which is read by itself."""
    return finding_items()[finding].type == "ecg" or finding in _by_number()


@functools.cache
def _by_number() -> frozenset[str]:
    """What follows from a number by a threshold of the facts, and taking too much of a medicine."""
    return frozenset(t.finding for i in amounts.items().values() for t in i.thresholds) | {
        "overdose"
    }


@functools.cache
def _said_by_denying(finding: str) -> bool:
    """Whether words of denial say the finding itself: "no fever" is afebrile."""
    words = word_set("negation") | word_set("loss")
    return any(words & set(p.split()) for p in finding_items()[finding].phrases)


def known_word(token: str) -> bool:
    """Whether a word is known: a name that nobody knows is never taken for part of a symptom."""
    return token in vocabulary() or token in word_set("ordinary_words")


def _has_what_it_needs(finding: str, tokens: Words) -> bool:
    needs = finding_items()[finding].needs
    return not needs or any(scope.has(tokens, group) for group in needs)
