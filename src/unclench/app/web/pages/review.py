"""Doubtful lines of a diary, one at a time, those with most energy first.

What is decided is what `check --review` remembers, in the same file.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from unclench.app.web.pages.desk import ONE, Desk, form_of, gone, page
from unclench.app.web.store import Kept
from unclench.assessment import Unmatched
from unclench.errors import UserError

NO_FOOD, OTHER = "none of these", "another"
"""Values of the choice that are no name of a food."""
SHOWN = 50
"""Remembered foods that are listed."""


def settled(doubtful: list[Unmatched]) -> float:
    """Share of the diary's energy (0 to 1) that hangs on no doubtful line."""
    return max(0.0, 1.0 - sum(u.energy_share or 0.0 for u in doubtful))


class Review(Desk):
    """The review of the food."""

    def routes(self) -> list[Route]:
        """Paths and what answers them."""
        return [
            Route(f"{ONE}/review", self.review, methods=["GET"]),
            Route(f"{ONE}/review", self.decide, methods=["POST"]),
            Route(f"{ONE}/review/forget", self.forget, methods=["POST"]),
        ]

    async def review(self, request: Request) -> Response:
        """The next doubtful line."""
        kept = self.person(request)
        if kept is None:
            return gone()
        at = request.query_params.get("at", "")
        place = int(at) if at.isdecimal() and len(at) < 6 else 0
        return await self.with_answer(kept, self._line, kept, place)

    def _line(
        self,
        kept: Kept,
        at: int,
        typed: dict[str, str] | None = None,
        wrong: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        answer, _ = self.answer_of(kept)
        diary = answer.diary if answer else None
        doubtful = diary.unmatched if diary else []
        line = doubtful[at] if at < len(doubtful) else None
        choices = [line.matched] * bool(line.matched) if line else []
        choices += [a for a in line.alternatives if a != line.matched] if line else []
        return page(
            "review", status, kept=kept, diary=diary, line=line, choices=choices, at=at,
            left=len(doubtful), typed=typed or {}, wrong=wrong or {},
            share=round(100 * settled(doubtful)), no_food=NO_FOOD, other=OTHER,
            unknown=sum(u.energy_share is None for u in doubtful),
            remembered=self._remembered(),
        )  # fmt: skip

    def _remembered(self) -> list[tuple[str, str]]:
        """(phrase, name of its food or empty) of what was decided, the first of them."""
        from unclench.intake.foods import food

        out = []
        for phrase, one in sorted(self.answers.reviews().matches.items())[:SHOWN]:
            try:
                out.append((phrase, food(one).name if one else ""))
            except UserError:  # of a food table that is no longer there
                out.append((phrase, one))
        return out

    async def decide(self, request: Request) -> Response:
        """Remember what a line is."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        return await run_in_threadpool(self._decide, kept, form)

    def _decide(self, kept: Kept, form: FormData) -> Response:
        from unclench.intake.diaries import review

        typed = {k: str(form.get(k, ""))[:200] for k in ("line", "choice", "another", "at")}
        at = int(typed["at"]) if typed["at"].isdecimal() and len(typed["at"]) < 6 else 0
        wanted = typed["another"].strip() if typed["choice"] == OTHER else typed["choice"]
        if not wanted:
            said = (
                "Another food: write its name."
                if typed["choice"] == OTHER
                else "Choose what it is, or decide later."
            )
            name = "another" if typed["choice"] == OTHER else "choice"
            return self._line(kept, at, typed, {name: said}, 422)
        unknown: list[str] = []

        def ask(_: Unmatched, __: list[str]) -> str | None:
            return None if unknown else "" if wanted == NO_FOOD else wanted

        reviews = self.answers.reviews()
        review(
            [Unmatched(line=typed["line"])], reviews, ask,
            unknown=lambda answer, _: unknown.append(answer),
        )  # fmt: skip
        if unknown:
            said = (
                f"Another food: no food of the table is called “{wanted[:60]}”. Try another name."
            )
            return self._line(kept, at, typed, {"another": said}, 422)
        if reviews.unsaved is not None:
            lost = reviews.unsaved
            return self._line(kept, at, typed, {"choice": f"{lost.what} {lost.fix}"}, 500)
        return RedirectResponse(f"/person/{kept.id}/review?at={at}", 303)

    async def forget(self, request: Request) -> Response:
        """Let go of what was decided for a name."""
        kept, form = self.person(request), await form_of(request)
        if kept is None:
            return gone()
        await run_in_threadpool(self._forget, str(form.get("phrase", "")))
        return RedirectResponse(f"/person/{kept.id}/review", 303)

    def _forget(self, phrase: str) -> None:
        reviews = self.answers.reviews()
        reviews.forget(phrase)
        reviews.keep()
