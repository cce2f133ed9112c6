"""Findings: what a person may feel, show, eat or be exposed to, and the words for it.

One file per area. A phrase is written in the small language of `docs/words.md`; a `<group>` in it
is a list of words that stand for one another, kept in `words.yaml`. The HPO id is the concept of
the Human Phenotype Ontology that comes closest, where we know one.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified

FindingType = Literal["symptom", "sign", "risk", "context", "diet", "exposure", "ecg"]

GROUP = re.compile(r"<([a-z_]+)>")


class Hpo(Strict):
    """A term of the Human Phenotype Ontology and how far its number was checked."""

    id: str = Field(pattern=r"^HP:\d{7}$")
    verified: Verified


class Item(Strict):
    """One finding.

    Attributes:
        implies: more general findings that are true whenever this one is.
        excludes: findings that are absent when this one is present (a normal examination).
        instead_of: findings that the same words seem to say and do not, when this one is there.
        unless: findings beside which `instead_of` is not trusted.
        places: groups of words for where in the body it is; words that name only other places
            never say it.
        needs: groups of words, one of which must stand beside it where no phrase says it but the
            trained reader hears it: urine is dark only where a colour or a likeness is told.
        supposed: whether it may count a little where the reader hears it without being sure; what
            is told of medicines is read by its words and dates, of pregnancy where one is told.
        is_loss: it is that something is not there, so that "no reflexes" says it.
        phrases: patterns of words; see `docs/words.md`.
        heeded: its phrases count, though the words seldom mean it: beside another sign it is
            urgent.
        lasts_days: how long it matters; told of longer ago it is over. None: it stays.
    """

    label: str
    type: FindingType
    hpo: Hpo | None = None
    implies: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    supposed: bool = True
    heeded: bool = False
    is_loss: bool = False
    phrases: tuple[str, ...] = ()
    lasts_days: float | None = Field(default=None, gt=0)


class FindingArea(Fact):
    """One area of findings. The words are ours: `source` is judgement unless a list was used."""

    source: str
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    items: dict[str, Item] = Field(default_factory=dict)


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Ids are unique; every implied or excluded finding and every named group exists."""
    problems: list[Problem] = []
    areas = {k: v for k, v in facts.items() if isinstance(v, FindingArea)}
    groups = {name for area in areas.values() for name in area.groups}
    home: dict[str, str] = {}
    for area in areas.values():
        where = f"facts/data/findings/{area.id}.yaml"
        for key in area.items:
            if key in home:
                problems.append(Problem(f"'{key}' is already in {home[key]}.yaml", where))
            home.setdefault(key, area.id)
    for area in areas.values():
        where = f"facts/data/findings/{area.id}.yaml"
        for key, item in area.items.items():
            problems += [
                Problem(f"'{key}' names the unknown finding '{other}'", where)
                for other in (*item.implies, *item.excludes, *item.instead_of, *item.unless)
                if other not in home
            ]
            problems += [
                Problem(f"'{key}' names the unknown group <{name}>", where)
                for phrase in item.phrases
                for name in GROUP.findall(phrase)
                if name not in groups
            ]
            problems += [
                Problem(f"'{key}' names the unknown group <{name}>", where)
                for name in (*item.places, *item.needs)
                if name not in groups
            ]
    return problems
