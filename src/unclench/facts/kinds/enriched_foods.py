"""Foods of the American table that are enriched there, and what they are without it."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Verified


class EnrichedFood(Fact):
    """One kind of food, known by the names of the table.

    Attributes:
        words, except_words: patterns of lower-case names.
        enriched, unenriched: foods of the table that differ in what was added. Without `enriched`
            it is the maker who chooses, packet by packet (`by_makers`).
        flour: share of the enriched food in 100 g; null: the whole, in proportion to energy.
        nutrients: what is added.
    """

    words: tuple[str, ...]
    except_words: tuple[str, ...] = ()
    enriched: str = ""
    unenriched: str
    flour: float | None = Field(None, gt=0, le=1)
    nutrients: tuple[str, ...]
    source: str
    verified: Verified

    @property
    def by_makers(self) -> bool:
        """Whether no rule but the maker says what is added."""
        return not self.enriched
