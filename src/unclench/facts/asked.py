"""What a question names: a page, the groups of words that it is about, a factor of the evidence.

A page that is named ("pickle juice", "magnesium spray") is found when the rest of the question is
about our troubles, or asks what one asks of a remedy and is about nothing else. Which page answers
a question is decided in `told.pages`, for which a name is one hint of several.

A name is words with a space between, all of which must stand in the question in any order; `|`
parts words of which one is enough, `_` joins words that follow each other, `*` at the end stands
for any ending. With `!` at the end a name is enough by itself. The longest name wins.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from unclench.facts import loader
from unclench.facts.claims import find_factor
from unclench.facts.kinds import claims, evidence
from unclench.facts.kinds.claims import Claim
from unclench.facts.kinds.evidence import Factor
from unclench.facts.kinds.question_words import QuestionWords

GROUPS = ("bedtime", "elsewhere", "intents", "matters", "troubles")
"""Groups of words that tell what a question is about."""
MOST_STRANGE = 1
"""Words that nobody here knows, in a question without one of our troubles (judgement)."""
CRAMPS = "cramps"
"""What a question is about that names only a substance."""
_AIMS = frozenset({
    "for", "against", "cure", "cures", "help", "helps", "treat", "treats", "cause", "causes",
    "make", "makes", "in",
})  # fmt: skip


@dataclass(frozen=True)
class Name:
    """One name of a page: patterns that must all be found, and whether it is enough alone."""

    parts: tuple[re.Pattern[str], ...]
    enough: bool

    def found(self, text: str) -> frozenset[int]:
        """Where in `text` the words of the name stand; empty when one is missing."""
        at: set[int] = set()
        for part in self.parts:
            new = [i for m in part.finditer(text) for i in range(m.start(), m.end())]
            if not set(new) - at:
                return frozenset()
            at.update(new)
        return frozenset(at)


def _pattern(words: str) -> re.Pattern[str]:
    forms = [re.escape(w).replace("_", " ").replace(r"\*", r"\S*") for w in words.split("|")]
    return re.compile(rf"(?<!\S)(?:{'|'.join(forms)})(?!\S)")


def _name(text: str) -> Name:
    return Name(tuple(map(_pattern, text.rstrip("!").split())), text.endswith("!"))


def as_words(question: str) -> str:
    """A question as small words with single spaces between them, courtesies left out."""
    text = question.lower().replace("'", " ").replace("’", " ")
    text = re.sub(r"\bb[-\s](\d{1,2})\b", r"b\1", text)
    return without_courtesies(" ".join(re.findall(r"[a-z0-9]+", text)))


def without_courtesies(words: str) -> str:
    """Small words with single spaces between them, less those that are only polite."""
    return " ".join(_group("courtesies").sub(" ", words).split())


@functools.cache
def _group(name: str) -> re.Pattern[str]:
    return _pattern("|".join(loader.load("question_words", QuestionWords)[name].words))


@functools.cache
def _pages() -> list[tuple[Claim, list[Name], list[Name], list[Name]]]:
    """(page, its names, names that count last, what keeps it from being found), by number."""
    known = sorted(claims.load().values(), key=lambda c: c.number)
    return [
        (c, [*map(_name, c.names)], [*map(_name, c.named_last)], [*map(_name, c.not_with)])
        for c in known
    ]


def _strange(text: str, named: frozenset[int]) -> list[str]:
    """Words that neither name the page nor are known to say nothing."""
    out = []
    for m in re.finditer(r"\S+", text):
        known = _group("fillers").fullmatch(m[0]) or _group("intents").fullmatch(m[0])
        if not known and m.start() not in named:
            out.append(m[0])
    return out


def _aimed_at(text: str, strange: list[str]) -> bool:
    """Whether a strange word is what the question aims at: "good for acne"."""
    plain = [t for t in text.split() if t not in ("my", "your", "the", "a", "an", "bad", "sore")]
    return any(a in _AIMS and b in strange for a, b in itertools.pairwise(plain))


def _ours(text: str, name: Name, at: frozenset[int], everyday: bool, beside: bool) -> bool:
    """Whether a question that names a page is about what the page is about."""
    outside = " ".join(m[0] for m in re.finditer(r"\S+", text) if m.start() not in at)
    if beside or _group("troubles").search(outside):
        return True
    if not everyday and _group("bedtime").search(outside):
        return not _group("matters").search(outside)
    if _group("matters").search(outside):
        return False
    strange = _strange(text, at)
    if _aimed_at(text, strange):
        return False
    if name.enough:
        return True
    asks = not everyday and bool(_group("intents").search(outside))
    return asks and len(strange) <= MOST_STRANGE


def _named(text: str, last: bool, beside: bool) -> Claim | None:
    """The page that a question names, the longest name first."""
    best: tuple[int, int, Claim] | None = None
    for page, names, named_last, not_with in _pages():
        if any(n.found(text) for n in not_with):
            continue
        for name in named_last if last else names:
            at = name.found(text)
            if not at or not _ours(text, name, at, page.everyday and not last, beside):
                continue
            rank = (len(name.parts), -min(at))
            if best is None or rank > best[:2]:
                best = (*rank, page)
    return best[2] if best else None


def elsewhere(question: str) -> bool:
    """Whether a question is about a being or a trouble that is none of ours."""
    return bool(_group("elsewhere").search(_group("beside").sub(" ", as_words(question))))


def _the_named(question: str) -> Factor | None:
    """The one factor whose name stands in a question, where a name means nothing else."""
    text = as_words(question)
    found = [f for f in _named_factors() if f[1].search(text)]
    return found[0][0] if len(found) == 1 else None


@functools.cache
def _named_factors() -> list[tuple[Factor, re.Pattern[str]]]:
    named = (f for f in evidence.load().values() if f.named)
    return [(f, _pattern("|".join(s.replace("-", "_") for s in f.subjects))) for f in named]


def named_page(question: str, *, beside: bool = False) -> Claim | None:
    """The page of a claim whose name stands in a question that is about our troubles.

    Args:
        question: in a person's own words.
        beside: it stands beside a complaint, which says what trouble it is about.
    """
    text = as_words(question)
    if elsewhere(question):
        return None
    return _named(text, False, beside) or _named(text, True, beside)


def about(question: str) -> frozenset[str]:
    """The groups in `GROUPS` of which a word stands in a question."""
    text = as_words(question)
    found = {g for g in GROUPS if _group(g).search(text)} - {"elsewhere"}
    return frozenset(found | ({"elsewhere"} if elsewhere(question) else set()))


def factor_for(question: str, *, beside: bool = False) -> Factor | None:
    """What is known about the factor that a question names, where no page answers it."""
    text = as_words(question)
    if elsewhere(question):
        return None
    found = find_factor(question)
    if found is not None or _group("troubles").search(text):
        return found or _the_named(question) or find_factor(f"{question} {CRAMPS}")
    if not beside and (
        _group("matters").search(text)
        or not _group("intents").search(text)
        or _aimed_at(text, _strange(text, frozenset()))
    ):
        return None
    return find_factor(f"{question} {CRAMPS}")
