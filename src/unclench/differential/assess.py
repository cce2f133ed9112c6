"""The whole differential for one case: what the app calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from unclench.assessment import Cause, Lab, NextTest, Node, Nutrient, RedFlag, Urgency
from unclench.differential.network import network
from unclench.differential.next_test import known, next_tests
from unclench.differential.questions import questions
from unclench.differential.ranking import node_of, rank
from unclench.differential.red_flags import ORDER, evaluate
from unclench.differential.what_is_missing import missing
from unclench.told.person import Person


@dataclass(frozen=True, slots=True)
class DifferentialAnswer:
    """Parts of an `Assessment` that the differential fills.

    Attributes:
        urgency, red_flags: from the safety rules, which win over any ranking.
        causes: possible contributors, best supported first.
        next_tests: safety tests first.
        insufficient: what is missing and what it would allow.
        questions: to take to the doctor.
        nodes: cause id -> how its probability came about.
        sources: keys of the facts' sources that were used, sorted.
    """

    urgency: Urgency
    red_flags: list[RedFlag]
    causes: list[Cause]
    next_tests: list[NextTest]
    insufficient: list[str]
    questions: list[str]
    nodes: dict[str, Node]
    sources: list[str]


def assess_differential(
    told: Person,
    labs: Sequence[Lab] = (),
    nutrients: Sequence[Nutrient] = (),
    today: dt.date | None = None,
) -> DifferentialAnswer:
    """Red flags, ranked causes, next tests and what is missing, for one case.

    Args:
        told: the person as told.
        labs: interpreted results (`plasma.labs.interpret`).
        nutrients: adequacy of the diet, when there is a diary.
        today: for the age of results; only the caveats of `labs` depend on it.
    """
    flags, urgency = evaluate(told, labs)
    ranking = rank(told, labs, nutrients)
    urgency = _raised(urgency, ranking.causes, labs)
    urgent = urgency.level in ("emergency", "same_day")
    tests = next_tests(ranking, told, labs, urgent)
    insufficient = missing(ranking, told, labs, tests)
    sources = {e.source for c in ranking.causes for e in [*c.for_, *c.against]}
    sources |= {f.source for f in flags} | {known()[t.id].source for t in tests}
    return DifferentialAnswer(
        urgency=urgency,
        red_flags=flags,
        causes=ranking.causes,
        next_tests=tests,
        insufficient=insufficient,
        questions=questions(ranking.causes, tests, flags, insufficient),
        nodes={c.id: node_of(c, ranking) for c in ranking.causes},
        sources=sorted(s for s in sources if s),
    )


def _raised(urgency: Urgency, causes: Sequence[Cause], labs: Sequence[Lab]) -> Urgency:
    """The urgency of the rules, raised when a dangerous cause is likely and not yet measured."""
    measured = {lab.analyte for lab in labs}
    facts = {c.id: c for c in network().causes}
    for cause in causes:
        step = facts[cause.id].raises
        if step is None or cause.probability < step.probability or measured & set(step.unless):
            continue
        if ORDER.index(step.level) < ORDER.index(urgency.level):
            urgency = Urgency(level=step.level, reasons=[step.say])
        elif step.level == urgency.level and step.say not in urgency.reasons:
            urgency = Urgency(level=urgency.level, reasons=[*urgency.reasons, step.say])
    return urgency
