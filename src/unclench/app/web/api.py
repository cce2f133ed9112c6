"""The door of other programs: the versioned JSON of the command line, under `/api`."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from unclench.app.web import described
from unclench.app.web.answers import in_turn
from unclench.app.web.asked import request_of
from unclench.app.web.described import Asking, Cases, Foods
from unclench.app.web.forms import told
from unclench.app.web.store import Store
from unclench.app.web.worker import Job, State, Worker, refusals
from unclench.door import documents
from unclench.door.inert import inert
from unclench.errors import Problem, UserError, must
from unclench.version import __version__

WHERE = "request"
KIND = "application/json"
LOOK_S = 0.05
"""Seconds between two looks at what the worker makes."""
LONGEST_NAME = 200
"""Characters of a name of food that is looked up."""


class RefusedError(UserError):
    """What was asked is wrong: with the status of HTTP, and what cannot wait all the same."""

    def __init__(
        self, found: Problem | list[Problem], status: int = 422, urgent: list[str] | None = None
    ) -> None:
        super().__init__(found)
        self.status, self.urgent = status, urgent or []


def problems(
    found: list[Problem], status: int = 422, urgent: list[str] | None = None
) -> JSONResponse:
    """What was wrong with the input, in the words of every door, after what cannot wait."""
    said = [{"what": inert(p.what), "where": inert(p.where), "fix": inert(p.fix)} for p in found]
    return JSONResponse({"urgent": urgent or [], "problems": said}, status)


def build(store: Store, worker: Worker | None) -> FastAPI:
    """The application with its `/api`; pages are added by the server.

    Args:
        store: where cases are kept. worker: makes plans; None where only the description is wanted.
    """
    app = FastAPI(
        title="Unclench", version=__version__, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json",
    )  # fmt: skip
    described.describe(app)

    @app.exception_handler(RefusedError)
    async def _wrong(_: Any, error: RefusedError) -> JSONResponse:
        return problems(error.problems, error.status, error.urgent)

    @app.exception_handler(RequestValidationError)
    async def _shape(_: Any, error: RequestValidationError) -> JSONResponse:
        return problems(
            [Problem(f"It {must(e)}.", ".".join(map(str, e["loc"]))) for e in error.errors()]
        )

    @app.post("/api/assess", response_class=Response, **described.ANSWER)
    async def assess(request: Request) -> Response:
        """The answer for one person, the same JSON as `unclench check --format json`."""
        raw = await _body(request)
        return _json(await in_turn(lambda: _answer(raw).to_json()))

    @app.post("/api/plan", response_class=Response, **described.PLAN)
    async def plan(request: Request) -> Response:
        """The smallest safe change of food, the same JSON as `unclench plan --format json`."""
        assert worker is not None
        raw = await _body(request)
        job = Job(request=await run_in_threadpool(_asked, raw, plan=True), only="plan")
        state, text = await _made(request, worker, job)
        if state == "refused":
            raise RefusedError(refusals(text), urgent=await run_in_threadpool(_urgent, raw))
        if state != "done":
            raise RuntimeError(state)
        return _json(text)

    @app.post("/api/ask", **described.ASKING)
    async def ask(request: Request) -> JSONResponse:
        """How soon, what was understood, and what to ask next."""
        raw = await _body(request)
        found = await in_turn(_answer, raw)
        keep = set(Asking.model_fields)
        return JSONResponse(found.model_dump(mode="json", by_alias=True, include=keep))

    @app.get("/api/foods", response_model=Foods, responses=described.WRONG)
    def foods(
        request: Request,
        q: str = Query(min_length=1, max_length=LONGEST_NAME, description="What was typed."),
    ) -> dict[str, Any]:
        """Foods that fit what was typed, the everyday one first, with household measures."""
        _known(request, ("q",))
        return {"foods": found_foods(q)}

    @app.get("/api/cases", response_model=Cases, responses=described.WRONG)
    def cases(request: Request) -> dict[str, Any]:
        """The cases that are kept, each as a case."""
        _known(request, ())
        return {
            "cases": [
                {"id": k.id, "name": k.name, "revision": k.revision, "case": told(k.typed)}
                for k in store.every()
            ]
        }

    return app


def found_foods(text: str, n: int = 10) -> list[dict[str, Any]]:
    """Foods that fit what is typed so far: id, name, household measures with their grams."""
    from unclench.intake.foods import begun, food

    return [
        {
            "id": hit.food_id,
            "name": hit.name,
            "measures": [
                {"label": m.label, "grams": m.grams} for m in food(hit.food_id).measures[:8]
            ],
        }
        for hit in begun(text, n)
    ]


def _known(request: Request, keys: tuple[str, ...]) -> None:
    """Refuse a key of the address that nothing reads, and one that stands twice."""
    given = [k for k, _ in request.query_params.multi_items()]
    wrong = [
        Problem(f"The key '{k[:60]}' is not known.", "address") for k in given if k not in keys
    ]
    wrong += [Problem(f"'{k}' stands twice.", "address") for k in keys if given.count(k) > 1]
    if wrong:
        raise UserError(wrong)


async def _made(request: Request, worker: Worker, job: Job) -> tuple[State, str]:
    """What the worker makes of a job; one that nobody waits for any more is ended."""
    key = f"api:{secrets.token_hex(8)}"
    worker.submit(key, job)
    try:
        while (found := worker.state(key))[0] == "working" and not await request.is_disconnected():
            await asyncio.sleep(LOOK_S)
        return found
    finally:
        await run_in_threadpool(worker.forget, key)


async def _body(request: Request) -> Any:
    """What the JSON of a request says, read as every JSON here.

    Raises:
        UserError: it is no JSON, or a key of it stands twice.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != KIND:
        raise RefusedError(Problem(f"Send {KIND}.", WHERE), status=415)
    try:
        text = (await request.body()).decode()
    except UnicodeDecodeError:
        raise UserError(Problem("This is not UTF-8.", WHERE, "Send JSON as UTF-8.")) from None
    raw, twice = await run_in_threadpool(documents.json_of, text, WHERE)
    if twice:
        raise UserError(twice)
    return raw


def _asked(raw: Any, **switches: Any) -> Any:
    """The request of a program, in which something was told."""
    from unclench.app.verbs.check import NOTHING
    from unclench.usable import told_anything

    with _no_warning_hidden(raw):
        request = request_of(raw, **switches)
        if not told_anything(request.case):
            raise UserError([*request.case.problems, Problem(NOTHING, "case")])
        return request


def _answer(raw: Any) -> Any:
    from unclench.chain import answer_to

    request = _asked(raw)
    with _no_warning_hidden(raw):
        return answer_to(request)


@contextlib.contextmanager
def _no_warning_hidden(raw: Any) -> Iterator[None]:
    """A refusal says what is urgent too."""
    try:
        yield
    except UserError as error:
        raise RefusedError(error.problems, urgent=_urgent(raw)) from None


def _urgent(raw: Any) -> list[str]:
    """What cannot wait of a case that is refused, in sentences."""
    from unclench.app.spoken import Page
    from unclench.usable import usable

    case = raw.get("case") if isinstance(raw, dict) else None
    if not isinstance(case, dict):
        return []
    try:
        return Page().urgent(usable(case))[1]
    except UserError:
        return []


def _json(text: str) -> Response:
    return Response(text, media_type=KIND)
