"""From a person to the simulation part of the answer: blood over weeks, then nerve and muscle."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from unclench.assessment import Assessment, reason
from unclench.assessment.simulation import BloodCourse, Simulation

if TYPE_CHECKING:
    from unclench.plasma.composition import Composition
    from unclench.told import Person

WEEKS = 26


def simulation_part(person: Person, answer: Assessment, today: dt.date) -> Simulation:
    """Blood by the slow models, margin of nerve and muscle by the fast ones.

    Measured blood goes to nerve and muscle where there is any; the slow models fill what was not
    measured: with tests from the day of the tests, on which their course begins, else from its
    end, where this intake leads. With a plan in the answer, the blood after it stands beside.
    """
    from unclench.membrane.report import nerve_part
    from unclench.plasma.blood import from_labs
    from unclench.plasma.homeostasis.blood_of_a_person import blood_part, from_assessment
    from unclench.plasma.homeostasis.inputs import TAKEN

    blood = from_labs(answer.labs)
    inputs = from_assessment(answer, person, today=today, blood=blood)
    after = _after(answer, set(TAKEN))
    course = blood_part(inputs, after or None, weeks=WEEKS) if inputs.intakes else None
    nerve = nerve_part(blood, predicted=_predicted(course, 0 if inputs.started else WEEKS))
    return Simulation(
        blood=course,
        nerve=nerve,
        missing=[] if course else [reason("blood_needs_diary")],
        sources=list(nerve.sources),
    )


def _predicted(course: BloodCourse | None, week: float) -> Composition | None:
    """The predicted blood of one week; None when the models of blood were not used."""
    from unclench.plasma.composition import Composition

    for at in course.composition if course else ():
        if at.week == week:
            return Composition(**at.model_dump(exclude={"week"}))
    return None


def _after(answer: Assessment, known: set[str]) -> dict[str, float]:
    """Intakes per day after the best plan, of the nutrients the models take."""
    if answer.plan is None or not answer.plan.plans:
        return {}
    return {
        e.nutrient: e.after
        for e in answer.plan.plans[0].effects
        if e.nutrient in known and e.after != e.before
    }
