"""What people call a food -> the words of the food table."""

from __future__ import annotations

from collections.abc import Mapping

from unclench.facts.loader import Fact, Verified


class FoodSynonyms(Fact):
    """Synonyms of one language.

    Attributes:
        words: replaced wherever they stand.
        phrases: only when they are all that was said; several readings: the likeliest first.
    """

    words: Mapping[str, str | tuple[str, ...]]
    phrases: Mapping[str, str | tuple[str, ...]]
    source: str
    verified: Verified
