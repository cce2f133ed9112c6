"""One way to compare words of any language that is written in Latin letters."""

from __future__ import annotations

import functools
import unicodedata

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "μ": "µ"}
)


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents: "Kaliémie" -> "kaliemie", "Größe" -> "grosse"; µ stays."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
