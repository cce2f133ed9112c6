"""The OpenAPI description of `/api`, made from the types that requests and answers are held to."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field, create_model

from unclench.app.web.asked import Asked, AskedCase
from unclench.assessment import Assessment
from unclench.assessment.plan import Plan


class Wrong(BaseModel):
    """One thing that is wrong with a request."""

    what: str
    where: str
    fix: str


class Refusal(BaseModel):
    """What is wrong with a request, after what cannot wait of what could be read of it."""

    urgent: list[str] = Field(description="Sentences on an emergency or a matter for today.")
    problems: list[Wrong]


class Measure(BaseModel):
    """A household measure."""

    label: str
    grams: float


class Food(BaseModel):
    """A food of the table."""

    id: str
    name: str
    measures: list[Measure]


class Foods(BaseModel):
    """Foods that fit, the everyday one first."""

    foods: list[Food]


class KeptCase(BaseModel):
    """A case that is kept in the browser door."""

    id: str
    name: str
    revision: int
    case: dict[str, Any]


class Cases(BaseModel):
    """All of them."""

    cases: list[KeptCase]


_ASKING = ("schema_", "urgency", "red_flags", "understood", "ask", "asked", "problems")
_fields: Any = {n: (i.annotation, i) for n, i in Assessment.model_fields.items() if n in _ASKING}
Asking: type[BaseModel] = create_model(
    "Asking", __config__=ConfigDict(extra="forbid"), __doc__="The part of an answer that asks.",
    **_fields,
)  # fmt: skip

WRONG: dict[int | str, dict[str, Any]] = {
    code: {"description": said, "model": Refusal}
    for code, said in {
        401: "The key of programs is missing or wrong.",
        408: "The request did not arrive in time.",
        413: "The request is larger than is taken.",
        415: "The request is no JSON.",
        422: "What is wrong with the request, all at once.",
        500: "A fault of Unclench, with the number that its log explains.",
        507: "What is kept cannot be read or written just now.",
    }.items()
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Asked"}}},
    }
}


def _gives(model: Any, said: str) -> dict[str, Any]:
    return {
        "openapi_extra": _BODY,
        "responses": {**WRONG, 200: {"description": said, "model": model}},
    }


ANSWER = _gives(Assessment, "The answer, versioned by its key `schema`.")
PLAN = _gives(Plan, "The plan.")
ASKING = _gives(Asking, "How soon, what was understood, what to ask.")


def describe(app: FastAPI) -> None:
    """Have the application describe itself with the types of requests and the key of programs."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title, version=app.version, routes=app.routes,
                description="The answer of `unclench check` for other programs on this computer.",
            )  # fmt: skip
            parts = made.setdefault("components", {})
            asked = Asked.model_json_schema(ref_template="#/components/schemas/Asked{model}")
            inner = {f"Asked{k}": v for k, v in asked.pop("$defs").items()}
            parts["schemas"] |= {"Asked": asked, **inner}
            kept = parts["schemas"]["KeptCase"]["properties"]
            kept["case"] = {"$ref": f"#/components/schemas/Asked{AskedCase.__name__}"}
            parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
            made["security"] = [{"key": []}]
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
