"""What stands around the results of a report: whose it is, and of which day."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import Literal

from unclench.facts.kinds import lab_words
from unclench.facts.spelling import fold
from unclench.plasma.labs.dates import find_date, find_time
from unclench.plasma.labs.people import Who, who

Rank = Literal["collected", "plain", "other"]
_DATE = r"\d{1,4}[./ -][\w.]{1,12}[./ -]\d{2,4}|\d{8}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day on a line without results: which day it is of, and how sure that is."""

    date: dt.date
    time: str
    rank: Rank


@functools.cache
def _labels() -> dict[str, re.Pattern[str]]:
    def words(name: str) -> str:
        return rf"(?<![^\W_])(?:{lab_words.pattern(name)})(?![^\W_])"

    number = r"[:#.]?\s*:?\s*(?=\S*\d)([\w./-]{2,30})"
    return {
        "birth": re.compile(rf"(?:{words('birth')}|(?<=\s)\*)\s*:?\s*({_DATE})"),
        "person": re.compile(
            rf"(?:^|(?<!\s)\s\s|[;|,(])\s*+{words('person')}\s*+[:|]\s*+"
            r"([^\d:;|*]+?)(?=\s\s|$|[\d;|(*]|\s\S+:)"
        ),
        "title": re.compile(
            r"^\s*(?:mr|mrs|ms|miss|mme|mlle|m\.|herr|frau|sig\.|sig\.ra|sra?\.|dhr\.?|mw\.?)\s+"
            r"([^\d:;|*(]+?)(?=\s\s|$|[\d;|(*]|\sne[e(]?\b|\sgeb)"
        ),
        "number": re.compile(rf"{words('number')}\s*{number}"),
        "collected": re.compile(words("collected")),
        "other_day": re.compile(words("other_day")),
    }  # fmt: skip


def person_on(line: str) -> Who:
    """What a line tells of the patient: a name, a birth date, a number, behind their labels."""
    labels, plain = _labels(), fold(line.replace("\t", "  "))
    birth = labels["birth"].search(plain)
    date = None
    if birth:
        date = find_date(birth[1], True)[0] or find_date(birth[1], False)[0]
    named = labels["person"].search(plain) or (labels["title"].search(plain) if birth else None)
    number = labels["number"].search(plain)
    if not birth and not named and not number:
        return Who()
    return who(named[1] if named else "", date, number[1] if number else "")


def day_on(line: str, day_first: bool | None) -> Day | None:
    """The day that a line without results tells; None for birth dates and lines without a date.

    Where a line holds several days the one of the sample counts.
    """
    labels = _labels()
    plain = fold(line)
    plain = labels["birth"].sub(" ", plain)
    taken = labels["collected"].search(plain)
    other = labels["other_day"].search(plain)
    if taken:
        after = plain[taken.end() :]
        date, rest, _ = find_date(after, day_first)
        if date:
            return Day(date, find_time(rest), "collected")
    date, rest, _ = find_date(plain[: other.start()] if other and not taken else plain, day_first)
    if date and not taken:
        return Day(date, find_time(rest), "plain")
    if other:
        date, rest, _ = find_date(plain[other.end() :], day_first)
    return Day(date, "", "other") if date else None
