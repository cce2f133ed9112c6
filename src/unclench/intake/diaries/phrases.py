"""Foods of the table for the names in a diary, after the user's own decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from unclench.intake.diaries.folding import is_meal
from unclench.intake.diaries.foodbook import FoodBook, Found
from unclench.intake.diaries.reviews import Reviews

SURE = 0.5


"""A match below this confidence is shown to the user with its alternatives."""


USELESS = 0.25


"""A match below this is not used at all: the line counts as unmatched."""


@dataclass(slots=True)
class Matches:
    """Foods by phrase, after the user's own decisions."""

    by_phrase: dict[str, Found | None]

    def get(self, phrase: str) -> Found | None:
        """The food of a phrase, None when nothing fits well enough to be used."""
        found = self.by_phrase.get(phrase)
        return found if found is not None and found.confidence >= USELESS else None


def match_phrases(
    phrases: list[str], book: FoodBook, reviews: Reviews, search: frozenset[str] | None = None
) -> Matches:
    """Match distinct phrases; a remembered decision wins, then the exact name, then the search.

    Args:
        phrases: names of foods.
        search: those worth a search; all when None.
    """
    exact = book.exact(phrases)
    distinct = list(dict.fromkeys(phrases))
    out: dict[str, Found | None] = {}
    ask: list[str] = []
    for phrase in distinct:
        decided = reviews.get(phrase)
        if decided == "" or (decided is None and is_meal(phrase)):
            out[phrase] = None
        elif decided is not None and (found := book.find(decided)) is not None:
            out[phrase] = replace(found, confidence=1.0)
        elif phrase in exact:
            out[phrase] = exact[phrase]
        elif search is None or phrase in search:
            ask.append(phrase)
    out.update(zip(ask, book.match_many(ask), strict=True))
    _without_brand(ask, out, book)
    return Matches(out)


BRANDED = 0.85


"""Confidence left when only a name without its brand was matched."""


def _without_brand(asked: list[str], out: dict[str, Found | None], book: FoodBook) -> None:
    """Doubtful names are tried again without the brand before " - " or the first comma."""
    shorter: dict[str, list[str]] = {}
    for phrase in asked:
        found = out[phrase]
        if found is not None and found.confidence >= SURE:
            continue
        brand, dash, rest = phrase.partition(" - ")
        if dash and rest:
            shorter[phrase] = [rest, brand]
        elif ", " in phrase and re.search(r"[^\W\d_]{3}", rest := phrase.partition(", ")[2]):
            shorter[phrase] = [rest.strip()]
    tries = [t for ts in shorter.values() for t in ts if t]
    if not tries:
        return
    got = dict(zip(tries, book.match_many(tries), strict=True))
    for phrase, ts in shorter.items():
        best = out[phrase]
        for t in ts:
            found = got.get(t)
            if found is None:
                continue
            found = replace(found, confidence=found.confidence * BRANDED)
            if best is None or found.confidence > best.confidence:
                best = found
        out[phrase] = best
