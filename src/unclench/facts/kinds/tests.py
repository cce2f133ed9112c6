"""Kind `tests`: examinations and tests that can be asked about, what they cost, what they show."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.keys import WrittenKey
from unclench.facts.loader import Fact, Strict, Verified


class Shows(Strict):
    """What a test can find. `state` is a lab state, `finding` a finding, `cause` a cause.

    For a `cause`, `sensitivity` and `false_positive` say how the test answers about it.
    """

    state: str = ""
    finding: str = ""
    cause: str = ""
    sensitivity: float = Field(0.0, ge=0, le=1)
    false_positive: float = Field(0.0, ge=0, le=1)
    source: str = "judgement"
    verified: Verified = "judgement"


class Why(Strict):
    """A reason to ask for the test now; `main` where it is the test that settles it,
    `only_if` where the sentence names a condition that we do not know to hold: it counts a quarter.

    `when` is `cause:id` (likely), `state:id` (an abnormal result), `context:back`, `calm:id`
    (likely and not urgent) or `calm:home` (it can be looked after at home), `any_medicine`, or the
    id of a finding, condition or class of medicines.
    """

    when: WrittenKey
    say: str
    safety: bool = False
    main: bool = False
    only_if: bool = False
    source: str


class ClinicalTest(Fact):
    """A test. `cost` is in bits: the information that would just make it worth while.

    `specialist`: not offered while a harmless cause leads.
    """

    loinc: str = ""
    panel: tuple[str, ...] = ()
    cost: float = Field(ge=0)
    specialist: bool = False
    shows: tuple[Shows, ...] = ()
    done_by: tuple[str, ...] = ()
    say: str
    why: tuple[Why, ...] = ()
    source: str


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Each test shows something or has a reason of its own; no reason stands twice."""
    problems = []
    for fact in facts.values():
        assert isinstance(fact, ClinicalTest)
        if not fact.shows and not fact.why:
            problems.append(Problem("it shows nothing", f"facts/data/tests/{fact.id}.yaml"))
        whens = [w.when for w in fact.why]
        problems += [
            Problem(f"the reason '{when}' stands twice", f"facts/data/tests/{fact.id}.yaml")
            for k, when in enumerate(whens)
            if when in whens[:k]
        ]
    return problems
