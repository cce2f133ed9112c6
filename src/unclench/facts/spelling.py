"""One way to compare words, written in Latin letters or in Japanese."""

from __future__ import annotations

import functools
import unicodedata

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "μ": "µ"}
)

LETTERS = "a-z\u3040-\u30ff\u4e00-\u9fff"
"""The letters of folded words, for a class of a pattern: Latin, kana, kanji."""


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents: "Kaliémie" -> "kaliemie", "Größe" -> "grosse"; µ stays."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
