"""Diet patterns and allergies: which tags of food they exclude, and what they cannot judge."""

from __future__ import annotations

from unclench.facts.loader import Fact


class DietPattern(Fact):
    """One pattern, e.g. vegetarian or an allergy to milk.

    Attributes:
        names: how people call it, lower case.
        said_as: phrases by which somebody says that they eat so, anywhere in their words.
        unlike_others: intake differs so much from other people's that a survey tells less.
        conditions: ids of conditions or findings of which each means that the pattern is eaten by.
        allergens: further foods that stand for an allergy of this pattern, lower case.
        excludes: tags of `food_tags` that no suggestion may have.
        cannot_judge: what a food table cannot know about it; shown with the plan.
    """

    names: tuple[str, ...]
    said_as: tuple[str, ...] = ()
    unlike_others: bool = False
    conditions: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    allergy: bool = False
    cannot_judge: str = ""
    source: str
