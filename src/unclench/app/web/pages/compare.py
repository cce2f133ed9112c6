"""Two dates of one person, or two people's cases: what changed, and whether the ranges part."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from unclench.app.web import blood_units, view
from unclench.app.web.answers import in_turn
from unclench.app.web.numbers import day_of
from unclench.app.web.pages.desk import ONE, Desk, gone, page
from unclench.app.web.store import Kept
from unclench.assessment import Assessment
from unclench.errors import UserError

APART = 28
"""Days between the two dates that are offered first."""


class Compare(Desk):
    """The comparison."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [Route(f"{ONE}/compare", self.compare, methods=["GET"])]

    async def compare(self, request: Request) -> Response:
        """What changed between the answers of two days."""
        kept, asked = self.person(request), request.query_params
        if kept is None:
            return gone()
        typed = {k: asked.get(k, "")[:40] for k in ("before", "after") if k in asked}
        return await in_turn(self._compare, kept, typed)

    def _compare(self, kept: Kept, typed: dict[str, str]) -> Response:
        from unclench.assessment.compared import compared
        from unclench.words.en import compared as words

        today = dt.date.today()
        wrong: dict[str, str] = {}
        answers: list[Assessment] = []
        for name, label in (("before", "Earlier day"), ("after", "Later day")):
            if not typed:
                break
            day, slip = day_of(typed.get(name, ""), today)
            if slip:
                wrong[name] = slip.replace("Day:", f"{label}:", 1)
                continue
            try:
                answers.append(self.answers.to(kept, dt.date.fromisoformat(day)))
            except UserError as error:
                said = " ".join(f"{p.what} {p.fix}".strip() for p in error.problems)
                wrong[name] = f"{label}: {view.shown_name(said, kept.typed)}"
        if not wrong and typed and typed["before"] >= typed["after"]:
            wrong["before"] = "Earlier day: it is not before the later one."
        blocks: list[tuple[str, Any]] = []
        if len(answers) == 2 and not wrong:
            found = words.blocks(words.speak(blood_units.shown_moves(compared(*answers))))
            blocks = [(type(b).__name__, b) for b in found]
        return page(
            "compare", 422 if wrong else 200, kept=kept, wrong=wrong, blocks=blocks,
            typed={"before": str(today - dt.timedelta(APART)), "after": str(today), **typed},
            shown=view.shown_for(kept.typed),
        )  # fmt: skip
