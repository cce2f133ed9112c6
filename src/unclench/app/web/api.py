"""The door of other programs: the versioned JSON of the command line, under `/api`."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from unclench.app.web.forms import told
from unclench.app.web.store import Store
from unclench.errors import Problem, UserError
from unclench.version import __version__

NUMBERS = ("age", "weight_kg", "height_cm")


class Asked(BaseModel):
    """A request: a case, wishes for a plan, switches, as `Request` of the library."""

    model_config = ConfigDict(extra="allow", strict=True)

    case: dict[str, Any] = Field({}, description="What a person tells; keys as in case.json.")
    wishes: dict[str, Any] = Field({}, description="What the person wants of a plan.")


def problems(found: list[Problem], status: int = 422) -> JSONResponse:
    """What was wrong with the input, in the words of every door."""
    said = [{"what": p.what, "where": p.where, "fix": p.fix} for p in found]
    return JSONResponse({"problems": said}, status)


def build(store: Store) -> FastAPI:
    """The application with its `/api`; pages are added by the server."""
    app = FastAPI(
        title="Unclench", version=__version__, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json",
    )  # fmt: skip

    @app.exception_handler(UserError)
    async def _wrong(_: Any, error: UserError) -> JSONResponse:
        return problems(error.problems)

    from fastapi.exceptions import RequestValidationError

    @app.exception_handler(RequestValidationError)
    async def _shape(_: Any, error: RequestValidationError) -> JSONResponse:
        return problems(
            [Problem(f"{e['msg']}.", ".".join(map(str, e["loc"]))) for e in error.errors()]
        )

    @app.post("/api/assess", response_class=Response)
    def assess(asked: Asked) -> Response:
        """The answer for one person, the same JSON as `unclench check --format json`."""
        return _json(_answer(asked).to_json())

    @app.post("/api/plan", response_class=Response)
    def plan(asked: Asked) -> Response:
        """The smallest safe change of food, the same JSON as `unclench plan --format json`."""
        from unclench.app.render import render

        return _json(render(_answer(asked, plan=True), "json", only="plan"))

    @app.post("/api/ask")
    def ask(asked: Asked) -> dict[str, Any]:
        """How soon, what was understood, and what to ask next."""
        keep = {"schema_", "urgency", "red_flags", "understood", "ask", "asked", "problems"}
        found: dict[str, Any] = _answer(asked).model_dump(mode="json", by_alias=True, include=keep)
        return found

    @app.get("/api/foods")
    def foods(q: str = Query(min_length=1, max_length=200)) -> dict[str, Any]:
        """Foods that fit what was typed, the everyday one first, with household measures."""
        return {"foods": found_foods(q)}

    @app.get("/api/cases")
    def cases() -> dict[str, Any]:
        """The cases that are kept, each as a case."""
        return {
            "cases": [
                {"id": k.id, "name": k.name, "revision": k.revision, "case": told(k.typed)}
                for k in store.every()
            ]
        }

    return app


def found_foods(text: str, n: int = 10) -> list[dict[str, Any]]:
    """Foods as data: id, name, and household measures with their grams."""
    from unclench.intake.foods import food, search

    return [
        {
            "id": hit.food_id,
            "name": hit.name,
            "measures": [
                {"label": m.label, "grams": m.grams} for m in food(hit.food_id).measures[:8]
            ],
        }
        for hit in search(text, n)
    ]


def _answer(asked: Asked, **switches: Any) -> Any:
    from unclench.app.verbs.check import NOTHING
    from unclench.chain import answer_to
    from unclench.request import Request
    from unclench.usable import told_anything

    slips = _no_numbers(asked.case)
    if slips:
        raise UserError(slips)
    raw = {**(asked.model_extra or {}), "case": asked.case, "wishes": asked.wishes, **switches}
    request = Request.model_validate(raw)
    if not told_anything(request.case):
        raise UserError([*request.case.problems, Problem(NOTHING, "case")])
    return answer_to(request)


def _no_numbers(case: dict[str, Any]) -> list[Problem]:
    """A yes or no where a number belongs: JSON tells them apart, so no guess is made."""
    profile = case.get("profile")
    both = {**case, **(profile if isinstance(profile, dict) else {})}
    return [
        Problem(f"'{key}': a yes or no is no number.", "case", "Give a number.")
        for key in NUMBERS
        if isinstance(both.get(key), bool)
    ]


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")
