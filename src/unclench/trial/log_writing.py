"""Adding rows to a spasm log: the file is whole at any time, and what it says stays one story."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from unclench.door.decode import read_text
from unclench.door.files import is_file
from unclench.door.inert import cell
from unclench.errors import Problem, UserError
from unclench.keeping import locked, write_whole
from unclench.trial.spasm_log import (
    COLUMNS,
    NONE,
    Day,
    SpasmLog,
    days_of,
    head,
    parse,
    rows_of,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to be written: `muscle` is "none" for a day without cramps."""

    day: dt.date
    muscle: str
    time: str = ""
    minutes: float | None = None
    pain: float | None = None
    woke: bool | None = None
    doing: str = ""
    took: str = ""

    def cells(self) -> list[str]:
        """Its cells, in the order of `COLUMNS`."""
        woke = "" if self.woke is None else "yes" if self.woke else "no"
        numbers = ["" if n is None else f"{n:g}" for n in (self.minutes, self.pain)]
        time, muscle, doing, took = map(cell, (self.time, self.muscle, self.doing, self.took))
        return [str(self.day), time, muscle, *numbers, woke, doing, took]


def append(path: Path, entry: Entry, today: dt.date) -> None:
    """Add one row to a log, which is made when there is none; the file is whole at any time.

    Raises:
        UserError: a day in the future, no muscle, a day that is noted otherwise, or a log with
            other columns: the file is as it was.
    """
    where = str(path)
    if entry.day > today:
        raise UserError(Problem(f"{entry.day} is in the future.", "--day", "Correct the date."))
    if not entry.muscle.strip():
        raise UserError(Problem("The muscle is empty.", "--muscle", "Name it, or use --none."))
    with locked(path):
        before, days = _before(path, today)
        kept = days.get(entry.day)
        if kept is not None and bool(kept.cramps) == (entry.muscle.lower() == NONE):
            said = "with cramps" if kept.cramps else "as free of cramps"
            raise UserError(
                Problem(f"{entry.day} is noted {said} already.", where, "Correct that row.")
            )
        _write(path, before, [entry])


def clear_day(path: Path, day: dt.date, today: dt.date) -> bool:
    """Take a day out of a log, so that it is not noted; whether it was. An empty log is no file.

    Raises:
        UserError: the log has other columns or cannot be read; it is as it was.
    """
    with locked(path):
        before, _ = _before(path, today)
        rows = [cells for _, cells in rows_of(before)] if before else []
        on = days_of([row[0] if row else "" for row in rows[1:]], today)
        kept = [row for row, date in zip(rows[1:], on, strict=True) if date != day]
        if len(kept) == len(rows[1:]):
            return False
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *kept])
        if any(any(c.strip() for c in row) for row in kept):
            write_whole(path, out.getvalue())
        else:
            path.unlink()
    return True


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of adding one log to another: days added, the same already, noted otherwise."""

    added: tuple[dt.date, ...]
    same: tuple[dt.date, ...]
    otherwise: tuple[dt.date, ...]


def add_log(path: Path, other: SpasmLog, today: dt.date) -> Imported:
    """Add the days of another log. A day that is noted stays as it is, whatever the other says.

    Raises:
        UserError: the log at `path` has other columns or cannot be read; it is as it was.
    """
    with locked(path):
        before, days = _before(path, today)
        new = {d: day for d, day in other.days.items() if d not in days and d <= today}
        if new:
            _write(path, before, [e for d, day in sorted(new.items()) for e in entries(d, day)])
    both = [d for d in other.days if d in days]
    same = tuple(d for d in both if _alike(days[d], other.days[d]))
    return Imported(tuple(sorted(new)), same, tuple(d for d in both if d not in same))


def entries(day: dt.date, noted: Day) -> list[Entry]:
    """The rows of a noted day; what was taken stands in its first rows."""
    rows = [
        Entry(day, c.muscle, c.time, c.minutes, c.pain, c.woke, c.doing) for c in noted.cramps
    ] or [Entry(day, NONE, doing="; ".join(noted.doing))]
    took = [*noted.took[: len(rows) - 1], "; ".join(noted.took[len(rows) - 1 :])]
    took += [""] * (len(rows) - len(took))
    return [replace(row, took=t) for row, t in zip(rows, took, strict=True)]


def _alike(one: Day, other: Day) -> bool:
    def parts(texts: Sequence[str]) -> set[str]:
        return {t for text in texts for t in text.split("; ")}

    return one.cramps == other.cramps and all(
        parts(a) == parts(b) for a, b in ((one.took, other.took), (one.doing, other.doing))
    )


def _before(path: Path, today: dt.date) -> tuple[str, Mapping[dt.date, Day]]:
    """(the text of a log, its noted days); nothing of either where there is no log."""
    before = read_text(path) if is_file(path) else ""
    if not before.strip():
        return "", {}
    rows = rows_of(before)
    names = [c.strip().strip("\ufeff").lower() for c in rows[0][1]]
    if names != list(COLUMNS):
        raise UserError(
            Problem("The log has other columns, so no row is added.", str(path),
                    f"Its first line should be {head()}.")
        )  # fmt: skip
    return before, parse(before, str(path), today).days if len(rows) > 1 else {}


def _write(path: Path, before: str, new: Sequence[Entry]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if not before:
        writer.writerow(COLUMNS)
    for entry in new:
        writer.writerow(entry.cells())
    joint = "" if not before or before.endswith("\n") else "\n"
    write_whole(path, f"{before}{joint}{out.getvalue()}")
