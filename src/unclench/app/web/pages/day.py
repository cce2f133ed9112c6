"""A day put together from the food table: found while typing, in household measures."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web import eaten
from unclench.app.web.numbers import day_of, number
from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, page
from unclench.app.web.store import Kept
from unclench.errors import UserError

FOUND, MEASURES = 12, 12


class Day(Desk):
    """A day of food."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(f"{ONE}/day", self.day, methods=["GET"]),
            Route(f"{ONE}/day", self.change, methods=["POST"]),
        ]

    async def day(self, request: Request) -> Response:
        """A day, with what was found for what is looked up."""
        kept, asked = self.person(request), request.query_params
        if kept is None:
            return gone()
        typed = {k: asked.get(k, "")[:200] for k in ("day", "q", "food")}
        return await run_in_threadpool(self._day, kept, typed, {})

    def _day(
        self, kept: Kept, typed: dict[str, str], wrong: dict[str, str], status: int = 200
    ) -> Response:
        from unclench.intake.foods import food, search

        today = dt.date.today()
        day, slip = day_of(typed.get("day") or str(today), today)
        if slip:
            wrong, status = {"day": slip, **wrong}, 422
        here = dt.date.fromisoformat(day or str(today))
        try:
            chosen = food(typed["food"]) if typed.get("food") else None
        except UserError:
            chosen = None
        found = search(typed["q"], FOUND) if typed.get("q") and chosen is None else []
        rows = eaten.rows_of(kept.typed)
        return page(
            "day", status, kept=kept, typed=typed, wrong=wrong, day=str(here), chosen=chosen,
            measures=chosen.measures[:MEASURES] if chosen else (), found=found,
            rows=eaten.of_day(rows, str(here)),
            before=str(here - dt.timedelta(1)),
            after=str(here + dt.timedelta(1)) if here < today else "",
            yesterday=len(eaten.of_day(rows, str(here - dt.timedelta(1)))),
            others=[d for d in eaten.days(rows) if d != str(here)],
        )  # fmt: skip

    async def change(self, request: Request) -> Response:
        """Add a food, copy a day, or take a food away."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        told = {k: str(v)[:200] for k, v in form.items()}
        day, slip = day_of(told.get("day", ""), dt.date.today())
        if slip:
            return await run_in_threadpool(self._day, kept, told, {"day": slip}, 422)
        if "remove" in told:
            place = int(told["remove"]) if told["remove"].isdecimal() else -1

            def change(rows: list[eaten.Row]) -> list[eaten.Row]:
                return eaten.without(rows, day, place) if 0 <= place < eaten.MOST_ROWS else rows

        elif "copy" in told:

            def change(rows: list[eaten.Row]) -> list[eaten.Row]:
                return eaten.copied(rows, told["copy"], day) if told["copy"] != day else rows

        else:
            row, wrong = await run_in_threadpool(_row, told, day)
            if wrong:
                return await run_in_threadpool(self._day, kept, told, wrong, 422)

            def change(rows: list[eaten.Row]) -> list[eaten.Row]:
                return [*rows, row]

        def changed(typed: dict[str, Any]) -> None:
            typed["eaten"] = change(eaten.rows_of(typed))[: eaten.MOST_ROWS]

        reply = await self.changed(request, changed)
        if reply.status_code != 303:
            return reply
        return RedirectResponse(f"/person/{kept.id}/day?{urlencode({'day': day})}", 303)


def _row(told: dict[str, str], day: str) -> tuple[eaten.Row, dict[str, str]]:
    """(the row of a food and an amount, what is wrong with them)."""
    from unclench.intake.foods import food

    try:
        chosen = food(told.get("food", ""))
    except UserError:
        return {}, {"q": "Food: choose one that was found."}
    if not eaten.is_read_as_food(chosen.name):
        return {}, {
            "q": "Food: the name of this one is read as a supplement. Take another that is like it."
        }
    count, grams = number(told.get("count", "")), number(told.get("measure", ""))
    if not isinstance(count, float):
        given = told.get("count", "")
        return {}, {"count": f"How many: “{given[:40]}” is no number. Write it as 1 or 0.5."}
    if not isinstance(grams, float):
        return {}, {"measure": "Measure: choose one."}
    if not 0 < count * grams <= eaten.MOST_GRAMS:
        said = f"How many: {count * grams:g} g is not what one eats at once."
        return {}, {"count": f"{said} It is more than 0 and at most {eaten.MOST_GRAMS:g} g."}
    return {"day": day, "food": chosen.name, "grams": f"{round(count * grams, 1):g}"}, {}
