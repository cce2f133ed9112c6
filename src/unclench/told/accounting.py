"""Which words nothing took: no phrase, no number and no slot of a clause that was understood.

It needs no labels, so it measures on any text how much is understood.
"""

from __future__ import annotations

import functools
import re

from unclench.facts import units
from unclench.told import qualifiers, scope
from unclench.told.lexicon import group_words, groups, word_set
from unclench.told.pack import Sentence, sentences

_EMPTY = (
    "i",
    "we",
    "you",
    "who",
    "he",
    "she",
    "they",
    "or",
    "as",
    "not",
    "no",
    "nothing",
    "none",
    "nil",
    "regular",
    "medicine",
    "else",
    "it",
    "but",
    "if",
    "there",
    "what",
    "would",
    "most",
    "im",
    "ive",
)
_IGNORE = re.compile(rf"^(?:\d.*|{'|'.join(_EMPTY)})$")


_TIMED = ("acute", "chronic", "gradual", "severity_mild", "severity_severe")
_TIME_WORDS = """
    ago since last past yesterday today tonight morning night evening afternoon overnight now
    few several couple ongoing lasting recently lately later earlier begin began beginning start
    started over about around almost nearly every per each time once again childhood birth
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
"""
_TIME = frozenset(qualifiers.DAYS) | frozenset(_TIME_WORDS.split())


_SLOTS = (
    "negation", "after_negation", "exclusion", "exclusion_end", "hypothetical", "relatives",
    "relative_verbs", "helping_verbs", "severity_mild", "severity_moderate", "severity_severe",
    "acute", "chronic", "gradual", "sudden", "both_sides", "one_side_only", "goes_on", "time_often",
    "time_long", "time_short", "time_morning", "time_after", "time_during", "course_worse",
    "course_better", "course_same", "was_once",
)  # fmt: skip
"""Groups of words that fill a slot of a clause in which something was understood."""


@functools.cache
def _slot_groups() -> tuple[str, ...]:
    return (*_SLOTS, *sorted(n for n in groups() if n.startswith("place_")))


@functools.lru_cache(maxsize=1 << 14)
def _single(token: str) -> bool:
    """Whether a word by itself fills a slot, so that it counts wherever a clause was understood."""
    return any(
        len(words) == 1
        and (token.startswith(words[0][:-1]) if words[0].endswith("*") else token == words[0])
        for name in _slot_groups()
        for words in group_words(name)
    )


def content(sentence: Sentence) -> list[int]:
    """The places of words that say something: no little words, numbers or words of time."""
    little = word_set("filler") | word_set("stop") | word_set("asserting")
    tokens = sentence.tokens
    timed = {i for n in _TIMED for a, b in scope.hits(tokens, n) for i in range(a, b)}
    return [
        i
        for i, t in enumerate(tokens)
        if t not in little and not _IGNORE.match(t) and i not in timed and t not in _TIME
    ]


def untaken_words(sentence: Sentence, covered: set[int]) -> list[str]:
    """Runs of words that nothing took, as they were given; a clause nobody understood as a whole.

    Args:
        covered: places of the words that a phrase, the reader or a number took.
    """
    says = content(sentence)
    out: list[str] = []
    for clause in dict.fromkeys(sentence.clause):
        at = [i for i, c in enumerate(sentence.clause) if c == clause]
        mine = [i for i in says if sentence.clause[i] == clause]
        if not mine:
            continue
        if not any(i in covered for i in at):
            out.append(_given(sentence, at[0], at[-1]))
            continue
        left = [i for i in mine if i not in covered and not _single(sentence.tokens[i])]
        for run in _runs(left, set(mine)):
            out.append(_given(sentence, run[0], run[-1]))
    return out


def with_its_number(sentence: Sentence, covered: set[int]) -> set[int]:
    """The places of units behind a number, in clauses of which something was understood."""
    there = {sentence.clause[i] for i in covered}
    return {
        i
        for i, t in enumerate(sentence.tokens)
        if i
        and sentence.clause[i] in there
        and sentence.tokens[i - 1][:1].isdigit()
        and units.is_known(t)
    }


def of_the_key(sentence: Sentence, where: str) -> set[int]:
    """The places of words that only say again which exposure is told: "sun", "hot" of heat."""
    kind, _, key = where.partition(".")
    if kind != "exposure":
        return set()
    word = f"{key}_word"
    same = group_words(word) if word in groups() else ()
    again = {key, *(w[0].rstrip("*") for w in same if len(w) == 1)}
    return {i for i, t in enumerate(sentence.tokens) if t in again}


def _runs(left: list[int], says: set[int]) -> list[list[int]]:
    """Untaken words in runs: only little words stand between two of a run."""
    out: list[list[int]] = []
    for i in left:
        if out and not any(j in says for j in range(out[-1][-1] + 1, i)):
            out[-1].append(i)
        else:
            out.append([i])
    return out


def _given(sentence: Sentence, first: int, last: int) -> str:
    return " ".join(dict.fromkeys(sentence.raw[first : last + 1]))


def share_untaken(texts: list[str], missed: list[str]) -> float:
    """The share of the content words of texts that stand in `missed`; 0 where there are none."""
    total = sum(len(content(s)) for t in texts for s in sentences(t))
    left = sum(len(content(s)) for t in missed for s in sentences(t))
    return left / total if total else 0.0
