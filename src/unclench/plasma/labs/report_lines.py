"""Lines of a report: their dates, labels and units."""

from __future__ import annotations

import re

from unclench.facts import units
from unclench.facts.kinds import lab_words
from unclench.plasma.labs.letterhead import person_on
from unclench.plasma.labs.numbers import clean_unit

_ANY_DATE = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+\S*)?|(?<![\d.,])\d{1,2}([./-])\d{1,2}\1\d{2,4}\b"
    r"|\b\d{1,2}[. -]{1,2}[^\W\d_]{3,9}\.?[ -]\d{4}\b|\b[^\W\d_]{3,9}\.? \d{1,2},? \d{4}\b"
)


def without_date(line: str) -> str:
    """A line without its dates and times."""
    bare = _ANY_DATE.sub(" ", line)
    return re.sub(
        r"(?<!\S)\d{1,2}[:h]\d{2}(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?(?!\S)", " ", bare
    ).strip(" ,;:-")


def any_open(lines: list[str]) -> bool:
    """Whether a date stands there that is not one of a person."""
    return any(_ANY_DATE.search(line) for line in lines if not person_on(line))


def is_label(text: str) -> bool:
    """Whether a line is nothing but a label such as "Your result"."""
    return lab_words.key(text) in lab_words.words("labels") | lab_words.words("range_words")


def without_label(text: str) -> str:
    """The line without a word such as "Your result:" at its beginning."""
    plain = re.match(r"^\s*([^\d:<>]{2,40}?)\s*:?\s*(?=$|[\d<>≤≥])", text)
    if plain and lab_words.key(plain[1]) in lab_words.words("labels") - lab_words.words(
        "range_words"
    ):
        return text[plain.end() :]
    return text


def is_concentration(unit: str) -> bool:
    """Whether a unit is an amount in a volume, or another that only laboratories use."""
    found = units.find(clean_unit(unit)) if unit else None
    return found is not None and ("/" in found or found in ("fL", "%"))
