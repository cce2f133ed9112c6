"""`unclench trial log|analyse|report`: a self-experiment that was registered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unclench.app.options import PERSON, Given, asks
from unclench.app.outputs import PDF, form_of
from unclench.app.render import Format
from unclench.app.terminal import write_file
from unclench.app.trial_options import (
    Data,
    Log,
    Paths,
    Which,
    data_of,
    date_of,
    log_of,
    read,
    today_of,
)
from unclench.app.verbs.check import Handed, How, Report

if TYPE_CHECKING:
    from unclench.assessment.trial import TrialAnalysed


@asks(*PERSON, "authority", "person", "today")
def log_verb(
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
    from unclench.trial.log_writing import Entry, append
    from unclench.trial.registration import Event, add_event, chosen
    from unclench.trial.status import status
    from unclench.words.en import trial_found as more

    today, home = today_of(given), data_of(data)
    file = log_of(log, home)
    if none or muscle is not None:
        entry = Entry(
            day=date_of("--day", day) or today,
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
        kept = read(file, today) if log is not None or is_file(file) else None
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

    home = data_of(data)
    one = chosen(home, trial)
    kept = read_log(log_of(log, home), today)
    found = analysed(one, kept, today)
    if look and not found.final:
        one = add_event(home, one, Event(kind="look", on=today))
        found = analysed(one, kept, today)
    return speak_found(found)


@asks("today")
def analyse_verb(
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
    found = _analysed(log, trial, data, today_of(given), look)
    blocks = found_blocks(found)
    show(found, blocks, format_.value)
    if form is not None:
        show(found, blocks, form, report)


@asks("today")
def report_verb(
    given: Given,
    log: Log = None,
    trial: Which = None,
    data: Data = None,
    format_: How = Format.text,
    report: Handed = None,
) -> None:
    """The report after CENT 2015, and the line for the case file."""
    from unclench.app.trial_shown import show
    from unclench.words.en.trial_report import report_blocks, speak_report

    two_pages = report is not None and report.suffix == PDF
    form = None if two_pages else form_of(report, PDF)
    found = speak_report(_analysed(log, trial, data, today_of(given), look=False))
    blocks = report_blocks(found)
    show(found, blocks, format_.value)
    if report is not None and two_pages:
        from unclench.app.report.trial_pdf import pdf
        from unclench.app.trial_shown import PAGE, pictures

        write_file(pdf(found, PAGE, pictures(found)), report)
    elif form is not None:
        show(found, blocks, form, report, dense=True)
