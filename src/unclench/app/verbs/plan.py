"""`unclench plan`: the smallest safe change of food."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.options import PERSON, WISHES, Given, asks
from unclench.app.render import Format, show
from unclench.app.terminal import progress
from unclench.app.verbs.check import How, Report, form_of


@asks(*PERSON, *WISHES, "authority", "person", "believe", "today")
def plan(
    given: Given,
    paths: Annotated[list[Path], typer.Argument(help="A case folder, or diary files.")],
    one: Annotated[bool, typer.Option("--one", help="One change only.")] = False,
    format_: How = Format.text,
    report: Report = None,
) -> None:
    """The fewest, smallest changes of food that close what falls short, safe for this person."""
    from unclench.chain import answer_to

    form = form_of(report)
    answer = answer_to(
        given.request(paths, plan=True, wishes={"max_changes": 1} if one else {}),
        progress=progress if sys.stderr.isatty() else None,
    )
    show(answer, format_.value, only="plan")
    if form is not None:
        show(answer, form, report, only="plan")
