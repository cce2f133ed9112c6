"""`unclench plan`: the smallest safe change of food."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.options import PERSON, WISHES, Given, asks
from unclench.app.outputs import form_of, not_an_input
from unclench.app.render import Format, show
from unclench.app.terminal import progress
from unclench.app.verbs.check import How, Report


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
    request = given.request(paths, plan=True, wishes={"max_changes": 1} if one else {})
    not_an_input(report, paths, request)
    answer = answer_to(request, progress=progress if sys.stderr.isatty() else None)
    show(answer, format_.value, only="plan")
    if form is not None:
        show(answer, form, report, only="plan")
