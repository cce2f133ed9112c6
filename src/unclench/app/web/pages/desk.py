"""What every page stands on: templates, forms, the case it is about, and its answer."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, TypeVar

from jinja2 import Environment, FunctionLoader
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from unclench.app.web import blood_rows, forms, habits, view
from unclench.app.web.answers import Answers, in_turn
from unclench.app.web.store import Kept, OlderPageError, Store
from unclench.app.web.worker import Worker
from unclench.assessment import Assessment
from unclench.door.files import packaged
from unclench.door.inert import inert
from unclench.errors import UserError
from unclench.explain.shown import cited, plain
from unclench.version import __version__

FILES, FIELDS = 10, 500
"""Most files and fields of one form."""
TEXT = 1024 * 1024
"""Bytes of one field."""
T = TypeVar("T")
ONE = "/person/{person}"
"""Path of one case."""


@functools.cache
def templates() -> Environment:
    """The templates of this package."""
    found = Environment(
        loader=FunctionLoader(lambda name: packaged("unclench.app.web", f"templates/{name}")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "own": habits.own, "own_drawn": habits.own_drawn, "when": habits.here,
        "plain": plain, "cited": cited,
    }  # fmt: skip
    found.globals |= {"as_written": str, "countries": forms.countries}
    return found


def page(name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of a template."""
    text = templates().get_template(f"{name}.html.j2").render(version=__version__, **values)
    return HTMLResponse(inert(text), status)


class Desk:
    """What pages share.

    Args:
        store: where cases are kept. worker: does long work. answers: made for the pages.
    """

    def __init__(self, store: Store, worker: Worker, answers: Answers) -> None:
        self.store, self.worker, self.answers = store, worker, answers

    def person(self, request: Request) -> Kept | None:
        """The case of the path, if it is kept."""
        return self.store.get(request.path_params["person"])

    def answer_of(self, kept: Kept) -> tuple[Assessment | None, list[str]]:
        """(the answer, or None where nothing can be answered; what is wrong then)."""
        if view.nothing_told(kept.typed):
            return None, []
        try:
            return self.answers.to(kept), []
        except UserError as error:
            said = [f"{p.what} {p.fix}".strip() for p in error.problems]
            return None, [view.shown_name(s, kept.typed) for s in said]

    async def with_answer(self, kept: Kept, do: Callable[..., T], *given: object) -> T:
        """Run what needs the answer: here and now where it has been made, else in turn.

        A page of an answer that is there takes a few milliseconds; to hand that to another thread
        takes longer on a machine that others use too.
        """
        if view.nothing_told(kept.typed) or self.answers.there(kept):
            return do(*given)
        return await in_turn(do, *given)

    def wrong_of(self, kept: Kept) -> dict[str, str]:
        """Field -> what is wrong with what is kept there."""
        names = tuple(f for fields in view.FIELDS.values() for f in fields)
        rows = blood_rows.wrong(kept.typed.get("rows", []), dt.date.today())
        return forms.wrong(kept.typed, names) | rows

    async def changed(
        self, request: Request, change: Any, anchor: str = "", saved: str = ""
    ) -> Response:
        """Change what is kept as it stands now, whichever page it comes from."""
        for _ in range(5):
            kept = self.person(request)
            if kept is None:
                return gone()
            typed = dict(kept.typed)
            change(typed)
            try:
                kept = await run_in_threadpool(self.store.change, kept.id, kept.revision, typed)
            except OlderPageError:
                continue
            return to_answer(kept, anchor, saved)
        return page("older", 409, kept=kept, new={}, labels=forms.LABELS)


def key_of(kept: Kept) -> str:
    """Key of long work for a case as it stands."""
    return f"{kept.id}:{kept.revision}"


def to_answer(kept: Kept, anchor: str = "", saved: str = "") -> Response:
    """On to the answer, which says what was saved: a topic, or "questions"."""
    more = f"?saved={saved}" if saved else ""
    return RedirectResponse(f"/person/{kept.id}{more}{anchor}", 303)


def gone() -> Response:
    """The page for what is not there."""
    return page("gone", 404)


async def form_of(request: Request) -> FormData:
    """The form of a request, of a size that is taken."""
    return await request.form(max_files=FILES, max_fields=FIELDS, max_part_size=TEXT)


def typed_of(form: FormData, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields as typed, line ends as they are everywhere else."""
    return {
        n: str(form[n]).replace("\r\n", "\n")
        for n in names
        if isinstance(form.get(n), str) and str(form[n]).strip()
    }
