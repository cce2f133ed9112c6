"""The spasm log: one row a cramp, `none` on a noted day without one; no row is not noted.

The columns are `date, time, muscle, minutes, pain, woke, doing, took`; `date` and `muscle` are
needed, in any order. Times of day are kept as told and move no day.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from unclench.door.cells import shortened
from unclench.door.decode import read_text
from unclench.door.inert import uncelled
from unclench.errors import Problem, UserError, did_you_mean
from unclench.intake.diaries import dates

COLUMNS = ("date", "time", "muscle", "minutes", "pain", "woke", "doing", "took")
NEEDED = ("date", "muscle")
NONE = "none"
YES = frozenset({"yes", "y", "true", "1", "x", "woke"})
NO = frozenset({"no", "n", "false", "0", "", "-"})
MOST_MINUTES, MOST_PAIN, MOST_A_DAY = 24 * 60.0, 10.0, 200
_Row = tuple[int, "Cramp | None", str, str]
"""Line, cramp, what was taken, what was being done."""
_CLOCK = re.compile(r"[T ]\s*\d{1,2}:\d{2}.*$")


@dataclass(frozen=True, slots=True)
class Cramp:
    """One cramp: minutes and pain (0 to 10) None when not told; the rest as told."""

    muscle: str
    time: str = ""
    minutes: float | None = None
    pain: float | None = None
    woke: bool | None = None
    doing: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A noted day: its cramps, none or more, what was taken, and what was being done."""

    cramps: tuple[Cramp, ...] = ()
    took: tuple[str, ...] = ()
    doing: tuple[str, ...] = ()

    @property
    def minutes(self) -> float | None:
        """Minutes of cramp together; None where those of a cramp were not told."""
        told = [c.minutes for c in self.cramps if c.minutes is not None]
        return sum(told) if len(told) == len(self.cramps) else None

    @property
    def worst_pain(self) -> float | None:
        """The worst pain, 0 on a day without cramps; None where no cramp has a number."""
        told = [c.pain for c in self.cramps if c.pain is not None]
        return max(told, default=None if self.cramps else 0.0)

    @property
    def woken(self) -> bool | None:
        """Whether a cramp woke the person; None where that was not told."""
        told = [c.woke for c in self.cramps]
        return True if True in told else None if None in told else False


@dataclass(frozen=True, slots=True)
class SpasmLog:
    """Noted days by date; a date that is not there was not noted.

    `problems` names what was left out or read once; nothing else of the log suffers by it.
    """

    days: Mapping[dt.date, Day]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """First and last noted day."""
        return (min(self.days), max(self.days)) if self.days else None

    def count(self, days: Iterable[dt.date]) -> tuple[int, int]:
        """(cramps, noted days) among these days."""
        noted = [self.days[d] for d in days if d in self.days]
        return sum(len(d.cramps) for d in noted), len(noted)


def read_log(path: Path, today: dt.date) -> SpasmLog:
    """The log of a file.

    Raises:
        UserError: it cannot be read, its header lacks a needed column, or no row can be used.
    """
    return parse(read_text(path), str(path), today)


def parse(text: str, where: str, today: dt.date) -> SpasmLog:
    """The log of a text; delimiter comma, semicolon or tab. `today`: later days are refused.

    Raises:
        UserError: as for `read_log`.
    """
    problems: list[Problem] = []
    text, cut = shortened(text)
    problems += [Problem("A cell is longer than a log holds; it was cut.", f"{where}, line {n}")
                 for n in cut]  # fmt: skip
    rows = [(n, r) for n, r in rows_of(text) if any(c.strip() for c in r)]
    if not rows:
        raise UserError(Problem("The log is empty.", where, f"Its first line is {head()}."))
    at = _header(rows[0][1], where)
    body = rows[1:]
    if not body:
        raise UserError(
            Problem("The log has no day.", where, f"A day without cramps is a row '{today},,none'.")
        )
    told = [_bare(_cell(r, at, "date")) for _, r in body]
    if twice := dates.contradiction(told):
        raise UserError(
            Problem(f"'{twice[0]}' and '{twice[1]}' cannot be dates of one order.", where,
                    "Write dates as 2026-11-29.")
        )  # fmt: skip
    when, _ = dates.resolve(told, today)
    found: dict[dt.date, list[_Row]] = {}
    seen: dict[tuple[str, ...], int] = {}
    undated: list[tuple[int, str]] = []
    future: list[tuple[int, str]] = []
    for (line, row), date in zip(body, when, strict=True):
        place = f"{where}, line {line}"
        if date is None or date > today:
            (undated if date is None else future).append((line, _cell(row, at, "date")))
            continue
        same = tuple(_cell(row, at, c) for c in COLUMNS)
        if same in seen and same[1]:
            problems.append(
                Problem(f"The same cramp stands in line {seen[same]}; it counts once.", place)
            )
            continue
        seen.setdefault(same, line)
        cramp = _cramp(row, at, place, problems)
        took, doing = (_cell(row, at, name) for name in ("took", "doing"))
        found.setdefault(date, []).append((line, cramp, took, doing))
    problems += _left_out(undated, "no date", "Write dates as 2026-11-29.", where)
    problems += _left_out(future, "in the future", "Correct the date.", where)
    days = {d: day for d, rows_ in found.items() if (day := _day(d, rows_, where, problems))}
    if not days:
        raise UserError(problems)
    return SpasmLog(dict(sorted(days.items())), tuple(problems))


def _left_out(rows: Sequence[tuple[int, str]], why: str, fix: str, where: str) -> list[Problem]:
    """One problem for all rows that were left out for the same reason."""
    if not rows:
        return []
    line, text = rows[0]
    more = f", and {len(rows) - 1} more dates are" if len(rows) > 1 else ""
    left = "the row was" if len(rows) == 1 else "these rows were"
    return [
        Problem(f"'{text[:40]}' is {why}{more}; {left} left out.", f"{where}, line {line}", fix)
    ]


def _bare(date: str) -> str:
    """A date without the time of day that stands behind it."""
    return _CLOCK.sub("", date)


def days_of(dates_told: Sequence[str], today: dt.date) -> list[dt.date | None]:
    """The day of each row, as `parse` reads it; None for none."""
    return dates.resolve([_bare(d.strip()) for d in dates_told], today)[0]


def head() -> str:
    """The first line of a log."""
    return ",".join(COLUMNS)


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of each row, by the delimiter of the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [(reader.line_num, row) for row in reader]


def _header(row: Sequence[str], where: str) -> dict[str, int]:
    names = [c.strip().strip("\ufeff").lower() for c in row]
    problems = []
    for name in NEEDED:
        if name not in names:
            near = did_you_mean(name, names)
            fix = near or f"The first line of a log is {head()}."
            problems.append(Problem(f"The log has no column '{name}'.", where, fix))
    problems += [
        Problem(f"The column '{n}' stands twice.", where, "Keep one of them.")
        for n in COLUMNS
        if names.count(n) > 1
    ]
    if problems:
        raise UserError(problems)
    return {n: i for i, n in enumerate(names) if n in COLUMNS}


def _cell(row: Sequence[str], at: Mapping[str, int], name: str) -> str:
    i = at.get(name)
    return uncelled(row[i].strip()) if i is not None and i < len(row) else ""


def _cramp(
    row: Sequence[str], at: Mapping[str, int], place: str, problems: list[Problem]
) -> Cramp | None:
    """The cramp of a row; None for a row that says there was none."""
    muscle = _cell(row, at, "muscle")
    if muscle.lower() == NONE:
        return None
    if not muscle:
        problems.append(
            Problem("The muscle is empty; the row counts as a cramp.", place,
                    "Write 'none' on a day without cramps.")
        )  # fmt: skip
    woke = _cell(row, at, "woke").lower()
    if woke not in YES | NO:
        problems.append(
            Problem(f"'{woke[:20]}' in 'woke' was not used.", place, "Write yes or no.")
        )
    return Cramp(
        muscle=muscle,
        time=_cell(row, at, "time"),
        minutes=_amount(row, at, "minutes", MOST_MINUTES, place, problems),
        pain=_amount(row, at, "pain", MOST_PAIN, place, problems),
        woke=True if woke in YES else None if woke not in NO or not woke else False,
        doing=_cell(row, at, "doing"),
    )


def _amount(
    row: Sequence[str],
    at: Mapping[str, int],
    name: str,
    most: float,
    place: str,
    problems: list[Problem],
) -> float | None:
    text = _cell(row, at, name)
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not 0 <= value <= most:
        problems.append(
            Problem(f"'{text[:20]}' in '{name}' was not used.", place,
                    f"Give a number from 0 to {most:g}.")
        )  # fmt: skip
        return None
    return value


def _day(
    date: dt.date,
    rows: Sequence[_Row],
    where: str,
    problems: list[Problem],
) -> Day | None:
    """The day of its rows; None when they contradict each other."""
    cramps = [c for _, c, _, _ in rows if c is not None]
    if cramps and len(cramps) < len(rows):
        lines = " and ".join(str(row[0]) for row in rows)
        problems.append(
            Problem(
                f"{date} is entered twice, with cramps and with 'none'; it counts as not noted.",
                f"{where}, lines {lines}",
                "Keep what is right.",
            )
        )
        return None
    if len(cramps) > MOST_A_DAY:
        problems.append(
            Problem(f"{date} has {len(cramps)} cramps; it counts as not noted.", where,
                    "One row is one cramp.")
        )  # fmt: skip
        return None
    took, doing = (
        tuple(dict.fromkeys(sorted(t for t in texts if t and t.lower() not in NO | {NONE})))
        for texts in ([row[2] for row in rows], [row[3] for row in rows])
    )
    return Day(tuple(sorted(cramps, key=_order)), took, doing)


def _order(cramp: Cramp) -> tuple[str, str, float, float]:
    return cramp.time, cramp.muscle, cramp.minutes or 0.0, cramp.pain or 0.0
