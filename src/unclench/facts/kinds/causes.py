"""Kind `causes`: what may be behind muscle spasms, with the numbers that weigh the evidence.

One file per cause. `findings` say how often people with this cause have a finding, `labs` how often
it makes a result abnormal; what happens without any listed cause is in the kind `links`.
`weighs` multiplies the odds beforehand: medicines, conditions, exposures, who the person is,
findings that argue against. `brings` says which other cause this one can bring about.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.assessment import Grade
from unclench.errors import Problem
from unclench.facts.keys import WrittenKey
from unclench.facts.likelihoods import untied
from unclench.facts.loader import Fact, Strict, Verified

Context = Literal["back", "legs", "general", "other"]
"""Where the complaint is: back; legs and feet; elsewhere or everywhere; no cramp and no back."""


class Prior(Strict):
    """Probability that the cause contributes, by where the complaint is, before any evidence."""

    back: float = Field(gt=0, lt=1)
    legs: float = Field(gt=0, lt=1)
    general: float = Field(gt=0, lt=1)
    other: float = Field(gt=0, lt=1)
    source: str
    verified: Verified
    note: str = ""


class Link(Strict):
    """P(finding | this listed cause and no other), the background included.

    The likelihood ratio of a finding that is there is this over the background, as in textbooks.
    `both_sides`: the illness is alike on both sides, so that the finding does not count when it is
    told of one side, or beside back pain with no side told.
    """

    finding: str
    sensitivity: float = Field(gt=0, lt=1)
    source: str
    verified: Verified
    both_sides: bool = False
    note: str = ""


class Onset(Strict):
    """How fast it comes: shares of people with this cause, by how long it had gone on.

    `sudden` up to three days or said to be sudden, `weeks` up to six, `months` up to a year.
    """

    sudden: float = Field(gt=0, lt=1)
    weeks: float = Field(gt=0, lt=1)
    months: float = Field(gt=0, lt=1)
    years: float = Field(gt=0, lt=1)
    source: str
    verified: Verified


class LabLink(Strict):
    """P(the cause alone makes the result at least mildly, and severely, abnormal)."""

    state: str
    mild: float = Field(gt=0, lt=1)
    severe: float = Field(ge=0, lt=1)
    source: str
    verified: Verified
    note: str = ""


class Weigh(Strict):
    """What multiplies the odds of the cause.

    `when` is the id of a finding, condition or class of medicines, or `person:…` (see `PERSON`), or
    `nutrient:…` (in proportion to the probability that the intake is too low), or `excess:…` (to
    the probability that it is above the upper limit). With `beside` it counts only when one of
    those is there too: the picture that this medicine causes, or age with a trifling injury.
    """

    when: WrittenKey
    odds: float = Field(gt=0)
    beside: tuple[str, ...] = ()
    source: str
    verified: Verified
    note: str = ""


PERSON = ("female", "male", "pregnant", "under_18", "under_45", "over_50", "over_65", "over_75")


class Brings(Strict):
    """The other cause that this one can bring about, and how often it does."""

    cause: str
    chance: float = Field(gt=0, lt=1)
    source: str
    verified: Verified
    note: str = ""


class Raise(Strict):
    """How soon help is needed once this cause is likely. It can only raise what the rules say.

    `probability` is from where on; with one of `unless` measured the value itself decides.
    """

    level: Literal["emergency", "same_day", "routine"]
    probability: float = Field(gt=0, lt=1)
    unless: tuple[str, ...] = ()
    say: str
    source: str


class CauseFact(Fact):
    """A possible contributor to muscle spasms. Texts are for the person, in short sentences.

    `harmless`: while it leads and nothing is urgent, no specialist's test is offered. `lack` is the
    state of the blood that is this cause: measured as severe, it is always shown.
    """

    kind: Literal["nutritional", "electrolyte", "other"]
    also_called: tuple[str, ...] = ()
    what: str
    shows: str
    tested: str
    evidence_grade: Grade
    evidence_note: str = ""
    confused_with: tuple[str, ...] = ()
    prior: Prior
    onset: Onset
    harmless: bool = False
    lack: str = ""
    findings: tuple[Link, ...] = ()
    labs: tuple[LabLink, ...] = ()
    weighs: tuple[Weigh, ...] = ()
    brings: tuple[Brings, ...] = ()
    ask: tuple[str, ...] = ()
    raises: Raise | None = None
    sources: tuple[str, ...]


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Causes named by others exist; the links between causes do not go round in a circle."""
    causes = {k: v for k, v in facts.items() if isinstance(v, CauseFact)}
    problems = untied("causes", facts)
    for c in causes.values():
        where = f"facts/data/causes/{c.id}.yaml"
        named = [*c.confused_with, *(b.cause for b in c.brings)]
        problems += [
            Problem(f"'{n}' is not a cause", where) for n in named if n not in causes or n == c.id
        ]
        for w in c.weighs:
            traits = w.when.kind == "person" and w.when.id in PERSON
            if not traits and w.when.kind not in ("told", "nutrient", "excess"):
                problems.append(Problem(f"'{w.when}' is not known", where))
        shares = sum(getattr(c.onset, x) for x in ("sudden", "weeks", "months", "years"))
        if abs(shares - 1) > 1e-6:
            problems.append(Problem(f"onset: the shares add up to {shares:g}, not 1", where))
        if c.lack and c.lack not in {s.state for s in c.labs}:
            problems.append(Problem(f"lack: '{c.lack}' is no state of its labs", where))
        for rows in ([f.finding for f in c.findings], [s.state for s in c.labs]):
            twice = sorted({r for r in rows if rows.count(r) > 1})
            problems += [Problem(f"'{r}' stands twice", where) for r in twice]
        problems += [
            Problem(f"{s.state}: severe is above mild", where) for s in c.labs if s.severe > s.mild
        ]
        seen, todo = set[str](), [b.cause for b in c.brings]
        while todo:
            n = todo.pop()
            if n == c.id:
                problems.append(Problem("it brings itself about in a circle", where))
            elif n not in seen and n in causes:
                seen.add(n)
                todo += [b.cause for b in causes[n].brings]
    return problems
