"""What a phrase stands under: a denial, another person, a worry; and which words belong together.

The words that steer are data (`facts/data/findings/grammar.yaml`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unclench.told.lexicon import (
    Span,
    Words,
    _sequence,
    group_words,
    word_set,
)
from unclench.told.pack import Sentence
from unclench.told.pack import tokens as tokens_of


@functools.cache
def _by_first(name: str) -> tuple[dict[str, list[Words]], list[Words]]:
    """The words of a group by their first word, and those that begin with a prefix."""
    literal: dict[str, list[Words]] = {}
    prefixed: list[Words] = []
    for words in group_words(name):
        if words[0].endswith("*"):
            prefixed.append(words)
        else:
            literal.setdefault(words[0], []).append(words)
    return literal, prefixed


@functools.lru_cache(maxsize=4096)
def hits(tokens: Words, name: str) -> tuple[Span, ...]:
    """Spans of the words of a group, the longest at each place, none inside another."""
    literal, prefixed = _by_first(name)
    out: list[Span] = []
    at = 0
    while at < len(tokens):
        token, best = tokens[at], at
        for words in literal.get(token, ()):
            best = max(best, _sequence(words, tokens, at))
        for words in prefixed:
            if token.startswith(words[0][:-1]):
                best = max(best, _sequence(words, tokens, at))
        if best > at:
            out.append((at, best))
            at = best
        else:
            at += 1
    return tuple(out)


def has(tokens: Words, name: str) -> bool:
    """Whether any word of a group is among the tokens."""
    return bool(hits(tokens, name))


def says_none(text: str) -> bool:
    """Whether a text only says that there is nothing: "none", "no medicines", "n/a"."""
    empty = word_set("filler") | word_set("negation") | word_set("says_none")
    return all(t in empty for t in tokens_of(text))


def neighbourhoods(sentence: Sentence) -> tuple[int, ...]:
    """A number per token; words that may belong together share it.

    A clause is a neighbourhood. It is cut at "and"/"then"/"with" when both halves have a symptom
    and a place of their own. A clause with a place but no symptom joins the one before it
    ("cramps in calves, thighs and feet"); a lone symptom joins the one after it.
    """
    tokens, count = sentence.tokens, len(sentence.tokens)
    heads = {i for a, b in hits(tokens, "heads") for i in range(a, b)}
    places = {i for a, b in hits(tokens, "places") for i in range(a, b)}
    pieces: list[list[int]] = []
    for i in range(count):
        if not pieces or sentence.clause[i] != sentence.clause[i - 1]:
            pieces.append([])
        elif tokens[i] in ("and", "then", "with"):
            rest = [j for j in range(i, count) if sentence.clause[j] == sentence.clause[i]]
            left, right = set(pieces[-1]), set(rest)
            if left & heads and left & places and right & heads and right & places:
                pieces.append([])
        pieces[-1].append(i)
    adjectives, little = word_set("adjectives"), word_set("filler")
    joined: list[list[int]] = []
    for piece in pieces:
        now = set(piece)
        before = set(joined[-1]) if joined else set()
        follows = bool(before & heads) and bool(now & places) and not now & heads
        shared = bool(before & heads) and not before & places and len(before) <= 4
        first = next((tokens[i] for i in piece if tokens[i] not in little), "")
        shares = bool(before & places) and not now & places and first in adjectives
        if joined and (
            (follows and len(piece) <= 9)
            or (shares and len(piece) <= 10)
            or (shared and now & heads and now & places)
        ):
            joined[-1].extend(piece)
        else:
            joined.append(list(piece))
    out = [0] * count
    for n, piece in enumerate(joined):
        for i in piece:
            out[i] = n
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that steers, the tokens it is made of and those it reaches."""

    kind: Literal["no", "worry", "relative", "past", "over"]
    span: Span
    reach: frozenset[int]


def cues(sentence: Sentence, patient: frozenset[str] = frozenset()) -> list[Cue]:
    """Every denial, other person and worry of a sentence with its reach.

    Args:
        patient: words for a relative who is the person that all is about.
    """
    out = _denials(sentence)
    tokens = sentence.tokens
    whole = frozenset(range(len(tokens)))
    for a, b in hits(tokens, "hypothetical"):
        out.append(Cue("worry", (a, b), frozenset(_to_stop(sentence, b))))
    if sentence.question and tokens and tokens[0] in word_set("question"):
        out.append(Cue("worry", (0, 0), whole))
    verbs = word_set("relative_verbs")
    out += _past(sentence)
    for a, b in hits(tokens, "relatives"):
        if tokens[a] in patient:
            continue
        if tokens[b : b + 1] in (("who",), ("whose",)) or tokens[a:b][-1] == "who":
            out.append(Cue("relative", (a, b), frozenset(_to_speaker(sentence, b))))
        elif _is_subject(sentence, a, b):
            told = [*_told_of(sentence, b), *_goes_on_of_them(sentence, b)]
            out.append(Cue("relative", (a, b), frozenset(told)))
        elif any(t in verbs for t in tokens[b : b + 2]):
            reach = [*_to_stop(sentence, b)]
            while _same_subject(tokens, reach[-1] + 1 if reach else b):
                more = _to_stop(sentence, (reach[-1] if reach else b - 1) + 2)
                reach += more
                if not more:
                    break
            out.append(Cue("relative", (a, b), frozenset(reach)))
    for a, b in hits(tokens, "family"):
        clause = {i for i in whole if sentence.clause[i] == sentence.clause[a]}
        out.append(Cue("relative", (a, b), frozenset(clause | set(_to_stop(sentence, b)))))
    shared = _shared(sentence)
    return [cue for cue in out if cue.kind != "relative" or cue.span[0] >= shared]


def _shared(sentence: Sentence) -> int:
    """Where the person last says to have what was told of others before: "... and so am I",
    "runs in the family and I have it too"; 0 where nothing is said so."""
    tokens, clause = sentence.tokens, sentence.clause
    for a, end in reversed(hits(tokens, "mine_too")):
        here = [i for i in range(end, len(tokens)) if clause[i] == clause[a]]
        rest = [tokens[i] for i in here if tokens[i] not in _AS_WELL]
        if tokens[a - 1 : a] not in (("not",), ("never",)) and rest[:1] in ([], ["and"]):
            return a
    return 0


_AS_WELL = frozenset({"too", "also", "as", "well", "myself", "now", "sadly", "unfortunately"})


_NOT_A_VERB = frozenset({"and", "or", "in", "at", "on", "of", "to", "i", "my", "me", "we", "that"})


_WHERE = frozenset({"in", "at", "on", "from"})
"""Words after a stranger that say where they are: "a bloke on another crew dropped"."""


def _is_subject(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a relative begins its clause and something is told of them after."""
    tokens, clause = sentence.tokens, sentence.clause
    little = word_set("determiners")
    at = start
    while at and clause[at - 1] == clause[start] and tokens[at - 1] in little:
        at -= 1
    begins = at == 0 or clause[at - 1] != clause[start]
    goes_on = end < len(tokens) and clause[end] == clause[start]
    if not (begins and goes_on):
        return False
    stranger = bool({"a", "an", "another", "some"} & set(tokens[at:start]))
    if tokens[end] not in _NOT_A_VERB or (stranger and tokens[end] in _WHERE):
        return True
    return tokens[end] in _STATES and tokens[end + 1 : end + 2] not in _PLACES


_STATES = ("on", "in")
_PLACES = (("the",), ("my",), ("our",), ("a",), ("her",), ("his",), ("this",), ("that",), ())
"""What does not follow in a state: "Mum's on warfarin", not "my mate on the phone"."""


def _goes_on_of_them(sentence: Sentence, start: int) -> Iterator[int]:
    """The next clauses, as long as they begin with "he", "she" or "they"."""
    tokens, clause = sentence.tokens, sentence.clause
    at = next((i for i in range(start, len(tokens)) if clause[i] != clause[start]), len(tokens))
    while at < len(tokens) and tokens[at] in ("he", "she", "they"):
        yield from _told_of(sentence, at)
        at = next((i for i in range(at, len(tokens)) if clause[i] != clause[at]), len(tokens))


def _told_of(sentence: Sentence, start: int) -> range:
    """From a relative to where the person speaks of themselves, or the clause ends; nothing where
    it came to the person: "my sister gave me ...", "my brother donated his kidney to me"."""
    own = {"i", "my", "me", "mine", "we", "now"} | (word_set("stop") - {"because", "due", "since"})
    tokens, clause = sentence.tokens, sentence.clause
    for i in range(start, len(tokens)):
        if tokens[i] == "me" and (i == start + 1 or tokens[i - 1] in ("to", "for")):
            return range(start, start)
        if clause[i] != clause[start] or tokens[i] in own:
            return range(start, i)
    return range(start, len(tokens))


def _past(sentence: Sentence) -> list[Cue]:
    """ "I used to have ...", "had ... as a student", "once in 2010": what is over."""
    tokens, out = sentence.tokens, []
    for a, b in hits(tokens, "was_once"):
        out.append(Cue("past", (a, b), frozenset(_to_stop(sentence, b, through=("and",)))))
    for a, b in hits(tokens, "over_now"):
        out.append(Cue("over", (a, b), frozenset(_before(sentence, a, b))))
    young = [(a, b, True) for a, b in hits(tokens, "in_youth")]
    for a, b, surely in [*young, *((a, b, False) for a, b in hits(tokens, "long_ago"))]:
        before = _before(sentence, a, b)
        clause = [i for i in range(len(tokens)) if sentence.clause[i] == sentence.clause[a]]
        if a == clause[0]:
            before += [i for i in clause if i >= b]  # "as a teenager I had ..."
        verbs = word_set("over_verbs")
        told = [i for i in before if tokens[i] in verbs]
        perfect = any(tokens[i - 1 : i] in (("have",), ("has",)) for i in told)
        if (
            (surely or told)
            and not perfect
            and not has(tuple(tokens[i] for i in {*clause, *before}), "goes_on")
        ):
            out.append(Cue("past", (a, b), frozenset(before)))
    return out


def _before(sentence: Sentence, start: int, end: int) -> list[int]:
    """The words of the clause before a place; where that is a mere aside, of what it adds to.

    "I fainted once at a wedding, in the heat, forty years back."
    """
    tokens, clause = sentence.tokens, sentence.clause
    here = [i for i in range(len(tokens)) if clause[i] == clause[start]]
    out = [i for i in here if i < start]
    said = word_set("asserting") | {"my", "we"}
    at = here[0]
    while at and not any(tokens[i] in said for i in here if not start <= i < end):
        here = [i for i in range(at) if clause[i] == clause[at - 1]]
        out += here
        at = here[0]
    return out


def clause_of(sentence: Sentence, at: int) -> Words:
    """The words of the clause in which a place stands."""
    pairs = zip(sentence.tokens, sentence.clause, strict=True)
    return tuple(t for t, c in pairs if c == sentence.clause[at])


def dated(sentence: Sentence, at: int) -> Words:
    """The clause in which a place stands, with what the next one only says of its time.

    "My wee was brown after wrestling, that was last year", "cola urine, resolved, 3 months ago".
    """
    tokens, clause = sentence.tokens, sentence.clause
    out = [*clause_of(sentence, at)]
    end = max(i for i, c in enumerate(clause) if c == clause[at]) + 1
    while end < len(tokens):
        here = [t for t, c in zip(tokens, clause, strict=True) if c == clause[end]]
        of_it = here[0] in _POINTS and {"was", "were", "happened"} & set(here[:3])
        if has(tuple(here), "heads") or (not of_it and len(here) > _DATES):
            break
        out += here
        end += len(here)
    return tuple(out)


_POINTS = frozenset({"that", "this", "it", "both", "last"})
_DATES = 3
"""Words of a clause that only gives a time or an end."""


def says_year_long_ago(tokens: Words) -> bool:
    """Whether a year long gone is among the words: "in 2015", "2015"."""
    years = {words[-1] for words in group_words("long_ago") if words[0] == "in"}
    return any(t in years for t in tokens)


def _same_subject(tokens: Words, at: int) -> bool:
    """Whether the "and" at this place goes on about the same person ("and can not speak")."""
    return tokens[at : at + 1] == ("and",) and has(tokens[at + 1 : at + 2], "helping_verbs")


def _to_speaker(sentence: Sentence, start: int) -> range:
    """From a relative's "who" to where the person speaks of themselves again."""
    stops = word_set("stop") - {"which"} | {"i", "my", "me", "now"}
    tokens = sentence.tokens
    return range(
        start, next((i for i in range(start, len(tokens)) if tokens[i] in stops), len(tokens))
    )


def _to_stop(sentence: Sentence, start: int, through: tuple[str, ...] = ()) -> range:
    stops = (word_set("stop") | {"now", "and"}) - set(through)
    for i in range(start, len(sentence.tokens)):
        if sentence.tokens[i] in stops or sentence.clause[i] != sentence.clause[max(start - 1, 0)]:
            return range(start, i)
    return range(start, len(sentence.tokens))


def _after_and_now(tokens: Words, end: int) -> int:
    """Where "and now" last begins something new before a place; 0 where it does not."""
    news = (i for i in range(end - 1, 0, -1) if tokens[i] in ("now", "then"))
    return next((i for i in news if tokens[i - 1] == "and"), 0)


_ASKED = 6
"""Words of a question that its own speaker answers: "Chest pain? No."."""


def asked_and_denied(sentence: Sentence, following: Sentence) -> bool:
    """Whether a short question is answered with no by the same person."""
    if not sentence.question or len(sentence.tokens) > _ASKED:
        return False
    return bool(hits(following.tokens[:3], "answers_no"))


def denied_whole(sentence: Sentence) -> Cue:
    """A denial that reaches every word of a sentence."""
    return Cue("no", (0, 0), frozenset(range(len(sentence.tokens))))


def _denials(sentence: Sentence) -> list[Cue]:
    tokens = sentence.tokens
    denials = hits(tokens, "negation")
    longer = {(a, b) for a, b in denials if b - a > 2}
    blocked = {
        i
        for a, b in hits(tokens, "not_a_negation")
        if not any(x <= a and b < y for x, y in longer)
        for i in range(a, b)
    }
    double = {i for a, b in hits(tokens, "double_negation") for i in range(a, b)}
    out: list[Cue] = []
    after = dict(hits(tokens, "after_negation"))
    stops = word_set("stop")
    out += _excluded(sentence)
    out += _free_of(sentence)
    for a, b in denials:
        closes = a in after and (b == len(tokens) or _closes(sentence, a, after[a]))
        if a not in blocked and a not in double and not closes:
            out.append(Cue("no", (a, b), frozenset(_forward(sentence, a, b))))
    before_it = {i for a, b in denials for i in range(a, b)}
    for a, b in after.items():
        ends = b == len(tokens) or _closes(sentence, a, b)
        if a in blocked or a in double or (a in before_it and not ends):
            continue
        if tokens[b - 1] == "gone" and _becomes(sentence, a, b):
            continue
        clause = [i for i in range(len(tokens)) if sentence.clause[i] == sentence.clause[a]]
        tail = [i for i in clause if i >= b]
        halt = next((i for i in tail if tokens[i] in stops), None)
        tail = [i for i in tail if halt is None or i < halt]
        before = [i for i in clause if i < a and i >= _after_and_now(tokens, a)]
        before = _the_test_alone(tokens, before)
        if before and (len(tail) <= 2 or tokens[a - 1] in ("is", "was", "are", "were")):
            if tokens[a] not in ("no", "never") or not tail:
                out.append(Cue("no", (a, b), frozenset(before)))
        elif tail and tokens[a] in ("absent", "negative", "normal", "intact", "unremarkable"):
            out.append(Cue("no", (a, b), frozenset(tail[:4])))
    return out


_NOT_FREED = frozenset({"feel", "feels", "am", "is", "are", "was", "be", "set", "for", "roam", "i"})


def _free_of(sentence: Sentence) -> list[Cue]:
    """ "Seizure free", "pain free": the word before is what is not there."""
    tokens, clause = sentence.tokens, sentence.clause
    return [
        Cue("no", (i, i + 1), frozenset({i - 1}))
        for i in range(1, len(tokens))
        if tokens[i] == "free"
        and clause[i - 1] == clause[i]
        and tokens[i - 1] not in _NOT_FREED
        and tokens[i + 1 : i + 2] != ("of",)
    ]


def _closes(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a denial ends its clause: "bladder nil of note, afebrile", "fever nil, well"."""
    if end - start < 2 and sentence.tokens[start] not in ("nil", "none"):
        return False
    if start == 0 or sentence.clause[start - 1] != sentence.clause[start]:
        return False
    return end == len(sentence.tokens) or sentence.clause[end] != sentence.clause[start]


def _becomes(sentence: Sentence, start: int, end: int) -> bool:
    """Whether "has gone" tells what something became ("my leg has gone numb"), not that it left."""
    rest = [
        i for i in range(end, len(sentence.tokens)) if sentence.clause[i] == sentence.clause[start]
    ]
    if rest[:1] and sentence.tokens[rest[0]] == "down":
        rest = rest[1:]  # "the swelling has gone down", not "has gone down my leg"
    return bool(rest) and sentence.tokens[rest[0]] not in word_set("gone_for_good")


def _the_test_alone(tokens: Words, before: list[int]) -> list[int]:
    """Of "scan for back pain" the scan: that it was normal does not deny why it was made."""
    words = tuple(tokens[i] for i in before)
    for _, end in hits(words, "tests"):
        if words[end : end + 1] in (("for",), ("because",), ("about",)):
            return before[:end]
    return before


def _excluded(sentence: Sentence) -> list[Cue]:
    """ "Ruled out X", "ruled X out", "X was ruled out": the words between, after and before."""
    tokens, clause = sentence.tokens, sentence.clause
    closing = word_set("exclusion_end")
    out: list[Cue] = []
    for a, b in hits(tokens, "exclusion"):
        same = [i for i in range(b, len(tokens)) if clause[i] == clause[a]]
        end = next((i for i in same if tokens[i] in closing), None)
        if end is None:
            continue
        between = frozenset(range(b, end))
        after = frozenset(_listed_after(sentence, a, end + 1))
        told = [i for i in range(a) if clause[i] == clause[a] and tokens[i] not in _SPEAKERS]
        if between:
            out.append(Cue("no", (a, b), between))
        elif after and not has(tokens[a - 1 : a], "passive"):
            out.append(Cue("no", (a, end + 1), after))
        elif told:
            out.append(Cue("no", (a, end + 1), frozenset(told)))
    return out


def _listed_after(sentence: Sentence, start: int, end: int) -> list[int]:
    """What is ruled out: the rest of the clause, and further clauses only of a list with "and"."""
    tokens, clause = sentence.tokens, sentence.clause
    reach = _forward(sentence, start, end)
    here = clause[end] if end < len(tokens) else -1
    further = [i for i in reach if clause[i] != here]
    if any(tokens[i] in ("and", "or", "nor") for i in further):
        return reach
    return [i for i in reach if clause[i] == here]


_SPEAKERS = frozenset({"i", "he", "she", "they", "we", "it", "doctor", "gp", "have", "has", "was"})


_NEW_SUBJECTS = frozenset(
    [
        "i",
        "im",
        "ive",
        "id",
        "he",
        "hes",
        "she",
        "shes",
        "they",
        "theyre",
        "we",
        "weve",
        "it",
        "its",
        "my",
        "the",
        "there",
        "theres",
        "now",
    ]
)


def _forward(sentence: Sentence, start: int, end: int) -> list[int]:
    """The tokens a denial reaches: its clause, and further items of the same list."""
    tokens, clause = sentence.tokens, sentence.clause
    stops, asserting = word_set("stop"), word_set("asserting")
    out: list[int] = []
    i = end
    while i < len(tokens):
        if tokens[i] in stops or (
            i > end and tokens[i] in ("no", "not", "nor", "without", "never")
        ):
            break
        if tokens[i] == "so" and i > end and set(tokens[i + 1 : i + 2]) & _NEW_SUBJECTS:
            break  # "I have no desk so I am on the couch"
        if tokens[i] == "after" and i > end and tokens[i + 1 : i + 2] == ("my",):
            break  # "no fever after my transplant": the transplant was
        if tokens[i] == "and" and any(t in asserting for t in tokens[i + 1 : i + 3]):
            break
        if i > end and clause[i] != clause[i - 1] and not _list_goes_on(sentence, start, i):
            break
        out.append(i)
        i += 1
    return out


_AUXILIARY = ("can", "could", "will", "would", "do", "does", "did", "is", "was", "are", "were")


_NOT_FELT = frozenset({"med", "medicine", "medication", "drug", "tablet", "pill", "dose", "job"})
"""What is new without being felt: "no fever, new meds or headache"."""
_SPANS = ("hour", "day", "week", "month", "year", "night", "while", "age")


def _lasts(item: list[str]) -> bool:
    """Whether a duration is told: "since Monday", "for a week", "for 3 days"."""
    after = {t for n, w in enumerate(item) if w == "for" for t in item[n + 1 : n + 5]}
    return "since" in item or any(t in after for t in _SPANS)


def _felt(words: list[str]) -> list[str]:
    """Words without a "new" that is not felt: "new meds"."""
    pairs = zip(words, [*words[1:], ""], strict=True)
    return [word for word, after in pairs if word != "new" or after not in _NOT_FELT]


def _list_goes_on(sentence: Sentence, start: int, at: int) -> bool:
    tokens, clause = sentence.tokens, sentence.clause
    asserting, stops = word_set("asserting"), word_set("stop")
    rest = list(tokens[at:])
    cut = next((n for n, t in enumerate(rest) if t in stops), len(rest))
    rest = rest[:cut]
    item = [tokens[i] for i in range(at, len(tokens)) if clause[i] == clause[at]]
    if has(tuple(item), "negation") or has(tuple(item), "after_negation"):
        return False  # "no numbness, no weakness", "no fever, bladder normal": each has its own
    if _lasts(item):
        return False  # "no fever, back pain for a week": what is not there has no duration
    if tokens[at] in ("or", "nor"):
        return True
    verbal = tokens[start] == "not" and start > 0 and tokens[start - 1] in _AUXILIARY
    if verbal and tokens[start + 1 : start + 2] not in (("have",), ("get",), ("any",)):
        return False  # "cannot sleep, cramps": the cramps are there
    if any(t in asserting for t in _felt(item)[:2]) or tokens[at] == "and":
        return False
    upto = next((n for n, t in enumerate(rest) if t in ("or", "nor")), None)
    if upto is not None:
        return not any(t in asserting for t in _felt(rest[:upto]))
    verbal = start == 1 and tokens[start] == "not" and tokens[0] not in _SPEAKERS
    begins = (start <= 1 and not verbal) or tokens[start] in ("deny", "denied", "without", "denie")
    longest = 7 if tokens[start] in ("deny", "denied", "without", "denie") else 5
    return begins and len(item) <= longest and not any(t in asserting for t in item)
