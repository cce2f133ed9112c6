"""Which page answers a question, and which factor of the evidence where no page does.

A trained recogniser (`told.en.asked`) decides; the page whose name stands in the question
(`facts.asked`) is one of the things that it looks at, and may be answered from a lower chance on.
Below that nothing is answered: a wrong page is worse than none.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from unclench.facts import asked
from unclench.facts.claims import words as content
from unclench.facts.kinds import claims
from unclench.facts.kinds.claims import Claim
from unclench.facts.kinds.evidence import Factor
from unclench.told import pack
from unclench.told.lexicon import Words, word_set
from unclench.told.vocabulary import vocabulary

NO_SUBJECT = content("lack cause help spasm muscle pain back leg night important test doctor")
"""Words that by themselves are no subject of a page: "is it important"."""
LEAST = 0.5
"""The lowest chance of a page that is answered (all of these chosen on questions left out)."""
LEAST_NAMED = 0.4
"""The lowest of a page whose name stands in the question."""
LEAST_STRANGE = 0.75
"""The lowest where neither the page nor one of our troubles is named."""


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it was read: its words in one form, and its text for patterns of names."""

    words: Words
    text: str


def read(question: str) -> Read:
    """The words of a question, without punctuation and courtesies, misspelt ones mended."""
    text = pack.folded(question)
    words: list[str] = []
    for sentence in pack.sentences(question):
        mended = pack.corrected(sentence, _known(), word_set("ordinary_words"))
        words += mended.tokens
        for was, now, typed in zip(sentence.tokens, mended.tokens, sentence.raw, strict=True):
            if was != now:
                text = re.sub(rf"(?i)\b{re.escape(typed)}\b", now, text)
    return Read(tuple(asked.without_courtesies(" ".join(words)).split()), text)


@functools.cache
def _known() -> frozenset[str]:
    """Words towards which a misspelt one is mended: those that we read, and those of the pages."""
    said = (t for c in claims.load().values() for t in (c.label, *c.subjects, *c.asked))
    return vocabulary() | {word for text in said for word in pack.tokens(text)}


def page_for(question: str, *, beside: bool = False) -> Claim | None:
    """The page of a claim that answers a question.

    Args:
        question: in a person's own words.
        beside: it stands beside a complaint, which says what trouble it is about.

    Returns:
        None when the question is about something else, or what it is about is not clear.
    """
    found = _found(question, beside)
    return claims.load()[found] if found else None


@functools.lru_cache(maxsize=256)
def _found(question: str, beside: bool) -> str:
    """Id of the page, or ""."""
    heard = read(question)
    if not heard.words:
        return ""
    page = asked.named_page(heard.text, beside=beside)
    named = page.id if page else ""
    groups = asked.about(heard.text)
    chance: dict[str, float] = pack.asked().pages(heard.words, named, groups)
    chance.pop(pack.asked().NONE)
    best = max(sorted(chance), key=chance.__getitem__)
    if beside:
        return _beside(question, named, best, chance[best])
    if chance[best] >= (LEAST if best == named or "troubles" in groups else LEAST_STRANGE):
        return best
    return named if chance.get(named, 0.0) >= LEAST_NAMED else ""


def _beside(question: str, named: str, best: str, chance: float) -> str:
    """The page named beside a complaint, else one of which a subject stands in the question."""
    if named or chance < LEAST_STRANGE:
        return named
    subjects = frozenset().union(*map(content, claims.load()[best].subjects))
    return best if (content(question) & subjects) - NO_SUBJECT else ""


def forget() -> None:
    """Read what was learnt anew: for measuring with other weights."""
    pack.asked().forget()
    _found.cache_clear()


def factor_for(question: str, *, beside: bool = False) -> Factor | None:
    """What is known about the factor that a question names, where no page answers it."""
    return asked.factor_for(read(question).text, beside=beside)
