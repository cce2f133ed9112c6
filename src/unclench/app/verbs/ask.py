"""`unclench ask`, and `unclench` alone: the interview."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from unclench.app.outputs import form_of, not_an_input
from unclench.app.render import Form, Format, show
from unclench.app.terminal import progress
from unclench.door import decode, documents, files
from unclench.errors import Problem, UserError
from unclench.keeping import home

KEPT = "interview.json"


def ask(
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with what you said last time.")
    ] = False,
    kept: Annotated[
        Path | None, typer.Option("--keep", help="Keep what you say in this file instead.")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How the answer is written.")
    ] = Format.text,
    report: Annotated[
        Path | None, typer.Option(help="Also write a report: .html, .md or .json.")
    ] = None,
) -> None:
    """Be asked, one question at a time, and get the answer. Nothing leaves this machine."""
    form = form_of(report)
    if not interview(resume, kept, format_.value, report, form):
        typer.echo("Nothing was told. `unclench --help` shows what else there is.", err=True)


def interview(
    resume: bool = False,
    kept: Path | None = None,
    format_: Form = "text",
    report: Path | None = None,
    form: Form | None = None,
) -> bool:
    """Ask, and show the answer; whether anything was told.

    Args:
        resume: go on with what is kept. kept: where it is kept; the user's data folder when None.
        format_: of the answer. report, form: where else it is written, and how.

    Raises:
        UserError: nothing to resume, or nothing told could be used.
    """
    from unclench.app.interview import Interview
    from unclench.app.spoken import warm

    place = kept or home() / KEPT
    talk = Interview(place, _before(place) if resume else None)
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=warm, daemon=True).start()
    try:
        case = talk.run()
    except KeyboardInterrupt:
        talk.save()
        typer.echo(f"\nKept in {place}. `unclench ask --resume` goes on from there.", err=True)
        raise
    if talk.empty:
        return False
    from unclench.chain import answer_to
    from unclench.request import Request

    typer.echo("", err=True)
    request = Request(case=case)
    answer = answer_to(request, progress=progress if sys.stderr.isatty() else None)
    show(answer, format_)
    if form is not None:
        not_an_input(report, [place], request)
        show(answer, form, report)
    typer.echo(f"What you said is kept in {place}; `unclench ask --resume` adds to it.", err=True)
    return True


def _before(place: Path) -> dict[str, Any]:
    """What was kept of an interview.

    Raises:
        UserError: there is none, or it is not one of ours.
    """
    if not files.exists(place):
        raise UserError(
            Problem("There is no interview to go on with.", str(place), "Begin one: unclench ask.")
        )
    told, _ = documents.json_of(decode.read_text(place), str(place))
    if not isinstance(told, dict):
        raise UserError(Problem("This is not what an interview keeps.", str(place)))
    return told
