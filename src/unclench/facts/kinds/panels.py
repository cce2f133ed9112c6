"""Panels: what people call several tests at once, so that "electrolytes normal" is understood."""

from __future__ import annotations

import functools

from pydantic import Field

from unclench.errors import Problem
from unclench.facts import loader
from unclench.facts.kinds import analytes
from unclench.facts.loader import Fact


class Panel(Fact):
    """One panel: its names, and the analytes that it surely holds everywhere."""

    names: tuple[str, ...] = Field(min_length=1)
    analytes: tuple[str, ...] = Field(min_length=1)
    sources: tuple[str, ...] = Field(min_length=1)


def load() -> dict[str, Panel]:
    """All panels by id."""
    return loader.load("panels", Panel)


@functools.cache
def _by_name() -> dict[frozenset[str], Panel]:
    return {analytes.name_key(n): p for p in load().values() for n in (p.label, *p.names)}


def find(name: str) -> Panel | None:
    """The panel a person means by `name`."""
    return _by_name().get(analytes.name_key(name))


def check(facts: dict[str, Fact], _today: object) -> list[Problem]:
    """Every analyte of a panel exists."""
    known = loader.load("analytes", Fact)
    return [
        Problem(f"analyte {a} does not exist", f"facts/data/panels/{fact.id}.yaml")
        for fact in facts.values()
        if isinstance(fact, Panel)
        for a in fact.analytes
        if a not in known
    ]
