"""Sentences about a spasm log, and the page to print for the bedside. No word of cause."""

from __future__ import annotations

import datetime as dt

from unclench.assessment.spasm_log import LogDay, LogShown
from unclench.words.blocks import Block, Bullets, Heading, Page, Picture, Table, Text
from unclench.words.en.not_used import not_used
from unclench.words.en.numbers import number

PAGE = Page("en", "Unclench: spasm log", "Made on this computer; nothing was sent anywhere.")
COLUMNS = ("Date", "Time", "Muscle", "Minutes", "Pain 0-10", "Woke me", "Doing", "Took")
WEEK = 7
"""Noted days from which on a rate a week is said."""
NO_CAUSE = (
    "What stands beside the cramps stood there on the same days. That says nothing about what "
    "brings them about: many things change together."
)
HOW = (
    "One line for each cramp. On a day without any, write 'none' under muscle. A day left empty "
    "counts as not noted, never as free."
)


def speak(log: LogShown) -> LogShown:
    """The same log with its sentences."""
    if not log.days:
        log.lines = ["Nothing is noted yet."]
        return log
    first, last = log.days[0].day, log.days[-1].day
    since = f"{first} to {last}" if first != last else f"{first}"
    free = f", {log.free} of them free of cramps" if log.free else ""
    missed = f"; {_many(log.not_noted, 'day')} not noted" if log.not_noted else ""
    log.lines = [
        f"{since}: {_many(log.noted, 'day')} noted{free}{missed}.",
        f"{_many(log.cramps, 'cramp')} on the noted days"
        + (f", which is {number(log.per_week)} a week." if log.noted >= WEEK else "."),
    ]
    if log.nights_woken:
        log.lines.append(f"A cramp woke you on {_many(log.nights_woken, 'noted day')}.")
    if log.muscles:
        names = "; ".join(f"{m.muscle or 'no muscle named'} {m.cramps}" for m in log.muscles[:8])
        log.lines.append(f"By muscle: {names}.")
    if hot := sum(bool(d.heat) for d in log.days):
        log.lines.append(f"Heat is noted under what you were doing on {_many(hot, 'day')}.")
    log.lines += [f"{c.day}: {c.what} is noted from here." for c in log.changes]
    return log


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def blocks(log: LogShown, last: int = 28) -> list[Block]:
    """The document of a spoken log; a table of its last days."""
    out: list[Block] = [Heading("Spasm log"), Bullets(tuple(log.lines))]
    if log.days:
        out.append(Picture("spasm_log", alt(log)))
    if no_cause(log):
        out.append(Text(no_cause(log)))
    if log.days:
        out += [
            Heading("The last days"),
            Table(
                ("Date", "Cramps", "Minutes", "Worst pain", "Woke", "Took"),
                tuple(_row(d) for d in log.days[-last:]),
            ),
        ]
    if log.problems:
        out.append(Heading("What could not be used"))
        out.append(Bullets(tuple(not_used(p.what, p.where, p.fix) for p in log.problems)))
    return out


def _row(day: LogDay) -> tuple[str, ...]:
    if day.cramps is None:
        return f"{day.day}", "not noted", "", "", "", ""
    told = ["" if v is None else number(v) for v in (day.minutes, day.worst_pain)]
    woke = {None: "", True: "yes", False: "no"}[day.woke]
    return f"{day.day}", str(day.cramps or "none"), *told, woke, "; ".join(day.took)


def alt(log: LogShown) -> str:
    """The picture in words."""
    beside = "".join(f"; {b.label}, {b.unit} a day" for b in log.beside)
    beside += "; days with heat" if heat_noted(log) else ""
    changes = "; numbered marks where something new is noted as taken" if log.changes else ""
    return f"Cramps a day, days not noted left blank and marked{beside}{changes}."


def titles(log: LogShown) -> list[str]:
    """The title of each strip of the picture, from the top."""
    return [
        "Cramps a day",
        *(f"{b.label}, {b.unit} a day, recorded or looked up" for b in log.beside),
        *(["Heat, where you noted what you were doing"] if heat_noted(log) else []),
    ]


def no_cause(log: LogShown) -> str:
    """That what stands beside is no cause; empty where nothing does."""
    return NO_CAUSE if log.beside or log.changes or heat_noted(log) else ""


def heat_noted(log: LogShown) -> bool:
    """Whether a day has heat, so that it is drawn beside the cramps."""
    return any(d.heat for d in log.days)


NOT_NOTED = "not noted"


def page_blocks(first: dt.date, days: int) -> list[Block]:
    """A page to print for the bedside: some lines a day, to be written on by hand."""
    every = [first + dt.timedelta(n) for n in range(days)]
    return [
        Text(HOW),
        Table(COLUMNS, tuple((f"{d:%a} {d.day} {d:%b %Y}", *[""] * 7) for d in every)),
        Text("Get help at once for numbness where you sit, trouble passing urine, chest pain, "
             "sudden weakness, or urine as dark as cola."),
    ]  # fmt: skip


def imported(added: int, same: int, otherwise: list[dt.date]) -> list[str]:
    """What came of reading another log into one's own."""
    out = [f"{_many(added, 'day')} added; {_many(same, 'day')} noted already."]
    if otherwise:
        names = ", ".join(map(str, otherwise[:10])) + (" and more" if len(otherwise) > 10 else "")
        out.append(
            f"{_many(len(otherwise), 'day')} noted otherwise in your log, so left as they are: "
            f"{names}."
        )
    return out
