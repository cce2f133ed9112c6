"""`unclench check`: the main job."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from unclench.app.options import PERSON, Given, asks
from unclench.app.outputs import PDF, form_of, not_an_input
from unclench.app.render import Format, show
from unclench.app.review import Asker
from unclench.app.terminal import progress, write, write_file
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
Handed = Annotated[
    Path | None, typer.Option("--report", help="Also write a report: .html, .md, .json or .pdf.")
]
How = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]


class CheckFormat(StrEnum):
    """The forms of an answer, and FHIR R4 beside them; a test holds them to `Format`."""

    text = "text"
    json = "json"
    md = "md"
    html = "html"
    fhir = "fhir"


@asks(*PERSON, "authority", "person", "believe", "simulate", "plan", "today")
def check(
    given: Given,
    paths: Paths = None,
    format_: Annotated[
        CheckFormat, typer.Option("--format", "-f", help="How the answer is written.")
    ] = CheckFormat.text,
    report: Handed = None,
    compare: Annotated[
        Path | None,
        typer.Option(help="An older answer as JSON: show what changed since, not the answer."),
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Confirm or correct weak food matches first.")
    ] = False,
) -> None:
    """Assess a case: diary, blood tests, complaints, medicines. Nothing leaves this machine."""
    from unclench.chain import answer_to

    two_pages = report is not None and report.suffix == PDF
    form = None if two_pages else form_of(report, PDF)
    old = None
    if compare is not None:
        from unclench.app.older import older_answer

        if format_ is CheckFormat.fhir:
            raise UserError(Problem("There is no comparison as FHIR.", "--format"))
        old = older_answer(compare)
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
    if old is not None:
        from unclench.app.trial_shown import show as show_part
        from unclench.assessment.compared import compared
        from unclench.words.en import compared as words

        part = words.speak(compared(old, answer))
        plain: Any = format_.value
        show_part(part, words.blocks(part), plain, None, {"": ""}, words.PAGE)
    elif format_ is CheckFormat.fhir:
        from unclench.app.fhir import text

        write(text(answer))
    else:
        show(answer, Format(format_.value).value)
    if report is not None and two_pages:
        from unclench.app.report.pdf import pdf

        write_file(pdf(answer), report)
    elif form is not None:
        show(answer, form, report)
    if asker is not None and asker.problems:
        raise UserError(asker.problems)
    who = request.case.profile
    unread = only_unknown_words(answer)
    if unread and not (who.pregnant or who.lactating or who.smoker or who.menopausal):
        raise UserError(unread)
