"""Numbers, words, comparators, units and ranges as laboratories print them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from unclench.facts import units
from unclench.facts.kinds import lab_words
from unclench.facts.spelling import fold
from unclench.plasma.labs.result import Comparator, Word

Decimal = Literal["", ".", ","]
"""How a file writes decimals; empty when it does not show."""

_WORDS: dict[str, Word] = {}
for _word, _spellings in {
    "low": "low|l|ll|reduced|decreased|deficient|very low|below range|below normal|slightly low|"
    "mildly low|severely low|undetectable|not detected|borderline low",
    "high": "high|h|hh|raised|elevated|increased|very high|above range|above normal|slightly high|"
    "slightly raised|mildly raised|mildly elevated|markedly raised|borderline high",
    "normal": "normal|n|ok|in range|within range|within normal limits|wnl|unremarkable|"
    "within reference range|fine",
    "negative": "negative|neg|absent|not reactive|non-reactive",
    "positive": "positive|pos|present|reactive",
}.items():
    for _spelling in _spellings.split("|"):
        _WORDS[_spelling] = _word  # type: ignore[assignment]

SIGNS: dict[str, Comparator] = {"<": "<", "≤": "<=", "<=": "<=", ">": ">", "≥": ">=", ">=": ">="}
SIGNS |= {"=<": "<=", "=>": ">=", "under": "<", "below": "<", "over": ">", "above": ">"}
SIGNS |= {"less than": "<", "more than": ">", "greater than": ">", "at least": ">="}
SIGNS |= {"": "", "=": "", "~": "", "≈": "", "about": "", ":": ""}
SIGN = (
    r"(?:<=|>=|=<|=>|[<>≤≥=~≈:]|(?:less|more|greater) than|at least|under|below|over|above|about)"
)
_GROUP = "['’\u00a0\u202f]"
NUMBER = (
    r"[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
    rf"|\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
)
_VALUE = re.compile(rf"^\s*+({SIGN})?\s*+({NUMBER})(?!\d|\s*/\s*\d|\^)\s*(.*)$", re.DOTALL)
TRIPLE = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")
"""A number that may hold a decimal mark or one for thousands."""


def word_of(text: str) -> Word:
    """The meaning of a result told in words; empty when it is none of the known ones."""
    plain = re.sub(r"\s+", " ", text.strip().lower().strip("().*!"))
    if plain in _WORDS:
        return _WORDS[plain]
    return flag_word(plain) if re.search(r"[a-z]{3}", plain) else ""


@functools.lru_cache(maxsize=4096)
def flag_word(text: str) -> Word:
    """low, high or normal by the words of any language; empty when it is none."""
    key = lab_words.key(text)
    for name in ("low", "high", "normal"):
        if key and key in lab_words.words(name):
            return name
    return ""


def number(text: str, decimal: Decimal = "") -> float:
    """A number with a decimal point or comma; thousands by comma, point, blank or apostrophe.

    Args:
        text: matches `NUMBER`.
        decimal: how the file writes decimals, where that is known.
    """
    text = re.sub(_GROUP, "", text)
    comma, point = text.rfind(","), text.rfind(".")
    if text.count(",") > 1 or -1 < comma < point:
        return float(text.replace(",", ""))
    if text.count(".") > 1 or -1 < point < comma:
        return float(text.replace(".", "").replace(",", "."))
    if TRIPLE.fullmatch(text.lstrip("+-")) and (decimal == ",") == (point > -1):
        return float(text.replace(",", "").replace(".", ""))
    return float(text.replace(",", "."))


def decimal_of(texts: Iterable[str]) -> Decimal:
    """How the numbers in some texts are written; empty when they do not show it or disagree."""
    marks: set[Decimal] = set()
    for text in texts:
        for found in re.finditer(r"(?<![\d.,/-])\d+([.,])(\d+)(?![\d/,]|\.\d)", text):
            if len(found[2]) != 3 or found[0].startswith("0"):
                marks.add("," if found[1] == "," else ".")
    return marks.pop() if len(marks) == 1 else ""


def split_value(text: str, decimal: Decimal = "") -> tuple[Comparator, float, str] | None:
    """(comparator, number, what follows) of a text such as "<100 pg/mL"; None if no number."""
    found = _VALUE.match(text)
    if not found:
        return None
    return SIGNS[(found[1] or "").lower()], number(found[2], decimal), found[3].strip()


def clean_unit(text: str) -> str:
    """A unit without annotations such as {creat} and without the spaces around it."""
    if units.is_known(text):
        return text
    bare = re.sub(r"\{[^}]*\}|\(calc(?:ulated)?\)", "", text).strip().rstrip("/")
    return bare or ("1" if text.strip() else "")


@functools.cache
def _range_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lab_words.pattern("between")
    before = lab_words.pattern("range_words")
    return (
        re.compile(rf"^(?:(?:{before})\.?\s*:?\s*)+"),
        re.compile(
            rf"^({NUMBER})\s*(?:\s[^\d\s<>-]\S*\s*)?(?:-|–|—|−|\.\.\.?|(?:{words})(?=[\s\d]))\s*({NUMBER})(?!\d)"
        ),
        re.compile(rf"^(<=?|≤|>=?|≥|up to|bis|jusqu'a|hasta|fino a|ate|tot)\s*({NUMBER})"),
    )


def split_range(text: str, decimal: Decimal = "") -> tuple[float | None, float | None] | None:
    """The bounds of a printed reference range: "3.5-5.0", "<5", "> 60", "3,5 à 5", "ref. 3 to 5".

    They are as printed: a range that stands on its head is returned so, and not believed later.
    """
    before, pair, single = _range_patterns()
    text = fold(text).strip().strip("()[]{}").strip()
    text = before.sub("", text).strip().strip("()[]{}").strip()
    both = pair.match(text)
    if both:
        return number(both[1], decimal), number(both[2].lstrip("-"), decimal)
    one = single.match(text)
    if one:
        here = number(one[2], decimal)
        return (here, None) if one[1][0] in ">≥" else (None, here)
    return None


def unit_of_value(text: str, decimal: Decimal = "") -> str | None:
    """The unit that a cell tells behind its number; empty for none or a mere flag, "3.1 (L)"; None
    for what is no number."""
    parsed = split_value(text, decimal)
    if parsed is None:
        return None
    return parsed[2] if re.search(r"[^\W\d_]{2}|[/%]", parsed[2]) else ""


def unit_behind_range(text: str) -> str:
    """The unit behind a printed range, "3.5 - 5.1 mmol/L" -> "mmol/L"; empty when there is none."""
    before, pair, single = _range_patterns()
    bare = text.strip().strip("()[]{}").strip()
    low = fold(bare)
    if len(low) != len(bare):
        return ""
    cut = before.match(low)
    start = cut.end() if cut else 0
    found = pair.match(low[start:]) or single.match(low[start:])
    rest = bare[start + found.end() :].strip() if found else ""
    return clean_unit(rest) if rest and units.find(clean_unit(rest)) else ""
