"""What a food is, for diets, allergies and safety: tags found by its name and group."""

from __future__ import annotations

from unclench.facts.loader import Fact


class FoodTag(Fact):
    """One tag.

    Attributes:
        words: regular expressions on the lower-case name; any match tags the food.
        groups: regular expressions on the lower-case group name; any match tags the food.
        except_words: names that are not tagged although a rule above matches.
        implies: further tags of every food that has this one.
    """

    words: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    source: str
