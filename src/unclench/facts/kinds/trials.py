"""Remedies that a person may try on themselves: how, for how long, who must not, what to watch."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.kinds import evidence, plan_safety
from unclench.facts.kinds.findings import FindingArea
from unclench.facts.kinds.plan_safety import When
from unclench.facts.loader import Fact, Strict, Verified, load


class Days(Strict):
    """A number of days and where it comes from."""

    value: int = Field(ge=0)
    why: str
    source: str
    verified: Verified


class Bar(Strict):
    """Who must not try a remedy, beside the safety rows of plans.

    Attributes:
        rows: ids of `plan_safety` that bar it although they shape a food plan otherwise.
        when: as in a safety row, where no row is about it.
    """

    rows: tuple[str, ...] = ()
    when: When | None = None
    because: str
    source: str
    verified: Verified


class Belief(Strict):
    """What is expected before any own number: rate with the remedy over rate without.

    Attributes:
        ratio: the middle; None where it is computed from the estimate of `from_row`.
        spread: standard deviation between people on the log scale.
        rows: of `evidence`, said with it. from_row: one of them, with an estimate in %.
    """

    ratio: float | None = Field(None, gt=0)
    spread: float = Field(gt=0)
    rows: tuple[str, ...] = ()
    from_row: str = ""
    why: str
    source: str
    verified: Verified


class Dose(Strict):
    """What is taken a day: of a nutrient, in its unit."""

    nutrient: str
    amount: float = Field(gt=0)
    unit: str


class Blinding(Strict):
    """Whether the person can be kept from knowing; how, or why not."""

    possible: Literal["with_helper", "no"]
    say: str


class Remedy(Fact):
    """One remedy.

    Attributes:
        said_as: words by which it is asked for; all words of one must be there.
        own_classes: classes of medicines that it may itself be read as.
        procedure: what is done in its periods. control: what is done in the others.
        dose: a day, where there is one. supplement: nutrient of a tablet.
        raises, lowers: nutrients whose intake it moves. tags: of foods it suggests.
        period_days: length of one period. onset: until it works. lingering: after it stops.
        watch: side effects at which one stops, in words. stop_findings: ids of those of them
            that are findings, so that they are noticed when they are told.
    """

    said_as: tuple[str, ...] = Field(min_length=1)
    own_classes: tuple[str, ...] = ()
    procedure: str
    control: str
    dose: Dose | None = None
    supplement: str = ""
    raises: tuple[str, ...] = ()
    lowers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    period_days: int = Field(ge=2, le=56)
    onset: Days
    lingering: Days
    belief: Belief
    must_not: tuple[Bar, ...] = ()
    watch: tuple[str, ...] = Field(min_length=1)
    stop_findings: tuple[str, ...] = ()
    blinding: Blinding
    source: str
    verified: Verified

    @property
    def not_counted(self) -> int:
        """Days at the start of each period that do not count: coming on, or wearing off."""
        return max(self.onset.value, self.lingering.value)


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Rows and safety rows that do not exist; periods with nothing left to count."""
    problems = []
    safety = load("plan_safety", plan_safety.SafetyRow)
    known = evidence.rows()
    areas = load("findings", FindingArea).values()
    findings = {name for area in areas for name in area.items}
    for fact in facts.values():
        assert isinstance(fact, Remedy)
        where = f"facts/data/trials/{fact.id}.yaml"
        belief = fact.belief
        for row in [*belief.rows, *([belief.from_row] if belief.from_row else [])]:
            if row not in known:
                problems.append(Problem(f"there is no row {row} in evidence", where))
        if (belief.ratio is None) == (not belief.from_row):
            problems.append(Problem("belief needs a ratio, or a row it comes from", where))
        for bar in fact.must_not:
            problems += [
                Problem(f"there is no safety row '{r}'", where) for r in bar.rows if r not in safety
            ]
            if not bar.rows and bar.when is None:
                problems.append(Problem("a bar without rows needs a `when`", where))
        problems += [
            Problem(f"there is no finding '{f}'", where)
            for f in fact.stop_findings
            if f not in findings
        ]
        if 2 * fact.not_counted > fact.period_days:
            problems.append(Problem("less than half of each period would count", where))
    return problems
