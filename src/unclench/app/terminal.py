"""What every verb does at a terminal: write, complain, show progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from unclench.door.inert import FORMULA, NUMBER, QUOTED, cell, inert, one_line
from unclench.errors import Problem, UserError
from unclench.keeping import write_whole
from unclench.ways import with_ways

PROBLEMS_AT_MOST = 60

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console


def fail(error: UserError) -> NoReturn:
    """Print every problem on standard error and exit with code 2."""
    from unclench.app.hints import COMMAND_LINE

    many = len(error.problems) > 1
    if many:
        typer.echo(f"{len(error.problems)} problems with the input:", err=True)
    for problem in error.problems[:PROBLEMS_AT_MOST]:
        said = with_ways(str(problem), COMMAND_LINE.ways)
        typer.echo(inert(f"- {said}" if many else said), err=True)
    if len(error.problems) > PROBLEMS_AT_MOST:
        typer.echo(f"and {len(error.problems) - PROBLEMS_AT_MOST} more.", err=True)
    sys.exit(2)


def write(text: str, to: Path | None = None) -> None:
    """Text to standard output, or to a file: whole or not at all, for the user alone to read.

    Raises:
        UserError: it cannot be written; a file that was there is as before.
    """
    if to is None:
        sys.stdout.write(inert(text if text.endswith("\n") else f"{text}\n"))
        return
    write_file(inert(text), to)


def csv_of(table: pl.DataFrame) -> str:
    """A table as comma-separated text; what people or files named is no formula in it."""
    import polars as pl

    named = [n for n, kind in table.schema.items() if kind == pl.String]
    safe = table.with_columns(
        pl.when(pl.col(n).str.contains(FORMULA) & ~pl.col(n).str.contains(NUMBER))
        .then(QUOTED + pl.col(n))
        .otherwise(pl.col(n))
        .alias(n)
        for n in named
    )
    return safe.rename({n: cell(n) for n in safe.columns}).write_csv()


def write_file(content: str | bytes, to: Path) -> None:
    """A text or bytes to a file, as `write`.

    Raises:
        UserError: as `write`.
    """
    try:
        write_whole(to, content)
    except OSError as error:
        problem = Problem(f"This could not be written ({error.strerror or error}).", str(to))
        raise UserError(problem) from None
    typer.echo(f"Written: {to}", err=True)


def console(**options: Any) -> Console:
    """A rich console that keeps to the terminal's width, 80 columns when there is none."""
    import shutil

    from rich.console import Console

    width = shutil.get_terminal_size((80, 24)).columns
    return Console(width=min(width, 110), highlight=False, **options)


class Progress:
    """Says on standard error how far long work is, and about how long it still takes.

    Steps that took no time were done by an earlier run, and tell nothing of the others.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: dict[str, tuple[float, int]] = {}
        self._last: dict[str, tuple[float, int]] = {}

    def __call__(self, done: int, total: int, what: str) -> None:
        """`done` of `total` steps of one kind of work."""
        now = self._clock()
        at, last = self._last.get(what, (now, done))
        if now - at < AT_ONCE or done <= last:
            self._begun[what] = now, done
        self._last[what] = now, done
        since, before = self._begun[what]
        left = ""
        if before < done < total:
            left = f", about {_long((now - since) / (done - before) * (total - done))} left"
        sys.stderr.write(
            f"\r{one_line(what, 60)}: {done} of {total}{left}".ljust(50)
            + ("\n" if done >= total else "")
        )
        sys.stderr.flush()


AT_ONCE = 0.02
"""Seconds: a step that took less was not done now."""


progress = Progress()
"""Of this process."""


def _long(seconds: float) -> str:
    """A time in words: "40 s", "12 min", "3.5 h"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
