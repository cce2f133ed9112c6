"""`unclench check`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.options import PERSON, Given, asks
from unclench.app.outputs import form_of, not_an_input
from unclench.app.render import Format, show
from unclench.app.review import Asker
from unclench.app.terminal import progress
from unclench.errors import Problem, UserError
from unclench.refusals import only_unknown_words
from unclench.usable import told_anything

NOTHING = "Nothing was told that could be answered: age, sex, weight and height are not enough."
TELL = "Add a complaint (--says), a medicine (--takes), a condition (--has), a result or a diary."

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="A case folder or case.yaml/json, diary files, blood test files."),
]
Report = Annotated[Path | None, typer.Option(help="Also write a report: .html, .md or .json.")]
How = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]


@asks(*PERSON, "authority", "person", "believe", "simulate", "plan", "today")
def check(
    given: Given,
    paths: Paths = None,
    format_: How = Format.text,
    report: Report = None,
    review: Annotated[
        bool, typer.Option("--review", help="Confirm or correct weak food matches first.")
    ] = False,
) -> None:
    """Assess a case: diary, blood tests, complaints, medicines. Nothing leaves this machine."""
    from unclench.chain import answer_to

    form = form_of(report)
    request = given.request(paths or ())
    if not told_anything(request.case):
        raise UserError(Problem(NOTHING, "what was given", TELL))
    not_an_input(report, paths or (), request)
    asker = Asker() if review else None
    answer = answer_to(
        request,
        ask=asker,
        progress=progress if sys.stderr.isatty() else None,
    )
    show(answer, format_.value)
    if form is not None:
        show(answer, form, report)
    if asker is not None and asker.problems:
        raise UserError(asker.problems)
    who = request.case.profile
    unread = only_unknown_words(answer)
    if unread and not (who.pregnant or who.lactating or who.smoker or who.menopausal):
        raise UserError(unread)
