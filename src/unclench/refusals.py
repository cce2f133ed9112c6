"""What could not be used: said beside the answer, or instead of it when nothing could be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from unclench.assessment import Assessment, ProblemFound, Reason, reason
from unclench.errors import Problem, UserError
from unclench.told import Person
from unclench.words import language

T = TypeVar("T")

AT_MOST = 60
"""Problems that are listed; more are counted."""
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2200, 1, 1)
LEFT_OUT = (
    "labs_left_out",
    "labs_unknown_tests",
    "labs_nothing_of_use",
    "labs_no_json",
    "labs_without_values",
)
"""Reasons of readers that name something told that could not be used."""


BODY = ("weight_kg", "height_cm")
"""Numbers of the profile: told in words they are no more than there."""


@dataclass(slots=True)
class Refused:
    """Collects what could not be used while an answer is made.

    Attributes:
        problems: of the input. faults: errors of ours, each of which is a problem as well.
    """

    problems: list[Problem] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def guarded(self, what: str, read: Callable[[], T], otherwise: T) -> T:
        """`read()`; what goes wrong in it is a problem, so that the rest is still answered."""
        try:
            return read()
        except UserError as error:
            self.problems += error.problems
        except Exception as error:  # a fault of ours must not hide a warning sign
            self.faults.append(error)
            self.problems.append(
                Problem(
                    f"A fault of Unclench: {what} could not be read ({type(error).__name__}).",
                    what,
                    "Please report it; everything else was read.",
                )
            )
        return otherwise

    def day(self, today: dt.date | None) -> dt.date:
        """The day an answer is for: now, when none is given or nobody alive can mean it."""
        now = dt.date.today()
        if today is None or FIRST <= today <= LAST:
            return today or now
        self.problems.append(
            Problem(f"{today} is no day to answer for; {now} was taken.", "today", "Leave it out.")
        )
        return now

    def stop(self, told: Person, answer: Assessment, spoken: str) -> None:
        """Refuse when something could not be used and nothing told could.

        Raises:
            UserError: all problems, at once. Exception: the fault was ours.
        """
        if used(told, answer):
            return
        if self.faults:
            raise self.faults[0]
        problems = [*self.problems, *left_out(answer.reasons.warnings, spoken)]
        if not problems:
            return
        raise UserError([*problems, *(_words_not_understood(w) for w in told.not_understood)])

    def tell(self, answer: Assessment, spoken: str) -> None:
        """Put every problem into `problems` and `warnings` of an answer."""
        many = capped(self.problems)
        answer.reasons.warnings[:0] = [
            reason("not_used", what=p.what, where=p.where, fix=p.fix) for p in many
        ]
        many += left_out(answer.reasons.warnings, spoken)
        found = [ProblemFound(what=p.what, where=p.where, fix=p.fix) for p in many]
        answer.problems += [p for p in found if p not in answer.problems]


def used(told: Person, answer: Assessment) -> bool:
    """Whether anything told was used: words, a result, a day of a diary; age and sex are none.

    A record of tests that says itself that they have no value was read as well: what it lacks is
    named beside the answer.
    """
    return bool(
        answer.labs
        or any(r.code == "labs_without_values" for r in answer.reasons.warnings)
        or (answer.diary is not None and answer.diary.days)
        or told.findings
        or told.conditions
        or told.medicines
        or told.asides
        or told.supplements
        or any(e.id not in BODY for e in told.exposures)
        or told.allergies
        or told.unsure
        or told.diets
        or told.stated
    )


def only_unknown_words(answer: Assessment) -> list[Problem]:
    """A problem for each text told when none of them was understood; else none.

    A name of an allergy, a medicine or a condition that no fact knows was used: it makes a plan
    careful or refuses it.
    """
    known = answer.understood or answer.labs or answer.asked or (answer.diary and answer.diary.days)
    careful = any(r.code == "unknown_name" for r in answer.reasons.warnings)
    if known or careful:
        return []
    return [_words_not_understood(words) for words in answer.not_understood]


def left_out(reasons: Sequence[Reason], spoken: str) -> list[Problem]:
    """The problems among the notes of readers, in words."""
    out = []
    for r in reasons:
        if r.code == "labs_left_out":
            what, where, fix = (str(r.values[k]) for k in ("what", "where", "fix"))
            out.append(Problem(what, where, fix))
        elif r.code in LEFT_OUT:
            where = str(r.values.get("where", ""))
            said = language(spoken).sentence_of(r)
            out.append(Problem(said.removeprefix(f"{where}: "), where))
    return out


def capped(problems: Sequence[Problem]) -> list[Problem]:
    """The first `AT_MOST` different problems, and one that counts the rest."""
    once = list(dict.fromkeys(problems))
    more = len(once) - AT_MOST
    return [*once[:AT_MOST], Problem(f"There are {more} more problems.")] if more > 0 else once


def _words_not_understood(words: str) -> Problem:
    return Problem(
        f"'{words[:200]}' was not understood.",
        "words",
        "Try other words: what hurts, where, since when. If it may be serious, get help first.",
    )
