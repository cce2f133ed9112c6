"""Headers and words of tables reduced to what is compared: no case, no accents, no signs.

The words themselves are facts: `facts/data/diary_headers`.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from unclench.facts.kinds.diary_headers import DiaryHeaders
from unclench.facts.loader import load

_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "μ": "u", "µ": "u"}
)
_MARKS = re.compile("[\u0300-\u036f]")
_SIGNS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower case, without accents: "Énergie" -> "energie", "Sól" -> "sol", "Eiweiß" -> "eiweiss".

    Letters of other scripts stay as they are; full-width forms become the usual ones.
    """
    low = text.casefold().translate(_LETTERS)
    if low.isascii():
        return low
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", low)).translate(_LETTERS)
    return unicodedata.normalize("NFC", plain)


def key(text: str) -> str:
    """A header reduced to letters and digits: "B12 (Cobalamin)" -> "b12cobalamin"."""
    return _SIGNS.sub("", fold(text))


@functools.cache
def words_of(kind: str) -> frozenset[str]:
    """All words of one list of `facts/data/diary_headers`, reduced."""
    return frozenset(
        key(word)
        for fact in load("diary_headers", DiaryHeaders).values()
        for word in getattr(fact, kind)
    )


@functools.lru_cache(maxsize=65536)
def only(text: str, kind: str, *beside: str) -> bool:
    """Whether a text is made of words of `kind` alone, but for those of `beside` and numbers.

    One word of `kind` at least: "Total del día" is made of `totals` and `fillers`.
    """
    said = [w for w in _SIGNS.split(fold(text)) if w]
    if not said or len(said) > 6:
        return False
    own = words_of(kind)
    if not any(w in own for w in said) and key(text) not in own:
        return False
    allowed = own.union(*(words_of(b) for b in beside))
    return key(text) in own or all(w in allowed or w.isdigit() for w in said)


def is_total(text: str) -> bool:
    """Whether a cell calls its row a sum of others, in any language that is known."""
    return only(text, "totals", "fillers", "meals")


def is_average(text: str) -> bool:
    """Whether a cell calls its row a mean of others."""
    return only(text, "averages", "fillers", "meals", "totals")


def is_meal(text: str) -> bool:
    """Whether a text is the name of a meal, which is no food: "Meal 2", "Abendessen"."""
    return only(text, "meals", "fillers")


def is_exercise(text: str) -> bool:
    """Whether a cell calls its row exercise."""
    return key(text) in words_of("exercise")


def is_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return key(text) in words_of("yes")


def prose(text: str) -> bool:
    """Whether a line is a sentence rather than a food: it talks of people and of what was."""
    said = [w for w in _SIGNS.split(fold(text)) if w]
    talk = sum(1 for w in said if w in words_of("prose"))
    return talk >= 2 and talk >= 0.15 * len(said)
