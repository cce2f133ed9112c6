"""What other programs may ask: the keys of a request, each of one type at every depth.

The keys are those of `Request`, `Wishes` and `Case`; nothing is listed twice. A program knows its
types, so a number is never a text or a yes, and an unknown key is refused by name. What a person
may get wrong (an age of 450, a unit, a date) is no matter of types: it is left out of the answer
and told in its `problems`, as everywhere else.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from unclench.case import LISTS, Case, DietTold, Profile, problem_of
from unclench.errors import Problem, UserError
from unclench.request import Request, Wishes, problem_in
from unclench.usable import slips

CASE = "case"


def _without_null(schema: dict[str, Any]) -> None:
    """What is not told has no default: leaving a key out is not the same as any value of it."""
    for told in schema.get("properties", {}).values():
        told.pop("default", None)
        told.pop("title", None)


_STRICT = ConfigDict(
    extra="forbid", strict=True, allow_inf_nan=False, json_schema_extra=_without_null
)
_DAY = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}),
]


def _whole(told: Any) -> Any:
    """JSON knows one kind of number: 2.0 is a whole one."""
    return int(told) if isinstance(told, float) and told.is_integer() else told


_OURS = ("folder", "problems")


def _typed(told: Any, values: bool) -> Any:
    """A type of the library as JSON has it; with `values`, what is not of the list is refused."""
    origin, inner = get_origin(told), get_args(told)
    if origin is Annotated:
        return _typed(inner[0], values)
    if isinstance(told, type) and issubclass(told, BaseModel):
        return _strict(told, values)
    if told is dt.date:
        return _DAY if values else str
    if told is Path:
        return str
    if origin is tuple:
        return list[_typed(inner[0], values)]  # type: ignore[misc]
    if origin is dict:
        return dict[inner[0], _typed(inner[1], values)]  # type: ignore[misc,valid-type]
    if origin in (Union, types.UnionType):
        return Union[tuple(_typed(i, values) for i in inner)]  # noqa: UP007  made as it runs
    if origin is Literal and not values:
        return str
    return told


def _field(model: type[BaseModel], name: str, values: bool) -> tuple[Any, Any]:
    info = model.model_fields[name]
    told = _typed(info.annotation, values)
    for limit in info.metadata if values else ():
        told = Annotated[told, limit]
    if info.annotation is int:
        told = Annotated[told, BeforeValidator(_whole)]
    said = info.description
    return told, Field(... if info.is_required() else None, description=said)


def _strict(model: type[BaseModel], values: bool, **more: Any) -> type[BaseModel]:
    names = [n for n in model.model_fields if n not in (*_OURS, *more)]
    fields: dict[str, Any] = {n: _field(model, n, values) for n in names}
    made: type[BaseModel] = create_model(
        model.__name__, __config__=_STRICT, __doc__=(model.__doc__ or "").split("\n")[0],
        **{**fields, **more},
    )  # fmt: skip
    return made


def _or_nothing(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """The same keys, each of which may be null: not told."""
    return {k: (told | None, info) for k, (told, info) in fields.items()}


def _or_one(field: tuple[Any, Any]) -> tuple[Any, Any]:
    """The same list, or one of its items."""
    listed, info = field
    return get_args(listed)[0] | listed, info


def _wishes() -> type[BaseModel]:
    lists = {n: i.annotation for n, i in Wishes.model_fields.items()}
    texts = [n for n, told in lists.items() if get_origin(told) is tuple]
    return _strict(Wishes, True, **{n: _or_one(_field(Wishes, n, True)) for n in texts})


def _case() -> type[BaseModel]:
    """A case in the nested or the flat shape; one text stands for a list of one."""
    who = _or_nothing({n: _field(Profile, n, False) for n in Profile.model_fields})
    profile: Any = create_model(
        "Profile", __config__=_STRICT, __doc__=(Profile.__doc__ or "").split("\n")[0], **who
    )
    fields = {n: _field(Case, n, False) for n in Case.model_fields if n not in _OURS}
    fields |= {n: _or_one(fields[n]) for n in LISTS}
    fields["profile"] = (profile, Field(None))
    fields["asked"] = (dict[str, str | bool | None], fields["asked"][1])
    fields["diet"] = (str | _strict(DietTold, False), Field(None))
    flat = {n: told for n, told in who.items() if n != "diet"}
    return create_model(
        "Case", __config__=_STRICT, __doc__="What a person tells; keys as in case.json.",
        **flat, **_or_nothing(fields),
    )  # fmt: skip


AskedCase: type[BaseModel] = _case()
"""A case as programs may send it."""
Asked: type[BaseModel] = _strict(
    Request,
    True,
    case=(AskedCase, Field(None)),
    wishes=(_wishes(), Field(None)),
)
"""A request as programs may send it."""


def request_of(raw: Any, **switches: Any) -> Request:
    """What a program asks, when every part is of its type.

    Raises:
        UserError: all that is not, by name.
    """
    if not isinstance(raw, dict):
        raise UserError(Problem("A request is a JSON object with the key 'case'.", "request"))
    try:
        Asked.model_validate(raw)
    except ValidationError as error:
        raise UserError(_problems(raw, error)) from None
    return Request.model_validate({**raw, **switches})


def _problems(raw: dict[str, Any], error: ValidationError) -> list[Problem]:
    out = []
    for place, one in slips(raw, error.errors(include_url=False)).items():
        first, rest = place[0], place[1:]
        if first == CASE:
            out.append(problem_of({**one, "loc": rest or (CASE,)}, CASE))
        else:
            asked = first == "wishes" and rest
            out.append(problem_in({**one, "loc": rest if asked else place},
                                  Wishes if asked else Request))  # fmt: skip
    return out
