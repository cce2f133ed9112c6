"""Where the person lives: as told, else assumed from words of the diary or the browser's language.

An assumption is said in the answer, never goes before what was told, and a verdict that hangs on it
is held back.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from unclench.assessment import Reason, reason
from unclench.facts.kinds.country_ways import CountryWays
from unclench.facts.kinds.fortification import Fortification, rules_of
from unclench.facts.loader import load
from unclench.told import country

Basis = Literal["told", "words", "language", "not_known", "not_told"]


@dataclass(frozen=True, slots=True)
class Lives:
    """A country, two letters, empty when not known; on what it rests, and the words if on words."""

    country: str
    label: str
    basis: Basis
    words: tuple[str, ...] = ()

    @property
    def assumed(self) -> bool:
        """Whether nobody told it."""
        return self.basis in ("words", "language")

    def said(self) -> Iterator[Reason]:
        """What the answer must say about it."""
        if self.assumed:
            yield reason(
                "country_assumed", country=self.label, basis=self.basis, words=list(self.words)
            )
        elif self.basis == "not_known":
            known = sorted(f.label for f in load("fortification", Fortification).values())
            yield reason("country_not_known", country=self.label, known=known)


def lives(told: str, language: str = "", names: Iterable[str] = ()) -> Lives:
    """Where somebody lives.

    Args:
        told: the country as told; empty when it was not.
        language: tag of the browser's language, such as en-GB.
        names: foods as the diary writes them.
    """
    if country.is_answer(told):
        fact = country.told(told)
        if fact is None:
            return Lives("", told.strip(), "not_known")
        return Lives(fact.countries[0], fact.label, "told")
    fact, words = _by_words(names)
    if fact is not None:
        return Lives(fact.countries[0], fact.label, "words", words)
    fact = country.of_language(language) if language else None
    if fact is not None:
        return Lives(fact.countries[0], fact.label, "language")
    return Lives("", "", "not_told")


@functools.cache
def _words() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Every word that tells a country, the longest first; word -> ids of the countries."""
    where: dict[str, tuple[str, ...]] = {}
    for fact in load("country_ways", CountryWays).values():
        for word in fact.words:
            where[word] = (*where.get(word, ()), fact.id)
    longest = sorted(where, key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), where


def _by_words(names: Iterable[str]) -> tuple[Fortification | None, tuple[str, ...]]:
    """The country whose own words a diary has most of, and those words as they first came."""
    pattern, where = _words()
    ways = load("country_ways", CountryWays)
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        for word in pattern.findall(name.lower().replace("’", "'")):
            for at in where[word]:
                if word not in found.setdefault(at, []):
                    found[at].append(word)
    enough = [at for at, words in found.items() if len(words) >= ways[at].least]
    if not enough:
        return None, ()
    best = max(enough, key=lambda at: (len(found[at]), ways[at].people))
    return rules_of(best), tuple(found[best])
