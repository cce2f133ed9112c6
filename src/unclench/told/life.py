"""How the person lives: sun, sweat, hours of exercise and hot work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from unclench.case import MOST_SWEAT
from unclench.facts.kinds.sun_levels import SunLevels
from unclench.facts.loader import load
from unclench.facts.number_words import counts
from unclench.told.person import Sun, Sweating
from unclench.told.phrases import Said

Exposure = Mapping[str, str | float | bool | None]

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_HOURS = r"(?:h|hr|hrs|hour|hours)\b"
_RATE = re.compile(_NUMBER + r"\s*(l|litres?|liters?|ml)\s*(?:/|per|an|a)\s*" + _HOURS, re.I)
_PER_TIME = re.compile(
    _NUMBER
    + r"\s*"
    + _HOURS
    + r"\s*(?:of\s+\w+\s*)?(?:/|per|a|an|each|every)?\s*(day|week|d\b|wk)",
    re.I,
)
_MINUTES = re.compile(
    _NUMBER + r"\s*min(?:ute)?s?\s*(?:of\s+\w+\s*)?(?:/|per|a|an|each|every)?\s*(day|week)", re.I
)
_DAILY = re.compile(r"\b(?:daily|every day|each day)\b", re.I)
_DAYS_A_WEEK = re.compile(
    rf"\b(\d|{'|'.join(counts())})\s*(?:days?|times|shifts?|x|×)\s*"
    r"(?:/|per|a|an|each|every)?\s*(?:week|wk)\b",
    re.I,
)
MOST_HOURS = 16.0
"""Hours a day of sweating (judgement); more is taken for a slip of the pen."""


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _text(value: str | float | bool | None) -> str:
    return "" if value is None or isinstance(value, bool) else str(value)


def sun(status: Mapping[str, bool]) -> Sun:
    """How much sun reaches the skin, from what was read: finding id -> there or denied."""
    little, much = status.get("low_sun") is True, status.get("good_sun") is True
    if little == much:
        return "unknown"
    return "little" if little else "much"


def sun_level(word: object, read: Sun) -> str | None:
    """The word of `sun_levels` for the models of blood; a level told as such counts as it is."""
    levels = load("sun_levels", SunLevels)["sun"]
    told = word.strip().lower() if isinstance(word, str) else ""
    return told if told in levels.share else levels.when_read.get(read)


def hours_per_day(text: str) -> float | None:
    """Hours per day in "runs 6 h a week", "2 hours daily", "45 min a day"; None when not said."""
    found = _PER_TIME.search(text)
    if found:
        if found[2].lower().startswith("w"):
            return _number(found[1]) / 7
        days = _DAYS_A_WEEK.search(text)
        part = counts().get(days[1].lower()) or int(days[1]) if days else 7
        return _number(found[1]) * min(part, 7) / 7
    found = _MINUTES.search(text)
    if found:
        return _number(found[1]) / 60 / (7 if found[2].lower().startswith("w") else 1)
    plain = re.search(_NUMBER + r"\s*" + _HOURS, text, re.I)
    if plain and _DAILY.search(text) and not _RATE.search(text):
        return _number(plain[1])
    return None


def hours_said(said: Sequence[Said]) -> dict[str, float]:
    """Hours a day of exercise and of hot work that are told outside `exposure`."""
    keys = {"regular_exercise": "exercise", "heat_exposure": "heat"}
    out: dict[str, float] = {}
    for s in said:
        key = keys.get(s.match.concept.id)
        if key is None or s.status != "present" or s.where.startswith("exposure."):
            continue
        hours = hours_per_day(s.text)
        if hours is not None:
            out[key] = max(out.get(key, 0.0), hours)
    return out


def sweating(exposure: Exposure, said: Mapping[str, float] | None = None) -> Sweating:
    """Sweat rate and hours from `sweat`, `exercise`, `heat` and `work`, and from other words.

    A bare number for `sweat` is litres per hour; a bare number for `exercise` is hours per week.

    Args:
        said: hours a day told elsewhere, by `exercise` and `heat`; the exposure counts before them.
    """
    rate: float | None = None
    hours: dict[str, float] = {}
    words = []
    for key in ("sweat", "exercise", "heat", "work"):
        value = exposure.get(key)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if key == "sweat":
                rate = float(value)
            elif key == "exercise":
                hours[key] = float(value) / 7
            words.append(f"{key}: {value:g}")
            continue
        text = _text(value)
        if not text:
            continue
        words.append(f"{key}: {text}")
        found = _RATE.search(text)
        if found:
            rate = _number(found[1]) / (1000 if found[2].lower() == "ml" else 1)
        time = hours_per_day(text)
        if time is not None:
            hours[key] = time
    for key, time in (said or {}).items():
        if key not in hours:
            hours[key] = time
            words.append(f"{key}: {time:g} h a day")
    rate = rate if rate is not None and 0 <= rate <= MOST_SWEAT else None
    hours = {k: h for k, h in hours.items() if 0 <= h <= MOST_HOURS}
    total = min(MOST_HOURS, sum(hours.values())) if hours else None
    return Sweating(rate, total, hours.get("exercise"), tuple(words))
