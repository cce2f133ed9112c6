"""The calendar file of a trial: what is on now, and when to look again. iCalendar, RFC 5545."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from unclench.assessment.trial import Arm
from unclench.door.inert import inert, one_line
from unclench.trial.registration import Registration
from unclench.trial.status import shown

CRLF = "\r\n"


def calendar(
    trial: Registration, today: dt.date, titles: Mapping[Arm, str], swap: str, evening: str
) -> str:
    """An iCalendar text: the two periods that may be shown, a reminder at each later change that
    does not say which way, and one each evening of those periods to write the log.

    Args:
        titles: of a period with and one without. swap: of a change of period. evening: of a day.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Unclench//trial//EN",
        "CALSCALE:GREGORIAN",
    ]
    told = shown(trial, today)
    for s in told:
        lines += _event(trial, f"period-{s.number}", s.first, s.last, titles[s.arm])
    known = {s.number for s in told}
    for period in range(2 * trial.all_pairs):
        first, _ = trial.days(period)
        if period + 1 not in known and first > today:
            lines += _event(trial, f"change-{period + 1}", first, first, swap)
    if told:
        first, last = max(told[0].first, today), told[-1].last
        days = (last - first).days + 1
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_name(trial)}-log-{first:%Y%m%d}@unclench.invalid",
            f"DTSTAMP:{trial.registered_on:%Y%m%d}T000000Z",
            f"DTSTART:{first:%Y%m%d}T200000",
            "DURATION:PT5M",
            f"RRULE:FREQ=DAILY;COUNT={days}",
            f"SUMMARY:{_text(evening)}",
            "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(evening)}", "TRIGGER:PT0M",
            "END:VALARM",
            "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return CRLF.join(_folded(line) for line in lines) + CRLF


def _event(trial: Registration, name: str, first: dt.date, last: dt.date, title: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_name(trial)}-{name}@unclench.invalid",
        f"DTSTAMP:{trial.registered_on:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + dt.timedelta(1):%Y%m%d}",
        f"SUMMARY:{_text(title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _name(trial: Registration) -> str:
    """The trial's id on one line: a file of a trial may come from anybody."""
    return one_line(trial.id, 80)


def _text(text: str) -> str:
    text = inert(text)
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 bytes, continued with a blank, as the standard asks."""
    out, rest = [], line
    while len(rest.encode()) > 74:
        cut = 74
        while len(rest[:cut].encode()) > 74:
            cut -= 1
        out.append(rest[:cut])
        rest = f" {rest[cut:]}"
    return CRLF.join([*out, rest])
