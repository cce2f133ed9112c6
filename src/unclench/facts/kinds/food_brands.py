"""Names of shops and makers that say little about which food it is."""

from __future__ import annotations

from unclench.facts.loader import Fact, Verified


class FoodBrands(Fact):
    """Names, lower case without accents and apostrophes: "sainsburys"."""

    names: tuple[str, ...]
    source: str
    verified: Verified
