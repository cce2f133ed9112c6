"""Adding a row to a spasm log: the file is whole at any time, and what it says stays one story."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from unclench.door.decode import read_text
from unclench.door.files import is_file
from unclench.errors import Problem, UserError
from unclench.keeping import locked, write_whole
from unclench.trial.spasm_log import COLUMNS, NONE, head, parse, rows_of


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
        return [str(self.day), self.time, self.muscle, *numbers, woke, self.doing, self.took]


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
        before = read_text(path) if is_file(path) else ""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if before.strip():
            rows = rows_of(before)
            names = [c.strip().strip("\ufeff").lower() for c in rows[0][1]]
            if names != list(COLUMNS):
                raise UserError(
                    Problem("The log has other columns, so no row is added.", where,
                            f"Its first line should be {head()}.")
                )  # fmt: skip
            kept = parse(before, where, today).days.get(entry.day) if len(rows) > 1 else None
            if kept is not None and bool(kept.cramps) == (entry.muscle.lower() == NONE):
                said = "with cramps" if kept.cramps else "as free of cramps"
                raise UserError(
                    Problem(f"{entry.day} is noted {said} already.", where, "Correct that row.")
                )
        else:
            writer.writerow(COLUMNS)
        writer.writerow(entry.cells())
        joint = "" if not before.strip() or before.endswith("\n") else "\n"
        write_whole(path, f"{before if before.strip() else ''}{joint}{out.getvalue()}")
