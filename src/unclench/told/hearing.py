"""Phrases of the facts and the trained reader together: what a sentence speaks of, and how.

A phrase alone lies in one use of ten, and most ways to say a thing are in no phrase. So the reader
looks at every run of clauses, and a third model (`meant`) judges each phrase and each thing heard
by what the reader says of it and of its rivals: what is meant is believed, what may be meant counts
a little, and what reads as over, as another's or as denied is not taken for present.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

from unclench.told import scope
from unclench.told.candidates import Candidate, candidates, known_word, read
from unclench.told.lexicon import Match, Span, Words, word_set
from unclench.told.pack import Sentence, everyday, meant, proposed, reader, standing
from unclench.told.pack import named as pack_named
from unclench.told.places import elsewhere
from unclench.told.vocabulary import condition_items, finding_items, wider_findings

MEANT = -0.8
"""Logarithm of the odds from which on a phrase of the facts is believed (`meant`)."""
HEARD = 0.8
"""The same for what the reader hears without a phrase."""
MEANT_LIFE, MEANT_RISK, MEANT_DANGER = -1.1, -1.1, -2.0
"""The same for a phrase of several words that tells what somebody eats, does, meets or has been
through; for one word for what somebody has been through; and for one of several words that would
send somebody to help today, or of which too few readings were judged."""
MEANT_FEW = -1.5
"""The same for a phrase in fewer than `FEW` words: who says little means it."""
MEANT_NAME, NAME = -4.0, 10
"""The same for long words that everyday English has not: such a name ("vertebroplasty") means what
it means; and for phrases of several words that facts say must be heeded (`heeded`), or for a danger
of which judged messages hardly ever speak. How many letters are long."""
DANGER, HEARD_DANGER = -0.8, 2.0
"""The same for one word, and for what is heard, that would send somebody to help today; of what is
heard less would be enough, but then vaguer words ("my waterworks are playing up") would be the sign
itself."""
HEARD_SIGN = 1.5
"""The same for what an examiner or a tracing shows, heard without a phrase: there a number or a
little word decides."""
HEARD_PROPOSED, PERHAPS_PROPOSED = 0.0, -1.5
"""The same for a danger that is told without its name, by what `proposed` says, which finds more of
it than `meant`: of judged sentences left out that tell it 26 in 100, of all others 2 in 1,000; and
from when on it may be meant and is asked about: 43 in 100, and 8 in 1,000."""
PERHAPS = -3.5
"""From here on what is not believed still counts a little, with its odds (`Person.perhaps`)."""
PERHAPS_A_SENTENCE = 4
"""So many a sentence, the likeliest."""
STATES, STATES_DANGER, STATES_HEARD = 0.3, 0.1, 0.5
"""How likely a phrase of the facts must be meant as present, where words of denial do not say
otherwise; less where it would send somebody to help today, more for what is heard without a phrase.
On stories left out (`train_standing.py --cv`)."""
AROUND, AROUND_SURE = 0.25, 0.8
"""Where the words around a thing say with less than this chance that it is there now, what is held
of the thing itself makes it no likelier: to be believed, and to be told as said."""
DENIED = 2.0
"""Logarithm of the odds from which on what is heard without a phrase can be denied."""
OVERRULED = 0.7
"""How likely a thing must be there and now for the words of grammar to be set aside. Of judged
messages left out, these are wrong in 16 of 100 denials and in 7 of 10 mentions of a relative; from
0.8 on, 4 in 10 of the former and 5 in 10 of the latter are known, and 2 and 9 in 100 of the others
are taken for present."""
OVERRULED_ITSELF = 0.3
"""How likely the thing itself must be there besides."""
OVERRULED_NAMED = 0.85
"""What `OVERRULED` is for an illness that is named: "they ruled bowel resection out" has 0.7."""
NAMED, NAMED_FEW = 0.15, 0.02
"""How likely a named illness must be the person's to be believed; what is believed and not sure is
told so. Of judged messages left out 2 in 100 of the person's own are lost here, and of what is
somebody else's, feared or not said at all 3 and 5 in 10 stay. The second is for fewer than `FEWEST`
words that stand alone."""
FEW, FEWEST, STATES_FEW = 8, 4, 0.001
"""Fewer words than the first, alone, are told as surely as they mean a thing, since nothing else
than they speaks of whose or when; of fewer than the second, which seldom tell that, nearly all is
taken as it stands: what they must say at least."""
_LIFE = ("diet", "exposure", "context", "risk")


class Talk(Enum):
    """How freely things are told under a key of the case: in one's own words; listed, where only
    what is said in known words is heard; or as bare answers, of which only phrases are taken."""

    FREE = "free"
    LISTED = "listed"
    BARE = "bare"


def _may_be_supposed(finding: str) -> bool:
    """Whether a finding may count a little: what is urgent is asked about."""
    return finding_items()[finding].supposed and finding not in reader().deciding()


def believed(
    sentence: Sentence, found: Sequence[Match], results: Sequence[Span], talk: Talk = Talk.FREE,
    asked: Collection[Match] = (),
) -> list[Match]:  # fmt: skip
    """The matches that are meant, with what the reader hears beyond them.

    Matches of other things than findings stay as they are, and from the name of an illness or a
    medicine alone no symptom is heard. What may be meant comes with the logarithm of its odds
    (`Match.doubt`).

    Args:
        results: places of results in words, which are read by themselves.
        talk: how freely the words are told. asked: what answers a question, and is believed.
    """
    phrases = [m for m in found if m.concept.kind == "finding"]
    every = candidates(sentence, phrases, results, read(sentence, phrases))
    if talk is Talk.BARE:
        every = [c for c in every if c.match.text]
    judged = dict(zip([c.match for c in every], _judged(sentence, every), strict=True))
    judged |= {
        c.match: replace(judged[c.match], odds=c.proposed) for c in every if c.proposed is not None
    }
    odds = {m: j.odds for m, j in judged.items()}
    kept = [m for m in found if m in asked or m not in odds or odds[m] >= _least(m, sentence)]
    named = {w for m in kept if m.concept.kind == "finding" for w in wider_findings(m.concept.id)}
    names = {
        i for m in found if m.concept.kind != "finding" for a, b in m.spans for i in range(a, b)
    }
    heard = [
        m
        for m in odds
        if not m.text
        and (talk is Talk.FREE or all(map(known_word, sentence.tokens)))
        and not _of_a_name(m, names)
    ]
    against = {
        name
        for m in kept
        if m.concept.kind == "finding"
        for name in finding_items()[m.concept.id].excludes
    }
    there = {m.concept.id for m in kept if m.concept.kind == "finding"}
    heard = [m for m in heard if not there & set(finding_items()[m.concept.id].excludes)]
    sure = [
        m for m in heard if odds[m] >= _least(m, sentence) and m.concept.id not in named | against
    ]
    named |= {w for m in sure for w in wider_findings(m.concept.id)}
    kept += sorted(sure, key=lambda m: m.concept.id)
    left = [m for m in odds if m not in kept and m.concept.id not in named]
    kept += _perhaps([m for m in left if m.text or (m in heard and talk is Talk.FREE)], odds)
    kept = [m for m in kept if m.concept.kind != "finding" or not elsewhere(sentence, m)]
    return [_with(m, judged.get(replace(m, doubt=None))) for m in kept]


def _with(match: Match, judged: Any) -> Match:
    """The same with what is thought of it, if anything is."""
    return replace(match, meant=judged.odds, stands=judged.stands) if judged else match


def _of_a_name(match: Match, names: set[int]) -> bool:
    """Whether at least half of the words that speak for something are part of a name."""
    words = [i for a, b in match.spans for i in range(a, b)]
    return 2 * sum(i in names for i in words) >= len(words)


def _perhaps(left: Sequence[Match], odds: Mapping[Match, float]) -> list[Match]:
    """What may be meant, the likeliest of each finding, with its odds."""
    best: dict[str, Match] = {}
    for m in sorted(left, key=lambda m: -odds[m]):
        told_so = m.concept.id in proposed().names() and not m.text
        may_be = odds[m] >= PERHAPS and _may_be_supposed(m.concept.id)
        if may_be or (told_so and odds[m] >= PERHAPS_PROPOSED):
            best.setdefault(m.concept.id, m)
    order = sorted(best.values(), key=lambda m: (-odds[m], m.concept.id))
    return [replace(m, doubt=odds[m]) for m in order[:PERHAPS_A_SENTENCE]]


def _judged(sentence: Sentence, every: Sequence[Candidate]) -> list[Any]:
    """What is thought of each candidate (`pack.meant`)."""
    if not every:
        return []
    told = [meant().Told(c.match.concept.id, c.match.text, c.places) for c in every]
    rows = [c.numbers for c in every]
    judged: list[Any] = meant().judged(sentence.tokens, rows, told, sentence.question)
    return judged


def _least(match: Match, sentence: Sentence) -> float:
    """The least odds of a candidate to be believed."""
    name = match.concept.id
    decides, kind = name in reader().deciding(), finding_items()[name].type
    if match.text:
        if all(len(w) >= NAME and not everyday(w) for w in _words(sentence, match)):
            return MEANT_NAME
        seldom = decides and meant().seldom(name)
        if match.size > 1 and (finding_items()[name].heeded or seldom):
            return MEANT_NAME
        if match.size > 1 and (decides or not meant().known(name, match.text)):
            return MEANT_DANGER
        if match.size > 1 and kind in _LIFE:
            return MEANT_LIFE
        if kind == "risk":
            return MEANT_RISK
        of_many = match.size == 1 and scope.has(_words(sentence, match), "many_meanings")
        few = MEANT_FEW if len(sentence.tokens) < FEW and not of_many else 0.0
        return min(few, DANGER if decides else MEANT)
    if name in proposed().names():
        return HEARD_PROPOSED
    if decides:
        return HEARD_DANGER
    return HEARD_SIGN if kind in ("sign", "ecg") else HEARD


def _words(sentence: Sentence, match: Match) -> Words:
    return tuple(sentence.tokens[i] for a, b in match.spans for i in range(a, b))


def state(sentence: Sentence, match: Match, around: tuple[Words, Words]) -> str | None:
    """What the words around a match say of it where it is not said to be present; else None.

    For matches of which the words of grammar say nothing else. One that would send somebody to
    help today must be all but certainly over or another's, by the words around it alone. A phrase
    of the facts in a few words that stand alone is meant; one beside a denial that does not reach
    it is not denied; and a risk is told as past because it came before.

    Args:
        around: the words of the sentences before and after that tell anything.
    """
    few = _stands_alone(sentence, around, FEWEST)
    decides = match.concept.id in reader().deciding()
    odds = _odds(sentence, match, around)
    if not decides and odds["present"] >= AROUND:
        odds = _both(odds, match)
    words = clause_words(sentence, match)
    of_phrase = STATES_FEW if few else STATES_DANGER if decides else STATES
    if odds["present"] >= (of_phrase if match.text else STATES_HEARD):
        return None if match.text else _clause_says(words, sentence.question)
    said = max((k for k in odds if k != "present"), key=lambda k: odds[k])
    if said == "relative" and _of_oneself(sentence, match):
        return None
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


def certainty(
    sentence: Sentence,
    match: Match,
    around: tuple[Words, Words],
    grammar: str,
    for_another: bool = False,
) -> float:
    """How likely the words mean a match, and mean it as present; 1 where nobody judged that.

    Args:
        grammar: what the words of grammar say of it. for_another: somebody tells of a relative who
            is the person that all is about, so that what is a relative's is theirs.
    """
    if match.meant is None:
        return 1.0
    meant_at_all = 1 / (1 + math.exp(-match.meant))
    if match.text and grammar == "present" and _stands_alone(sentence, around, FEW):
        return meant_at_all
    odds = _odds(sentence, match, around, grammar)
    both = _both(odds, match)
    if not odds["present"] < min(both["present"], AROUND_SURE):
        odds = both
    return meant_at_all * (odds["present"] + (odds["relative"] if for_another else 0.0))


def _stands_alone(sentence: Sentence, around: tuple[Words, Words], fewer_than: int) -> bool:
    """Whether there are so few words in all."""
    return len(sentence.tokens) < fewer_than and not any(around)


def idle_denial(match: Match) -> bool:
    """Whether a denial of something heard says nothing: that all is well is not denied ("no fever"
    denies no normal temperature), and what the words hardly mean is not either."""
    excludes = match.concept.kind == "finding" and finding_items()[match.concept.id].excludes
    doubted = match.meant is not None and match.meant < DENIED
    return not match.text and bool(excludes or doubted)


def _of_oneself(sentence: Sentence, match: Match) -> bool:
    """Whether words say whose it is: "hanging myself", "my own back", not "my wife's back"."""
    if word_set("own_person") & set(_words(sentence, match)):
        return True
    for start, end in match.spans:
        before = sentence.tokens[max(0, start - 2) : end]
        at = max((i for i, w in enumerate(before) if w in word_set("own_things")), default=None)
        if at is not None and not word_set("relatives") & set(before[at:]):
            return True
    return False


def of_illness(
    sentence: Sentence, match: Match, around: tuple[Words, Words], grammar: str | None,
    for_another: bool,
) -> tuple[str, float, float | None]:  # fmt: skip
    """What the words say of an illness that they name.

    Args:
        grammar: what the words of grammar say of it; None where they say nothing.
        for_another: somebody tells of a relative who is the person that all is about.

    Returns:
        how it stands, how likely it is there now, and, where it is hardly meant at all, the
        logarithm of the odds that it is.
    """
    clue = clue_of(sentence, match, around, grammar or "present")
    named = pack_named()
    odds = dict(
        zip(
            named.SAYS,
            named.odds(named.Named(match.concept.id, match.text, clue)),
            strict=True,
        )
    )
    if for_another or scope.has(clause_words(sentence, match), "instructed"):
        odds["present"] += odds.pop("relative")  # what a doctor told somebody to do is theirs
    now = odds["present"]
    if grammar not in (None, "present"):
        return ("present" if now >= OVERRULED_NAMED else str(grammar)), now, None
    believed_at_all = now
    if not condition_items()[match.concept.id].passes:
        believed_at_all += odds["past"]
    if believed_at_all >= (NAMED_FEW if _stands_alone(sentence, around, FEWEST) else NAMED):
        return "present", now, None
    said = max((k for k in odds if k != "present"), key=lambda k: odds[k])
    if said == "not":
        return "perhaps", now, round(math.log(max(now, 1e-6) / max(1 - now, 1e-6)), 2)
    return said, now, None


def overruled(sentence: Sentence, match: Match, around: tuple[Words, Words], grammar: str) -> bool:
    """Whether a thing is surely there, though the words of grammar say something else of it: "not
    only my back hurts", "my daughter says my calf cramps"; never where the thing itself is not
    judged, as what came after the training is not."""
    by_itself = match.stands[0] if match.stands else 0.0
    odds = _odds(sentence, match, around, grammar)
    return odds["present"] >= OVERRULED and by_itself >= OVERRULED_ITSELF


def _odds(
    sentence: Sentence, match: Match, around: tuple[Words, Words], grammar: str = "present"
) -> dict[str, float]:
    found: dict[str, float] = standing().standing(clue_of(sentence, match, around, grammar))
    return found


def _both(odds: Mapping[str, float], match: Match) -> dict[str, float]:
    """How it stands by the words around and by what is held of the thing, in equal parts."""
    if not match.stands:
        return dict(odds)
    both = {
        k: math.sqrt(p * max(x, 0.001))
        for (k, p), x in zip(odds.items(), match.stands, strict=True)
    }
    return {k: p / sum(both.values()) for k, p in both.items()}


def clue_of(sentence: Sentence, match: Match, around: tuple[Words, Words], grammar: str) -> Any:
    """All that tells how a thing stands. `grammar`: what the words of grammar say of it."""
    decides = match.concept.id in reader().deciding()
    return standing().Clue(
        sentence.tokens, match.spans, clause_places(sentence, match), *around,
        sentence.question, bool(match.text), decides, grammar,
    )  # fmt: skip


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
