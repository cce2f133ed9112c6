"""Topics: everything that belongs together on one page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import blood_rows, forms, offers, view
from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, page, to_answer, typed_of
from unclench.app.web.store import Kept, OlderPageError
from unclench.door.inert import inert

ANSWERED = ("food", "blood")
"""Topics that take files, and show how they were read."""


class Topics(Desk):
    """Telling more."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(f"{ONE}/check", self.check, methods=["GET"]),
            Route(f"{ONE}/remove", self.remove_file, methods=["POST"]),
            Route("/find/names/{field}", self.names, methods=["GET"]),
            Route("/find/result", self.result, methods=["GET"]),
            Route(f"{ONE}/tell/{{topic}}", self.topic, methods=["GET"]),
            Route(f"{ONE}/tell/{{topic}}", self.tell, methods=["POST"]),
        ]

    async def topic(self, request: Request) -> Response:
        """One topic: everything that belongs together on one page."""
        kept = self.person(request)
        topic = request.path_params["topic"]
        if kept is None or topic not in view.TOPICS:
            return gone()
        if topic in ANSWERED:
            return await self.with_answer(kept, self._topic, kept, topic, kept.typed, {})
        return self._topic(kept, topic, kept.typed, {})

    def _topic(
        self,
        kept: Kept,
        topic: str,
        typed: dict[str, Any],
        wrong: dict[str, str],
        status: int = 200,
    ) -> Response:
        answer, _ = self.answer_of(kept) if topic in ANSWERED else (None, None)
        here = [
            view.shown_name(f"{p.where}: {p.what} {p.fix}".strip(), kept.typed)
            for p in (answer.problems if answer else ())
            if topic in p.where
        ]
        return page(
            "topic", status, kept=kept, topic=topic, title=view.TOPICS[topic][0],
            changes=view.TOPICS[topic][1], fields=view.FIELDS[topic], labels=forms.LABELS,
            typed=typed, wrong=wrong, answer=answer, here=here, shown=view.shown_for(kept.typed),
            rows=[*typed.get("rows", []), *[{}] * blood_rows.SPARE] if topic == "blood" else [],
            row_labels=blood_rows.LABELS, units_of=blood_rows.units_of,
            test_names=offers.tests() if topic == "blood" else "",
            files=[f for f in kept.typed.get("files", ()) if f["kind"] == topic],
        )  # fmt: skip

    async def tell(self, request: Request) -> Response:
        """Keep what was told of a topic."""
        kept = self.person(request)
        topic = request.path_params["topic"]
        if kept is None or topic not in view.TOPICS:
            return gone()
        form = await form_of(request)
        new = typed_of(form, view.FIELDS[topic])
        wrong = await run_in_threadpool(forms.wrong, new, view.FIELDS[topic])
        if topic == "blood":
            new["rows"] = blood_rows.rows_of(form)
            wrong |= await run_in_threadpool(blood_rows.wrong, new["rows"], dt.date.today())
        typed = {**{k: v for k, v in kept.typed.items() if k not in view.FIELDS[topic]}, **new}
        if str(form.get("revision", "")) != str(kept.revision):
            return page("older", 409, kept=kept, new=new, labels=forms.LABELS)
        if topic in ANSWERED:
            added = await run_in_threadpool(self._take, kept, topic, form)
            typed["files"] = [*kept.typed.get("files", []), *added]
        try:
            kept = await run_in_threadpool(self.store.change, kept.id, kept.revision, typed)
        except OlderPageError:
            return page("older", 409, kept=kept, new=new, labels=forms.LABELS)
        if wrong:
            return await run_in_threadpool(self._topic, kept, topic, typed, wrong, 422)
        if form.get("more"):
            return RedirectResponse(f"/person/{kept.id}/tell/{topic}#more", 303)
        return to_answer(kept, saved=topic)

    async def names(self, request: Request) -> Response:
        """Known names for what is typed into a field."""
        text = request.query_params.get("q", "")[:200]
        field = request.path_params["field"]
        return JSONResponse({"names": await run_in_threadpool(offers.found, field, text)})

    async def result(self, request: Request) -> Response:
        """What is wrong with one result as it is typed, and the units of its test."""
        asked = request.query_params
        row = {f: asked.get(f, "").strip()[:200] for f in blood_rows.FIELDS}
        told = {k: v for k, v in row.items() if v}

        def found() -> dict[str, Any]:
            wrong = blood_rows.row_wrong(told, dt.date.today())
            return {"units": blood_rows.units_of(told.get("name", "")), "wrong": wrong}

        return JSONResponse(await run_in_threadpool(found))

    def _take(self, kept: Kept, kind: str, form: FormData) -> list[dict[str, Any]]:
        out = []
        for item in form.getlist("upload"):
            if not isinstance(item, UploadFile) or not item.filename:
                continue
            name, path = self.store.new_file(kept.id, kind)
            size = 0
            with path.open("wb") as f:
                while piece := item.file.read(1 << 20):
                    size += f.write(piece)
            called = inert(item.filename).replace("\n", " ")[-120:]
            out.append({"name": name, "called": called, "kind": kind, "size": size})
        return out

    async def remove_file(self, request: Request) -> Response:
        """Delete a file that was handed in."""
        form = await form_of(request)
        name = str(form.get("name", ""))

        def change(typed: dict[str, Any]) -> None:
            kept = self.person(request)
            files = typed.get("files", [])
            if kept and any(f["name"] == name for f in files):
                (self.store.files_of(kept.id) / name).unlink(missing_ok=True)
            typed["files"] = [f for f in files if f["name"] != name]

        return await self.changed(request, change)

    async def check(self, request: Request) -> Response:
        """Everything that was told, with a way to change each."""
        kept = self.person(request)
        if kept is None:
            return gone()
        told = [
            (
                topic,
                title,
                [(forms.LABELS[f], str(kept.typed.get(f, ""))) for f in view.FIELDS[topic]],
            )
            for topic, (title, _) in view.TOPICS.items()
        ]
        shorts = {k: s for k, s, _ in view.warning_list()}
        return page("check", kept=kept, told=told, shorts=shorts, files=kept.typed.get("files", []))
