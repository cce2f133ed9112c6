"""Names of a medicine in one country, on a pack or across a counter: what is sold as what.

`medicines` holds the generics with their usual names; a file here adds the names of one place. A
name of a pack that holds two medicines stands for both.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Verified, load


class MedicineNames(Fact):
    """The names of one place. `source` and `verified` are of the file, `note` says what was seen.

    Attributes:
        names: name as said, lower case -> the generics it stands for.
    """

    names: dict[str, tuple[str, ...]] = Field(min_length=1)
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every generic exists; no name stands for two different things."""
    from unclench.facts.kinds.medicines import MedicineArea

    items = {k: i for a in load("medicines", MedicineArea).values() for k, i in a.items.items()}
    home: dict[str, tuple[str, ...]] = {
        n.lower(): (k,) for k, i in items.items() for n in (k.replace("_", " "), *i.names)
    }
    problems: list[Problem] = []
    for fact in facts.values():
        if not isinstance(fact, MedicineNames):
            continue
        where = f"facts/data/medicine_names/{fact.id}.yaml"
        for name, generics in fact.names.items():
            problems += [
                Problem(f"'{name}' names the unknown medicine '{g}'", where)
                for g in generics
                if g not in items
            ]
            if home.get(name, generics) != generics:
                problems.append(Problem(f"'{name}' is also {' + '.join(home[name])}", where))
            home[name] = generics
    return problems
