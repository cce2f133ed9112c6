"""Self-experiments: planned, registered before the first day, logged, analysed, reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import forms, habits, logs, trying, view
from unclench.app.web.answers import in_turn
from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, page
from unclench.app.web.store import LOG, Kept
from unclench.errors import UserError

if TYPE_CHECKING:
    from unclench.trial.spasm_log import SpasmLog
    from unclench.words.blocks import Block

TITLES = {"found": "What it found", "paper": "For the bedside"}
EVENTS = ("medicine", "swapped", "stopped", "look", "extended")


class Trial(Desk):
    """The self-experiment of a person."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(f"{ONE}/trial", self.trial, methods=["GET"]),
            Route(f"{ONE}/trial", self.start, methods=["POST"]),
            Route(f"{ONE}/trial/event", self.event, methods=["POST"]),
            Route(f"{ONE}/trial/{{part:str}}", self.part, methods=["GET"]),
        ]

    async def trial(self, request: Request) -> Response:
        """Where the trial stands, and a plan of what is asked for."""
        kept, asked = self.person(request), request.query_params
        if kept is None:
            return gone()
        typed = {f: asked.get(f, "")[:300] for f in trying.FIELDS if asked.get(f)}
        return await in_turn(self._page, kept, typed, {})

    def _page(
        self, kept: Kept, typed: dict[str, str], wrong: dict[str, str], status: int = 200
    ) -> Response:
        from unclench.trial.remedies import remedies
        from unclench.words.en import trial as words
        from unclench.words.en import trial_found as more

        today, home = dt.date.today(), logs.place_of(kept, self.store)
        log, problems = self._log(home, today)
        made = standing = None
        blocks: list[Block] = []
        svgs: dict[str, str] = {}
        narrow: dict[str, str] = {}
        try:
            trial = trying.newest(home)
        except UserError as error:
            trial, problems = None, [*problems, *(p.what for p in error.problems)]
        if trial is not None:
            standing = trying.standing(trial, forms.case_of(kept, self.store), log, today)
        if typed.get("try"):
            from unclench.app.report.trial_pictures import NARROW
            from unclench.app.trial_shown import pictures

            try:
                _, made = trying.plan(forms.case_of(kept, self.store), typed, log)
            except trying.SlipError as slip:
                wrong, status = {**slip.wrong, **wrong}, 422
            else:
                blocks, svgs = words.plan_blocks(made), pictures(made)
                narrow = pictures(made, NARROW)
        return page(
            "trial", status, kept=kept, typed=typed, wrong=wrong, problems=problems, made=made,
            blocks=_named(blocks), svgs=svgs, narrow=narrow, logged=_long_enough(log),
            standing=standing,
            status_blocks=_named(more.status_blocks(standing)) if standing else [],
            going=standing is not None and standing.state in ("registered", "running"),
            remedies=[(r.id, r.label) for r in remedies().values()],
            tomorrow=str(today + dt.timedelta(1)), shown=habits.own,
        )  # fmt: skip

    def _log(self, home: Path, today: dt.date) -> tuple[SpasmLog | None, list[str]]:
        try:
            return trying.log_of(home / LOG, today), []
        except UserError as error:
            return None, [f"The spasm log: {p.what} {p.fix}" for p in error.problems]

    async def start(self, request: Request) -> Response:
        """Register the trial that was planned."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        typed = {f: str(form.get(f, ""))[:300] for f in trying.FIELDS if form.get(f)}
        return await in_turn(self._start, kept, typed)

    def _start(self, kept: Kept, typed: dict[str, str]) -> Response:
        today = dt.date.today()
        log, _ = self._log(logs.place_of(kept, self.store), today)
        try:
            wanted, made = trying.plan(forms.case_of(kept, self.store), typed, log)
            if made.advice == "refused":
                return self._page(kept, typed, {})
            kept = logs.claimed(kept, self.store)
            trying.start(logs.place_of(kept, self.store), wanted, made, typed, today)
        except trying.SlipError as slip:
            return self._page(kept, typed, slip.wrong, 422)
        return RedirectResponse(f"/person/{kept.id}/trial#stands", 303)

    async def event(self, request: Request) -> Response:
        """Note what happened in the trial."""
        kept, form = self.person(request), await form_of(request)
        kind, text = str(form.get("kind", "")), str(form.get("text", "")).strip()[:300]
        if kept is None or kind not in EVENTS:
            return gone()
        if kind in ("medicine", "swapped") and not text:
            said = {"text": "In your words: say what is new, or why it was not kept."}
            return await in_turn(self._page, kept, {}, said, 422)
        if kind == "stopped" and not form.get("sure"):
            said = {"sure": "End the trial: tick that you mean it."}
            return await in_turn(self._page, kept, {}, said, 422)

        if kind == "extended":
            return await in_turn(self._extend, kept, str(form.get("more", ""))[:20])

        def keep() -> None:
            home = logs.place_of(kept, self.store)
            if (trial := trying.newest(home)) is not None:
                trying.note(home, trial, kind, text, dt.date.today())

        await run_in_threadpool(keep)
        to = "trial/found" if kind == "look" else "trial#stands"
        return RedirectResponse(f"/person/{kept.id}/{to}", 303)

    def _extend(self, kept: Kept, more: str) -> Response:
        today, home = dt.date.today(), logs.place_of(kept, self.store)
        trial, (log, _) = trying.newest(home), self._log(home, today)
        if trial is None or trial.over(today):
            return gone()
        try:
            case = forms.case_of(kept, self.store)
            refused = trying.extend(home, trial, case, more, log, today)
        except trying.SlipError as slip:
            return self._page(kept, {"more": more}, slip.wrong, 422)
        if refused is not None:
            return self._page(kept, {"try": trial.remedy.replace("_", " ")}, {})
        return RedirectResponse(f"/person/{kept.id}/trial#stands", 303)

    async def part(self, request: Request) -> Response:
        """What it found, its report, a page to print, or its calendar."""
        kept = self.person(request)
        what = request.path_params["part"]
        if kept is None or what not in ("found", "report", "report.pdf", "paper", "calendar.ics"):
            return gone()
        return await in_turn(self._part, kept, what)

    def _part(self, kept: Kept, what: str) -> Response:
        from unclench.app.trial_shown import pictures
        from unclench.trial.calendar import calendar
        from unclench.words.en import trial_found as more
        from unclench.words.en.trial_report import report_blocks, speak_report

        today, home = dt.date.today(), logs.place_of(kept, self.store)
        trial, (log, problems) = trying.newest(home), self._log(home, today)
        if trial is None:
            return gone()
        if what == "calendar.ics":
            text = calendar(trial, today, more.titles(trial.remedy), more.SWAP, more.EVENING)
            told = {"content-disposition": 'attachment; filename="trial.ics"'}
            return Response(text, media_type="text/calendar", headers=told)
        blocks: Sequence[Block] = []
        svgs: dict[str, str] = {}
        look = False
        if what == "report.pdf" and log is not None:
            from unclench.app.report.trial_pdf import pdf
            from unclench.app.trial_shown import PAGE

            told_found = speak_report(trying.found(trial, log, today))
            told = {"content-disposition": 'attachment; filename="trial.pdf"'}
            whole = pdf(told_found, PAGE, pictures(told_found))
            return Response(whole, media_type="application/pdf", headers=told)
        title = TITLES.get(what, "Report")
        if what == "paper":
            case = forms.case_of(kept, self.store)
            blocks = more.page_blocks(trying.standing(trial, case, log, today))
        elif log is None:
            problems = problems or ["There is no spasm log yet, so there is nothing to analyse."]
        else:
            made = trying.found(trial, log, today)
            svgs, look = pictures(made), not made.final
            blocks = report_blocks(speak_report(made)) if what != "found" else (
                more.found_blocks(made)
            )  # fmt: skip
        return page(
            "trial_part", kept=kept, what=what, title=title, blocks=_named(blocks), svgs=svgs,
            narrow=svgs,
            problems=[view.shown_name(p, kept.typed) for p in problems], look=look,
            shown=habits.own,
        )  # fmt: skip


def _long_enough(log: SpasmLog | None) -> bool:
    """Whether a log tells how many cramps come in a week."""
    from unclench.facts.kinds.trial_rules import value

    return log is not None and len(log.days) >= 7 * value("least_weeks")


def _named(blocks: Sequence[Block]) -> list[tuple[str, Any]]:
    return [(type(b).__name__, b) for b in blocks]
