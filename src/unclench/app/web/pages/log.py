"""The spasm log: noted day by day, taken in from elsewhere, shown beside what was eaten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import forms, logs
from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, page
from unclench.app.web.pages.log_entry import FIELDS, day_or_none, entry_of, text_of_upload
from unclench.app.web.store import COMPUTER, LOG, LOG_OF, OWN, Kept
from unclench.errors import Problem, UserError

SHOWN_DAYS, PAPER_DAYS = 28, 28
BESIDE = ("magnesium", "energy", "water", "caffeine", "alcohol", "sodium", "potassium", "calcium")
"""Nutrients that can be shown beside the cramps."""


class Log(Desk):
    """The spasm log."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(f"{ONE}/log", self.log, methods=["GET"]),
            Route(f"{ONE}/log", self.note, methods=["POST"]),
            Route(f"{ONE}/log/clear", self.clear, methods=["POST"]),
            Route(f"{ONE}/log/import", self.take_in, methods=["POST"]),
            Route(f"{ONE}/log/whose", self.whose, methods=["POST"]),
            Route(f"{ONE}/log/paper", self.paper, methods=["GET"]),
            Route(f"{ONE}/log.csv", self.download, methods=["GET"]),
        ]

    async def log(self, request: Request) -> Response:
        """What is noted, and a form to note more."""
        kept, asked = self.person(request), request.query_params
        if kept is None:
            return gone()
        beside = [n for n in asked.getlist("beside") if n in BESIDE]
        return await run_in_threadpool(
            self._page, kept, {}, {}, said=asked.get("noted", ""), beside=beside
        )

    def _page(
        self,
        kept: Kept,
        typed: dict[str, str],
        wrong: dict[str, str],
        status: int = 200,
        said: str = "",
        imported: list[str] | None = None,
        beside: list[str] | None = None,
    ) -> Response:
        from unclench.app.report import log_pictures
        from unclench.facts.nutrients import nutrients
        from unclench.words.en import spasm_log as words

        today = dt.date.today()
        shown, problems = self._shown(kept, today, beside or [])
        found = words.speak(shown) if shown else None
        drawn = narrow = ""
        if found is not None:
            drawn, narrow = (
                log_pictures.svg(found, words.titles(found), words.alt(found), words.NOT_NOTED, w)
                for w in (log_pictures.WIDTH, log_pictures.NARROW)
            )
        known = nutrients()
        return page(
            "log", status, kept=kept, typed=typed, wrong=wrong, today=str(today), found=found,
            drawn=drawn, narrow=narrow, problems=[self._local(p, kept) for p in problems],
            noted=day_or_none(said),
            imported=imported or [], no_cause=words.no_cause(found) if found else "",
            days=list(reversed(found.days[-SHOWN_DAYS:])) if found else [],
            beside=[(n, known[n].label, n in (beside or [])) for n in BESIDE],
            fed=bool(forms.told(kept.typed).get("diary")),
            shared=logs.place_of(kept, self.store) == self.store.folder,
            free=logs.free(kept, self.store),
        )  # fmt: skip

    def _shown(self, kept: Kept, today: dt.date, beside: list[str]) -> tuple[Any, list[str]]:
        """(the log as days, or None without one; what could not be used)."""
        from unclench.app.log_shown import read_shown

        home = logs.place_of(kept, self.store)
        if not (home / LOG).is_file():
            return None, []
        folder = forms.folder_of(kept, self.store)
        diary = [folder / n for n in forms.told(kept.typed).get("diary", [])]
        problems: list[str] = []
        for files, nutrients in ((diary, beside), ([], [])):
            try:
                shown = read_shown(home / LOG, home, today, files if beside else [], nutrients)
            except UserError as error:
                problems += [f"{p.what} {p.fix}".strip() for p in error.problems]
                if not beside:
                    break
            else:
                return shown, [*problems, *(f"{p.what} {p.fix}".strip() for p in shown.problems)]
        return None, list(dict.fromkeys(problems))

    def _local(self, text: str, kept: Kept) -> str:
        """A sentence without the places of this computer."""
        from unclench.app.web.view import shown_name

        path = logs.place_of(kept, self.store) / LOG
        return shown_name(text.replace(str(path), "the log"), kept.typed)

    async def note(self, request: Request) -> Response:
        """Note a day without cramps, or some."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        typed = {f: str(form.get(f, "")).strip()[:500] for f in FIELDS}
        return await run_in_threadpool(self._note, kept, typed)

    def _note(self, kept: Kept, typed: dict[str, str]) -> Response:
        from unclench.trial.log_writing import append

        today = dt.date.today()
        entries, wrong = entry_of(typed, today)
        if wrong:
            return self._page(kept, typed, wrong, 422)
        try:
            kept = logs.claimed(kept, self.store)
            for entry in entries:
                append(logs.place_of(kept, self.store) / LOG, entry, today)
        except UserError as error:
            what = self._local(" ".join(p.what for p in error.problems), kept)
            fix = "Make that day “not noted” first, in the list below."
            return self._page(kept, typed, {"day": f"Day: {what} {fix}"}, 422)
        return RedirectResponse(f"/person/{kept.id}/log?{urlencode({'noted': typed['day']})}", 303)

    async def clear(self, request: Request) -> Response:
        """Make a day one that is not noted."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        day, today = day_or_none(str(form.get("day", ""))), dt.date.today()

        def clear() -> Response:
            from unclench.trial.log_writing import clear_day

            try:
                if day:
                    place = logs.place_of(kept, self.store) / LOG
                    clear_day(place, dt.date.fromisoformat(day), today)
            except UserError as error:
                said = self._local(" ".join(p.what for p in error.problems), kept)
                return self._page(kept, {}, {"day": f"Day: {said}"}, 422)
            return RedirectResponse(f"/person/{kept.id}/log#days", 303)

        return await run_in_threadpool(clear)

    async def take_in(self, request: Request) -> Response:
        """Add the days of another log, pasted or as a file."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        return await run_in_threadpool(self._take_in, kept, form)

    def _take_in(self, kept: Kept, form: FormData) -> Response:
        from unclench.trial.log_writing import add_log
        from unclench.trial.spasm_log import parse
        from unclench.words.en import spasm_log as words

        today, item, pasted = dt.date.today(), form.get("upload"), str(form.get("pasted", ""))
        text, where, field = pasted, "what you pasted", "pasted"
        try:
            if isinstance(item, UploadFile) and item.filename:
                text, where, field = text_of_upload(item), item.filename[-60:], "upload"
            if not text.strip():
                raise UserError(Problem("Paste a log, or choose its file.", ""))
            other = parse(text, where, today)
            kept = logs.claimed(kept, self.store)
            done = add_log(logs.place_of(kept, self.store) / LOG, other, today)
        except UserError as error:
            said = " ".join(f"{p.what} {p.fix}".strip() for p in error.problems)
            return self._page(
                kept, {"pasted": pasted}, {field: f"Another log: {self._local(said, kept)}"}, 422
            )
        lines = words.imported(len(done.added), len(done.same), list(done.otherwise))
        lines += [f"{p.where}: {p.what} {p.fix}".strip() for p in other.problems]
        return self._page(kept, {}, {}, imported=lines)

    async def whose(self, request: Request) -> Response:
        """Say whether this is the log of this computer."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        mine = form.get("whose") == "computer" and logs.free(kept, self.store)

        def change(typed: dict[str, Any]) -> None:
            typed[LOG_OF] = COMPUTER if mine else OWN

        reply = await self.changed(request, change)
        if reply.status_code != 303:
            return reply
        return RedirectResponse(f"/person/{kept.id}/log", 303)

    async def paper(self, request: Request) -> Response:
        """A page to print for the bedside."""
        from unclench.words.blocks import Text
        from unclench.words.en import spasm_log as words

        kept = self.person(request)
        if kept is None:
            return gone()
        first = day_or_none(request.query_params.get("first", "")) or str(dt.date.today())
        begin = min(dt.date.fromisoformat(first), dt.date(9000, 1, 1))
        blocks = words.page_blocks(begin, PAPER_DAYS)
        texts = [b.text for b in blocks if isinstance(b, Text)]
        table = next(b for b in blocks if not isinstance(b, Text))
        return page("paper", kept=kept, texts=texts, table=table, first=str(begin))

    async def download(self, request: Request) -> Response:
        """The log as a table."""
        kept = self.person(request)
        path = logs.place_of(kept, self.store) / LOG if kept is not None else Path()
        if kept is None or not path.is_file():
            return gone()
        from unclench.door.decode import read_text

        text = await run_in_threadpool(read_text, path)
        told = {"content-disposition": 'attachment; filename="spasm-log.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=told)
