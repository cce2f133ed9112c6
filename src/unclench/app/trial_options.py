"""Options that the verbs of a self-experiment share, and what they mean."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unclench.app.options import Given

if TYPE_CHECKING:
    from unclench.trial.spasm_log import SpasmLog

Log = Annotated[
    Path | None, typer.Option(help="The spasm log: date,time,muscle,minutes,pain,woke,doing,took.")
]
Paths = Annotated[
    list[Path] | None, typer.Argument(help="A case folder, diaries, blood tests: who it is for.")
]
Data = Annotated[Path | None, typer.Option(help="The data folder; the user's own when left out.")]
Which = Annotated[str | None, typer.Option(help="Id of the trial; the newest when left out.")]


def today_of(given: Given) -> dt.date:
    """The day that was told, or now."""
    value = given.values.get("today")
    return value if isinstance(value, dt.date) else dt.date.today()


def read(path: Path | None, today: dt.date) -> SpasmLog | None:
    """The log of a file; None without one."""
    from unclench.trial.spasm_log import read_log

    return None if path is None else read_log(path, today)


def data_of(data: Path | None) -> Path:
    """The data folder that was told, or the user's own."""
    from unclench.keeping import home

    return data or home()


def log_of(log: Path | None, data: Path) -> Path:
    """The log that was told, or that of the data folder."""
    return log or data / "log.csv"


def date_of(name: str, told: str | None) -> dt.date | None:
    """A day that was told.

    Raises:
        UserError: it is no date.
    """
    from unclench.errors import Problem, UserError

    if told is None:
        return None
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        raise UserError(
            Problem(f"'{told[:40]}' is no date.", name, "Write it as 2026-11-29.")
        ) from None
