"""Dates as reports and tables write them, in any language; what is open is said, not guessed."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from unclench.facts.kinds import lab_words
from unclench.facts.number_words import counts

_ISO = re.compile(
    r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?=\s|$|[),;])"
)
_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_WORDY = re.compile(
    r"\b(\d{1,2})(?:\.|st|nd|rd|th|er|º)?[ -](?:de )?([^\W\d_]{3,})\.?,?[ -](?:de )?(\d{4})\b"
)
_SHORT = re.compile(
    r"(?<![\w./-])(\d{1,2})([-/. ])([^\W\d_]{3,4})\.?\2'?(\d{4}|\d{2})(?![\w/]|[.,-]\d)"
)
""" "14-Sep-26", as American laboratories print it."""
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_NUMBERS = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[.,-]\d)")
_COMPACT = re.compile(r"^\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4,6}(?:[.]\d+)?)?(?:[+-]\d{4})?\s*$")
_TIME = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:h]([0-5]\d)(?::[0-5]\d)?(?:\s*([ap])\.?m\b)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DateFault:
    """Something that looks like a date and gives none."""

    kind: Literal["ambiguous", "impossible"]
    written: str

    def __str__(self) -> str:
        if self.kind == "ambiguous":
            return f"the date {self.written} could be read in two ways"
        return f"'{self.written}' is not a date"


def find_date(
    text: str, day_first: bool | None = None
) -> tuple[dt.date | None, str, DateFault | None]:
    """(date, text without it, fault). 2026-05-02, 2 May 2026, Sep 8, 2026, 25/12/2026, 2.5.2026.

    Args:
        day_first: what 03/04/2026 means; None leaves it undecided, which is said. With points the
            day stands first everywhere.
    """
    for pattern, order in (
        (_ISO, "ymd"), (_COMPACT, "ymd"), (_YEAR_FIRST, "ymd"), (_WORDY, "dby"),
        (_MONTH_FIRST, "bdy"), (_SHORT, "d-b-y"), (_NUMBERS, "?"),
    ):  # fmt: skip
        found = pattern.search(text)
        if not found:
            continue
        before = re.sub(r"\s+(?:on|from|dated|taken|of)\s*$", " ", text[: found.start()])
        rest = (before + " " + text[found.end() :]).strip()
        try:
            if order == "ymd":
                return dt.date(int(found[1]), int(found[2]), int(found[3])), rest, None
            if order != "?":
                day, word, year = {
                    "dby": (1, 2, 3), "bdy": (2, 1, 3), "d-b-y": (1, 3, 4)
                }[order]  # fmt: skip
                month = lab_words.month(found[word])
                if month is None:
                    continue
                return dt.date(_year(found[year]), month, int(found[day])), rest, None
            return _of_numbers(found, day_first, rest)
        except ValueError:
            return None, rest, DateFault("impossible", found[0])
    return None, text, None


def _year(written: str) -> int:
    """A year of two digits is one of the last that were, up to 2069."""
    year = int(written)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _of_numbers(
    found: re.Match[str], day_first: bool | None, rest: str
) -> tuple[dt.date | None, str, DateFault | None]:
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if day_first is None and found[2] == ".":
        day_first = True
    if day_first is None and first <= 12 and second <= 12 and first != second:
        return None, rest, DateFault("ambiguous", found[0])
    if first > 12 or (day_first and second <= 12) or first == second:
        return dt.date(year, second, first), rest, None
    return dt.date(year, first, second), rest, None


def find_time(text: str) -> str:
    """The hour in a text, "08:10"; empty when there is none."""
    found = _TIME.search(text) or re.search(r"T()(\d\d):(\d\d)", text)
    if found and found.re is _TIME:
        hour = int(found[1])
        if found[3]:
            hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
        return f"{hour:02d}:{found[2]}"
    if found:
        return f"{found[2]}:{found[3]}"
    compact = re.match(r"^\s*\d{8}(\d\d)(\d\d)", text)
    return f"{compact[1]}:{compact[2]}" if compact else ""


def order_of(
    dates: Iterable[str], *, headers: Iterable[str] = (), report: str = ""
) -> tuple[bool | None, bool]:
    """(whether the day stands first, whether the dates contradict each other).

    Args:
        dates: cells or lines that hold dates. headers, report: what shows the language or country
            where the dates do not decide.
    """
    sure = set()
    for cell in dates:
        for found in _NUMBERS.finditer(cell):
            if int(found[1]) > 12:
                sure.add(True)
            elif int(found[3]) > 12:
                sure.add(False)
    if len(sure) == 2:
        return None, True
    if sure:
        return sure.pop(), False
    plain = f" {lab_words.key(report)} "
    votes = {order for word, order in _marks() if f" {word} " in plain}
    votes |= {_of_headers()[h] for h in map(lab_words.key, headers) if h in _of_headers()}
    return (votes.pop() if len(votes) == 1 else None), False


@functools.cache
def _marks() -> tuple[tuple[str, bool], ...]:
    """(word that shows a country, whether its dates begin with the day)."""
    return tuple(
        (lab_words.key(w), lang.day_first)
        for lang in lab_words.load().values()
        if lang.day_first is not None
        for w in lang.marks
    )


@functools.cache
def _of_headers() -> dict[str, bool]:
    """Header that English does not use -> whether dates below it begin with the day."""
    languages = lab_words.load()
    english = {lab_words.key(h) for hs in languages["english"].columns.values() for h in hs}
    return {
        lab_words.key(h): lang.day_first
        for lang in languages.values()
        if lang.day_first is not None
        for hs in lang.columns.values()
        for h in hs
        if lab_words.key(h) not in english
    }


_YEAR = re.compile(
    r"\(?\b(?:in|from|of|back in|dated)\s+(?:([A-Za-z]{3,})\.?\s+)?((?:19|20)\d\d)\b\)?"
)
_AGO = re.compile(
    r"\(?\b(?:(yesterday|today|this morning|last night)|last (week|month|year|night)|"
    r"(a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})"
    r" (day|week|month|year)s? ago)\b\)?",
    re.IGNORECASE,
)
_DAYS = {"night": 1, "day": 1, "week": 7, "month": 30, "year": 365}


def said_date(text: str, today: dt.date) -> tuple[dt.date | None, str, str]:
    """(day, text without it, the words) of "in 2018", "in May 2018", "last week", "3 months ago".

    A year alone is taken as its middle, a month as its 15th: enough to know that it is old.
    """
    found = _AGO.search(text)
    if found:
        words = found[1] or ""
        days = 0 if words.lower() in ("today", "this morning") else 1
        if found[2]:
            days = _DAYS[found[2].lower()]
        if found[4]:
            days = int(counts().get(found[3].lower(), 1) if not found[3].isdigit() else found[3])
            days *= _DAYS[found[4].lower()]
        day: dt.date | None = today - dt.timedelta(days=days)
    else:
        found = _YEAR.search(text)
        if not found:
            return None, text, ""
        month = lab_words.month(found[1]) if found[1] else None
        if found[1] and month is None:
            return None, text, ""
        day = dt.date(int(found[2]), month or 7, 15 if month else 1)
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,")
    return day, rest, found[0].strip("() ")
