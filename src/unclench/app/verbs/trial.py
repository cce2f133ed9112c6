"""`unclench trial`: a self-experiment, planned, registered, logged, analysed, reported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unclench.app.options import PERSON, Given, asks
from unclench.app.outputs import form_of
from unclench.app.render import Format
from unclench.app.verbs.check import How, Report

if TYPE_CHECKING:
    from unclench.assessment.base import Reason
    from unclench.assessment.trial import TrialAnalysed
    from unclench.errors import Problem
    from unclench.trial.remedies import Asked
    from unclench.trial.spasm_log import SpasmLog

app = typer.Typer(
    help="Does it help me? Self-experiments that can be believed.", no_args_is_help=True
)

Try = Annotated[str, typer.Option("--try", help="What to try, e.g. magnesium, stretching.")]
Log = Annotated[
    Path | None, typer.Option(help="The spasm log: date,time,muscle,minutes,pain,woke,doing,took.")
]
Paths = Annotated[
    list[Path] | None, typer.Argument(help="A case folder, diaries, blood tests: who it is for.")
]
Looks = Annotated[int, typer.Option(help="Looks at the data, the last included.", min=1, max=5)]


def _today(given: Given) -> dt.date:
    value = given.values.get("today")
    return value if isinstance(value, dt.date) else dt.date.today()


def _log(path: Path | None, today: dt.date) -> SpasmLog | None:
    from unclench.trial.spasm_log import read_log

    return None if path is None else read_log(path, today)


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
    from unclench.trial.allowed import reasons_against, unsaid
    from unclench.trial.remedies import Asked, asked

    problems: list[Problem] = []
    wanted, kept = Asked(text), None
    try:
        wanted = asked(text)
    except UserError as error:
        problems += error.problems
    try:
        kept = _log(log, _today(given))
    except UserError as error:
        problems += error.problems
    told, answer, labs = for_a_trial(given.request(paths))
    against = reasons_against(wanted, told, answer.urgency, answer.red_flags, labs)
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
        float | None, typer.Option(help="Cramps a week, where there is no log.", min=0, max=200)
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


Data = Annotated[Path | None, typer.Option(help="The data folder; the user's own when left out.")]
Which = Annotated[str | None, typer.Option(help="Id of the trial; the newest when left out.")]


def _data(data: Path | None) -> Path:
    from unclench.intake.foods.store import home

    return data or home()


def _log_of(log: Path | None, data: Path) -> Path:
    return log or data / "log.csv"


def _date(name: str, told: str | None) -> dt.date | None:
    from unclench.errors import Problem, UserError

    if told is None:
        return None
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        raise UserError(
            Problem(f"'{told[:40]}' is no date.", name, "Write it as 2026-11-29.")
        ) from None


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
    from unclench.app.terminal import write
    from unclench.app.trial_shown import show
    from unclench.trial.calendar import calendar as calendar_of
    from unclench.trial.planner import planned, with_problems
    from unclench.trial.registering import fixed, lengthened
    from unclench.trial.registration import register
    from unclench.trial.status import status
    from unclench.words.en import trial as words
    from unclench.words.en import trial_found as more

    page_form, today, home = form_of(page), _today(given), _data(data)
    wanted, against, granted, kept, slips = _asked(try_, given, paths or [], log)
    plan_ = planned(wanted, kept, against, granted, looks=looks)
    plan_ = words.speak_plan(with_problems(plan_, slips))
    if plan_.advice == "refused":
        show(plan_, words.plan_blocks(plan_), format_.value)
        raise typer.Exit(2)
    if extend is not None:
        trial, again = lengthened(home, wanted, today, extend), False
    else:
        day = _date("--from", first) or today + dt.timedelta(1)
        told = fixed(wanted, plan_, today, day, pairs, looks, blinded, expects)
        trial, again = register(home, today, told)
    answer = status(trial, today, kept, again=again)
    answer.note_codes += granted
    answer = more.speak_status(answer)
    show(answer, more.status_blocks(answer), format_.value)
    if calendar is not None:
        titles = more.titles(trial.remedy)
        write(calendar_of(trial, today, titles, more.SWAP, more.EVENING), calendar)
    if page is not None and page_form is not None:
        show(answer, more.page_blocks(answer), page_form, page)


@app.command("log")
@asks(*PERSON, "authority", "person", "today")
def log_(
    given: Given,
    paths: Paths = None,
    log: Log = None,
    none: Annotated[bool, typer.Option("--none", help="Note a day without cramps.")] = False,
    muscle: Annotated[str | None, typer.Option(help="Note a cramp of this muscle.")] = None,
    day: Annotated[str | None, typer.Option(help="Of the entry; today when left out.")] = None,
    time: Annotated[str, typer.Option(help="Of the cramp, e.g. 03:15.")] = "",
    minutes: Annotated[float | None, typer.Option(help="How long.", min=0, max=1440)] = None,
    pain: Annotated[float | None, typer.Option(help="0 to 10.", min=0, max=10)] = None,
    woke: Annotated[bool | None, typer.Option(help="Whether it woke you.")] = None,
    doing: Annotated[str, typer.Option(help="What you were doing.")] = "",
    took: Annotated[str, typer.Option(help="What you took that day.")] = "",
    medicine: Annotated[
        str | None, typer.Option(help="A medicine that is new since the trial began.")
    ] = None,
    swapped: Annotated[
        str | None, typer.Option(help="The schedule was not kept: why, in your words.")
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="End the trial today.")] = False,
    trial: Which = None,
    data: Data = None,
    format_: How = Format.text,
) -> None:
    """Write the log, and say what is on today, what was missed, and whether to stop."""
    from unclench.app.trial_shown import show
    from unclench.assessment.answer import ProblemFound
    from unclench.chain import for_a_trial
    from unclench.door.files import is_file
    from unclench.errors import UserError
    from unclench.trial.registration import Event, add_event, chosen
    from unclench.trial.spasm_log import Entry, append
    from unclench.trial.status import status
    from unclench.words.en import trial_found as more

    today, home = _today(given), _data(data)
    file = _log_of(log, home)
    if none or muscle is not None:
        entry = Entry(
            day=_date("--day", day) or today,
            muscle="none" if none and muscle is None else muscle or "",
            time=time,
            minutes=minutes,
            pain=pain,
            woke=woke,
            doing=doing,
            took=took,
        )
        append(file, entry, today)
    person, answer, _ = for_a_trial(given.request(paths or []))
    now = chosen(home, trial)
    for kind, text in (("medicine", medicine), ("swapped", swapped)):
        if text is not None:
            event = Event.model_validate({"kind": kind, "on": today, "text": text})
            now = add_event(home, now, event)
    if stop and now.stopped is None:
        now = add_event(home, now, Event(kind="stopped", on=today))
    kept, slips = None, []
    try:
        kept = _log(file, today) if log is not None or is_file(file) else None
    except UserError as error:
        slips = error.problems
    told = given.person or bool(paths)
    found = status(
        now,
        today,
        kept,
        answer.urgency if told else None,
        answer.red_flags if told else (),
        person if told else None,
    )
    slips = [*slips, *(kept.problems if kept is not None else ())]
    found.problems = [ProblemFound(what=p.what, where=p.where, fix=p.fix) for p in slips]
    found = more.speak_status(found)
    show(found, more.status_blocks(found), format_.value)


def _analysed(
    log: Path | None, trial: str | None, data: Path | None, today: dt.date, look: bool
) -> TrialAnalysed:
    from unclench.trial.analysis import analysed
    from unclench.trial.registration import Event, add_event, chosen
    from unclench.trial.spasm_log import read_log
    from unclench.words.en.trial_found import speak_found

    home = _data(data)
    one = chosen(home, trial)
    kept = read_log(_log_of(log, home), today)
    found = analysed(one, kept, today)
    if look and not found.final:
        one = add_event(home, one, Event(kind="look", on=today))
        found = analysed(one, kept, today)
    return speak_found(found)


@app.command("analyse")
@asks("today")
def analyse(
    given: Given,
    log: Log = None,
    look: Annotated[
        bool, typer.Option("--look", help="Look before it is planned; this is counted.")
    ] = False,
    trial: Which = None,
    data: Data = None,
    format_: How = Format.text,
    report: Report = None,
) -> None:
    """What the trial found, as registered: the test, the size, and where they part."""
    from unclench.app.trial_shown import show
    from unclench.words.en.trial_found import found_blocks

    form = form_of(report)
    found = _analysed(log, trial, data, _today(given), look)
    blocks = found_blocks(found)
    show(found, blocks, format_.value)
    if form is not None:
        show(found, blocks, form, report)


@app.command("report")
@asks("today")
def report_(
    given: Given,
    log: Log = None,
    trial: Which = None,
    data: Data = None,
    format_: How = Format.text,
    report: Report = None,
) -> None:
    """The report after CENT 2015, and the line for the case file."""
    from unclench.app.trial_shown import show
    from unclench.words.en.trial_report import report_blocks, speak_report

    form = form_of(report)
    found = speak_report(_analysed(log, trial, data, _today(given), look=False))
    blocks = report_blocks(found)
    show(found, blocks, format_.value)
    if form is not None:
        show(found, blocks, form, report)
