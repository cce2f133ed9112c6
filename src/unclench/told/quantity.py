"""How much: numbers, fractions, ranges and household units at the start or end of a line."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from unclench.facts.measure_words import measures
from unclench.facts.number_words import counts, loose

_CHARS = {
    "½": "1/2",
    "⅓": "1/3",
    "⅔": "2/3",
    "¼": "1/4",
    "¾": "3/4",
    "⅕": "1/5",
    "⅖": "2/5",
    "⅗": "3/5",
    "⅘": "4/5",
    "⅙": "1/6",
    "⅛": "1/8",
    "⅜": "3/8",
    "⅝": "5/8",
    "⅞": "7/8",
}

_COMPOUND = re.compile(r"cakes?\b|a soup\b|noodles?\b|with\b|and\b", re.I)

NUMBER = r"(?:\d+\s+\d+\s*/\s*\d+|\d+\s*/\s*\d+|\d+(?:[.,]\d+)?|\.\d+)"
_NUMBER = re.compile(NUMBER)
_RANGE = re.compile(rf"({NUMBER})\s*(?:-|–|—|to|or)\s*({NUMBER})(?![\d/]*\s*%)", re.I)
_ABOUT = re.compile(
    r"(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|c\.|nearly|almost|maybe|"
    r"probably|another|~|≈)\s*",
    re.I,
)
_TIMES = re.compile(r"\s*(?:x|×|\*)\s*(?=[\d.]|[a-z])", re.I)
_WORD = re.compile(r"[a-zµμ.]+(?:-(?:pint|ounce)s?)?\.?", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of something.

    Attributes:
        value: the number, None when none was told ("some", or nothing).
        low, high: its range, equal to `value` when it was told exactly.
        unit: canonical unit (`facts/data/measure_words`), empty for plain counts.
        size: size word such as "large".
        each: a second quantity in brackets or after "each": what one unit holds.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    size: str = ""
    each_g: float | None = None
    each_ml: float | None = None
    vague: bool = False

    @property
    def grams(self) -> float | None:
        """Grams, when a mass was told directly or for each unit."""
        if self.value is None:
            return None
        each = measures().grams.get(self.unit)
        if each is not None:
            return self.value * each
        return None if self.each_g is None else self.value * self.each_g

    @property
    def ml(self) -> float | None:
        """Millilitres, when a metric or spoon volume was told directly or for each unit."""
        if self.value is None:
            return None
        each = measures().ml.get(self.unit)
        if each is not None:
            return self.value * each
        return None if self.each_ml is None else self.value * self.each_ml


def to_float(text: str) -> float | None:
    """A number as written: "1 1/2", "3/4", "1,5", ".5"; None when it is none (or over zero).

    A run of digits too long for any number that could be meant is none.
    """
    s = text.strip().replace(",", ".")
    try:
        if "/" in s:
            top, _, bottom = s.rpartition("/")
            whole, _, part = top.strip().rpartition(" ")
            value = (float(whole) if whole else 0.0) + float(part) / float(bottom)
        else:
            value = float(s)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def tidy(text: str) -> str:
    """Fraction signs spelled out, spaces made single, units of two words joined."""
    s = text.replace("⁄", "/")
    for char, spelled in _CHARS.items():
        if char in s:
            s = re.sub(rf"(\d)?\s*{char}", lambda m, f=spelled: f"{m[1]} {f}" if m[1] else f, s)  # type: ignore[misc]
    s = s.replace("\u00a0", " ").replace("\u202f", " ").replace("μ", "µ")
    s = re.sub(r"\bfl(?:uid|\.)?\s*(?:oz|ounces?)\b\.?", "floz", s, flags=re.I)
    s = re.sub(r"\bhalf(?:\s+a)?\s+pints?\b", "half-pint", s, flags=re.I)
    return re.sub(r"\s+", " ", s).strip()


def _number(s: str) -> tuple[float, float, float, str, bool] | None:
    """(low, value, high, rest, vague) of a number at the start of `s`."""
    found = _RANGE.match(s)
    if found:
        a, b = to_float(found[1]), to_float(found[2])
        if a is not None and b is not None and a <= b:
            return a, (a + b) / 2, b, s[found.end() :], False
    found = _NUMBER.match(s)
    if found and not re.match(r"\s*%|[\d/]", s[found.end() :]):
        value = to_float(found[0])
        if value is None:
            return None
        rest = s[found.end() :]
        half = re.match(r"\s*(?:and\s+)?(?:a\s+)?half\b", rest, re.I)
        if half:
            value, rest = value + 0.5, rest[half.end() :]
        dozen = re.match(r"\s*dozen\b", rest, re.I)
        if dozen:
            value, rest = value * 12, rest[dozen.end() :]
        return value, value, value, rest, False
    lower = s.lower()
    article = re.match(r"(?:an?|the|my)\s+(?=\S)", lower)
    start = article.end() if article else 0
    word = re.match(r"[a-z]+", lower[start:])
    if not word:
        return None
    w, end = word[0], start + word.end()
    if w in loose():
        low, mid, high = loose()[w]
        return low, mid, high, re.sub(r"^\s*of\b", "", s[end:], flags=re.I), True
    if w == "half" and re.match(r"\s+(?:a\s+)?dozen\b", lower[end:]):
        found = re.match(r"\s+(?:a\s+)?dozen\b", lower[end:])
        assert found
        return 6, 6, 6, s[end + found.end() :], False
    parts = {"half": 0.5, "quarter": 0.25, "third": 1 / 3}
    if w in parts:
        tail = re.match(r"\s*(?:of\s+)?(?:an?\s+|the\s+)?", s[end:], re.I)
        rest = s[end + (tail.end() if tail else 0) :]
        return parts[w], parts[w], parts[w], " " + rest, False
    if w in ("dozen", "pair"):
        n = 12.0 if w == "dozen" else 2.0
        return n, n, n, re.sub(r"^\s*of\b", "", s[end:], flags=re.I), False
    if w in counts() and not article:
        n = counts()[w]
        rest = s[end:]
        frac = re.match(r"\s*(quarters?|thirds?)\s*(?:of\s+)?(?:an?\s+|the\s+)?", rest, re.I)
        half = re.match(r"\s+and\s+(?:a\s+)?half\b", rest, re.I)
        dozen = re.match(r"\s+dozen\b", rest, re.I)
        if frac:
            n *= 0.25 if frac[1].lower().startswith("q") else 1 / 3
            rest = " " + rest[frac.end() :]
        elif half:
            n, rest = n + 0.5, rest[half.end() :]
        elif dozen:
            n, rest = n * 12, rest[dozen.end() :]
        ranged = re.match(r"\s*(?:-|to|or)\s*([a-z]+|\d+)\b", rest, re.I)
        upper = ranged and (counts().get(ranged[1].lower()) or to_float(ranged[1]))
        if ranged and upper and upper > n:
            return n, (n + upper) / 2, float(upper), rest[ranged.end() :], False
        return n, n, n, rest, False
    if article and article[0].startswith("a"):
        return 1.0, 1.0, 1.0, " " + s[start:], False
    return None


def _unit(s: str) -> tuple[str, str, str]:
    """(unit, size, rest) at the start of `s`; empty strings where there is none."""
    rest = s.lstrip(" -")
    size = ""
    for _ in range(2):
        lower = rest.lower()
        found = next((z for z in measures().sizes if re.match(rf"{z}\b(?!-)", lower)), "")
        if not found:
            break
        size, rest = size or found, rest[len(found) :].lstrip(" -,")
    word = _WORD.match(rest)
    if word:
        w = word[0].lower()
        word_of = measures().word_of
        unit = word_of.get(w) or word_of.get(w.rstrip("."))
        after = rest[word.end() :]
        of = re.match(r"\s*(?:\([^)]*\)\s*)?of\b\s*", after, re.I)
        plural = w.endswith("s") and re.match(r"\s+(?!with\b|and\b|in\b|on\b)[a-z]", after, re.I)
        if unit and (
            unit not in measures().also_foods or of or plural or not after.strip(" ,.;()")
        ):
            return unit, size, after
        if unit and unit in ("roll", "bar", "pot") and "(" in after[:2]:
            return unit, size, after
    return "", size, rest


def _each(s: str) -> tuple[float | None, float | None, str]:
    """(grams, millilitres, rest) of "(400 g)", "- each 12 fl oz" or "(245ml each)"."""
    found = re.match(
        rf"\s*(?:[(\[]|-?\s*each\s+|-\s+each\s+)\s*(?:each\s+|about\s+|approx\.?\s+)?({NUMBER})"
        rf"\s*([a-zµ.]+)\s*(?:each)?\s*[)\]]?",
        s,
        re.I,
    )
    if not found:
        return None, None, s
    known = measures()
    value, unit = to_float(found[1]), known.word_of.get(found[2].lower(), "")
    rest = s[found.end() :]
    if value is None:
        return None, None, s
    if unit in known.grams and unit not in ("mg", "µg"):
        return value * known.grams[unit], None, rest
    if unit in known.ml:
        return None, value * known.ml[unit], rest
    return None, None, s


def take(text: str, depth: int = 0) -> tuple[Quantity | None, str]:
    """The quantity at the start of a tidied text, and the text after it.

    >>> take("half a tin of baked beans")[0].value
    0.5
    """
    known = measures()
    s = text.strip()
    about = _ABOUT.match(s)
    vague = bool(about)
    if about:
        s = s[about.end() :]
    some = re.match(r"(?:some|a (?:bit|little|lot) of|lots of|plenty of)\s+", s, re.I)
    if some:
        return Quantity(vague=True), s[some.end() :]
    times = re.match(rf"(?:x|×)\s*({NUMBER})\b", s, re.I)
    if times:
        s = f"{times[1]}{s[times.end() :]}"
    number = _number(s)
    if number is None:
        unit, size, rest = _unit(s)
        of = re.match(r"\s*of\b\s*", rest, re.I)
        if unit and of and unit not in known.grams:
            return Quantity(1.0, 1.0, 1.0, unit, size), rest[of.end() :].strip()
        bare = rest.strip()
        if unit in known.alone and re.match(r"[a-z]{3,}", bare, re.I) and not _COMPOUND.match(bare):
            return Quantity(1.0, 1.0, 1.0, unit, size), bare  # "handful raisins", "small bowl rice"
        if size and not unit and rest and not vague and size in ("large", "small", "medium", "big"):
            return Quantity(1.0, 1.0, 1.0, "", size), rest.strip()
        return None, text.strip()
    low, value, high, rest, loose = number
    if re.match(r"[-–]?[a-zµ]", rest, re.I) and not re.match(r"[x×]", rest, re.I):
        word = _WORD.match(rest.lstrip("-–"))
        if not word or not known.word_of.get(word[0].lower().rstrip(".")):
            return None, text.strip()  # "7up", "3-bean salad": part of the name
    times = _TIMES.match(rest)
    if times and depth < 3:
        inner, after = take(rest[times.end() :], depth + 1)
        if inner and inner.value is not None and inner.low is not None and inner.high is not None:
            return (
                Quantity(
                    value * inner.value,
                    low * inner.low,
                    high * inner.high,
                    inner.unit,
                    inner.size,
                    inner.each_g,
                    inner.each_ml,
                    vague or loose or inner.vague,
                ),
                after,
            )
        rest = rest[times.end() :]
    grams, ml, rest = _each(rest)
    if grams is None and ml is None:
        unit, size, rest = _unit(rest)
        if not _exact(unit):
            grams, ml, rest = _each(rest)
        else:
            rest = re.sub(r"^\s*\([^)]*\)", "", rest)
    else:
        unit, size, rest = _unit(rest)
    rest = re.sub(r"^\s*(?:of\b\s*)?(?:the\b\s*|my\b\s*)?", "", rest, flags=re.I).strip(" ,.;")
    return Quantity(value, low, high, unit, size, grams, ml, vague or loose), rest


def _exact(unit: str) -> bool:
    """Whether a measure is a weight or a volume."""
    known = measures()
    return unit in known.grams or unit in known.ml


def bare_measure(text: str) -> Quantity | None:
    """A unit or size without a number: "big plate", "large"; None when there is more to it."""
    unit, size, rest = _unit(text)
    if rest.strip(" .,;()") or not (unit or size) or _exact(unit):
        return None
    return Quantity(1.0, 1.0, 1.0, unit, size)


def amount_cv(q: Quantity | None) -> float:
    """How loosely an amount was told, as a coefficient of variation (judgement).

    Weighed 5 %; a spoon, cup or metric volume 15 %; counted pieces 20 %; bowls, handfuls, "a few"
    and a told range 35 %; nothing told 50 %.
    """
    if q is None or q.value is None:
        return 0.5
    if q.vague or q.low != q.high:
        return 0.35
    if q.grams is not None:
        return 0.05
    if q.ml is not None or q.unit in ("cup", "pint", "half pint", "can", "tin", "bottle"):
        return 0.15
    if q.unit in ("", "slice", "piece", "tablet", "capsule", "rasher", "clove", "square"):
        return 0.2
    return 0.35


_UNITS = re.compile(
    rf"(?<![\d.])(?P<n>{NUMBER})\s*(?P<k>k|thousand)?\s*"
    r"(?:(?P<iu>iu|international units?)|units?)\b(?!\s*(?:of\s+)?(?:alcohol|insulin|blood))",
    re.I,
)
IU_LEAST = 100.0
"""Fewer "units" than this are no vitamin's (judgement); alcohol and insulin are counted so."""


def in_iu(line: str) -> str:
    """ "50,000 units", "50k IU", "50 thousand units": with the number in full and its unit."""

    def written(m: re.Match[str]) -> str:
        value = to_float(m["n"].replace(",", ""))
        if value is None or (m["iu"] and not m["k"]):
            return m[0]
        value *= 1000 if m["k"] else 1
        return f"{value:.0f} IU" if value >= IU_LEAST else m[0]

    return _UNITS.sub(written, line)
