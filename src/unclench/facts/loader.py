"""The one loader of facts: what every fact carries, how it is read, and how it is checked.

A fact is one YAML file in `facts/data/<kind>/`. Its kind is a pydantic model in
`facts/kinds/<kind>.py`, a subclass of `Fact`. `load(kind)` reads and validates all files of a
kind once, in the order of their ids. `check()` proves what a schema cannot: that sources exist,
that units are known, that no review has expired or is older than the newest value it vouches for.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from unclench.errors import Problem
from unclench.facts.cache import read_yaml
from unclench.facts.files import FactsError, data_files, read
from unclench.facts.units import is_known

Verified = Literal["seen", "computed", "partial", "recalled", "judgement"]
"""How a number was checked: read in the source; recomputed; partly; from memory; our judgement."""

LOOKED_UP: tuple[Verified, ...] = ("seen", "computed", "partial")
"""Marks that count as traced to a source."""

_SECOND_LOOK = re.compile(r"\b(?:look|cau)_\w+")
"""Keys of sources as notes name them."""

KnownUnit = Annotated[str, Field(json_schema_extra={"unit": True})]


class Strict(BaseModel):
    """A part of a fact file: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Review(Strict):
    """How far a fact was looked at, when, and when somebody must look again.

    Levels: 0 drafted, 1 traced to a source, 2 checked against a second source or a recomputation,
    3 reviewed by a professional of the field, 4 by two. `check` holds every level to its word
    (see `level_of`), and 3 and 4 to the names of those who reviewed (`by`), which nothing else has.
    """

    level: int = Field(ge=0, le=4)
    by: tuple[str, ...] = ()
    on: dt.date
    look_again_by: dt.date


class Fact(Strict):
    """What every fact file carries."""

    id: str
    label: str
    review: Review
    note: str = ""

    @property
    def file(self) -> str:
        """The name of its file without the ending: its id, or what its kind says instead."""
        return self.id


class Source(Strict):
    """One row of `facts/data/sources/*.yaml`: where numbers come from."""

    title: str
    authors: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    url: str = ""
    licence: str = ""
    verified: Verified = "seen"


F = TypeVar("F", bound=Fact)

__all__ = [
    "Fact", "FactsError", "KnownUnit", "Review", "Source", "Strict", "Verified", "check",
    "check_fact", "data_files", "kinds", "level_of", "load", "model_of", "parts", "read_yaml",
    "sources",
]  # fmt: skip


def model_of(kind: str) -> type[Fact]:
    """The pydantic model of a kind: the one subclass of `Fact` that its module defines."""
    module = importlib.import_module(f"unclench.facts.kinds.{kind}")
    (model,) = (
        c
        for c in vars(module).values()
        if isinstance(c, type) and issubclass(c, Fact) and c.__module__ == module.__name__
    )
    return model


@functools.cache
def _load(kind: str) -> dict[str, Fact]:
    model = model_of(kind)
    out: dict[str, Fact] = {}
    for stem, raw in read(kind).items():
        try:
            fact = model.model_validate(raw)
        except ValidationError as error:
            raise FactsError(f"facts/data/{kind}/{stem}.yaml: {error}") from error
        if fact.file != stem:
            raise FactsError(f"facts/data/{kind}/{stem}.yaml: its name should be '{fact.file}'")
        if fact.id in out:
            raise FactsError(f"facts/data/{kind}/{stem}.yaml: '{fact.id}' is defined twice")
        out[fact.id] = fact
    return dict(sorted(out.items()))


def load(kind: str, model: type[F]) -> dict[str, F]:
    """All facts of a kind by id, validated; read once per process.

    Args:
        kind: folder name in `facts/data`, and module name in `facts/kinds`.
        model: the class the caller expects; a mismatch is a programming error.
    """
    facts = _load(kind)
    assert all(isinstance(f, model) for f in facts.values())
    return facts  # type: ignore[return-value]


@functools.cache
def sources() -> dict[str, Source]:
    """Every source by key, from all files in `facts/data/sources`."""
    out: dict[str, Source] = {}
    for stem, rows in read("sources").items():
        for key, row in rows.items():
            if key in out:
                raise FactsError(f"facts/data/sources/{stem}.yaml: '{key}' is defined twice")
            out[key] = Source.model_validate(row)
    return out


def kinds() -> list[str]:
    """The kinds that have a model, sorted."""
    folder = resources.files("unclench.facts.kinds")
    names = (e.name for e in folder.iterdir())
    return sorted(n[:-3] for n in names if n.endswith(".py") and n != "__init__.py")


def parts(value: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """(path of what holds it, name, value) of every field, at every depth."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield path, name, getattr(value, name)
            yield from parts(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from parts(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from parts(item, f"{path}[{i}]")


def level_of(fact: Fact) -> int:
    """The review level that a file has earned without a professional: 0, 1 or 2.

    1: something in it was seen, partly seen or computed, or a source that it names was looked up.
    2: every mark in it is seen or computed, its second looks too, and it names two sources that
    were looked up (one in a second look or a note counts) or was recomputed.
    """
    marks = {v for _, name, v in parts(fact) if name == "verified"}
    second = {v for _, name, v in parts(fact) if name == "found"}
    looked_up = {k for k in _cited(fact) if sources()[k].verified in ("seen", "computed")}
    if not looked_up and not marks & set(LOOKED_UP):
        return 0
    whole = bool(marks) and marks | second <= {"seen", "computed"}
    return 2 if whole and (len(looked_up) > 1 or "computed" in marks) else 1


def _cited(fact: Fact) -> set[str]:
    """Known sources that a file names: in its source fields, its second looks and its notes."""
    out: set[str] = set()
    for _, name, value in parts(fact):
        if name in ("source", "sources", "at"):
            out |= {value} if isinstance(value, str) else set(value or ())
        elif isinstance(value, str):
            out |= set(_SECOND_LOOK.findall(value))
    return {k for k in out if k in sources()}


def _review_problems(fact: Fact, where: str) -> list[Problem]:
    """Where the review level or its names are not what the file has earned."""
    level, by, earned = fact.review.level, fact.review.by, level_of(fact)
    need = max(0, level - 2)
    if len(set(by)) != need:
        what = f"review level {level} needs {need} named reviewers, {len(set(by))} are named"
        return [Problem(what, where, "Fill `by` at level 3 (one) and 4 (two), and there only.")]
    if level <= 2 and level != earned:
        return [
            Problem(
                f"its review level is {level}, what was looked up makes it {earned}",
                where,
                f"Set `level: {earned}`, or look up what is not marked `verified: seen`.",
            )
        ]
    return []


def _not_looked_up(keys: Iterable[str]) -> Iterator[str]:
    """What is wrong with the places of a second look: each was read and can be found again."""
    known = sources()
    for key in keys:
        if key not in known:
            yield f"'{key}' is not in facts/data/sources"
        elif known[key].verified not in ("seen", "computed"):
            yield f"'{key}' was not looked up"
        elif not (known[key].url or known[key].doi):
            yield f"'{key}' has no address"


def check_fact(kind: str, fact: Fact, today: dt.date) -> list[Problem]:
    """Problems of one fact: unknown source or unit, expired or too old review.

    Every field named `source` or `sources` must name known sources, and every field named `unit`
    or ending in `_unit` a known unit, wherever it stands in the file. An empty `source` is a
    problem; judgement is a source too (`judgement`). The review level is what `level_of` finds,
    or a professional's.
    """
    where = f"facts/data/{kind}/{fact.file}.yaml"
    problems: list[Problem] = []
    newest = dt.date.min
    for path, name, value in parts(fact):
        if name in ("source", "sources"):
            keys = [value] if isinstance(value, str) else list(value or [])
            if not keys:
                problems.append(Problem(f"{path or fact.id} has no source", where))
            problems += [
                Problem(f"source '{k}' at {path or fact.id} is not in facts/data/sources", where)
                for k in keys
                if k not in sources()
            ]
        elif name == "at":
            problems += [Problem(f"{p} at {path}", where) for p in _not_looked_up(value)]
        elif (name == "unit" or name.endswith("_unit")) and value and not is_known(value):
            problems.append(Problem(f"unit '{value}' at {path or fact.id} is not known", where))
        elif name == "as_of" and isinstance(value, dt.date):
            newest = max(newest, value)
    problems += _review_problems(fact, where)
    if fact.review.look_again_by < today:
        problems.append(Problem(f"review expired on {fact.review.look_again_by}", where))
    if fact.review.on < newest:
        problems.append(
            Problem(f"review of {fact.review.on} is older than a value of {newest}", where)
        )
    return problems


def check(today: dt.date | None = None) -> list[Problem]:
    """Every problem in every fact; a kind may add its own in `check(facts, today)`."""
    today = today or dt.date.today()
    problems: list[Problem] = []
    for kind in kinds():
        module = importlib.import_module(f"unclench.facts.kinds.{kind}")
        facts = _load(kind)
        for fact in facts.values():
            problems += check_fact(kind, fact, today)
        extra = getattr(module, "check", None)
        if extra is not None:
            problems += extra(facts, today)
    return problems
