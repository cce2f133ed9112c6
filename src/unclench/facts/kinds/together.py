"""Kind `together`: evidence that travels together, which counts less often than it is told.

Tingling fingers, hands that lock and a positive cuff test are one event told three times. `k` of a
group count as `k` to the power of `exponent` independent witnesses: 1 is independent, 0 is one.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.keys import WrittenKey
from unclench.facts.loader import Fact, Verified


class Together(Fact):
    """One group; a member stands in one group only. `medicines` are the medicines of anybody.

    Medicines count together only for `causes`: two that lower sodium do add up.
    """

    members: tuple[WrittenKey, ...] = ()
    medicines: bool = False
    causes: tuple[str, ...] = ()
    exponent: float = Field(ge=0, le=1)
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Nothing stands in two groups; every member can be told or measured."""
    from unclench.facts import loader
    from unclench.facts.kinds import links
    from unclench.facts.labels import labels

    states = {s.id for x in loader.load("links", links.Links).values() for s in x.states}
    known = set(labels()) | {f"state:{s}" for s in states}
    problems: list[Problem] = []
    home: dict[str, str] = {}
    for fact in facts.values():
        assert isinstance(fact, Together)
        where = f"facts/data/together/{fact.file}.yaml"
        for member in map(str, fact.members):
            if member not in known:
                problems.append(Problem(f"'{member}' is not known", where))
            if home.setdefault(member, fact.id) != fact.id:
                problems.append(Problem(f"'{member}' is already in {home[member]}.yaml", where))
    if sum(isinstance(f, Together) and f.medicines for f in facts.values()) != 1:
        problems.append(Problem("one group is that of the medicines", "facts/data/together"))
    return problems
