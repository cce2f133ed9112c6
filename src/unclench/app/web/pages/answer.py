"""The answer with what it was made from, and what can be taken along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from unclench.app.web import view
from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, page, to_answer
from unclench.app.web.store import Kept
from unclench.assessment import Assessment
from unclench.errors import UserError

QUESTIONS = "questions"
"""Of what was saved: answers to questions; and where the page has them."""


class Answer(Desk):
    """The answer."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(ONE, self.answer, methods=["GET"]),
            Route(f"{ONE}/strike", self.strike, methods=["POST"]),
            Route(f"{ONE}/asked", self.asked, methods=["POST"]),
            Route(f"{ONE}/why/{{what:path}}", self.why, methods=["GET"]),
            Route(f"{ONE}/report.html", self.report, methods=["GET"]),
            Route(f"{ONE}/report.pdf", self.two_pages, methods=["GET"]),
            Route(f"{ONE}/fhir.json", self.fhir, methods=["GET"]),
        ]

    async def answer(self, request: Request) -> Response:
        """The answer, with what it was made from."""
        kept = self.person(request)
        if kept is None:
            return gone()
        (answer, problems), wrong = await self.with_answer(kept, self._seen, kept)
        if answer is None:
            return page("nothing", kept=kept, problems=problems, tasks=view.tasks(kept.typed, None))
        signs, questions = view.questions(answer)
        saved = request.query_params.get("saved", "")
        return page(
            "answer",
            kept=kept,
            answer=answer,
            sections=view.sections(answer),
            rows=view.rows(answer),
            results=view.results(answer),
            said=view.understood(answer),
            signs=signs,
            shorts={k: s for k, s, _ in view.warning_list()},
            questions=questions,
            tasks=view.tasks(kept.typed, answer),
            shown=view.shown_for(kept.typed),
            doubtful=len(answer.diary.unmatched) if answer.diary else 0,
            wrong=wrong,
            saved=saved if saved == QUESTIONS else view.TOPICS.get(saved, ("",))[0],
        )

    def _seen(self, kept: Kept) -> tuple[tuple[Assessment | None, list[str]], list[str]]:
        return self.answer_of(kept), list(self.wrong_of(kept).values())

    async def strike(self, request: Request) -> Response:
        """Take back what was misunderstood, or put it back."""
        form = await form_of(request)
        ids = str(form.get("ids", "")).split()[:50]

        def change(typed: dict[str, Any]) -> None:
            struck = [i for i in typed.get("struck", []) if i not in ids]
            typed["struck"] = struck if form.get("back") else [*struck, *ids]

        return await self.changed(request, change, "#understood")

    async def asked(self, request: Request) -> Response:
        """Answers to questions."""
        form = await form_of(request)
        given = {k[2:]: str(v) for k, v in form.items() if k.startswith("q.") and str(v).strip()}
        if form.get("none_of_these"):
            given = {str(k): "no" for k in form.getlist("listed")}

        def change(typed: dict[str, Any]) -> None:
            typed["asked"] = {**typed.get("asked", {}), **given}

        return await self.changed(request, change, f"#{QUESTIONS}", QUESTIONS)

    async def why(self, request: Request) -> Response:
        """How a number came about, from cause to fact."""
        kept = self.person(request)
        if kept is None:
            return gone()
        what = request.path_params["what"]
        part = "part" in request.query_params
        return await self.with_answer(kept, self._why, kept, what, part)

    def _why(self, kept: Kept, what: str, part: bool) -> Response:
        from unclench.explain import explain, weakest

        answer, _ = self.answer_of(kept)
        try:
            trees = explain(what, answer)
        except UserError:
            return gone()
        rows = answer.nutrients if answer else []
        nutrient = next((n for n in rows if n.id == what), None)
        p = nutrient.probability_inadequate if nutrient and view.often(nutrient) else None
        levels = [w for t in trees if (w := weakest(t)) is not None]
        return page(
            "why_part" if part else "why", kept=kept, trees=trees,
            often=view.often(nutrient) if nutrient else "", p=p,
            dots=view.dots(p) if p is not None else (), weakest=min(levels, default=None),
        )  # fmt: skip

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

    async def fhir(self, request: Request) -> Response:
        """The answer as a FHIR R4 Bundle."""
        from unclench.app.fhir import text

        def made(answer: Assessment, _: Kept) -> str:
            return text(answer)

        return await self._download(request, made, "unclench-fhir.json", "application/fhir+json")

    async def _download(
        self,
        request: Request,
        make: Callable[[Assessment, Kept], str | bytes],
        name: str,
        kind: str,
    ) -> Response:
        """What is made of a person's answer, as a file."""
        kept = self.person(request)
        if kept is None:
            return gone()
        answer, _ = await self.with_answer(kept, self.answer_of, kept)
        if answer is None:
            return to_answer(kept)
        made = await run_in_threadpool(make, answer, kept)
        told = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(made, media_type=kind, headers=told)
