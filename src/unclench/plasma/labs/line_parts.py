"""Parts of a line of a report: a test, a unit, a flag, and where another test begins."""

from __future__ import annotations

import functools
import itertools
import re

from unclench.facts import units
from unclench.facts.kinds import analytes, lab_words
from unclench.plasma.labs.numbers import NUMBER, clean_unit, flag_word

_LONGEST_NAME = 11


_OTHER_TESTS = re.compile(r"^ca[ -]?(?:19|125|15|72)\b", re.IGNORECASE)


"""Names that begin like one of ours and are another test: CA 125 is no calcium."""


FLAGS = {
    "L": "L",
    "H": "H",
    "LL": "LL",
    "HH": "HH",
    "N": "N",
    "-": "L",
    "--": "L",
    "+": "H",
    "++": "H",
}


FLAGS |= {"↓": "L", "▼": "L", "↑": "H", "▲": "H", "↓↓": "L", "↑↑": "H", "LO": "L", "HI": "H"}


def name_at(text: str) -> tuple[str, str] | None:
    """(name, rest) when a text begins with the name of a test; the longest that is known."""
    tokens = text.split()
    if not tokens or _OTHER_TESTS.match(text.strip()):
        return None
    for n in range(_words_of_names(tokens[:_LONGEST_NAME]), 0, -1):
        words = " ".join(tokens[:n])
        name = words.strip(" ,:=|-–")
        if not name or re.search(r"[<>≤≥≈~]", name) or not re.match(r"^[^\W\d_]|^\d", name):
            continue
        if analytes.find(name) is None:
            continue
        if n > 1 and re.search(r"[\d.,]+$", tokens[n - 1]) and _is_value(tokens[n - 1], name):
            continue
        rest = re.sub(r"^\s*" + r"\s+".join(map(re.escape, tokens[:n])), "", text)
        return name, rest
    return None


def _words_of_names(tokens: list[str]) -> int:
    """How many words at the start may belong to the name of a test."""
    known = analytes.vocabulary()
    for n, token in enumerate(tokens):
        if not all(w in known for w in analytes.words_in(token)):
            return n
    return len(tokens)


def _is_value(token: str, name: str) -> bool:
    """Whether the last word of a name is a bare number that a shorter name does without."""
    shorter = name.rsplit(" ", 1)[0]
    return bool(re.fullmatch(NUMBER, token)) and analytes.find(shorter) is not None


@functools.cache
def patterns() -> dict[str, re.Pattern[str]]:
    """What may stand on a line behind a test: ranges, dates, numbers, words."""
    to = lab_words.pattern("between")
    before = lab_words.pattern("range_words")
    join = rf"(?:-|–|—|−|\.\.|(?:{to})(?=[\s\d]))"
    earlier = lab_words.pattern("earlier")
    date = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{2,4}(?![.,]?\d)"
    date += r"|\d{1,2}(?P<short>[-/])[^\W\d_]{3}(?P=short)(?:\d{4}|\d\d)(?![.,]?\d)"
    date += r"|\d{1,2}[. -][^\W\d_]{3,9}\.?[ -]\d{4}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}"
    return {
        "bracket": re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]"),
        "flagged": re.compile(
            rf"(?<!\d)({NUMBER})\s+([+-]{{1,2}})(?=\s+(?:\S+\s+)?{NUMBER}\s*{join}\s*{NUMBER})"
        ),
        "date": re.compile(rf"({date})(?:\s+\d{{1,2}}[:h]\d\d(?::\d\d)?(?:\s*[ap]m\b)?)?"),
        "range": re.compile(rf"(?<!\d)({NUMBER})\s*{join}\s*({NUMBER})(?![\d/.-])"),
        "range_words": re.compile(rf"(?:{before})(?![^\W\d_])\.?\s*:?"),
        "one_sided": re.compile(rf"(<=?|>=?|≤|≥|=<|=>)\s*({NUMBER})"),
        "number": re.compile(rf"{NUMBER}(?![\w/]*/\d)"),
        "earlier": re.compile(rf"(?:{earlier})(?![^\W\d_])"),
        "word": re.compile(r"[^\s,;]+"),
    }


def unit_at(text: str) -> tuple[str, int]:
    """(unit, length) at the start of a text; the longest that is known, or one with a slash."""
    tokens = list(itertools.islice(re.finditer(r"\S+", text), 4))
    for n in range(len(tokens), 0, -1):
        joined = text[: tokens[n - 1].end()].rstrip(",;.")
        bare = joined.strip("()[]") if n == 1 else joined
        if units.is_known(clean_unit(bare)) and not re.fullmatch(r"[\d.,-]+", bare):
            if re.fullmatch(r"[A-Za-z]{1,2}", bare) and bare.upper() in FLAGS and bare != "%":
                return "", 0  # L is a flag here, not a litre
            return bare, len(text[: tokens[n - 1].end()])
    return "", 0


def as_word(flag: str) -> str:
    """The word of a flag; empty when it has none."""
    return {"L": "low", "LL": "low", "H": "high", "HH": "high", "N": "normal"}.get(flag, "")


def flag_at(text: str) -> tuple[str, int]:
    """(L, H, ..., length) of a flag or its words at the start of a text."""
    found = re.match(r"[(\[]?([A-Za-z]{1,2}|[+-]{1,2}|[↓↑▼▲]{1,2})[)\]*!]*(?=\s|$|[,;)])", text)
    if found and found[1].upper() in FLAGS and (found[1].isupper() or not found[1].isalpha()):
        return FLAGS[found[1].upper()], found.end()
    words = re.match(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,4}", text)
    if words:
        parts = words[0].split(" ")
        for n in range(len(parts), 0, -1):
            piece = " ".join(parts[:n])
            meaning = flag_word(piece)
            if meaning:
                return {"low": "L", "high": "H", "normal": "N"}[meaning], len(piece)
    return "", 0


def of_no_weight(word: str) -> bool:
    """Whether a word says nothing of a result: "is", "level", "your"."""
    key = lab_words.key(word)
    return not key or analytes.name_key(word) <= frozenset() or key in _SMALL


_SMALL = frozenset(["is", "was", "of", "level", "result", "value", "your", "the", "a", "an"])


def plain_number_follows(text: str) -> bool:
    """Whether a number that is no range and no date stands later on the line."""
    p = patterns()
    bare = p["range"].sub(" ", p["bracket"].sub(" ", p["date"].sub(" ", text)))
    unit_first = re.match(r"\s*\S*/\S*\s+", bare)
    bare = bare[unit_first.end() :] if unit_first else bare
    return re.search(rf"(?<![<>≤≥\w.^]){NUMBER}(?![\w/^])", bare) is not None


def starts_result(text: str) -> bool:
    """Whether another test with a value begins here."""
    found = name_at(text)
    if found is None:
        return False
    name, rest = found
    if units.is_known(clean_unit(name)) and not re.match(
        rf"\s*+:?\s*+[<>]?\s*+{NUMBER}(?!\s*[-–]\s*\d)", rest
    ):
        return False
    if re.match(r"\s*+[:=]?\s*+[^\W\d_]{3}", rest) and flag_at(rest.lstrip(" :="))[1]:
        return True
    return re.match(rf"\s*+[:=]?\s*+(?:[<>≤≥]=?\s*+)?{NUMBER}", rest) is not None
