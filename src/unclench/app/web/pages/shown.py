"""The switch for numbers, dates and units: kept in a cookie of this browser, with no case."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import habits
from unclench.app.web.pages.desk import Desk, form_of, page

YEAR_S = 365 * 24 * 3600
_OURS = re.compile(r"/(?:person/[\w-]+(?:/[\w-]+)*)?")
"""Paths that somebody is led back to."""


class Shown(Desk):
    """How things are shown."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route("/shown", self.shown, methods=["GET"]),
            Route("/shown", self.choose, methods=["POST"]),
        ]

    async def shown(self, request: Request) -> Response:
        """What is chosen, and what the browser says by itself."""
        accepted = request.headers.get("accept-language", "")
        return page(
            "shown", choices=habits.CHOICES, by_browser=habits.by_language(accepted),
            chosen=habits.chosen(request.headers.get("cookie", "")),
            back=_back(request.query_params.get("back", "")),
        )  # fmt: skip

    async def choose(self, request: Request) -> Response:
        """Keep a choice in this browser; nothing chosen leaves it to the browser again."""
        form = await form_of(request)
        given = habits.allowed({k: str(form.get(k, "")) for k in habits.CHOICES})
        reply = RedirectResponse(_back(str(form.get("back", ""))) or "/shown", 303)
        reply.set_cookie(
            habits.COOKIE, habits.cookie(given), max_age=YEAR_S if given else 0,
            httponly=True, samesite="strict",
        )  # fmt: skip
        return reply


def _back(path: str) -> str:
    """A path of ours; empty for anything else."""
    return path if _OURS.fullmatch(path) else ""
