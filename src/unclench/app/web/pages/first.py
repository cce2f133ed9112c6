"""The first minute: what hurts, age, sex, warning signs."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from unclench.app.web import forms, view
from unclench.app.web.habits import suggested
from unclench.app.web.pages.desk import Desk, form_of, page, to_answer, typed_of

NONE_OF_THESE, SHOWN = "none", 5
"""A value of the list of signs, and people that are offered on the first page."""


class First(Desk):
    """The first page."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route("/", self.first, methods=["GET"]),
            Route("/", self.begin, methods=["POST"]),
            Route("/privacy", self.privacy),
            Route("/help", self.help),
        ]

    async def first(self, request: Request) -> Response:
        """What hurts, age, sex, warning signs."""
        return page(
            "first", typed={}, wrong={}, signs=view.warning_list(), known=self.store.every(SHOWN)
        )

    async def begin(self, request: Request) -> Response:
        """Keep what was told and go on to the answer; what is urgent is said whatever is wrong."""
        form = await form_of(request)
        typed = typed_of(form, ("says", "age", "sex", "country"))
        typed |= suggested(request.headers.get("accept-language", ""))
        ticked = [str(v) for v in form.getlist("sign")]
        known = [key for key, _, _ in view.warning_list()]
        if NONE_OF_THESE in ticked and len(ticked) == 1:
            typed["asked"] = dict.fromkeys(known, "no")
        else:
            typed["asked"] = {key: "yes" for key in ticked if key in known}
        wrong = await run_in_threadpool(forms.wrong, typed, ("age", "sex", "country"))
        if NONE_OF_THESE in ticked and len(ticked) > 1:
            wrong["sign"] = "Warning signs: you ticked some and “none of these”. Which is right?"
        if not typed.get("says") and not any(v == "yes" for v in typed["asked"].values()):
            wrong["says"] = "What hurts: say it in your own words, for example “my calf cramps”."
        urgent = await run_in_threadpool(_urgent, typed)
        if wrong and not urgent:
            return page(
                "first", 422, typed=typed, wrong=wrong, ticked=ticked,
                signs=view.warning_list(), known=self.store.every(SHOWN),
            )  # fmt: skip
        kept = await run_in_threadpool(self.store.add, typed)
        return to_answer(kept)

    async def help(self, request: Request) -> Response:
        """How it goes, page by page."""
        return page("help")

    async def privacy(self, request: Request) -> Response:
        """What is kept where, and what leaves this computer."""
        from unclench.app.web.places import PLACES

        return page("privacy", folder=str(self.store.folder), places=PLACES)


def _urgent(typed: dict[str, Any]) -> bool:
    """Whether this is an emergency or a matter for today, whatever else is wrong with it."""
    from unclench.app.spoken import Page
    from unclench.usable import usable

    return bool(Page().urgent(usable(forms.told(typed)))[0])
