"""Safety rows of a food plan: when they apply, what they forbid, what they say, and why.

They win over every goal of the plan. A row without a case that fires it and one that must not is
refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified


class LabAbove(Strict):
    """A blood value at or beyond a limit, in the analyte's SI unit."""

    analyte: str
    above: float | None = None
    below: float | None = None
    unit: str


class When(Strict):
    """The row applies when any of these is true of the person."""

    medicine_classes: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()  # generic names
    conditions: tuple[str, ...] = ()
    labs: tuple[LabAbove, ...] = ()
    pregnant: bool = False
    always: bool = False


class SafetyRow(Fact):
    """One safety row.

    Attributes:
        no_more: nutrients whose intake no plan may raise.
        steady: nutrients whose intake may move by at most `steady_share` of today's intake.
        avoid_tags: foods with these tags are never suggested (they may be eaten less).
        no_supplements: nutrients never suggested as a supplement.
        refer: a professional must guide this; the plan says so first.
    """

    when: When
    no_more: tuple[str, ...] = ()
    steady: tuple[str, ...] = ()
    steady_share: float = Field(0.1, gt=0, le=1)
    avoid_tags: tuple[str, ...] = ()
    no_supplements: tuple[str, ...] = ()
    refer: bool = False
    say: str
    because: str
    source: str
    verified: Verified
    fires_for: tuple[dict[str, Any], ...]
    stays_quiet_for: tuple[dict[str, Any], ...]


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Rows that lack a case on either side, or that would change nothing."""
    problems = []
    for fact in facts.values():
        assert isinstance(fact, SafetyRow)
        where = f"facts/data/plan_safety/{fact.id}.yaml"
        if not fact.fires_for or not (fact.stays_quiet_for or fact.when.always):
            problems.append(Problem("needs a case that fires it and one that must not", where))
        effects = (fact.no_more, fact.steady, fact.avoid_tags, fact.no_supplements, fact.refer)
        if not any(effects) and not fact.say:
            problems.append(Problem("changes nothing and says nothing", where))
    return problems
