"""Medicines and supplements: generic and brand names, ATC codes, and the classes we reason with.

A class is a set of ATC prefixes (WHO's Anatomical Therapeutic Chemical classification) and single
names; the members follow from the codes. `phrases` of a class are what people call it.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified


class Class(Strict):
    """A class of medicines: members by ATC prefix or by name, and words for the class."""

    label: str
    atc: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


class Item(Strict):
    """A generic: its main ATC code (empty when it has none) and other names for it."""

    atc: str = Field("", pattern=r"^([A-Z]\d\d[A-Z]{0,2}\d{0,2})?$")
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class MedicineArea(Fact):
    """One file of medicines. `verified` tells how the ATC codes were checked."""

    source: str
    verified: Verified
    classes: dict[str, Class] = Field(default_factory=dict)
    items: dict[str, Item] = Field(default_factory=dict)


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """No generic twice, no name for two generics, every named member and part exists."""
    areas = [f for f in facts.values() if isinstance(f, MedicineArea)]
    problems: list[Problem] = []
    home: dict[str, str] = {}
    for area in areas:
        where = f"facts/data/medicines/{area.id}.yaml"
        for generic, item in area.items.items():
            for name in (generic.replace("_", " "), *item.names):
                if home.get(name.lower(), generic) != generic:
                    problems.append(Problem(f"'{name}' is also {home[name.lower()]}", where))
                home[name.lower()] = generic
    generics = {g for area in areas for g in area.items}
    for area in areas:
        where = f"facts/data/medicines/{area.id}.yaml"
        named = [(c, m) for c, k in area.classes.items() for m in k.members]
        named += [(g, m) for g, i in area.items.items() for m in i.parts]
        problems += [
            Problem(f"'{by}' names the unknown medicine '{name}'", where)
            for by, name in named
            if name not in generics
        ]
    return problems
