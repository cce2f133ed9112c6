"""Dates as people and programs write them, and headings of days in a text diary."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from unclench.assessment import Reason, reason
from unclench.facts.kinds import lab_words
from unclench.intake.diaries.folding import key, words_of

_MONTHS = {
    m: i + 1
    for i, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        )
    )
    for m in names.split()
}
_DAYS = {
    d: i
    for i, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday weds wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for d in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_CLOCK = re.compile(
    r"(?<![T\s])[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$",
    re.I,
)
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})$")
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$")
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?({_MONTH})\.?(?:[\s,.-]+(\d{{4}}|'?\d{{2}}))?$"
)
_MONTH_DAY = re.compile(
    rf"({_MONTH})\.?[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,]+(\d{{4}}|'?\d{{2}}))?$"
)
_LEADING_WEEKDAY = re.compile(rf"(?:{_WEEKDAY})\b\.?,?\s+(?=\S)")
_TRAILING_WEEKDAY = re.compile(rf",?\s*\(?(?:{_WEEKDAY})\)?$")
_LONGEST = 60
_FRONT = re.compile(r"([^\W\d_][^\W\d_-]*(?:-[^\W\d_]+)?)[.,]{0,2}\s+(?=\S)")
_BACK = re.compile(r"\s*[,(]?\s*([^\W\d_]+)\)?$")
_FOREIGN = re.compile(r"(\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})$")
_FOREIGN_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(?:de\s+)?(\d{4})$")
"""Months of other languages count only where day and year stand beside them."""
_DAY_N = re.compile(rf"day\s*(?:no\.?|#)?\s*(\d{{1,3}})(?:\s*[-,(]?\s*(?:{_WEEKDAY})\)?)?$")


@dataclass(frozen=True, slots=True)
class Told:
    """A date as told. One of: the date itself, a choice of two, a weekday, a day's number."""

    date: dt.date | None = None
    day_first: dt.date | None = None
    month_first: dt.date | None = None
    month_day: tuple[int, int] | None = None
    weekday: int | None = None
    number: int | None = None
    slash: bool = False


def _make(year: int, month: int, day: int) -> dt.date | None:
    if year < 100:
        year += 2000
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def understand(text: str) -> Told | None:
    """What a date cell or heading tells, or None when it is no date."""
    s = re.sub(r"\s+", " ", text.strip().strip("\"'").lower())
    s = _CLOCK.sub("", s)
    if s in _DAYS:
        return Told(weekday=_DAYS[s])
    found = _DAY_N.match(s)
    if found:
        return Told(number=int(found[1]))
    s = _TRAILING_WEEKDAY.sub("", _LEADING_WEEKDAY.sub("", s)).strip(" ,")
    return _dated(s) or ((bare := _bare(s)) != s and _dated(bare)) or None


def _dated(s: str) -> Told | None:
    found = _ISO.match(s) or _COMPACT.match(s)
    if found:
        date = _make(*map(int, found.groups()))
        return Told(date=date) if date else None
    found = _NUMERIC.match(s)
    if found:
        a, sep, b, year = int(found[1]), found[2], int(found[3]), int(found[4])
        day_first, month_first = _make(year, b, a), _make(year, a, b)
        if day_first and month_first and day_first != month_first:
            return Told(day_first=day_first, month_first=month_first, slash=sep == "/")
        date = day_first or month_first
        if date is None:
            return None
        return Told(date=date, day_first=day_first, month_first=month_first, slash=sep == "/")
    found = _DAY_MONTH.match(s)
    day, month, year_text = (found[1], found[2], found[3]) if found else ("", "", None)
    if not found:
        found = _MONTH_DAY.match(s)
        if not found:
            return _foreign(s)
        month, day, year_text = found[1], found[2], found[3]
    if year_text is None:
        if _make(2024, _MONTHS[month], int(day)) is None:
            return None
        return Told(month_day=(_MONTHS[month], int(day)))
    date = _make(int(year_text.strip("'")), _MONTHS[month], int(day))
    return Told(date=date) if date else None


def _bare(text: str) -> str:
    """A date without the weekday before or behind it, in languages other than English."""
    for pattern in (_FRONT, _BACK) if len(text) <= _LONGEST else ():
        found = pattern.match(text) if pattern is _FRONT else pattern.search(text)
        if found and found[0] != text and key(found[1]) in words_of("weekdays"):
            rest = f"{text[: found.start()]}{text[found.end() :]}"
            if re.match(r"\D*\d{1,4}\D", rest) and re.search(r"\d{4}", rest):
                text = rest
    return text


def _foreign(text: str) -> Told | None:
    """ "1 settembre 2026", "septiembre 01, 2026"."""
    found = _FOREIGN.match(text)
    day, word, year = (1, 2, 3)
    if not found:
        found, day, word = _FOREIGN_MONTH_FIRST.match(text), 2, 1
    month = lab_words.month(found[word]) if found else None
    date = _make(int(found[year]), month, int(found[day])) if found and month else None
    return Told(date=date) if date else None


def _day_first(told: list[Told], today: dt.date) -> tuple[bool, bool]:
    """(day comes first, it was a guess) for the ambiguous dates of one file."""
    sure = [t for t in told if t.date and (t.day_first is None) != (t.month_first is None)]
    if sure:
        return sure[0].day_first is not None, False
    pairs = [(t.day_first, t.month_first) for t in told if t.day_first and t.month_first]
    limit = today + dt.timedelta(days=1)
    as_day = [a for a, b in pairs if a and b]
    as_month = [b for a, b in pairs if a and b]
    late = sum(d > limit for d in as_day), sum(d > limit for d in as_month)
    if late[0] != late[1]:
        return late[0] < late[1], False
    spans = (max(as_day) - min(as_day)).days, (max(as_month) - min(as_month)).days
    if len(pairs) > 1 and spans[0] != spans[1]:
        return spans[0] < spans[1], False
    return not any(t.slash for t in told), True


_ORDER = re.compile(
    r"\b(?:(d{1,2}|t{1,2}|j{1,2}|g{1,2})[-/. ](m{1,2})|(m{1,2})[-/. ](d{1,2}))\b", re.I
)


def order_of(header: str) -> bool | None:
    """Whether a header says that the day comes first: "Date (DD/MM/YYYY)"; None when it is mute."""
    found = _ORDER.search(header)
    return None if found is None else found[1] is not None


def contradiction(texts: Iterable[str], header: str = "") -> tuple[str, str] | None:
    """Two dates of one file of which one is surely day first and the other month first.

    A header that tells the order counts as one of them.
    """
    day = month = ""
    stated = order_of(header)
    if stated is not None:
        day, month = (header, "") if stated else ("", header)
    for text in dict.fromkeys(texts):
        told = understand(text)
        if told is None or told.date is None:
            continue
        if told.day_first and not told.month_first:
            day = day or text.strip()
        elif told.month_first and not told.day_first:
            month = month or text.strip()
        if day and month:
            return day, month
    return None


def _latest(month: int, day: int, today: dt.date) -> dt.date | None:
    for year in range(today.year, today.year - 5, -1):
        date = _make(year, month, day)
        if date and date <= today + dt.timedelta(days=1):
            return date
    return None


def resolve(
    texts: Iterable[str], today: dt.date, header: str = ""
) -> tuple[list[dt.date | None], list[Reason]]:
    """Calendar dates of the date cells or day headings of one file, in their order.

    "3/4/2026" is read by what the other dates of the file allow: none may lie in the future, and
    the shorter span wins; a header such as "Date (DD/MM/YYYY)" decides. A date without a year is
    the latest such day; weekdays are counted back from today; "Day 1", "Day 2" end yesterday.

    Returns:
        One date per text (None when it is no date), and what had to be assumed.
    """
    texts = list(texts)
    distinct = {t: understand(t) for t in dict.fromkeys(texts)}
    known = [t for t in distinct.values() if t]
    notes: list[Reason] = []
    first = True
    if any(t.date is None and t.day_first for t in known):
        stated = order_of(header)
        first, guess = _day_first(known, today) if stated is None else (stated, False)
        if guess:
            notes.append(reason("diary_dates_two_ways", day_first=first))
    if any(t.month_day for t in known):
        notes.append(reason("diary_no_year"))
    last_number = max((t.number for t in known if t.number is not None), default=0)
    if last_number:
        notes.append(reason("diary_numbered_days"))
    out = [_date(distinct[text], first, last_number, today) for text in texts]
    if any(t.weekday is not None for t in known):
        notes.append(reason("diary_weekdays"))
        _lay_weekdays([distinct[text] for text in texts], out, today)
    return out, notes


def _date(told: Told | None, first: bool, last_number: int, today: dt.date) -> dt.date | None:
    """The date that is told without its neighbours; None for a weekday, or for no date."""
    if told is None:
        return None
    if told.date is None and (told.day_first or told.month_first):
        return told.day_first if first else told.month_first
    if told.month_day:
        return _latest(*told.month_day, today)
    if told.number is not None:
        return today - dt.timedelta(days=last_number - told.number + 1)
    return told.date


def _lay_weekdays(told: list[Told | None], out: list[dt.date | None], today: dt.date) -> None:
    """Fill the weekdays in `out`, each the latest before what comes after it."""
    after = today + dt.timedelta(days=1)
    for i in range(len(told) - 1, -1, -1):
        one, fixed = told[i], out[i]
        if one and one.weekday is not None:
            if i + 1 < len(told) and told[i + 1] is one:
                out[i] = out[i + 1]  # the same heading again: the same day
            else:
                after -= dt.timedelta(days=(after.weekday() - one.weekday - 1) % 7 + 1)
                out[i] = after
        elif fixed and fixed <= after:
            after = fixed
