"""What a food is, for diets, allergies and safety; and its kind for swaps."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable

from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts.kinds.candidates import FoodKind
from unclench.facts.kinds.diet_patterns import DietPattern
from unclench.facts.kinds.food_tags import FoodTag
from unclench.facts.loader import load


@functools.cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None


def _hits(patterns: tuple[str, ...], text: str) -> bool:
    compiled = _compiled(patterns)
    return compiled is not None and compiled.search(text) is not None


@functools.lru_cache(maxsize=16384)
def tags(name: str, group: str = "") -> frozenset[str]:
    """Ids of `food_tags` that fit a food's name and group."""
    name, group = name.lower(), group.lower()
    found: set[str] = set()
    for tag in load("food_tags", FoodTag).values():
        if (_hits(tag.words, name) or _hits(tag.groups, group)) and not _hits(
            tag.except_words, name
        ):
            found |= {tag.id, *tag.implies}
    return frozenset(found)


@functools.lru_cache(maxsize=16384)
def kind_of(name: str) -> str:
    """The id of the kind of food that a name belongs to, empty when none fits."""
    name = name.lower()
    for kind in sorted(load("candidates", FoodKind).values(), key=lambda k: k.order):
        if _hits(kind.words, name) and not _hits(kind.except_words, name):
            return kind.id
    return ""


def patterns_named(words: Iterable[str]) -> list[DietPattern]:
    """The diet patterns and allergies that people name, e.g. "vegan", "nuts".

    Raises:
        UserError: names that are not known, all at once, with the nearest known ones.
    """
    known = load("diet_patterns", DietPattern)
    by_name = {n: p for p in known.values() for n in (p.id, p.id.replace("_", " "), *p.names)}
    found, problems = [], []
    for word in words:
        pattern = by_name.get(word.strip().lower())
        if pattern is None:
            problems.append(
                Problem(
                    f"The diet or allergy '{word}' is not known.",
                    fix=did_you_mean(word, by_name) or f"Known: {', '.join(sorted(known))}.",
                )
            )
        elif pattern not in found:
            found.append(pattern)
    if problems:
        raise UserError(problems)
    return found


def patterns_following(ids: Collection[str]) -> list[DietPattern]:
    """The diet patterns that conditions or findings mean, e.g. gluten-free with coeliac disease."""
    found = load("diet_patterns", DietPattern).values()
    return [p for p in found if set(p.conditions) & set(ids)]


def excluded_tags(patterns: Collection[DietPattern]) -> frozenset[str]:
    """Tags that no suggestion may have under these patterns."""
    return frozenset(t for p in patterns for t in p.excludes)
