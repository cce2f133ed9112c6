"""How often a dose is taken: "twice a day", "bd", "every other day", "morning and night"."""

from __future__ import annotations

import re

from unclench.facts.number_words import counts, times

_TIMES = {**counts(), **times()}
_PERIOD = {"day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4}
_PERIOD |= {"morning": 1.0, "evening": 1.0}
_COUNT = r"(?:\d+(?:\.\d+)?|" + "|".join(_TIMES) + r")"
_PER = re.compile(
    rf"(?:(?<![\d.])\b({_COUNT})\s*(?:x|times?)?\s*)?"
    r"\b(?:a|per|each|every)\s+(day|night|week|fortnight|month|morning|evening)\b",
    re.I,
)
_EVERY = re.compile(rf"\bevery\s+(other|second|third|{_COUNT})\s*(day|night|week|month)s?\b", re.I)
_HOURLY = re.compile(
    rf"\bevery\s+(?:({_COUNT})\s*(?:to|or|-)\s*)?({_COUNT}|few)\s*hours?\b"
    rf"|\b({_COUNT})[ -]?hourly\b",
    re.I,
)
_WEEKLY = re.compile(r"\b(weekly|monthly|fortnightly)\b", re.I)
_SHORT = re.compile(
    rf"(?<![\d.])\b(bd|bid|tds|tid|qds|qid|(?:\d|{'|'.join(_TIMES)})\s*(?:x|times?)?\s*daily)\b",
    re.I,
)
_DAILY = re.compile(
    r"\b(daily|nightly|every morning|every evening|at night|at bedtime|before bed|mornings?)\b",
    re.I,
)
_UNSURE = re.compile(
    r"\b(sometimes|occasional\w*|now and then|as needed|when needed|when i need|if needed|prn"
    r"|on and off)\b",
    re.I,
)
_PARTS = (
    re.compile(r"\b(mornings?|breakfast|am)\b", re.I),
    re.compile(r"\b(lunch\w*|noon|midday|afternoons?)\b", re.I),
    re.compile(r"\b(evenings?|nights?|bed|bedtime|teatime|supper|dinner|pm)\b", re.I),
)
MOST_TIMES = 12.0
"""More "times a day" than this is a dose ("1000 a day"), not a count."""


def number(text: str) -> float:
    """A count in digits or words."""
    return _TIMES.get(text.lower()) or float(text)


def parts_of_day(text: str) -> int:
    """How many parts of the day are named: "morning and night" 2."""
    return sum(bool(p.search(text)) for p in _PARTS)


def rhythm(text: str) -> tuple[float | None, bool]:
    """(doses a day, whether that was told); None when it is taken irregularly.

    "1000 mcg daily" 1, "twice a day" 2, "every other day" 0.5, "weekly" 1/7; nothing told: 1.
    """
    if _UNSURE.search(text):
        return None, True
    if every := _EVERY.search(text):
        word = every[1].lower()
        gap = {"other": 2.0, "second": 2.0, "third": 3.0}.get(word) or number(word)
        return 1.0 / (gap * _PERIOD[every[2].lower()]), True
    if hourly := _HOURLY.search(text):
        word = hourly[2] or hourly[3]
        return 24.0 / (4.0 if word.lower() == "few" else number(word)), True
    if short := _SHORT.search(text):
        return number(re.split(r"[\sx]", short[1].lower())[0]), True
    if per := _PER.search(text):
        told = number(per[1]) if per[1] else 1.0
        if per[1] is None and parts_of_day(text) > 1:
            return float(parts_of_day(text)), True
        return (told if told <= MOST_TIMES else 1.0) / _PERIOD[per[2].lower()], True
    if weekly := _WEEKLY.search(text):
        return 1.0 / {"monthly": 30.4, "fortnightly": 14.0}.get(weekly[1].lower(), 7.0), True
    if (parts := parts_of_day(text)) > 1:
        return float(parts), True
    return 1.0, _DAILY.search(text) is not None
