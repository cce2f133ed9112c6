"""Everyday foods that a plan may suggest, by kind, in usual household portions."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Strict


class Food(Strict):
    """One suggestion.

    Attributes:
        food_id: id in the packaged food table.
        label: how the report names it. portion: a household portion in words.
        grams: of that portion, edible part. per_day: most portions a day that are usual.
    """

    food_id: str
    label: str
    portion: str
    grams: float = Field(gt=0, le=500)
    per_day: int = Field(2, ge=1, le=4)


class FoodKind(Fact):
    """One kind of food; swaps happen within a kind.

    Attributes:
        words: regular expressions on a lower-case food name: a food of the person that matches is
            of this kind, the first kind by `order` that matches wins.
        per_week: most portions a week of one such food that people eat.
        except_words: names that are not of this kind although a word matches.
        items: the everyday foods of the kind.
    """

    order: int
    words: tuple[str, ...]
    except_words: tuple[str, ...] = ()
    per_week: int = Field(14, ge=1, le=28)
    items: tuple[Food, ...] = ()
    source: str
