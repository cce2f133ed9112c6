"""Words around a medicine or a condition: taken, stopped, only offered; had, ruled out, feared.

Each group is a list of patterns on normalised words (American spelling, singular, digits), joined
by single blanks; `X` in a pattern is the thing, `...` up to six words, `*` any ending.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Verified

GROUPS = (
    "stopped", "never", "talked_about", "eased", "began_before", "began_after", "began_new",
    "holds", "ruled_out", "suspected", "family", "not_mine",
)  # fmt: skip


class StatusWords(Fact):
    """The groups of one language. `holds`: patterns that win over every other group."""

    groups: dict[str, tuple[str, ...]] = Field(min_length=1)
    source: str
    verified: Verified


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every group is one that is read, and every pattern of it has its X."""
    problems: list[Problem] = []
    for fact in facts.values():
        if not isinstance(fact, StatusWords):
            continue
        where = f"facts/data/status_words/{fact.id}.yaml"
        for name, patterns in fact.groups.items():
            if name not in GROUPS:
                problems.append(Problem(f"'{name}' is no group that is read", where))
            problems += [
                Problem(f"'{p}' in '{name}' has no X", where)
                for p in patterns
                if "X" not in p.split()
            ]
    return problems
