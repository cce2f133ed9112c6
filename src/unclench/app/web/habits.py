"""How this browser is shown numbers, days and results: by its languages, or as it was told here.

Only what is shown changes; what is typed, kept, computed and handed to programs does not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie

from unclench.app.web.guard import App, Message, Receive, Send
from unclench.facts.kinds import locales
from unclench.told.country import of_language

COOKIE = "unclench-shown"
CHOICES = {
    "decimal": {"point": "Point: 3.1", "comma": "Comma: 3,1"},
    "date": {"dmy": "2 May 2026", "mdy": "May 2, 2026", "ymd": "2026-05-02"},
    "blood": {"mass": "By weight: mg/dL", "amount": "By amount: mmol/L", "told": "As reported"},
}
"""What can be chosen: field -> value -> its words."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What is shown; as sentences are made where a browser tells nothing."""

    decimal: str = "point"
    date: str = "ymd"
    blood: str = "told"


_NOW: ContextVar[Habits] = ContextVar("habits", default=Habits())  # noqa: B039 - it is frozen


def now() -> Habits:
    """The habits of the browser that is answered."""
    return _NOW.get()


def by_language(accepted: str) -> Habits:
    """The habits of the language that an Accept-Language header likes best among known ones."""
    for tag in languages(accepted):
        found_habits = locales.load().of(tag)
        if found_habits:
            return Habits(**found_habits)
    return Habits()


def languages(accepted: str) -> list[str]:
    """The tags of an Accept-Language header, those liked best first."""
    weighed = []
    for part in accepted[:1000].split(","):
        tag, _, more = part.strip().partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", more) if more else None
        weighed.append((float(found[1]) if found else 0.0 if more else 1.0, tag.strip()))
    return [tag for weight, tag in sorted(weighed, key=lambda w: -w[0]) if tag and weight]


def suggested(accepted: str) -> dict[str, str]:
    """`language`, the tag that a browser likes best, where it suggests a country; else nothing."""
    best = next(iter(languages(accepted)), "")
    return {"language": best} if best and of_language(best) is not None else {}


def chosen(cookies: str) -> dict[str, str]:
    """What was chosen in this browser; what no choice of ours says is passed over."""
    try:
        kept = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return {}
    return allowed(dict(zip(CHOICES, kept.value.split("."), strict=False))) if kept else {}


def allowed(given: Mapping[str, str]) -> dict[str, str]:
    """The choices among what was given."""
    return {k: given[k] for k, known in CHOICES.items() if given.get(k) in known}


def cookie(given: Mapping[str, str]) -> str:
    """The value of the cookie that keeps choices."""
    return ".".join(given.get(k, "") for k in CHOICES)


class Accustomed:
    """Wraps an application: its pages are shown by the habits of the browser that asks."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request by its browser's habits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.lower(): v.decode("latin-1") for k, v in scope["headers"]}
        habits = by_language(headers.get(b"accept-language", ""))
        before = _NOW.set(replace(habits, **chosen(headers.get(b"cookie", ""))))
        try:
            await self.app(scope, receive, send)
        finally:
            _NOW.reset(before)


_FOUND = re.compile(
    r"(?P<kept>“[^”]*”|(?<!\w)'[^']*'(?!\w)|https?://\S+|\b10\.\d{4,}/\S+"
    r"|\b(?:[Ww]rite (?:it|dates) as|such as) \d{4}-\d\d-\d\d)"
    r"|(?<![\w./-])(?P<day>\d{4}-\d\d-\d\d)(?![\w-]|\.\w)"
    r"|(?<![\w.,:/])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?![.,]?\d|\.[A-Za-z])"
)
"""Days and numbers of a sentence; what somebody said, addresses and how to type a day stay."""


def own(text: object) -> str:
    """A sentence, number or day of ours as this browser's owner writes it."""
    habits, plain = now(), str(text)
    if habits.decimal == "point" and habits.date == "ymd":
        return plain
    return _FOUND.sub(lambda m: _own(m, habits), plain)


def here(moment: str) -> str:
    """A moment kept in UTC, by the clock of this computer, to the minute."""
    try:
        told = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    except ValueError:
        return moment
    return f"{told.astimezone():%Y-%m-%d %H:%M}"


def own_drawn(svg: str) -> str:
    """A picture with the words in it as `own` writes them."""
    return re.sub(r">([^<>]+)</text>", lambda m: f">{own(m[1])}</text>", svg)


def _own(m: re.Match[str], habits: Habits) -> str:
    if m["day"]:
        return _day(m["day"], habits.date)
    if m["number"] and habits.decimal == "comma":
        return m["number"].replace(",", "\u202f").replace(".", ",")
    return m[0]


_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def _day(text: str, order: str) -> str:
    """A day with its month as a word: no order of numbers that could be read another way."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    month = _MONTHS[day.month - 1]
    if order == "mdy":
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}" if order == "dmy" else text
