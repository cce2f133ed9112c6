"""Courses of blood, nerve and muscle over weeks, computed in the worker."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import forms, view
from unclench.app.web.pages.desk import ONE, Desk, gone, key_of, page
from unclench.app.web.pages.plan import WAIT_S
from unclench.app.web.store import Kept
from unclench.app.web.worker import Job, refused
from unclench.assessment import Assessment


class Courses(Desk):
    """The simulated courses."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(f"{ONE}/courses", self.courses, methods=["GET"]),
            Route(f"{ONE}/courses", self.compute, methods=["POST"]),
            Route(f"{ONE}/courses/stop", self.stop, methods=["POST"]),
        ]

    async def courses(self, request: Request) -> Response:
        """The courses as far as they are."""
        kept = self.person(request)
        if kept is None:
            return gone()
        wait = WAIT_S if "wait" in request.query_params else 0.0
        return await run_in_threadpool(self._courses, kept, wait)

    def _courses(self, kept: Kept, wait: float) -> Response:
        from unclench.app.report.pictures import svg
        from unclench.words.en.document import build

        state, text = self.worker.state(_key(kept), wait)
        made = Assessment.model_validate_json(text) if state == "done" else None
        blocks: list[tuple[str, Any]] = []
        if made is not None:
            blocks = [(type(b).__name__, b) for b in build(made, only="simulation")]
        reply = page(
            "courses", kept=kept, state=state, refused=refused(state, text), blocks=blocks,
            svgs={"simulation": svg("simulation", made)} if made is not None else {},
            shown=view.shown_for(kept.typed),
        )  # fmt: skip
        if state == "working":
            reply.headers["Refresh"] = f"1; url=/person/{kept.id}/courses?wait=1"
        return reply

    async def compute(self, request: Request) -> Response:
        """Start them in the worker."""
        kept = self.person(request)
        if kept is None:
            return gone()

        def submit() -> None:
            folder = forms.folder_of(kept, self.store)
            switches = {"simulate": True}
            job = Job(forms.told(kept.typed), folder, {}, switches, self.answers.path)
            self.worker.submit(_key(kept), job)

        await run_in_threadpool(submit)
        return RedirectResponse(f"/person/{kept.id}/courses?wait=1", 303)

    async def stop(self, request: Request) -> Response:
        """Stop what is being computed."""
        kept = self.person(request)
        if kept is None:
            return gone()
        self.worker.cancel(_key(kept))
        return RedirectResponse(f"/person/{kept.id}/courses", 303)


def _key(kept: Kept) -> str:
    return f"{key_of(kept)}:courses"
