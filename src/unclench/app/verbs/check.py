"""`unclench check`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.options import PERSON, Given, asks
from unclench.app.render import Form, Format, show
from unclench.app.terminal import progress
from unclench.errors import Problem, UserError

REPORTS: dict[str, Form] = {".html": "html", ".md": "md", ".json": "json"}

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
    answer = answer_to(
        request,
        ask=_ask if review else None,
        progress=progress if sys.stderr.isatty() else None,
    )
    show(answer, format_.value)
    if form is not None:
        show(answer, form, report)


def form_of(report: Path | None) -> Form | None:
    """The form of a report, by the ending of its name; None when there is none to write.

    Raises:
        UserError: an ending that no form has.
    """
    if report is None:
        return None
    if report.suffix not in REPORTS:
        problem = f"'{report.suffix}' is not a kind of report."
        raise UserError(Problem(problem, str(report), f"Use {', '.join(REPORTS)}."))
    return REPORTS[report.suffix]


def _ask(line: str, choices: list[str]) -> str | None:
    """One question of `--review`: a choice, another food, "" for none of them, None to skip."""
    typer.echo(f"\n{line}", err=True)
    for i, choice in enumerate(choices, 1):
        typer.echo(f"  {i}. {choice}", err=True)
    given = str(
        typer.prompt(
            "Number, another food, 0 for none of them, or Enter to decide later",
            default="",
            show_default=False,
            err=True,
        )
    ).strip()
    if not given:
        return None
    if given == "0":
        return ""
    if given.isdigit() and int(given) <= len(choices):
        return choices[int(given) - 1]
    return given
