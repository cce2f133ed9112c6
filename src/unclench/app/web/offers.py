"""Names that are known, offered while something is typed."""

from __future__ import annotations

import functools

from markupsafe import Markup

from unclench.app.web import blood_rows

FOUND = 12
"""Names that are offered at once."""


def found(field: str, text: str) -> list[str]:
    """Known names with the text in them: those that begin with it, then those of which a word
    does, then the others."""
    wanted = " ".join(text.lower().split())
    if not wanted:
        return []
    ranked = [
        (0 if low.startswith(wanted) else 1 if f" {wanted}" in low else 2, i)
        for i, low in enumerate(_lower(field))
        if wanted in low
    ]
    known = names(field)
    return [known[i] for _, i in sorted(ranked)[:FOUND]]


@functools.cache
def names(field: str) -> tuple[str, ...]:
    """Every name of a field, in order; none where nothing is offered."""
    from unclench.facts.kinds.living_words import LivingWords
    from unclench.facts.loader import load
    from unclench.told.vocabulary import condition_items, medicine_items, medicine_names

    if field == "takes":
        generics = {n.replace("_", " ") for n in medicine_items()}
        return tuple(sorted(generics | set(medicine_names())))
    if field == "has":
        return tuple(sorted({i.label for i in condition_items().values()}))
    every = load("living_words", LivingWords).values()
    return tuple(w for fact in every for w in fact.offers.get(field, ()))


@functools.cache
def _lower(field: str) -> tuple[str, ...]:
    return tuple(name.lower() for name in names(field))


@functools.cache
def tests() -> Markup:
    """The names of all blood and urine tests as options of a list."""
    return Markup("").join(Markup('<option value="{}">').format(n) for n in blood_rows.names())
