"""Questions that stand in a person's own words, and what kind of question each is.

"Should I stop my statin", with or without a question mark, is no symptom: it is to be answered.
How a question begins is grammar (`facts/data/findings/asking`), what it is about are phrases of
`facts/data/lay_questions`.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from unclench.facts import loader
from unclench.facts.kinds.lay_questions import LayQuestion
from unclench.told import scope
from unclench.told.lexicon import Concept, Lexicon, Words, word_set
from unclench.told.pack import Sentence, sentences
from unclench.told.person import OwnQuestion, Reading
from unclench.told.scope import has, hits

ASKED_IN = ("complaints", "signs", "conditions")
MOST = 4
"""Questions of one person that are answered."""
LONGEST = 40
"""Words of a question: what runs on is a story."""
_OF_MEDICINE = "of_medicine:"


@functools.cache
def _phrases() -> Lexicon:
    """All phrases of lay questions; those that need a medicine are marked."""
    lexicon = Lexicon()
    for fact in loader.load("lay_questions", LayQuestion).values():
        lexicon.add(Concept("question", fact.id), fact.asked)
        lexicon.add(Concept("question", _OF_MEDICINE + fact.id), fact.asked_of_medicine)
    return lexicon


def _opens(sentence: Sentence, at: int) -> bool:
    """Whether a question may begin at this word."""
    here, after = sentence.tokens[at], sentence.tokens[at + 1 : at + 2]
    if not after:
        return False
    if here in word_set("asks_auxiliary") and after[0] in word_set("asks_subject"):
        return True
    if here in word_set("asks_of_a_thing") and after[0] in word_set("asks_thing"):
        return True
    if here in word_set("asks_wh"):
        return after[0] in word_set("asks_after_wh")
    return here in word_set("asks_also_relative") and after[0] in word_set("asks_after_relative")


def _begins(sentence: Sentence) -> list[int]:
    """Where questions begin in a sentence, in order."""
    tokens, clause = sentence.tokens, sentence.clause
    found = {a for a, _ in hits(tokens, "asks_indirect")}
    joins = word_set("asks_joined_by")
    for at in range(len(tokens)):
        first = at == 0 or clause[at] != clause[at - 1] or tokens[at - 1] in joins
        if first and _opens(sentence, at):
            found.add(at)
    if sentence.question and not found:
        last = clause[-1]
        found.add(next(i for i in range(len(tokens)) if clause[i] == last))
    return sorted(at for at in found if at - 1 not in found)


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """Each question of a sentence as a sentence of its own."""
    begins = _begins(sentence)
    joins = word_set("asks_trailing")
    for a, end in itertools.pairwise([*begins, len(sentence.tokens)]):
        b = next((i for i in range(end, a + 1, -1) if sentence.tokens[i - 1] not in joins), a + 1)
        yield Sentence(
            sentence.tokens[a:b], sentence.clause[a:b], sentence.raw[a:b], sentence.question
        )


def _as_written(piece: Sentence, text: str) -> str:
    """The words of a question as they were typed, else as they were read."""
    words = [w for i, w in enumerate(piece.raw) if i == 0 or w != piece.raw[i - 1]]
    found = re.search(r"\W+".join(map(re.escape, words)), text, re.IGNORECASE)
    return found[0] if found else " ".join("I" if w == "i" else w for w in words)


def _topics(piece: Sentence, of_medicine: bool) -> tuple[str, ...]:
    """Ids of the lay questions that it may be, best first."""
    near = (0,) * len(piece.tokens)
    ids = {m.concept.id for m in _phrases().find(_flat(piece), near)}
    known = loader.load("lay_questions", LayQuestion)
    meant = {i for i in ids if not i.startswith(_OF_MEDICINE)}
    if of_medicine:
        meant |= {i.removeprefix(_OF_MEDICINE) for i in ids}
    return tuple(sorted(meant & known.keys(), key=lambda i: known[i].order))


def _flat(piece: Sentence) -> Sentence:
    """The same as one clause: a phrase may go over a comma."""
    return Sentence(piece.tokens, (0,) * len(piece.tokens), piece.raw, piece.question)


def own_questions(
    told: Sequence[tuple[str, str]], readings: Sequence[Reading]
) -> tuple[OwnQuestion, ...]:
    """The questions in what was told, once each, in the order told, at most `MOST`.

    Args:
        told: (key of the case, text). readings: what was understood, for the medicines named.
    """
    named = [r for r in readings if r.kind in ("medicine", "medicine_class")]
    found: dict[str, OwnQuestion] = {}
    for where, text in told:
        if where not in ASKED_IN:
            continue
        for sentence in sentences(text):
            words = " ".join(sentence.raw)
            for piece in _pieces(sentence):
                if len(piece.tokens) > LONGEST:
                    continue
                of_medicine = any(r.where == where and r.text in words for r in named)
                asked = _as_written(piece, text).strip()
                found.setdefault(
                    asked.lower(), OwnQuestion(asked, _topics(piece, of_medicine), where)
                )
    return tuple(found.values())[:MOST]


def alarming(words: Sequence[str]) -> bool:
    """Whether words that nobody understood may be about a danger.

    Not where they deny a sign ("no swelling", but "no wee"), say that all works ("peeing grand"),
    or where a word of many meanings is about a thing ("a hot shower").
    """
    return any(_alarms(s) for text in words for s in sentences(text))


def _alarms(sentence: Sentence) -> bool:
    tokens = sentence.tokens
    denied = {i for cue in scope.cues(sentence) if cue.kind == "no" for i in cue.reach}
    calm = {sentence.clause[a] for a, _ in hits(tokens, "alarm_signs") if a in denied}
    for start, end in hits(tokens, "alarm"):
        clause = scope.clause_of(sentence, start)
        many = has(tokens[start:end], "alarm_of_many_meanings")
        if start in denied and sentence.clause[start] in calm:
            continue
        if not _works(clause) and not (many and has(clause, "things_warm_or_coloured")):
            return True
    return False


def _works(clause: Words) -> bool:
    """Whether a clause says that all is as ever, and not that it is not."""
    return any(
        not {"not", "never", "nor"} & set(clause[max(a - 3, 0) : a])
        for a, _ in hits(clause, "works_as_ever")
    )
