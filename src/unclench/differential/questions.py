"""Questions to take to the doctor, from an assessment. They ask; they never order or dose."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Cause, NextTest, Reason, RedFlag, reason
from unclench.differential.network import REMAINDER, network
from unclench.differential.next_test import NONE

CAUSES, TESTS = 3, 5


def questions(
    causes: Sequence[Cause],
    next_tests: Sequence[NextTest] = (),
    red_flags: Sequence[RedFlag] = (),
    insufficient: Sequence[Reason] = (),
) -> list[Reason]:
    """Short questions for the appointment, the urgent ones first.

    Args:
        causes: ranked; the first few with at least some support give questions.
        next_tests: give the question about tests.
        red_flags: each gives its sentence, to be said at once.
        insufficient: what is missing; gives the last question.
    """
    out = [reason("ask_first", flag=flag.id) for flag in red_flags]
    asked = [c for c in causes if c.support != "little"][:CAUSES] or list(causes[:1])
    facts = {c.id: c for c in network().causes}
    for cause in asked:
        rows = facts[cause.id].ask if cause.id in facts else ()
        out += [reason("ask_of_a_cause", cause=cause.id, row=row) for row in range(len(rows))]
    wanted = [t.id for t in next_tests if t.id != NONE][:TESTS]
    if wanted:
        out.append(reason("ask_which_test", tests=wanted))
    named = [c.id for c in asked if c.id != REMAINDER]
    if named:
        out.append(reason("ask_what_plays_a_part", causes=named))
    if insufficient:
        out.append(reason("ask_what_else"))
    out.append(reason("ask_when_to_come_back"))
    return out
