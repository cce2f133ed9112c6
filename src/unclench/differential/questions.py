"""Questions to take to the doctor, from an assessment. They ask; they never order or dose."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Cause, NextTest, RedFlag
from unclench.differential.network import network

CAUSES, TESTS = 3, 5


def questions(
    causes: Sequence[Cause],
    next_tests: Sequence[NextTest] = (),
    red_flags: Sequence[RedFlag] = (),
    insufficient: Sequence[str] = (),
) -> list[str]:
    """Short questions for the appointment, the urgent ones first, without repetition.

    Args:
        causes: ranked; the first few with at least some support give questions.
        next_tests: give the question about tests.
        red_flags: each gives its sentence, to be said at once.
        insufficient: what is missing; gives the last question.
    """
    out = [f"Say this first: {flag.say}" for flag in red_flags]
    asked = [c for c in causes if c.support != "little"][:CAUSES] or list(causes[:1])
    facts = {c.id: c for c in network().causes}
    for cause in asked:
        if cause.id in facts:
            out += facts[cause.id].ask
    wanted = [t.name for t in next_tests if t.id != "no_tests"][:TESTS]
    if wanted:
        out.append(f"Which of these would you do, and why or why not: {', '.join(wanted)}?")
    if asked:
        names = ", ".join(_lower(c.label) for c in asked if c.id != "other")
        if names:
            out.append(
                f"I read that these may play a part: {names}. What speaks for and against them?"
            )
    if insufficient:
        out.append("What else do you need to know from me?")
    out.append("When should I come back, and what should make me come sooner?")
    return list(dict.fromkeys(out))


def _lower(text: str) -> str:
    word = text[1:2].islower() or text[1:2] == " "
    return text[:1].lower() + text[1:] if word else text
