"""What is said to bring a reaction on, told without the word allergy.

"Annatto makes my lips swell", "I react to E120", "a rash whenever I have quorn", "told never to
touch inulin again": what it is about, and whether it could be something that is eaten. Things that
are surely no food (cold, wool, a medicine, a walk) are facts: the words of the findings, of
illnesses and of medicines, and the groups `not_food_allergen` and `no_substance`. What none of
them knows counts as something eaten.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from unclench.told import scope
from unclench.told.lexicon import Concept, Lexicon, Span, group_words, word_set
from unclench.told.pack import Sentence
from unclench.told.vocabulary import condition_items, finding_items, medicine_words, vocabulary

SHORTEST = 3
"""A shorter word names nothing that is eaten (judgement); "E 120" is read as one."""
STEM = 5
"""A shorter beginning of a word of symptoms may begin a food as well (judgement)."""
MEANT_BEFORE = frozenset({"it", "they", "them", "that", "this", "these", "those", "which"})
"""Words that stand for what an earlier clause named."""
NEXT = 3
"""Words beside a reaction among which its cause stands (judgement): "mustard: hives"."""
Told = Literal["reaction", "advice", "beside"]
"""A reaction to it; only advice against it; or a reaction beside which it stands."""
_CODE = re.compile(r"\d|number")
"""What follows the E of an additive."""
JOINS = frozenset({"and", "or", "plus", "also"})
ABOUT_DIETS = frozenset({"diet", "diets"})
LESS = frozenset({"low", "lower", "reduced", "restricted", "limited", "no", "zero"})
WITHOUT = frozenset({"free", "restricted", "reduced", "exclusion", "avoidance"})
FURTHEST = 4
"""Words before "diet" among which it says what is left out (judgement)."""


@functools.cache
def _no_food() -> frozenset[str]:
    """Words of symptoms, places, illnesses and medicines: never something eaten."""
    out = Lexicon()
    for key, finding in finding_items().items():
        if finding.type not in ("diet", "exposure"):
            out.add(Concept("finding", key), finding.phrases)
    for key, condition in condition_items().items():
        out.add(Concept("condition", key), condition.phrases)
    return frozenset(out.vocabulary) | medicine_words()


@functools.cache
def _plain() -> frozenset[str]:
    """Words of the language and of things around us."""
    names = (
        "filler", "stop", "allergy_words", "asserting", "negation", "relatives", "determiners",
        "says_none", "spelling", "ordinary_words", "no_substance", "month", "week_day",
    )  # fmt: skip
    out = {w for name in names for words in group_words(name) for w in words}
    return frozenset(out | {w for words in group_words("not_food_allergen") for w in words})


@functools.cache
def _stems(words: frozenset[str], least: int) -> tuple[str, ...]:
    return tuple(w[:-1] for w in words if w.endswith("*") and len(w) > least)


def _among(word: str, known: frozenset[str], least: int = SHORTEST) -> bool:
    return word in known or word.startswith(_stems(known, least))


def substances(sentence: Sentence, at: Sequence[int], *, only_told: bool = False) -> list[str]:
    """Of the words at these places those that may name something eaten, as written; none where
    it is told as a pill.

    Args:
        only_told: left out or advised against, which is not yet a reaction: then a word that the
            facts use anywhere is not unknown.
    """
    if any(sentence.tokens[i] in word_set("as_a_pill") for i in at):
        return []
    out = []
    for i in at:
        word = sentence.tokens[i]
        coded = word == "e" and _CODE.match(" ".join(sentence.tokens[i + 1 : i + 2]))
        if coded:
            out.append(sentence.raw[i])
        if len(word) < SHORTEST or word.isdigit() or word in MEANT_BEFORE:
            continue
        if word not in word_set("also_eaten") and (
            _among(word, _plain())
            or _among(word, _no_food(), STEM)
            or (only_told and _among(word, vocabulary(), STEM))
        ):
            continue
        out.append(sentence.raw[i])
    return list(dict.fromkeys(out))


def further(sentence: Sentence, at: Sequence[int]) -> Iterator[int]:
    """Of these places those of further things beside one that is known: "nuts and benzoates"."""
    for n, i in enumerate(at):
        joined = n > 0 and _apart(sentence, i - 1, i)
        joins = n + 1 < len(at) and _apart(sentence, i, i + 1)
        if joined or joins or sentence.tokens[i] in word_set("also_eaten"):
            yield i


def _apart(sentence: Sentence, one: int, other: int) -> bool:
    """Whether neighbours stand in different items of a list, or one is the word between them."""
    ends = sentence.clause[one] != sentence.clause[other]
    return ends or bool(JOINS & {sentence.tokens[one], sentence.tokens[other]})


def triggers(
    sentence: Sentence, patient: frozenset[str] = frozenset()
) -> Iterator[tuple[list[int], Told]]:
    """(places of the words for what it is about, how it was told)."""
    tokens = sentence.tokens
    denied = _denied(sentence, patient)

    def own(group: str) -> list[Span]:
        return [span for span in scope.hits(tokens, group) if span[0] not in denied]

    for a, _ in own("reaction_by"):
        yield _subject(sentence, a), "reaction"
    for a, b in own("reaction_part"):
        if scope.has(tokens[b : b + NEXT], "reaction_does"):  # "makes my lips swell"
            yield _subject(sentence, a), "reaction"
    for a, _ in own("sensitivity"):
        yield _subject(sentence, a)[-NEXT:], "reaction"
    for _, b in own("reaction_to"):
        yield _rest(sentence, b), "reaction"
    for _, b in own("told_to_avoid"):
        yield _rest(sentence, b), "advice"
    for head in own("reaction_felt"):
        yield from ((place, "reaction") for place in _eaten(sentence, head))
    for head in own("reaction_seen"):
        linked = [*_eaten(sentence, head), *_after(sentence, head)]
        yield from ((place, "reaction") for place in linked)
        if not linked:
            yield _subject(sentence, head[0])[-NEXT:], "beside"


def _denied(sentence: Sentence, patient: frozenset[str]) -> frozenset[int]:
    """Places under a denial, another person or a worry; "never to touch" is itself no denial."""
    tokens = sentence.tokens
    own = {
        i
        for group in ("reaction_by", "reaction_part", "reaction_to", "told_to_avoid", "eaten_each")
        for a, b in scope.hits(tokens, group)
        for i in range(a, b)
    }
    return frozenset(
        i
        for cue in scope.cues(sentence, patient)
        if not own & set(range(*cue.span))
        for i in cue.reach
    )


def unless_told_off(sentence: Sentence, cues: Collection[scope.Cue]) -> list[scope.Cue]:
    """Cues without those that are part of an advice: "never to touch psyllium after ..."."""
    told = {i for a, b in scope.hits(sentence.tokens, "told_to_avoid") for i in range(a, b)}
    return [cue for cue in cues if not told & set(range(*cue.span))]


def _subject(sentence: Sentence, end: int) -> list[int]:
    """The words before a place in its clause; where they only point back, the clause before."""
    tokens, clause = sentence.tokens, sentence.clause
    here = [i for i in range(end) if clause[i] == clause[end]]
    cut = [n for n, i in enumerate(here) if tokens[i] in word_set("stop")]
    here = here[cut[-1] + 1 :] if cut else here
    said = [i for i in here if tokens[i] not in word_set("filler") | MEANT_BEFORE]
    if not said and here and here[0]:
        earlier = clause[here[0] - 1] if here[0] and not cut else clause[end]
        return [i for i in range(here[0]) if clause[i] == earlier]
    return here


def _rest(sentence: Sentence, start: int) -> list[int]:
    """The words from a place to the end of its clause or to a word that begins something new."""
    tokens, clause = sentence.tokens, sentence.clause
    out = []
    for i in range(start, len(tokens)):
        if clause[i] != clause[start - 1] or tokens[i] in word_set("stop"):
            break
        out.append(i)
    return out


def _after(sentence: Sentence, head: Span) -> Iterator[list[int]]:
    """What follows a link in the clause of a reaction: "hives from annatto"."""
    for a, b in scope.hits(sentence.tokens, "reaction_link"):
        near = head[1] <= a <= head[1] + NEXT
        if near and sentence.clause[a] == sentence.clause[head[0]]:
            yield _rest(sentence, b)


def _eaten(sentence: Sentence, head: Span) -> Iterator[list[int]]:
    """What is eaten when a reaction comes, before or after it: "whenever I eat it my lips itch"."""
    for a, b in scope.hits(sentence.tokens, "eaten_each"):
        if sentence.clause[a] == sentence.clause[head[0]]:
            rest = _rest(sentence, b)
            yield [i for i in rest if i < head[0]] if a < head[0] else rest


def diets_without(sentence: Sentence, covered: Collection[int]) -> Iterator[list[str]]:
    """What a diet leaves out that no fact knows: "a low nickel diet", "salicylate free diet".

    Args:
        covered: places in phrases that were read.
    """
    tokens, clause = sentence.tokens, sentence.clause
    for end, word in enumerate(tokens):
        if word not in ABOUT_DIETS:
            continue
        first = max(0, end - FURTHEST)
        before = [i for i in range(first, end) if clause[i] == clause[end]]
        less = [i for i in before if tokens[i] in LESS]
        without = before and tokens[before[-1]] in WITHOUT
        if not (less or without):
            continue
        about = [i for i in before if i > less[-1]] if less and not without else before[:-1]
        about = [i for i in about if i not in covered]
        found = substances(sentence, about, only_told=True)
        metals = [sentence.raw[i] for i in about if tokens[i] in word_set("eaten_metals")]
        if found or metals:
            yield list(dict.fromkeys([*found, *metals]))


def eating_is_ruled(sentence: Sentence) -> bool:
    """Whether an allergy to no food is said to rule what is eaten: "must watch my food"."""
    return scope.has(sentence.tokens, "eaten_rule")
