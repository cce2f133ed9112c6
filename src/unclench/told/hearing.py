"""Phrases of the facts and the trained reader together: what a sentence speaks of, and how.

A phrase alone lies in one use of ten, and most ways to say a thing are in no phrase. So the reader
looks at every run of clauses: what it is sure of is added, a phrase that it does not believe where
it stands is dropped, and what reads as over, as another's or as denied is not taken for present.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from unclench.told import amounts, body_size, scope
from unclench.told.heard import Heard
from unclench.told.lexicon import Concept, Match, Span, Words, word_set
from unclench.told.pack import Sentence, reader, standing
from unclench.told.places import elsewhere
from unclench.told.vocabulary import finding_items, vocabulary, wider_findings

SURE = -0.75
"""Logarithm of the odds from which on the reader's own finding is believed."""
MARGIN = 0.0
"""How much more it must be than anything else that the same words may mean."""
SURE_OF_DANGER = 0.4
"""The same for what alone would send somebody to help today; less is asked about, not believed. At
0.4 the rules find 255 of 388 emergencies in open messages, at 1 249, and alarm as many harmless."""
SURE_OF_SIGN = 1.5
"""The same for what an examiner or a tracing shows: there a number or a little word decides."""
DOUBTED = -3.0
"""A phrase that tells a symptom or a sign is not believed where it scores less in every window: of
such phrases, in stories that the reader was not trained on, one in ten was meant."""
DOUBTED_OF_WORDS = -3.5
"""The same for a phrase of several words, which says more."""
DOUBTED_OF_MANY = -1.5
"""The same for a word of many meanings."""
DOUBTED_EVENT = -3.5
"""The same for one word that tells a habit or an event, of which writers of labels think less."""
COMPANY = 0.0
"""A phrase of several words stands where the reader hears anything in the same clause: what a body
feels is told there, and two names for one thing ("heavy legs") take scores from each other."""
PERHAPS = -3.5
"""From here on what is not believed still counts a little, with its odds (`Person.perhaps`)."""
PERHAPS_A_SENTENCE = 4
"""So many a sentence, the likeliest."""
STATES, STATES_ALONE, STATES_HEARD = 0.15, 0.06, 0.5
"""How likely a phrase of the facts must be meant as present, where words of denial do not say
otherwise; less in a sentence that stands alone or of what would send somebody to help today, more
for what is heard without a phrase.
On stories left out (`train_standing.py --cv`)."""
ANOTHERS = 0.9
"""How likely an illness must be somebody else's not to be taken for the person's."""
FEW, STATES_FEW = 8, 0.001
"""Fewer words than these, alone, seldom tell whose or when: what they must say at least."""
SHORTEST, LONGEST, RUN = 3, 24, 3
"""Fewest and most words of a window, and clauses in it."""
AROUND = 3
"""A phrase is also judged among so many words on either side of its head."""
_JOINS = frozenset({"and", "then", "also", "because", "so", "with", "when", "since", "or", "plus"})
_PIECE = 4
"""A clause is cut at a joining word only into pieces of at least so many words."""


def _pieces(sentence: Sentence) -> list[Span]:
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
    pieces = _pieces(sentence)
    for n, (start, _) in enumerate(pieces):
        for last in pieces[n : n + RUN]:
            size = last[1] - start
            if size == count or (size >= SHORTEST and (last is pieces[n] or size <= LONGEST)):
                yield (start, last[1])


def _near(match: Match, pieces: Sequence[Span], count: int) -> Iterator[Span]:
    """The words near the head of a phrase, and its own clause, which in a list is one word: what
    else a long sentence tells takes scores from it."""
    start, end = match.spans[0]
    yield max(0, start - AROUND), min(count, end + AROUND)
    yield from (p for p in pieces if p[0] <= start < p[1])


def _runs(places: Sequence[int]) -> tuple[Span, ...]:
    out: list[Span] = []
    for i in sorted(places):
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return tuple(out)


def _sure(finding: str) -> float:
    kind = finding_items()[finding].type
    return (
        SURE_OF_SIGN
        if kind in ("sign", "ecg")
        else SURE_OF_DANGER
        if finding in reader().deciding()
        else SURE
    )


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


def _may_be_supposed(finding: str) -> bool:
    """Whether a finding may count a little: what is urgent is asked about."""
    return finding_items()[finding].supposed and finding not in reader().deciding()


def _known(token: str) -> bool:
    """Whether a word is known: a name that nobody knows is never taken for part of a symptom."""
    return token in vocabulary() or token in word_set("ordinary_words")


def _has_what_it_needs(finding: str, tokens: Words) -> bool:
    needs = finding_items()[finding].needs
    return not needs or any(scope.has(tokens, group) for group in needs)


def _related(a: str, b: str) -> bool:
    return a in wider_findings(b) or b in wider_findings(a)


def _rival(finding: str, every: Sequence[Heard]) -> float:
    """The score of the likeliest other thing that is neither wider nor narrower."""
    return next((h.score for h in every if not _related(h.finding, finding)), -99.0)


def believed(
    sentence: Sentence, found: Sequence[Match], results: Sequence[Span], free: bool
) -> list[Match]:
    """The matches that the reader believes, with what it hears beyond them.

    Matches of other things than findings stay as they are.

    Args:
        results: places of results in words, which are read by themselves.
        free: the words are free talk; under a heading of their own ("signs", "exposure") a single
            word is meant as it stands.
    """
    phrases = [m for m in found if m.concept.kind == "finding"]
    added: dict[str, tuple[float, tuple[Span, ...]]] = {}
    perhaps: dict[str, tuple[float, tuple[Span, ...]]] = {}
    highest: dict[Match, float] = {}
    company: dict[Match, tuple[int, float]] = {}
    tokens = sentence.tokens
    read = [(m.concept.id, m.text, m.spans[0][0]) for m in phrases]
    spans = [*windows(sentence)]
    says = {i for i, t in enumerate(tokens) if t not in word_set("filler")}
    says -= body_size.taken(tokens) | {i for a, b in results for i in range(a, b)}
    for (start, end), every in zip(
        spans, reader().heard(tokens, read, spans, DOUBTED_EVENT), strict=True
    ):
        inside = [m for m in phrases if start <= m.spans[0][0] < end]
        score = {h.finding: h.score for h in every}
        for m in inside:
            highest[m] = max(highest.get(m, -99.0), score.get(m.concept.id, -99.0))
            if end - start <= company.get(m, (end - start, 0.0))[0]:
                company[m] = (end - start, max((h.score for h in every), default=-99.0))
        numbers = any(w[0].isdigit() for w in tokens[start:end])
        for h in every:
            if (
                h.finding in finding_items()
                and len(says.intersection(range(start, end))) > 1
                and not (numbers and _measured(h.finding))
                and h.score >= PERHAPS
            ):
                sure = h.score > _sure(h.finding) and h.score >= _rival(h.finding, every) + MARGIN
                if not sure and not _may_be_supposed(h.finding):
                    continue
                heard = added if sure else perhaps
                if h.score <= heard.get(h.finding, (-99.0, ()))[0]:
                    continue
                idle = word_set("filler") | word_set("plain_denials")
                if not _said_by_denying(h.finding):
                    idle |= word_set("negation")
                places = [i for i in h.places if tokens[i] not in idle]
                known = [i for i in places if _known(tokens[i])]
                places = known if known or not free else places
                if places and _has_what_it_needs(h.finding, tokens):
                    heard[h.finding] = (h.score, _runs(places))
    doubted = [m for m in phrases if free and not _stands(sentence, m, highest.get(m, 0.0))]
    pieces = _pieces(sentence)
    near = [*dict.fromkeys(span for m in doubted for span in _near(m, pieces, len(tokens)))]
    for (start, end), every in zip(
        near, reader().heard(tokens, read, near, DOUBTED_EVENT, alone=True), strict=True
    ):
        score = {h.finding: h.score for h in every}
        for m in doubted:
            if start <= m.spans[0][0] < end:
                highest[m] = max(highest.get(m, -99.0), score.get(m.concept.id, -99.0))
    kept = [
        m
        for m in found
        if not free
        or _stands(sentence, m, highest.get(m, 0.0))
        or (m.size > 1 and company.get(m, (0, -99.0))[1] >= COMPANY)
    ]
    named = {w for m in kept if m.concept.kind == "finding" for w in wider_findings(m.concept.id)}
    kept += [
        Match(Concept("finding", name), "", spans)
        for name, (_, spans) in sorted(added.items())
        if name not in named
    ]
    named |= {w for name in added for w in wider_findings(name)}
    left = sorted(
        (-score, name, spans) for name, (score, spans) in perhaps.items() if name not in named
    )
    kept += [
        Match(Concept("finding", name), "", spans, -minus)
        for minus, name, spans in left[: PERHAPS_A_SENTENCE if free else 0]
    ]
    return [m for m in kept if m.concept.kind != "finding" or not elsewhere(sentence, m)]


def _stands(sentence: Sentence, match: Match, score: float) -> bool:
    """Whether a phrase of the facts is believed where it stands.

    A word of many meanings ("running", "slipped", "match") needs more than other words, a danger
    less.
    """
    what, name = match.concept
    if what != "finding" or name not in reader().known():
        return True
    decides = name in reader().deciding()
    start, end = match.spans[0]
    if match.size == 1 and not decides and scope.has(sentence.tokens[start:end], "many_meanings"):
        return score >= DOUBTED_OF_MANY
    kind = finding_items()[name].type
    if kind in ("exposure", "diet"):
        return True
    if kind not in ("symptom", "sign"):
        return match.size > 1 or decides or score >= DOUBTED_EVENT
    if match.size > 1:
        return decides or score >= DOUBTED_OF_WORDS
    return score >= DOUBTED


def state(sentence: Sentence, match: Match, around: tuple[Words, Words]) -> str | None:
    """What the words around a match say of it where it is not said to be present; else None.

    For matches of which the words of grammar say nothing else. One that would send somebody to
    help today must be all but certainly over or another's. A phrase of the facts in a few words
    that stand alone is meant; one beside a denial that does not reach it is not denied; and a risk
    is told as past because it came before.

    Args:
        around: the words of the sentences before and after that tell anything.
    """
    few = len(sentence.tokens) < FEW and not any(around)
    decides = match.concept.id in reader().deciding()
    odds = _odds(sentence, match, around)
    words = clause_words(sentence, match)
    of_phrase = STATES_FEW if few else STATES_ALONE if decides or not any(around) else STATES
    if odds["present"] >= (of_phrase if match.text else STATES_HEARD):
        return None if match.text else _clause_says(words, sentence.question)
    said = max((k for k in odds if k != "present"), key=lambda k: odds[k])
    risk = finding_items()[match.concept.id].type == "risk"
    if said == "past" and (risk or "now" in words or scope.has(words, "acute")):
        return None
    if said == "past" and "pregnant" in sentence.tokens and "week" in sentence.tokens:
        return None  # "at 34 weeks" is now
    if said == "past" and "than" in words:
        return None  # "smaller than she used to be" is how it is now
    if said == "absent" and match.text and word_set("negation") & set(sentence.tokens):
        return None
    return said


def of_another(sentence: Sentence, match: Match, around: tuple[Words, Words]) -> bool:
    """Whether the illness that a match names is surely not the person's: somebody else's, feared,
    read of, asked about; its clause by itself must say so too. What a doctor told somebody to do is
    theirs."""
    words = clause_words(sentence, match)
    if scope.has(words, "instructed") or _odds(sentence, match, around)["relative"] < ANOTHERS:
        return False
    return _clause_says(words, sentence.question) == "relative"


def _odds(sentence: Sentence, match: Match, around: tuple[Words, Words]) -> dict[str, float]:
    decides = match.concept.id in reader().deciding()
    clue = standing().Clue(
        sentence.tokens, match.spans, clause_places(sentence, match), *around,
        sentence.question, bool(match.text), decides, "present",
    )  # fmt: skip
    found: dict[str, float] = standing().standing(clue)
    return found


def _clause_says(words: Words, question: bool) -> str | None:
    """What a clause by itself says of what is heard in it, where that is not "present"."""
    odds: dict[str, float] = reader().status_odds(words, question)
    if odds["present"] >= STATES_HEARD:
        return None
    return max((k for k in odds if k != "present"), key=lambda k: odds[k])


def clause_words(sentence: Sentence, match: Match) -> Words:
    """The words of the clauses that a match begins in."""
    return tuple(sentence.tokens[i] for i in clause_places(sentence, match))


def clause_places(sentence: Sentence, match: Match) -> tuple[int, ...]:
    """The places of the words of the clauses that a match begins in."""
    clauses = {sentence.clause[a] for a, _ in match.spans}
    return tuple(i for i, c in enumerate(sentence.clause) if c in clauses)
