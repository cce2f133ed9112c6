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


def _against(asked: Asked, given: Given, paths: list[Path]) -> tuple[list[Reason], list[Reason]]:
    """(what speaks against it, what was taken for granted) for this person."""
    from unclench.chain import for_a_trial
    from unclench.trial.allowed import reasons_against, unsaid

    told, answer, labs = for_a_trial(given.request(paths))
    return reasons_against(asked, told, answer.urgency, answer.red_flags, labs), unsaid(told)


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
    from unclench.trial.planner import planned
    from unclench.trial.remedies import asked
    from unclench.words.en.trial import plan_blocks, speak_plan

    form = form_of(report)
    wanted = asked(try_)
    against, granted = _against(wanted, given, paths or [])
    found = _log(log, _today(given))
    answer = speak_plan(planned(wanted, found, against, granted, rate=rate, looks=looks))
    blocks = plan_blocks(answer)
    show(answer, blocks, format_.value)
    if form is not None:
        show(answer, blocks, form, report)
