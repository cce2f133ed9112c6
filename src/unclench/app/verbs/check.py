"""`unclench check`: the main job."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.assessment import Assessment


class Format(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"
    md = "md"
    html = "html"


class Authority(StrEnum):
    """Whose requirements are used."""

    nasem = "nasem"
    efsa = "efsa"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="A case folder or case.yaml/json, diary files, blood test files."),
]
About = "About the person"
Says = Annotated[list[str] | None, typer.Option("--says", help="A complaint, in your own words.")]


def check(
    paths: Paths = None,
    age: Annotated[float | None, typer.Option(help="Years.", rich_help_panel=About)] = None,
    sex: Annotated[str | None, typer.Option(help="female or male.", rich_help_panel=About)] = None,
    weight: Annotated[float | None, typer.Option(help="kg.", rich_help_panel=About)] = None,
    height: Annotated[float | None, typer.Option(help="cm.", rich_help_panel=About)] = None,
    pregnant: Annotated[bool | None, typer.Option(rich_help_panel=About)] = None,
    lactating: Annotated[bool | None, typer.Option(rich_help_panel=About)] = None,
    activity: Annotated[
        str | None,
        typer.Option(
            help="sedentary, light, moderate, active or very_active.", rich_help_panel=About
        ),
    ] = None,
    says: Says = None,
    sign: Annotated[list[str] | None, typer.Option(help="Something an examiner found.")] = None,
    takes: Annotated[list[str] | None, typer.Option(help="A medicine or supplement.")] = None,
    has: Annotated[list[str] | None, typer.Option(help="A condition, e.g. 'coeliac'.")] = None,
    labs: Annotated[
        list[str] | None,
        typer.Option(help="A blood test, 'K 3.1 mmol/L', or a file of them (FHIR, CSV, text)."),
    ] = None,
    exposure: Annotated[
        list[str] | None, typer.Option(help="E.g. 'sweat=1.2 L/h' or 'sun=indoors'.")
    ] = None,
    authority: Annotated[
        Authority, typer.Option(help="US/Canada (nasem) or Europe (efsa).")
    ] = Authority.nasem,
    format_: Annotated[Format, typer.Option("--format", "-f")] = Format.text,
    report: Annotated[
        Path | None, typer.Option(help="Also write a report: .html, .md or .json.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="Which person, when a file holds several.")
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Confirm or correct weak food matches first.")
    ] = False,
    simulate: Annotated[
        bool, typer.Option("--simulate", help="Add the models of blood, nerve and muscle.")
    ] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Add the smallest safe change of food.")
    ] = False,
    today: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Answer as of this day (default: now)."),
    ] = None,
) -> None:
    """Assess a case: diary, blood tests, complaints, medicines. Nothing leaves this machine."""
    from unclench.case_from import Told, gather
    from unclench.chain import assess

    told = Told(
        age, sex, weight, height, pregnant, lactating, activity,
        says or (), sign or (), takes or (), has or (), labs or (), exposure or (),
    )  # fmt: skip
    if report is not None and report.suffix not in (".html", ".md", ".json"):
        raise UserError(
            Problem(f"'{report.suffix}' is not a kind of report.", str(report), "Use .html or .md.")
        )
    case = gather(paths or (), told)
    answer = assess(
        case,
        authority=authority.value,
        today=today.date() if today else None,
        person=person,
        simulate=simulate,
        plan=plan,
        ask=_ask if review else None,
        progress=progress if sys.stderr.isatty() else None,
    )
    render(answer, format_.value, None)
    if report is not None:
        render(answer, report.suffix.removeprefix("."), report)


def render(answer: Assessment, how: str, to: Path | None, only: str = "") -> None:
    """Write an answer as text, md, html or json to a file or standard output.

    Args:
        only: "plan" for that part alone.
    """
    from unclench.app import cli

    if how == "json":
        part = answer.plan if only == "plan" else None
        text = part.model_dump_json(indent=2) if part is not None else answer.to_json()
        cli.write(text, to)
        return
    from unclench.app.report.document import build

    blocks = build(answer, only=only, brief=how == "text")
    if how == "md":
        from unclench.app.report import markdown

        cli.write(markdown.render(blocks), to)
    elif how == "html":
        from unclench.app.report import html

        cli.write(html.render(blocks, answer), to)
    else:
        from unclench.app.report import terminal

        terminal.show(blocks, cli.console())


def progress(done: int, total: int, what: str) -> None:
    """Say on standard error how far long work is."""
    sys.stderr.write(f"\r{what}: {done} of {total}   " + ("\n" if done >= total else ""))
    sys.stderr.flush()


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
