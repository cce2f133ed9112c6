"""What single lines of a report are, whatever stands around them."""

from __future__ import annotations

import re

from unclench.facts import units
from unclench.facts.kinds import lab_words
from unclench.plasma.labs.letterhead import person_on
from unclench.plasma.labs.line_parts import name_at
from unclench.plasma.labs.numbers import clean_unit, word_of

STARTS = 60
"""Words of a line that are looked at for the name of a test."""
_FRONT = re.compile(r"\s*+([^\d:\s][^\d:]{1,40}+):\s*+(?=\S)")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]")

_ANY_DATE = re.compile(
    r"\b\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+\S*)?|(?<![\d.,])\d{1,2}([./-])\d{1,2}\1\d{2,4}\b"
    r"|\b\d{1,2}([/-])[^\W\d_]{3}\2(?:\d{4}|\d\d)(?![.,]?\d)"
    r"|\b\d{1,2}[. -]{1,2}[^\W\d_]{3,9}\.?[ -]\d{4}\b|\b[^\W\d_]{3,9}\.? \d{1,2},? \d{4}\b"
)


def without_date(line: str) -> str:
    """A line without its dates and times."""
    bare = _ANY_DATE.sub(" ", line)
    return re.sub(
        r"(?<!\S)\d{1,2}[:h]\d{2}(?::\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?(?!\S)", " ", bare
    ).strip(" ,;:-")


def holds_dates(lines: list[str]) -> bool:
    """Whether any line that names nobody holds a date."""
    return any(_ANY_DATE.search(line) for line in lines if not person_on(line))


def is_label(text: str) -> bool:
    """Whether a line only says what stands on the next one."""
    return lab_words.key(text) in lab_words.words("labels") | lab_words.words("range_words")


def is_row(text: str) -> bool:
    """Whether a line of words is a row of a table and no heading: "COLOR  YELLOW  YELLOW"."""
    words = text.split()
    return (
        re.search(r"\s{2,}|\t", text.strip()) is not None
        or bool(words and word_of(words[-1]))
        or (len(words) > 1 and words[-1] == words[-2])
    )


def without_label(text: str) -> str:
    """The line without a word such as "Your result:" at its beginning."""
    plain = re.match(r"^\s*+([^\d:<>\s][^\d:<>]{0,39}[^\d:<>\s])\s*+:?\s*+(?=$|[\d<>≤≥])", text)
    if plain and lab_words.key(plain[1]) in lab_words.words("labels") - lab_words.words(
        "range_words"
    ):
        return text[plain.end() :]
    return text


def sampled(text: str) -> tuple[str, str] | None:
    """(what was sampled, the rest) where a line says it before a test: "Urine test: pH 6.0".

    The sample is "urine", "elsewhere" or "" (blood).
    """
    found = _FRONT.match(text)
    if found is None or len(found[1].split()) > 4:
        return None
    said = lab_words.key(found[1]).split()
    for kind in ("urine", "elsewhere", "serum"):
        if any(w in said for w in lab_words.words(kind)):
            return ("" if kind == "serum" else kind), text[found.end() :]
    return None


def tests_within(text: str) -> list[tuple[str, str]]:
    """(name, rest) of the tests that a line names behind its first word."""
    starts = [m.start() for m in _WORD.finditer(text)][1:STARTS]
    return [found for at in starts if (found := name_at(text[at:])) is not None]


def is_concentration(unit: str) -> bool:
    """Whether a unit is an amount in a volume, or another that only laboratories use."""
    found = units.find(clean_unit(unit)) if unit else None
    return found is not None and ("/" in found or found in ("fL", "%"))
