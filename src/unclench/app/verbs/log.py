"""`unclench log`: the spasm log, written, read in, shown, and on paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from unclench.app.options import Given, asks
from unclench.app.outputs import form_of
from unclench.app.render import Format
from unclench.app.trial_options import Data, Log, data_of, date_of, log_of, today_of
from unclench.app.verbs.check import How, Report

app = typer.Typer(help="The spasm log: what came when.", no_args_is_help=True)


@app.command("add")
@asks("today")
def add(
    given: Given,
    muscle: Annotated[str | None, typer.Option(help="Note a cramp of this muscle.")] = None,
    none: Annotated[bool, typer.Option("--none", help="Note a day without cramps.")] = False,
    day: Annotated[str | None, typer.Option(help="Of the entry; today when left out.")] = None,
    time: Annotated[str, typer.Option(help="Of the cramp, e.g. 03:15.")] = "",
    minutes: Annotated[float | None, typer.Option(help="How long.", min=0, max=1440)] = None,
    pain: Annotated[float | None, typer.Option(help="0 to 10.", min=0, max=10)] = None,
    woke: Annotated[bool | None, typer.Option(help="Whether it woke you.")] = None,
    doing: Annotated[str, typer.Option(help="What you were doing.")] = "",
    took: Annotated[str, typer.Option(help="What you took that day.")] = "",
    log: Log = None,
    data: Data = None,
) -> None:
    """Note a cramp, or a day without any."""
    from unclench.errors import Problem, UserError
    from unclench.trial.log_writing import Entry, append
    from unclench.trial.spasm_log import NONE

    if none == (muscle is not None):
        raise UserError(
            Problem("Say either which muscle cramped, or that none did.", "log add",
                    "E.g. --muscle calf, or --none.")
        )  # fmt: skip
    today, file = today_of(given), log_of(log, data_of(data))
    noted = date_of("--day", day) or today
    append(file, Entry(noted, muscle or NONE, time, minutes, pain, woke, doing, took), today)
    typer.echo(f"Noted for {noted} in {file}", err=True)


@app.command("import")
@asks("today")
def import_(
    given: Given,
    file: Annotated[Path, typer.Argument(help="A log: at least the columns date and muscle.")],
    log: Log = None,
    data: Data = None,
) -> None:
    """Add the days of another log; a day that is noted already stays as it is."""
    from unclench.door.inert import inert
    from unclench.trial.log_writing import add_log
    from unclench.trial.spasm_log import read_log
    from unclench.words.en import spasm_log as words
    from unclench.words.en.not_used import not_used

    today = today_of(given)
    other = read_log(file, today)
    done = add_log(log_of(log, data_of(data)), other, today)
    for line in words.imported(len(done.added), len(done.same), list(done.otherwise)):
        typer.echo(line)
    for p in other.problems:
        typer.echo(inert(not_used(p.what, p.where, p.fix)))


@app.command("show")
@asks("person", "believe", "today")
def show(
    given: Given,
    diary: Annotated[
        list[Path] | None, typer.Argument(help="A diary, to show what was eaten beside it.")
    ] = None,
    nutrient: Annotated[
        list[str] | None, typer.Option(help="Of the diary, e.g. magnesium, water, energy.")
    ] = None,
    log: Log = None,
    data: Data = None,
    format_: How = Format.text,
    report: Report = None,
) -> None:
    """Every day of the log: free, cramps, or not noted; and what stands beside it."""
    from unclench.app.log_shown import read_shown
    from unclench.app.report import log_pictures
    from unclench.app.trial_shown import show as write_out
    from unclench.words.en import spasm_log as words

    form, home = form_of(report), data_of(data)
    found = words.speak(
        read_shown(log_of(log, home), home, today_of(given), diary or (), nutrient or (),
                   str(given.values["person"]) if "person" in given.values else None)
    )  # fmt: skip
    drawn = {"spasm_log": log_pictures.svg(found, words.titles(found), words.alt(found),
                                           words.NOT_NOTED)}  # fmt: skip
    blocks = words.blocks(found)
    write_out(found, blocks, format_.value, None, drawn, words.PAGE)
    if form is not None:
        write_out(found, blocks, form, report, drawn, words.PAGE)


@app.command("page")
@asks("today")
def page(
    given: Given,
    to: Annotated[Path, typer.Argument(help="The page to print: .html or .md.")],
    first: Annotated[
        str | None, typer.Option("--from", help="The first day; today when left out.")
    ] = None,
    days: Annotated[int, typer.Option(help="How many.", min=1, max=92)] = 28,
) -> None:
    """A page to print for the bedside; what is written on it goes into `unclench log add`."""
    from unclench.app.trial_shown import show as write_out
    from unclench.assessment.spasm_log import LogShown
    from unclench.errors import Problem, UserError
    from unclench.words.en import spasm_log as words

    form = form_of(to)
    if form not in ("html", "md"):
        raise UserError(Problem("A page to print is .html or .md.", str(to)))
    begin = date_of("--from", first) or today_of(given)
    if begin > dt.date(9000, 1, 1):
        raise UserError(Problem(f"{begin} is no day to begin at.", "--from"))
    write_out(LogShown(), words.page_blocks(begin, days), form, to, {"": ""}, words.PAGE)
