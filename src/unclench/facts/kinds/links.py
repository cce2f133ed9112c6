"""Kind `links`: how often a finding or an abnormal result is there without any listed cause.

Three files: `contexts` (which findings say where the complaint is, see `causes.Prior`),
`background` (findings) and `results` (blood and urine results, with the value at which
a result starts to speak for the abnormal state, and how fast that grows).
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.likelihoods import untied
from unclench.facts.loader import Fact, Strict, Verified


class Background(Strict):
    """P(a person with another or no cause has, and tells, the finding)."""

    finding: str
    background: float = Field(gt=0, lt=1)
    source: str
    verified: Verified
    note: str = ""


class Curve(Strict):
    """How one analyte speaks for a state. Values in `unit`, the analyte's SI unit.

    At `mild` the result is as likely with as without the state; one `width` further on it is ten
    times as likely, up to ten to the power of `cap`; a normal result counts against, down to ten to
    the power of minus `floor`. `severe` likewise separates severe from mild. With `log`, `width`
    is in decades of the value. `given` moves `mild` and `severe` when another analyte is low.
    """

    analyte: str
    unit: str
    mild: float
    severe: float
    width: float = Field(gt=0)
    log: bool = False
    floor: float = Field(1.5, ge=0, le=3)
    cap: float = Field(3.0, gt=0, le=4)
    source: str
    verified: Verified


class Given(Strict):
    """Cut-offs to use when calcium is low: a normal hormone level is then too low."""

    mild: float
    severe: float
    source: str
    verified: Verified


class State(Strict):
    """An abnormal state that results speak for. The first of `by` with a result is used."""

    id: str
    label: str
    side: Literal["low", "high"]
    by: tuple[Curve, ...]
    when_calcium_is_low: Given | None = None
    background_mild: float = Field(gt=0, lt=1)
    background_severe: float = Field(gt=0, lt=1)
    source: str
    verified: Verified
    note: str = ""


class Links(Fact):
    """Background rates; see the module."""

    contexts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    findings: tuple[Background, ...] = ()
    states: tuple[State, ...] = ()


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """No row stands twice; severe lies beyond mild; what a cause weighs has its background."""
    from unclench.facts import loader
    from unclench.facts.kinds.causes import CauseFact

    known = {f.finding for fact in facts.values() if isinstance(fact, Links) for f in fact.findings}
    problems = [
        Problem(
            f"'{row.finding}' has no background probability",
            f"facts/data/causes/{cause.id}.yaml",
            "Add it to facts/data/links/background.yaml.",
        )
        for cause in loader.load("causes", CauseFact).values()
        for row in cause.findings
        if row.finding not in known
    ]
    problems += untied("links", facts)
    for fact in facts.values():
        assert isinstance(fact, Links)
        where = f"facts/data/links/{fact.id}.yaml"
        names = [f.finding for f in fact.findings] + [s.id for s in fact.states]
        problems += [
            Problem(f"'{n}' stands twice", where) for n in sorted(names) if names.count(n) > 1
        ]
        for s in fact.states:
            for c in s.by:
                if (c.severe < c.mild) != (s.side == "low"):
                    problems.append(Problem(f"{s.id}: severe does not lie beyond mild", where))
    return problems
