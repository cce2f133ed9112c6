"""Drinks with alcohol, and what they are drunk from: UK units of a pint, a glass, a peg.

A unit is 10 ml (8 g) of pure alcohol: units = millilitres x strength in % / 1000.
"""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Strict, Verified


class Drink(Strict):
    """One sort of drink.

    Attributes:
        words: names, normalised. strength: % by volume.
        serving_ml: of one "beer", "wine" or "whisky" without a vessel.
        vessels_ml: of vessels that are another size for this drink.
    """

    words: tuple[str, ...]
    strength: float = Field(gt=0, le=100)
    serving_ml: float = Field(gt=0)
    vessels_ml: dict[str, float] = Field(default_factory=dict)


class AlcoholicDrinks(Fact):
    """The drinks and vessels of one list.

    Attributes:
        vessels_ml: size of a vessel whatever is in it.
        alone: vessels that mean a drink when none is named ("six pints") -> its id.
        rates: words for how often -> times a week.
        free: words that make any of it no alcohol. other_drinks: what else is drunk from them.
        after_of: words that are a drink only behind a vessel ("a glass of red").
        in_context: vessels that mean a drink where alcohol is spoken of -> its id.
        not_now: words that put it in the past. counted_else: what "units" count besides.
        sober: words for drinking none since some time.
    """

    drinks: dict[str, Drink] = Field(min_length=1)
    vessels_ml: dict[str, float]
    alone: dict[str, str]
    rates: dict[str, float]
    free: tuple[str, ...]
    other_drinks: tuple[str, ...]
    after_of: tuple[str, ...]
    in_context: dict[str, str]
    not_now: tuple[str, ...]
    counted_else: tuple[str, ...]
    sober: tuple[str, ...]
    source: str
    verified: Verified
