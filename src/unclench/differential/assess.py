"""The whole differential for one case: what the app calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unclench.assessment import (
    Cause,
    Lab,
    NextTest,
    Nutrient,
    OwnAnswer,
    Question,
    Reason,
    RedFlag,
    Urgency,
    WhatToDo,
    reason,
)
from unclench.differential.asking import questions_to_ask
from unclench.differential.network import network
from unclench.differential.next_test import known, next_tests
from unclench.differential.own_answers import own_answers
from unclench.differential.questions import questions
from unclench.differential.ranking import Ranking, rank
from unclench.differential.red_flags import CALM, ORDER, calm, evaluate
from unclench.differential.what_is_missing import missing
from unclench.differential.what_to_do import at_home, what_to_do
from unclench.told.person import Person

NOW, TODAY = 0.3, 0.5
"""From these probabilities on the words as a whole sound like an emergency, or like something for
today (these and the next by whole answers on messages and lines left out, decision 82: 0.2 in place
of 0.3 finds 4 of 667 emergencies more for 20 alarms of some 1,500 more)."""
BRIEF_NOW, BRIEF_TODAY = 0.65, 0.7
"""The same where few words tell, or none was understood: an everyday sentence may sound like
something too."""


@dataclass(frozen=True, slots=True)
class DifferentialAnswer:
    """Parts of an `Assessment` that the differential fills, ids and numbers; `words` says them.

    Attributes:
        urgency, red_flags: from the safety rules, which win over any ranking.
        causes: possible contributors, best supported first.
        next_tests: safety tests first.
        what_to_do: pages of self-care for the first causes.
        own_answers: what answers the questions that the person asked.
        insufficient: what is missing and what it would allow.
        questions: to take to the doctor. ask: what to ask the person.
        sources: keys of the facts' sources that were used, sorted.
    """

    urgency: Urgency
    red_flags: list[RedFlag]
    causes: list[Cause]
    next_tests: list[NextTest]
    what_to_do: list[WhatToDo]
    own_answers: list[OwnAnswer]
    insufficient: list[Reason]
    questions: list[Reason]
    ask: list[Question]
    sources: list[str]


def assess_differential(
    told: Person,
    labs: Sequence[Lab] = (),
    nutrients: Sequence[Nutrient] = (),
) -> DifferentialAnswer:
    """Red flags, ranked causes, next tests and what is missing, for one case.

    Args:
        told: the person as told.
        labs: interpreted results (`plasma.labs.interpret`).
        nutrients: adequacy of the diet, when there is a diary.
    """
    flags, urgency = evaluate(told, labs)
    ranking = rank(told, labs, nutrients)
    if labs or calm(told) < CALM["same_day"]:
        urgency = _raised(urgency, ranking, labs)
    if not labs:
        urgency = _by_the_whole(urgency, told)
    urgency = at_home(told, urgency, flags, ranking.causes, labs)
    to_do = what_to_do(told, ranking.causes, urgency, labs)
    own = own_answers(told, to_do)
    tests = next_tests(ranking, told, labs, urgency.level)
    insufficient = missing(ranking, told, labs, tests)
    sources = {e.source for c in ranking.causes for e in [*c.for_, *c.against]}
    sources |= {f.source for f in flags} | {known()[t.id].source for t in tests}
    sources |= {s for page in to_do for s in page.sources} | {s for o in own for s in o.sources}
    return DifferentialAnswer(
        urgency=urgency,
        red_flags=flags,
        causes=ranking.causes,
        next_tests=tests,
        what_to_do=to_do,
        own_answers=own,
        insufficient=insufficient,
        questions=questions(ranking.causes, tests, flags, insufficient),
        ask=questions_to_ask(told, ranking, urgency.level, labs, nutrients),
        sources=sorted(s for s in sources if s),
    )


def _by_the_whole(urgency: Urgency, told: Person) -> Urgency:
    """The urgency, raised when the words as a whole sound more urgent than any single one.

    For whoever brings no results; those are judged by themselves.
    """
    emergency = told.sounds_urgent.get("emergency", 0.0)
    now, soon = (BRIEF_NOW, BRIEF_TODAY) if told.brief else (NOW, TODAY)
    today = emergency + told.sounds_urgent.get("same_day", 0.0)
    for level, chance, enough in (("emergency", emergency, now), ("same_day", today, soon)):
        if chance >= enough and ORDER.index(level) < ORDER.index(urgency.level):
            return Urgency(level=level, reason_codes=[reason("urgent_by_the_whole")])
    return urgency


def _raised(urgency: Urgency, ranking: Ranking, labs: Sequence[Lab]) -> Urgency:
    """The urgency of the rules, raised when a dangerous cause is likely and not yet measured.

    By the network's own probability, on whose scale the steps of the facts are.
    """
    measured = {lab.analyte for lab in labs}
    net = network()
    for cause in ranking.causes:
        i = net.ids.index(cause.id)
        step, likely = net.causes[i].raises, ranking.posterior.present[i]
        if step is None or likely < step.probability or measured & set(step.unless):
            continue
        code = reason("urgent_for_a_cause", cause=cause.id)
        if ORDER.index(step.level) < ORDER.index(urgency.level):
            urgency = Urgency(level=step.level, reason_codes=[code])
        elif step.level == urgency.level:
            urgency = Urgency(level=urgency.level, reason_codes=[*urgency.reason_codes, code])
    return urgency
