"""Kind `lay_questions`: questions that people ask inside their complaint, and their answers.

`asked` are phrases in the syntax of the lexicon (`told.lexicon`), searched in question sentences
alone. Nothing here doses, starts or stops a medicine.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified

Uses = Literal["", "page", "course", "first_cause", "tests", "evidence"]


class LayQuestion(Fact):
    """One kind of question.

    Attributes:
        order: which comes first when several match.
        before_claims: it outranks the pages of popular claims.
        asked: phrases of it. asked_of_medicine: phrases that count beside the name of a medicine.
        verdict: the answer in a few words; `by_urgency` gives it by how soon help is needed.
        say: what is said after the verdict.
        uses: what of the answer is said as well: what to do, how it goes on, the first cause, the
            tests, or the evidence on the medicine asked about.
        put_to: whom else to ask, "" for nobody.
        beyond: this program does not answer it; it only says whom to ask.
    """

    order: int
    before_claims: bool = False
    asked: tuple[str, ...] = ()
    asked_of_medicine: tuple[str, ...] = ()
    verdict: str = ""
    by_urgency: dict[Literal["emergency", "same_day", "routine", "self_care"], str] = Field(
        default_factory=dict
    )
    say: tuple[Said, ...] = ()
    uses: Uses = ""
    put_to: str = ""
    beyond: bool = False


class Said(Strict):
    """One sentence of an answer with its source."""

    say: str
    source: str
    verified: Verified


LayQuestion.model_rebuild()


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Each can be found and answered, and their order is plain."""
    problems = []
    order: dict[int, str] = {}
    for fact in facts.values():
        assert isinstance(fact, LayQuestion)
        where = f"facts/data/lay_questions/{fact.id}.yaml"
        if not (fact.asked or fact.asked_of_medicine or fact.beyond):
            problems.append(Problem("no words find it", where))
        if fact.by_urgency and len(fact.by_urgency) != 4:
            problems.append(Problem("it needs a verdict for each of the four urgencies", where))
        if not (fact.verdict or fact.by_urgency or fact.uses or fact.put_to):
            problems.append(Problem("it answers nothing", where))
        if fact.order in order:
            problems.append(Problem(f"it has the order of '{order[fact.order]}'", where))
        order[fact.order] = fact.id
    return problems
