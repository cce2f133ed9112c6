"""Kind `question_words`: words that tell what a question is about, by group (see `facts.asked`)."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact


class QuestionWords(Fact):
    """One group of words. A `*` at the end stands for any ending, `_` joins words in order."""

    words: tuple[str, ...] = Field(min_length=1)


def check(facts: dict[str, Fact], _today: dt.date) -> list[Problem]:
    """No word stands twice in a group."""
    problems = []
    for fact in facts.values():
        assert isinstance(fact, QuestionWords)
        twice = {w for w in fact.words if fact.words.count(w) > 1}
        if twice:
            where = f"facts/data/question_words/{fact.id}.yaml"
            problems.append(Problem(f"twice: {', '.join(sorted(twice))}", where))
    return problems
