"""The smallest safe change of food, made in the worker."""

from __future__ import annotations

import functools
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import forms, view
from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, key_of, page
from unclench.app.web.worker import Job
from unclench.assessment import Assessment

WAIT_S = 8.0
"""How long a page waits for long work before it says that it goes on."""


class Plan(Desk):
    """The plan."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(f"{ONE}/plan", self.plan, methods=["GET"]),
            Route(f"{ONE}/plan", self.make_plan, methods=["POST"]),
            Route(f"{ONE}/plan/stop", self.stop_plan, methods=["POST"]),
        ]

    async def plan(self, request: Request) -> Response:
        """The plan as far as it is."""
        kept = self.person(request)
        if kept is None:
            return gone()
        state, text = await run_in_threadpool(
            self.worker.state, key_of(kept), WAIT_S if "wait" in request.query_params else 0.0
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
        kept = self.person(request)
        if kept is None:
            return gone()
        form = await form_of(request)
        wishes: dict[str, Any] = {
            key: forms.lines(str(form.get(key, "")))
            for key in ("diets", "dislikes", "supplements", "banned", "pinned")
            if str(form.get(key, "")).strip()
        }
        if form.get("one"):
            wishes["max_changes"] = 1
        folder = await run_in_threadpool(forms.folder_of, kept, self.store)
        self.worker.submit(
            key_of(kept),
            Job(forms.told(kept.typed), folder, wishes, {"plan": True}, self.answers.path),
        )
        return RedirectResponse(f"/person/{kept.id}/plan?wait=1", 303)

    async def stop_plan(self, request: Request) -> Response:
        """Stop a plan that is being made."""
        kept = self.person(request)
        if kept is None:
            return gone()
        self.worker.cancel(key_of(kept))
        return RedirectResponse(f"/person/{kept.id}/plan", 303)
