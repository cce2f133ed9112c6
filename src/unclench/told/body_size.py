"""Weight and height in words: "5 foot 8 and 7 stone 10", "I weigh 48 kg", "1.72 m tall"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unclench.facts import units
from unclench.facts.number_words import counts

WEIGHT, HEIGHT = "weight_kg", "height_cm"
POUNDS = {"stone": 14.0, "lb": 1.0}
CM_PER_INCH, INCHES_PER_FOOT = 2.54, 12

_N = r"(\d+(?:[.,]\d+)?)"
_LB = r"(?:lbs?|pounds?)"
_SAID = (
    r"(?:\s+(?:is|of|now|about|around|roughly|only|just|barely|at|in|currently|still))*\s*[:=]?\s*"
)
_WEIGH = rf"\b(?:weigh(?:s|ing|ed)?|weight|am|im|i\'m){_SAID}"
_TALL = rf"\b(?:height|am|im|i\'m|stand(?:s|ing)?){_SAID}"
_WEIGHTS = (
    (re.compile(rf"{_WEIGH}{_N}\s*(?:kgs?|kilos?|kilograms?|kilogrammes?)\b"), "kg"),
    (
        re.compile(
            rf"{_WEIGH}{_N}\s*(?:stones?|st)\b(?:\s*(?:and\s+)?(\d+)(?!\s*(?:cm|kg|years?|f))\s*{_LB}?)?"
        ),
        "stone",
    ),
    (re.compile(rf"(?:\band\s+|,\s*|^\s*)([5-9]|[1-3]\d) stone\b(?:\s*(\d+)\s*{_LB}?)?"), "stone"),
    (re.compile(rf"\bweigh(?:s|ing|t)?{_SAID}{_N}\s*{_LB}\b"), "lb"),
)
_FEET = r"(\d)\s*(?:foot|feet|ft|\')\s*(?:and\s+)?(\d{1,2})?(?:\s*(?:inch(?:es)?|ins?|\"))?"
_METRES = r"([12][.,]\d{1,2})\s*(?:m|metres?|meters?)\b"
_CENTIMETRES = r"(\d{2,3})\s*(?:cm|centimetres?|centimeters?)\b"
_SAID_HEIGHTS = tuple(
    (re.compile(rf"{_TALL}{pattern}|{pattern}\s*(?:tall|in height)\b"), unit)
    for pattern, unit in ((_FEET, "foot"), (_METRES, "m"), (_CENTIMETRES, "cm"))
)
_ONCE = re.compile(
    r"\b(?:used to|was|were|weighed|had been|went from|down from|lost|gained|put on|goal|target"
    r"|want|aim(?:ing)?|lift(?:ed|ing)?|carry|carrying|ago|as a (?:child|teenager)|should)\b"
)
_OTHER = re.compile(
    r"\b(?:he|she|they|it|dog|cat|(?:wife|husband|son|daughter|mum|dad|baby)(?:\'s)?)\b"
)
_SENTENCE = re.compile(r"(?<!\d)[.;!?](?!\d)|\n")


def size(key: str, text: str) -> list[float]:
    """Every weight (kg) or height (cm) that a text tells of the person now.

    Args:
        key: `WEIGHT` or `HEIGHT`.
    """
    out = []
    for part in _SENTENCE.split(
        _in_figures(text.lower().replace("\u2019", "'").replace("\u2032", "'"))
    ):
        if _ONCE.search(part) or _OTHER.search(part):
            continue
        out += _weights(part) if key == WEIGHT else _heights(part)
    return out


def taken(tokens: Sequence[str]) -> set[int]:
    """Places of the words of a weight or height among the tokens of a sentence."""
    text = " ".join(tokens)
    found = [m.span() for p, _ in (*_WEIGHTS, *_SAID_HEIGHTS) for m in p.finditer(text)]
    out: set[int] = set()
    start = 0
    for i, token in enumerate(tokens):
        end = start + len(token)
        if any(start < b and end > a for a, b in found):
            out.add(i)
        start = end + 1
    return out


def _weights(part: str) -> list[float]:
    out = []
    for pattern, unit in _WEIGHTS:
        for m in pattern.finditer(part):
            pounds = float(m[2]) if unit == "stone" and m[2] else 0.0
            told = _float(m[1])
            out.append(told if unit == "kg" else _kg(told * POUNDS[unit] + pounds))
    return out


def _kg(pounds: float) -> float:
    return units.convert(pounds, "lb", "kg")


def _heights(part: str) -> list[float]:
    out = []
    for pattern, unit in _SAID_HEIGHTS:
        for m in pattern.finditer(part):
            figures = [g for g in m.groups() if g is not None]
            first = _float(figures[0])
            if unit == "foot":
                inches = float(figures[1]) if len(figures) > 1 else 0.0
                out.append((first * INCHES_PER_FOOT + inches) * CM_PER_INCH)
            else:
                out.append(first * (100 if unit == "m" else 1))
    return out


def _in_figures(text: str) -> str:
    """Numbers in words as figures: "seven stone ten" is "7 stone 10"."""
    return re.sub(r"[a-z]+", lambda m: f"{counts()[m[0]]:g}" if m[0] in counts() else m[0], text)


def _float(figures: str) -> float:
    return float(figures.replace(",", "."))
