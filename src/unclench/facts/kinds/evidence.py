"""Evidence: what studies found about a factor and an outcome, with effect, interval and grade.

One file per factor. Every row is one finding of one source. Grades follow the words of GRADE;
`grade_basis` says whether the authors graded it or we did.
"""

from __future__ import annotations

import functools
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts import loader
from unclench.facts.loader import Fact, Strict, Verified

Direction = Literal["increases", "decreases", "no_effect", "uncertain", "mixed"]
Grade = Literal["high", "moderate", "low", "very_low"]

MEASURES = {
    "MD": "mean difference",
    "SMD": "standardised mean difference",
    "RR": "relative risk",
    "OR": "odds ratio",
    "aSR": "adjusted sequence ratio",
    "HR": "hazard ratio",
    "share": "share",
    "difference": "difference",
    "change": "change",
}


class Estimate(Strict):
    """One number of a study on its own scale, with its 95 % interval where one was given."""

    measure: str
    value: float
    low: float | None = None
    high: float | None = None
    scale: str = ""
    about: str = ""

    def words(self) -> str:
        """The estimate in words, e.g. "mean difference -3.9 % (95 % interval -21.1 to 13.3)"."""
        scale = f" {self.scale}" if self.scale else ""
        text = f"{MEASURES.get(self.measure, self.measure)} {self.value:g}{scale}"
        if self.low is not None and self.high is not None:
            text += f" (95 % interval {self.low:g} to {self.high:g})"
        return f"{self.about}: {text}" if self.about else text


class Row(Strict):
    """One finding. `say` is our own sentence; `note` is what a reader must know to be fair."""

    id: str
    exposure: str
    outcome: str
    population: str
    kind: str
    direction: Direction
    grade: Grade
    grade_basis: str
    say: str
    effect: str = ""
    interval: str = ""
    estimates: tuple[Estimate, ...] = ()
    size: str = ""
    note: str = ""
    source: str
    verified: Verified


class Factor(Fact):
    """What is known about one factor. `subjects` are words by which a question asks for it.

    `named`: they mean nothing else (a medicine, dialysis), so that a question about our troubles
    that holds one asks for it, whatever else it tells.
    """

    summary: str
    subjects: tuple[str, ...] = Field(min_length=1)
    named: bool = False
    rows: tuple[Row, ...] = Field(min_length=1)


def load() -> dict[str, Factor]:
    """All evidence by factor."""
    return loader.load("evidence", Factor)


@functools.cache
def rows() -> dict[str, tuple[Factor, Row]]:
    """Row id -> (factor, row), over all factors."""
    return {r.id: (m, r) for m in load().values() for r in m.rows}


def check(facts: dict[str, Fact], _today: object) -> list[Problem]:
    """Row ids are unique; an estimate lies inside its interval."""
    seen: dict[str, str] = {}
    problems: list[Problem] = []
    for fact in facts.values():
        assert isinstance(fact, Factor)
        where = f"facts/data/evidence/{fact.id}.yaml"
        for row in fact.rows:
            if seen.setdefault(row.id, fact.id) != fact.id:
                problems.append(Problem(f"row {row.id} is also in {seen[row.id]}", where))
            for e in row.estimates:
                if e.low is not None and e.high is not None and not e.low <= e.value <= e.high:
                    problems.append(Problem(f"row {row.id}: estimate outside its interval", where))
    return problems
