"""The country that somebody tells or whose language a browser asks for."""

from __future__ import annotations

from unclench.facts.kinds.country_ways import CountryWays
from unclench.facts.kinds.fortification import Fortification, rules_of
from unclench.facts.loader import load
from unclench.told.questions import NONE, NOT_SURE, plain_answer


def told(country: str) -> Fortification | None:
    """What is added where somebody says they live; None when it is not told or not known."""
    return rules_of(country)


def is_answer(country: str) -> bool:
    """Whether a country is named: "I do not know" names none."""
    return bool(country.strip()) and plain_answer(country.strip(" .")) not in (NOT_SURE, NONE)


def of_language(tag: str) -> Fortification | None:
    """The country that a language tag ("en-GB", "de") suggests.

    None where it suggests the country of the food table, or one beside it: browsers come with
    American English wherever they are bought, and to assume so would change nothing.
    """
    language, *rest = tag.replace("_", "-").split("-")
    region = next((p for p in rest if len(p) == 2), "")
    if region:
        found = rules_of(region)
    else:
        ways = load("country_ways", CountryWays).values()
        found = next((rules_of(w.id) for w in ways if language.lower() in w.languages), None)
    return None if found is None or found.as_table else found
