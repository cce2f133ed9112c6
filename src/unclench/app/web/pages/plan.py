"""The smallest safe change of food, made in the worker; changes are kept, refused or swapped."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import forms, view, wishes
from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, key_of, page
from unclench.app.web.store import Kept
from unclench.app.web.worker import Job, refused
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
        wait = WAIT_S if "wait" in request.query_params else 0.0
        wanted = wishes.kept(kept.typed)
        if self.worker.state(key_of(kept))[0] == "none":
            return self._plan(kept, wanted, {})
        return await run_in_threadpool(self._plan, kept, wanted, {}, wait)

    def _plan(
        self, kept: Kept, wanted: dict[str, Any], wrong: dict[str, str], wait: float = 0.0
    ) -> Response:
        state, text = self.worker.state(key_of(kept), wait)
        made = Assessment.model_validate_json(text) if state == "done" else None
        plans = made.plan.plans if made and made.plan else []
        reply = page(
            "plan", 422 if wrong else 200, kept=kept, state=state, answer=made,
            refused=refused(state, text), hundred=view.in_hundred, wishes=wanted, wrong=wrong,
            changes=plans[0].changes if plans else [],
            pinned={c["id"] for c in wanted["pinned"]},
            sections=view.sections(made, "plan") if made else [],
            shown=view.shown_for(kept.typed),
        )  # fmt: skip
        if state == "working":
            reply.headers["Refresh"] = f"1; url=/person/{kept.id}/plan?wait=1"
        return reply

    async def make_plan(self, request: Request) -> Response:
        """Keep the wishes and start a plan of them in the worker."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        wanted = wishes.kept(kept.typed)
        act, _, change = str(form.get("act", "")).partition(" ")
        if act:
            wanted = wishes.chosen(wanted, act, change, str(form.get("say", "")))
        else:
            told = {k: str(form.get(k, "")).replace("\r\n", "\n").strip() for k in wishes.TEXTS}
            wanted = {**{n: wanted[n] for n in wishes.LISTS}, **told}
        wrong = wishes.wrong(wanted)
        if wrong:
            return await run_in_threadpool(self._plan, kept, wanted, wrong)

        def changed(typed: dict[str, Any]) -> None:
            typed[wishes.KEY] = wanted

        reply = await self.changed(request, changed)
        kept = self.person(request)
        if reply.status_code != 303 or kept is None:
            return reply
        await run_in_threadpool(self._submit, kept, wanted)
        return RedirectResponse(f"/person/{kept.id}/plan?wait=1", 303)

    def _submit(self, kept: Kept, wanted: dict[str, Any]) -> None:
        folder = forms.folder_of(kept, self.store)
        job = Job(
            forms.told(kept.typed), folder, wishes.asked(wanted, folder), {"plan": True},
            self.answers.path,
        )  # fmt: skip
        self.worker.submit(key_of(kept), job)

    async def stop_plan(self, request: Request) -> Response:
        """Stop a plan that is being made."""
        kept = self.person(request)
        if kept is None:
            return gone()
        self.worker.cancel(key_of(kept))
        return RedirectResponse(f"/person/{kept.id}/plan", 303)
