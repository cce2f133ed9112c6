"""Sentences about the models of blood, nerve and muscle."""

from __future__ import annotations

from unclench.assessment import Assessment
from unclench.assessment.simulation import BloodChange, BloodCourse, Nerve, Refused, Simulation
from unclench.errors import Problem
from unclench.words.en import blood_models as _blood
from unclench.words.en import nerve as _nerve
from unclench.words.en.sentences import sentence, sentence_of

__all__ = ["blood_text", "nerve_text", "speak", "speak_blood", "speak_change", "speak_nerve"]

blood_text = _blood.blood_text
nerve_text = _nerve.nerve_text


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    if answer.simulation is not None:
        _speak(answer.simulation)


def _speak(part: Simulation) -> None:
    speak_nerve(part.nerve)
    part.say = part.nerve.say or "Nerve and muscle need a blood test to be computed."
    lines = [sentence_of(r) for r in part.missing]
    tables = []
    if part.blood is not None:
        speak_blood(part.blood)
        lines += [part.blood.say, *part.blood.lines]
        tables += part.blood.tables
        if part.blood.after_plan is not None:
            lines.append(f"After the plan: {part.blood.after_plan.say}")
            tables += part.blood.after_plan.tables
    nerve = part.nerve
    lines += [*nerve.experiments, *nerve.caveats, *nerve.insufficient]
    part.lines = list(dict.fromkeys(lines))
    part.tables = tables
    part.cannot_know = list(nerve.cannot_know)


def speak_blood(part: BloodCourse) -> None:
    """Fill the sentences and the table of a course of blood."""
    notes = [sentence_of(r) for r in part.notes]
    if part.refused:
        part.say = "The models of blood were not used."
        part.lines = [refusal(r) for r in part.refused] + notes
        return
    part.say = " ".join(sentence_of(r) for r in part.summary)
    part.lines = [sentence_of(r) for r in part.details] + notes
    part.tables = [_blood.table(part)]
    if part.after_plan is not None:
        speak_change(part.after_plan)


def speak_change(part: BloodChange) -> None:
    """Fill the sentences and the table of a change of intake."""
    speak_blood(part.before)
    speak_blood(part.after)
    part.say = part.after.say
    part.lines = [sentence_of(r) for r in part.changes]
    part.tables = list(part.after.tables)


def speak_nerve(part: Nerve) -> None:
    """Fill the sentences of the margin of nerve and muscle."""
    why = part.reasons
    part.say = " ".join(sentence_of(r) for r in why.say)
    part.experiments = [sentence_of(r) for r in why.experiments]
    part.assumptions = [sentence_of(r) for r in why.assumptions]
    part.caveats = [sentence_of(r) for r in why.caveats]
    part.insufficient = [sentence_of(r) for r in why.insufficient]
    part.insufficient += [refusal(r).replace("\n ", "") for r in part.refused]
    part.cannot_know = [sentence_of(r) for r in why.cannot_know]
    for pointer in part.points_to:
        pointer.label = _nerve.outcome(pointer.id, pointer.called)
        pointer.because = "; ".join(sentence_of(r) for r in pointer.reasons)
    if part.fibre is not None:
        part.fibre.state = _nerve.FIBRE[part.fibre.holds]
    if part.trace is not None:
        part.trace.label = _nerve.CHOSEN[part.trace.chosen_for]


def refusal(part: Refused) -> str:
    """Why a model was not used, with the way out."""
    return str(Problem(part.what, part.where, part.fix))


@sentence("blood_needs_diary")
def _needs_diary(values: object) -> str:
    return "Blood over weeks needs a diary: without intakes the models do not run."
