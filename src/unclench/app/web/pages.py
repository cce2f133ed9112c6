"""The pages: forms that work without scripts, and the answer with what it was made from."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import forms, view
from unclench.app.web.answers import Answers
from unclench.app.web.store import Kept, OlderPageError, Store
from unclench.app.web.worker import Job, Worker
from unclench.assessment import Assessment
from unclench.door.files import packaged
from unclench.door.inert import inert
from unclench.errors import UserError
from unclench.version import __version__

FILES, FIELDS = 10, 500
"""Most files and fields of one form."""
TEXT = 1024 * 1024
"""Bytes of one field."""
WAIT_S = 8.0
"""How long a page waits for long work before it says that it goes on."""
NONE_OF_THESE = "none"


@functools.cache
def templates() -> Environment:
    """The templates of this package."""
    return Environment(
        loader=FunctionLoader(lambda name: packaged("unclench.app.web", f"templates/{name}")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of a template."""
    text = templates().get_template(f"{name}.html.j2").render(version=__version__, **values)
    return HTMLResponse(inert(text), status)


class Pages:
    """Every page of the browser door.

    Args:
        store: where cases are kept. worker: does long work. answers: made for the pages.
    """

    def __init__(self, store: Store, worker: Worker) -> None:
        self.store, self.worker = store, worker
        self.answers = Answers(store)

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        one = "/person/{person}"
        return [
            Route("/", self.first, methods=["GET"]),
            Route("/", self.begin, methods=["POST"]),
            Route("/people", self.people, methods=["GET"]),
            Route("/people/import", self.take_in, methods=["POST"]),
            Route("/people/delete", self.delete_everything, methods=["POST"]),
            Route("/privacy", self.privacy),
            Route(one, self.answer, methods=["GET"]),
            Route(f"{one}/strike", self.strike, methods=["POST"]),
            Route(f"{one}/asked", self.asked, methods=["POST"]),
            Route(f"{one}/check", self.check, methods=["GET"]),
            Route(f"{one}/why/{{what:path}}", self.why, methods=["GET"]),
            Route(f"{one}/plan", self.plan, methods=["GET"]),
            Route(f"{one}/plan", self.make_plan, methods=["POST"]),
            Route(f"{one}/plan/stop", self.stop_plan, methods=["POST"]),
            Route(f"{one}/report.html", self.report, methods=["GET"]),
            Route(f"{one}/report.pdf", self.two_pages, methods=["GET"]),
            Route(f"{one}/export.zip", self.export, methods=["GET"]),
            Route(f"{one}/rename", self.rename, methods=["POST"]),
            Route(f"{one}/copy", self.copy, methods=["POST"]),
            Route(f"{one}/delete", self.delete, methods=["POST"]),
            Route(f"{one}/remove", self.remove_file, methods=["POST"]),
            Route(f"{one}/tell/{{topic}}", self.topic, methods=["GET"]),
            Route(f"{one}/tell/{{topic}}", self.tell, methods=["POST"]),
        ]

    # The first minute.

    async def first(self, request: Request) -> Response:
        """What hurts, age, sex, warning signs."""
        return page(
            "first", typed={}, wrong={}, signs=view.warning_list(), known=self.store.every()
        )

    async def begin(self, request: Request) -> Response:
        """Keep what was told and go on to the answer; what is urgent is said whatever is wrong."""
        form = await _form(request)
        typed = _typed(form, ("says", "age", "sex"))
        ticked = [str(v) for v in form.getlist("sign")]
        known = [key for key, _, _ in view.warning_list()]
        if NONE_OF_THESE in ticked and len(ticked) == 1:
            typed["asked"] = dict.fromkeys(known, "no")
        else:
            typed["asked"] = {key: "yes" for key in ticked if key in known}
        wrong = await run_in_threadpool(forms.wrong, typed, ("age", "sex"))
        if NONE_OF_THESE in ticked and len(ticked) > 1:
            wrong["sign"] = "Warning signs: you ticked some and “none of these”. Which is right?"
        if not typed.get("says") and not any(v == "yes" for v in typed["asked"].values()):
            wrong["says"] = "What hurts: say it in your own words, for example “my calf cramps”."
        urgent = await run_in_threadpool(_urgent, typed)
        if wrong and not urgent:
            return page(
                "first", 422, typed=typed, wrong=wrong, ticked=ticked,
                signs=view.warning_list(), known=self.store.every(),
            )  # fmt: skip
        kept = await run_in_threadpool(self.store.add, typed)
        return _to(kept)

    async def answer(self, request: Request) -> Response:
        """The answer, with what it was made from."""
        kept = self._person(request)
        if kept is None:
            return _gone()
        answer, problems = await run_in_threadpool(self._answer, kept)
        if answer is None:
            return page("nothing", kept=kept, problems=problems, tasks=view.tasks(kept.typed, None))
        signs, questions = view.questions(answer)
        return page(
            "answer",
            kept=kept,
            answer=answer,
            sections=view.sections(answer),
            rows=view.rows(answer),
            said=view.understood(answer),
            signs=signs,
            shorts={k: s for k, s, _ in view.warning_list()},
            questions=questions,
            tasks=view.tasks(kept.typed, answer),
            shown=functools.partial(view.shown_name, typed=kept.typed),
            wrong=list((await run_in_threadpool(self._wrong, kept)).values()),
        )

    async def strike(self, request: Request) -> Response:
        """Take back what was misunderstood, or put it back."""
        form = await _form(request)
        ids = str(form.get("ids", "")).split()[:50]

        def change(typed: dict[str, Any]) -> None:
            struck = [i for i in typed.get("struck", []) if i not in ids]
            typed["struck"] = struck if form.get("back") else [*struck, *ids]

        return await self._changed(request, change, "#understood")

    async def asked(self, request: Request) -> Response:
        """Answers to questions."""
        form = await _form(request)
        given = {k[2:]: str(v) for k, v in form.items() if k.startswith("q.") and str(v).strip()}
        if form.get("none_of_these"):
            given = {str(k): "no" for k in form.getlist("listed")}

        def change(typed: dict[str, Any]) -> None:
            typed["asked"] = {**typed.get("asked", {}), **given}

        return await self._changed(request, change)

    # Topics.

    async def topic(self, request: Request) -> Response:
        """One topic: everything that belongs together on one page."""
        kept = self._person(request)
        topic = request.path_params["topic"]
        if kept is None or topic not in view.TOPICS:
            return _gone()
        return await run_in_threadpool(self._topic, kept, topic, kept.typed, {})

    def _topic(
        self,
        kept: Kept,
        topic: str,
        typed: dict[str, Any],
        wrong: dict[str, str],
        status: int = 200,
    ) -> Response:
        answer, _ = self._answer(kept) if topic in ("food", "blood") else (None, None)
        here = [
            view.shown_name(f"{p.what} {p.fix}".strip(), kept.typed)
            for p in (answer.problems if answer else ())
            if topic in p.where
        ]
        return page(
            "topic", status, kept=kept, topic=topic, title=view.TOPICS[topic][0],
            changes=view.TOPICS[topic][1], fields=view.FIELDS[topic], labels=forms.LABELS,
            typed=typed, wrong=wrong, answer=answer, here=here, offers=_offers(topic),
            files=[f for f in kept.typed.get("files", ()) if f["kind"] == topic],
        )  # fmt: skip

    async def tell(self, request: Request) -> Response:
        """Keep what was told of a topic."""
        kept = self._person(request)
        topic = request.path_params["topic"]
        if kept is None or topic not in view.TOPICS:
            return _gone()
        form = await _form(request)
        new = _typed(form, view.FIELDS[topic])
        wrong = await run_in_threadpool(forms.wrong, new, view.FIELDS[topic])
        typed = {**{k: v for k, v in kept.typed.items() if k not in view.FIELDS[topic]}, **new}
        if str(form.get("revision", "")) != str(kept.revision):
            return page("older", 409, kept=kept, new=new, labels=forms.LABELS)
        if topic in ("food", "blood"):
            added = await run_in_threadpool(self._take, kept, topic, form)
            typed["files"] = [*kept.typed.get("files", []), *added]
        try:
            kept = await run_in_threadpool(self.store.change, kept.id, kept.revision, typed)
        except OlderPageError:
            return page("older", 409, kept=kept, new=new, labels=forms.LABELS)
        if wrong:
            return await run_in_threadpool(self._topic, kept, topic, typed, wrong, 422)
        return _to(kept)

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
        form = await _form(request)
        name = str(form.get("name", ""))

        def change(typed: dict[str, Any]) -> None:
            kept = self._person(request)
            files = typed.get("files", [])
            if kept and any(f["name"] == name for f in files):
                (self.store.files_of(kept.id) / name).unlink(missing_ok=True)
            typed["files"] = [f for f in files if f["name"] != name]

        return await self._changed(request, change)

    async def check(self, request: Request) -> Response:
        """Everything that was told, with a way to change each."""
        kept = self._person(request)
        if kept is None:
            return _gone()
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

    # More of the answer.

    async def why(self, request: Request) -> Response:
        """How a number came about, from cause to fact."""
        kept = self._person(request)
        if kept is None:
            return _gone()
        what = request.path_params["what"]
        return await run_in_threadpool(self._why, kept, what, "part" in request.query_params)

    def _why(self, kept: Kept, what: str, part: bool) -> Response:
        from unclench.explain import explain, weakest

        answer, _ = self._answer(kept)
        try:
            trees = explain(what, answer)
        except UserError:
            return _gone()
        rows = answer.nutrients if answer else []
        nutrient = next((n for n in rows if n.id == what), None)
        p = nutrient.probability_inadequate if nutrient and view.often(nutrient) else None
        levels = [w for t in trees if (w := weakest(t)) is not None]
        return page(
            "why_part" if part else "why", kept=kept, trees=trees,
            often=view.often(nutrient) if nutrient else "", p=p,
            dots=view.dots(p) if p is not None else (), weakest=min(levels, default=None),
        )  # fmt: skip

    async def plan(self, request: Request) -> Response:
        """The plan as far as it is."""
        kept = self._person(request)
        if kept is None:
            return _gone()
        state, text = await run_in_threadpool(
            self.worker.state, _key(kept), WAIT_S if "wait" in request.query_params else 0.0
        )
        made = Assessment.model_validate_json(text) if state == "done" else None
        reply = page(
            "plan", kept=kept, state=state, text=text, answer=made, hundred=view.in_hundred,
            sections=view.sections(made, "plan") if made else [],
            shown=functools.partial(view.shown_name, typed=kept.typed),
        )  # fmt: skip
        if state == "working":
            reply.headers["Refresh"] = f"1; url=/person/{kept.id}/plan?wait=1"
        return reply

    async def make_plan(self, request: Request) -> Response:
        """Start a plan in the worker."""
        kept = self._person(request)
        if kept is None:
            return _gone()
        form = await _form(request)
        wishes: dict[str, Any] = {
            key: forms.lines(str(form.get(key, "")))
            for key in ("diets", "dislikes", "supplements", "banned", "pinned")
            if str(form.get(key, "")).strip()
        }
        if form.get("one"):
            wishes["max_changes"] = 1
        folder = await run_in_threadpool(forms.folder_of, kept, self.store)
        self.worker.submit(_key(kept), Job(forms.told(kept.typed), folder, wishes, {"plan": True}))
        return RedirectResponse(f"/person/{kept.id}/plan?wait=1", 303)

    async def stop_plan(self, request: Request) -> Response:
        """Stop a plan that is being made."""
        kept = self._person(request)
        if kept is None:
            return _gone()
        self.worker.cancel(_key(kept))
        return RedirectResponse(f"/person/{kept.id}/plan", 303)

    async def report(self, request: Request) -> Response:
        """The whole answer as one file to keep or print."""
        from unclench.app.render import render

        def made(answer: Assessment, kept: Kept) -> str:
            return view.shown_name(render(answer, "html"), kept.typed)

        return await self._download(request, made, "unclench-report.html", "text/html")

    async def two_pages(self, request: Request) -> Response:
        """The report of two pages to hand over, as PDF."""
        from unclench.app.report.pdf import pdf

        def made(answer: Assessment, _: Kept) -> bytes:
            return pdf(answer)

        return await self._download(request, made, "unclench-report.pdf", "application/pdf")

    async def _download(
        self,
        request: Request,
        make: Callable[[Assessment, Kept], str | bytes],
        name: str,
        kind: str,
    ) -> Response:
        """What is made of a person's answer, as a file."""
        kept = self._person(request)
        if kept is None:
            return _gone()
        answer, _ = await run_in_threadpool(self._answer, kept)
        if answer is None:
            return _to(kept)
        made = await run_in_threadpool(make, answer, kept)
        told = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(made, media_type=kind, headers=told)

    # People.

    async def people(self, request: Request) -> Response:
        """Everybody who is kept here."""
        return self._people()

    def _people(self, status: int = 200, said: Sequence[str] = ()) -> Response:
        known, folder = self.store.every(), str(self.store.folder)
        return page("people", status, known=known, folder=folder, said=said)

    async def export(self, request: Request) -> Response:
        """A case folder to keep, or for the command line."""
        from unclench.app.web.carrying import exported

        kept = self._person(request)
        if kept is None:
            return _gone()
        data = await run_in_threadpool(exported, kept, self.store)
        name = 'attachment; filename="unclench-case.zip"'
        headers = {"content-disposition": name}
        return Response(data, media_type="application/zip", headers=headers)

    async def take_in(self, request: Request) -> Response:
        """Keep a case that was exported."""
        form = await _form(request)
        item = form.get("upload")
        if not isinstance(item, UploadFile) or not item.filename:
            said = ["Choose the file of a case that was exported here."]
            return self._people(422, said)
        try:
            kept = await run_in_threadpool(self._import, item)
        except UserError as error:
            return self._people(422, [f"{p.what} {p.fix}".strip() for p in error.problems])
        return _to(kept)

    def _import(self, item: UploadFile) -> Kept:
        from unclench.app.web.carrying import imported

        with tempfile.NamedTemporaryFile() as f:
            shutil.copyfileobj(item.file, f)
            f.flush()
            return imported(Path(f.name), self.store)

    async def rename(self, request: Request) -> Response:
        """Give a case another name."""
        kept, form = self._person(request), await _form(request)
        if kept is not None and str(form.get("name", "")).strip():
            await run_in_threadpool(self.store.rename, kept.id, str(form["name"]).strip())
        return RedirectResponse("/people", 303)

    async def copy(self, request: Request) -> Response:
        """A second case that begins as this one."""
        kept = self._person(request)
        if kept is not None:
            await run_in_threadpool(self.store.copy, kept)
        return RedirectResponse("/people", 303)

    async def delete(self, request: Request) -> Response:
        """Delete a case."""
        kept = self._person(request)
        if kept is not None:
            self.worker.cancel(_key(kept))
            await run_in_threadpool(self.store.delete, kept.id)
            self.answers.forget()
        return RedirectResponse("/people", 303)

    async def delete_everything(self, request: Request) -> Response:
        """Delete everybody, when that was ticked."""
        form = await _form(request)
        if form.get("sure"):
            await run_in_threadpool(self.store.delete_everything)
            self.answers.forget()
        return RedirectResponse("/people", 303)

    async def privacy(self, request: Request) -> Response:
        """What is kept where, and what leaves this computer."""
        from unclench.app.web.places import PLACES

        return page("privacy", folder=str(self.store.folder), places=PLACES)

    # Helpers.

    def _person(self, request: Request) -> Kept | None:
        return self.store.get(request.path_params["person"])

    def _answer(self, kept: Kept) -> tuple[Assessment | None, list[str]]:
        """(the answer, or None where nothing can be answered; what is wrong then)."""
        if view.nothing_told(kept.typed):
            return None, []
        try:
            return self.answers.to(kept), []
        except UserError as error:
            said = [f"{p.what} {p.fix}".strip() for p in error.problems]
            return None, [view.shown_name(s, kept.typed) for s in said]

    def _wrong(self, kept: Kept) -> dict[str, str]:
        names = tuple(f for fields in view.FIELDS.values() for f in fields)
        return forms.wrong(kept.typed, names)

    async def _changed(self, request: Request, change: Any, anchor: str = "") -> Response:
        """Change what is kept as it stands now, whichever page it comes from."""
        for _ in range(5):
            kept = self._person(request)
            if kept is None:
                return _gone()
            typed = dict(kept.typed)
            change(typed)
            try:
                kept = await run_in_threadpool(self.store.change, kept.id, kept.revision, typed)
            except OlderPageError:
                continue
            return _to(kept, anchor)
        return page("older", 409, kept=kept, new={}, labels=forms.LABELS)


def _urgent(typed: dict[str, Any]) -> bool:
    """Whether this is an emergency or a matter for today, whatever else is wrong with it."""
    from unclench.app.spoken import Page
    from unclench.usable import usable

    return bool(Page().urgent(usable(forms.told(typed)))[0])


def _key(kept: Kept) -> str:
    return f"{kept.id}:{kept.revision}"


def _to(kept: Kept, anchor: str = "") -> Response:
    return RedirectResponse(f"/person/{kept.id}{anchor}", 303)


def _gone() -> Response:
    return page("gone", 404)


async def _form(request: Request) -> FormData:
    return await request.form(max_files=FILES, max_fields=FIELDS, max_part_size=TEXT)


def _typed(form: FormData, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields as typed, line ends as they are everywhere else."""
    return {
        n: str(form[n]).replace("\r\n", "\n")
        for n in names
        if isinstance(form.get(n), str) and str(form[n]).strip()
    }


@functools.cache
def _offers(topic: str) -> dict[str, list[str]]:
    """Names that are known, to be offered while typing."""
    from unclench.told.vocabulary import condition_items, medicine_items, medicine_names

    if topic != "medicines":
        return {}
    medicines = {n.replace("_", " ") for n in medicine_items()} | set(medicine_names())
    return {
        "takes": sorted(medicines),
        "has": sorted({i.label for i in condition_items().values()}),
    }
