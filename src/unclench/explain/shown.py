"""How numbers and sources of a tree are shown: to be read by eyes and by a screen reader."""

from __future__ import annotations

import re
from decimal import Decimal

from unclench.facts import loader

_INITIALS = re.compile(r" (?:[A-Z]{1,3}|(?:[A-Z]\.[ -]?)+)$")
"""Of a person, after the surname."""


def plain(value: float, digits: int = 4) -> str:
    """A number of so many digits, without an exponent."""
    return format(Decimal(f"{value:.{digits}g}"), "f")


def cited(source: str) -> str:
    """A source in short: its first author and year, else its title; other words as they are."""
    found = loader.sources().get(source)
    if found is None:
        return source.replace("_", " ")
    authors = re.split(r", (?:et al\b)?|; | et al\b", found.authors)
    first = _INITIALS.sub("", authors[0]).strip()
    if first != authors[0] and len(authors) > 1:
        first += " and others"
    return f"{first or found.title.split(', ')[0]}{f', {found.year}' if found.year else ''}"
