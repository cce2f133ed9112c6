"""The options of the command line that ask for an answer, derived from the fields of `Request`.

A row of `OPTIONS` says which key of a request an option fills; its type, default, bounds and
help come from that field. `asks` gives a verb such options and hands them over as one `Given`.
"""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typer.models import ArgumentInfo

from unclench.request import Request

Verb = Callable[..., None]

OPTIONS = {
    "age": "case.profile.age",
    "sex": "case.profile.sex",
    "weight": "case.profile.weight_kg",
    "height": "case.profile.height_cm",
    "pregnant": "case.profile.pregnant",
    "lactating": "case.profile.lactating",
    "country": "case.profile.country",
    "activity": "case.profile.activity",
    "says": "case.complaints",
    "sign": "case.signs",
    "takes": "case.medicines",
    "has": "case.conditions",
    "labs": "case.labs",
    "exposure": "case.exposure",
    "asked": "case.asked",
    "struck": "case.struck",
    "confirmed": "case.confirmed",
    "diet": "wishes.diets",
    "allergy": "wishes.allergies",
    "dislike": "wishes.dislikes",
    "supplement": "wishes.supplements",
    "goal": "wishes.goals",
    "energy": "wishes.energy",
    "max_changes": "wishes.max_changes",
    "pin": "wishes.pinned",
    "ban": "wishes.banned",
    "prices": "wishes.prices",
    "budget": "wishes.budget",
    "alternatives": "wishes.alternatives",
    "time_limit": "wishes.time_limit",
    "authority": "authority",
    "person": "person",
    "today": "today",
    "simulate": "simulate",
    "plan": "plan",
    "believe": "believe",
}
"""Name of an option -> key of the request."""

PERSON = tuple(o for o, key in OPTIONS.items() if key.startswith("case."))
WISHES = tuple(o for o, key in OPTIONS.items() if key.startswith("wishes."))
PANELS = {"case.profile": "About the person", "case": "What is told", "wishes": "Wishes"}


@dataclass(frozen=True, slots=True)
class Given:
    """What the options said, by key of the request; what was left out is not in it."""

    values: Mapping[str, Any]

    @property
    def person(self) -> bool:
        """Whether anything was said about the person."""
        return any(key.startswith("case.") for key in self.values)

    def request(self, paths: Sequence[Path], **switches: Any) -> Request:
        """The request of these options and files.

        Args:
            paths: files and folders of the case. switches: keys of the request that a verb sets.

        Raises:
            UserError: all that is wrong with files and options.
        """
        from unclench.gathering import case_from

        told: dict[str, dict[str, Any]] = {"case": {}, "wishes": {}, "": {}}
        for key, value in self.values.items():
            part, _, name = key.rpartition(".")
            told[part.partition(".")[0]][name] = value
        wishes = {**told["wishes"], **switches.pop("wishes", {})}
        case = case_from(paths, **told["case"])
        return Request.model_validate({"case": case, "wishes": wishes, **told[""], **switches})


def asks(*names: str) -> Callable[[Verb], Verb]:
    """Give a verb these options beside its own; they arrive together as its first argument."""

    def wrap(verb: Verb) -> Verb:
        own = list(inspect.signature(verb, eval_str=True).parameters.values())[1:]

        @functools.wraps(verb)
        def command(**values: Any) -> None:
            said = {OPTIONS[n]: values.pop(n) for n in names}
            given = {k: _plain(v) for k, v in said.items() if v is not None and v != []}
            verb(Given(given), **values)

        first = [p for p in own if _is_argument(p)]
        rest = [p for p in own if not _is_argument(p)]
        command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [p.replace(kind=p.KEYWORD_ONLY) for p in (*first, *map(_parameter, names), *rest)]
        )
        command.__annotations__ = {}
        del command.__wrapped__
        return command

    return wrap


def _is_argument(parameter: inspect.Parameter) -> bool:
    more = getattr(parameter.annotation, "__metadata__", ())
    return any(isinstance(m, ArgumentInfo) for m in more)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date()
    return value.value if isinstance(value, StrEnum) else value


def field_of(key: str) -> FieldInfo:
    """The field of `Request` that a key such as "case.profile.age" names."""
    model: type[BaseModel] = Request
    *parts, last = key.split(".")
    for part in parts:
        inner = model.model_fields[part].annotation
        assert isinstance(inner, type) and issubclass(inner, BaseModel)
        model = inner
    return model.model_fields[last]


def _parameter(name: str) -> inspect.Parameter:
    key = OPTIONS[name]
    field = field_of(key)
    kind = _kind(name, field.annotation)
    default = None if kind is list else field.get_default()
    limits: dict[str, Any] = {}
    if key.startswith("case."):  # left out is not told; judged with the files, all at once
        default, kind = None, str if issubclass(kind, StrEnum) else kind
    else:
        limits = {
            limit: getattr(m, bound)
            for m in field.metadata
            for limit, bound in (("min", "ge"), ("max", "le"))
            if hasattr(m, bound)
        }
    if kind is dt.datetime:
        limits["formats"] = ["%Y-%m-%d"]
    panel = PANELS.get(key.rpartition(".")[0])
    option = typer.Option(help=field.description, rich_help_panel=panel, **limits)
    taken: Any = list[str] if kind is list else kind
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[taken | None if default is None else taken, option],
    )


def _kind(name: str, annotation: Any) -> type:
    """What a value of a field is on the command line; a list for whatever may be said twice."""
    inner = [a for a in get_args(annotation) if a is not type(None)]
    if type(None) in get_args(annotation) and len(inner) == 1:
        return _kind(name, inner[0])
    origin = get_origin(annotation)
    if origin in (tuple, dict):
        return list
    if origin is Literal:
        named: Callable[..., type] = cast(Any, StrEnum)
        return named(name, {str(c): str(c) for c in get_args(annotation)})
    if annotation is dt.date:
        return dt.datetime
    assert isinstance(annotation, type), name
    return annotation
