"""`unclench trial`: a self-experiment, planned, registered, logged, analysed, reported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unclench.app.options import PERSON, Given, asks
from unclench.app.outputs import form_of
from unclench.app.render import Format
from unclench.app.trial_options import Data, Log, Paths, data_of, date_of, read, today_of
from unclench.app.trial_running import analyse_verb, log_verb, report_verb
from unclench.app.verbs.check import How, Report

if TYPE_CHECKING:
    from unclench.assessment.base import Reason
    from unclench.errors import Problem
    from unclench.trial.remedies import Asked
    from unclench.trial.spasm_log import SpasmLog

app = typer.Typer(
    help="Does it help me? Self-experiments that can be believed.", no_args_is_help=True
)

Try = Annotated[str, typer.Option("--try", help="What to try, e.g. magnesium, stretching.")]
Looks = Annotated[int, typer.Option(help="Looks at the data, the last included.", min=1, max=5)]


def _asked(
    text: str, given: Given, paths: list[Path], log: Path | None
) -> tuple[Asked, list[Reason], list[Reason], SpasmLog | None, list[Problem]]:
    """(what is to be tried, what speaks against it, what was taken for granted, the log, what was
    wrong with the input).

    Raises:
        UserError: the remedy is not known or the log cannot be read, and nothing speaks against
            the trial: a warning sign is never hidden by a slip.
    """
    from unclench.chain import for_a_trial
    from unclench.errors import UserError
    from unclench.plasma.labs import judged
    from unclench.trial.allowed import reasons_against, unsaid
    from unclench.trial.remedies import Asked, asked

    problems: list[Problem] = []
    wanted, kept = Asked(text), None
    try:
        wanted = asked(text)
    except UserError as error:
        problems += error.problems
    try:
        kept = read(log, today_of(given))
    except UserError as error:
        problems += error.problems
    told, answer, labs = for_a_trial(given.request(paths))
    against = reasons_against(
        wanted, told, answer.urgency, answer.red_flags, labs, judged(answer.labs)
    )
    if problems and not against:
        raise UserError(problems)
    return wanted, against, unsaid(told), kept, problems


@app.command("plan")
@asks(*PERSON, "authority", "person", "today")
def plan(
    given: Given,
    paths: Paths = None,
    try_: Try = ...,  # type: ignore[assignment]
    log: Log = None,
    rate: Annotated[
        float | None,
        typer.Option(help="Cramps a week, where no log of three weeks tells.", min=0, max=200),
    ] = None,
    looks: Looks = 1,
    format_: How = Format.text,
    report: Report = None,
) -> None:
    """What a trial could find in how many weeks, and whether it is worth the trouble."""
    from unclench.app.trial_shown import show
    from unclench.trial.planner import planned, with_problems
    from unclench.words.en.trial import plan_blocks, speak_plan

    form = form_of(report)
    wanted, against, granted, found, slips = _asked(try_, given, paths or [], log)
    answer = planned(wanted, found, against, granted, rate=rate, looks=looks)
    answer = speak_plan(with_problems(answer, slips))
    blocks = plan_blocks(answer)
    show(answer, blocks, format_.value)
    if form is not None:
        show(answer, blocks, form, report)


@app.command("start")
@asks(*PERSON, "authority", "person", "today")
def start(
    given: Given,
    paths: Paths = None,
    try_: Try = ...,  # type: ignore[assignment]
    log: Log = None,
    pairs: Annotated[
        int | None, typer.Option(help="Pairs of periods; as planned when left out.", max=400)
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="The first day; tomorrow when left out.")
    ] = None,
    looks: Looks = 1,
    blinded: Annotated[bool, typer.Option("--blinded", help="A helper keeps the list.")] = False,
    expects: Annotated[str, typer.Option(help="What you expect of it, in your words.")] = "",
    extend: Annotated[
        int | None, typer.Option(help="Add so many pairs to the running trial.", min=1, max=100)
    ] = None,
    calendar: Annotated[
        Path | None, typer.Option(help="Write a calendar file of what may be shown: .ics.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(help="Write a page to print for the bedside: .html or .md.")
    ] = None,
    data: Data = None,
    format_: How = Format.text,
) -> None:
    """Register a trial: length, looks and order are fixed and hashed before the first day."""
    from unclench.app.terminal import write_file
    from unclench.app.trial_shown import show
    from unclench.trial.calendar import calendar as calendar_of
    from unclench.trial.planner import planned, with_problems
    from unclench.trial.registering import fixed, lengthened
    from unclench.trial.registration import register
    from unclench.trial.status import status
    from unclench.words.en import trial as words
    from unclench.words.en import trial_found as more

    page_form, today, home = form_of(page), today_of(given), data_of(data)
    wanted, against, granted, kept, slips = _asked(try_, given, paths or [], log)
    plan_ = planned(wanted, kept, against, granted, looks=looks)
    plan_ = words.speak_plan(with_problems(plan_, slips))
    if plan_.advice == "refused":
        show(plan_, words.plan_blocks(plan_), format_.value)
        raise typer.Exit(2)
    if extend is not None:
        trial, again = lengthened(home, wanted, today, extend), False
    else:
        day = date_of("--from", first) or today + dt.timedelta(1)
        told = fixed(wanted, plan_, today, day, pairs, looks, blinded, expects)
        trial, again = register(home, today, told)
    answer = status(trial, today, kept, again=again)
    answer.note_codes += granted
    answer = more.speak_status(answer)
    show(answer, more.status_blocks(answer), format_.value)
    if calendar is not None:
        titles = more.titles(trial.remedy)
        write_file(calendar_of(trial, today, titles, more.SWAP, more.EVENING), calendar)
    if page is not None and page_form is not None:
        show(answer, more.page_blocks(answer), page_form, page)


app.command("log")(log_verb)
app.command("analyse")(analyse_verb)
app.command("report")(report_verb)
