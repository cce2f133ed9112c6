"""The questions of the facts, and what their answers give: findings and conditions as if told."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from unclench.errors import Problem, did_you_mean, nearest
from unclench.facts import loader
from unclench.facts.kinds.questions import FollowUp, QuestionArea, Sign
from unclench.told.person import Condition, Finding
from unclench.told.readings import reading_id
from unclench.told.vocabulary import condition_items, finding_items

YES, NO, NOT_SURE = "yes", "no", "not_sure"
NONE = "none"
"""The answer to a question about a meaning that none of its offers is right."""
MEANING = "meaning"
"""How the id of a question about the meaning of words begins."""
_WAYS = {
    "y": YES, "yes": YES, "yeah": YES, "true": YES, "yep": YES,
    "n": NO, "no": NO, "nope": NO, "false": NO,
    "?": NOT_SURE, "not sure": NOT_SURE, "unsure": NOT_SURE, "dont know": NOT_SURE,
    "don't know": NOT_SURE, "do not know": NOT_SURE, "i do not know": NOT_SURE,
    "i don't know": NOT_SURE, "i dont know": NOT_SURE,
    "unknown": NOT_SURE, "maybe": NOT_SURE, "not_sure": NOT_SURE,
}  # fmt: skip
WHERE = "asked"


@functools.cache
def areas() -> dict[str, QuestionArea]:
    """Every list of questions by id."""
    return loader.load("questions", QuestionArea)


@functools.cache
def signs() -> dict[str, Sign]:
    """Every warning sign by id, in the order of the files."""
    return {key: sign for area in areas().values() for key, sign in area.signs.items()}


@functools.cache
def follow_ups() -> dict[str, FollowUp]:
    """Finding id -> the question that asks for it."""
    return {k: f for area in areas().values() for k, f in area.follow_ups.items()}


def meaning_id(text: str) -> str:
    """The id of the question what some words mean; the same for the same words."""
    return reading_id(MEANING, text)


def plain_answer(answer: str) -> str:
    """An answer in its one form: yes, no, not_sure, or an id as it was given."""
    said = " ".join(answer.strip().split())
    return _WAYS.get(said.lower(), said)


def choices(question: str) -> tuple[str, ...]:
    """What a question can be answered with; empty when any finding or condition may be meant."""
    return () if question.startswith(f"{MEANING}-") else (YES, NO, NOT_SURE)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered.

    Attributes:
        kept: question id -> answer, of those that were understood, as given.
        findings, conditions: what follows, present or denied.
        problems: what could not be used.
    """

    kept: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    conditions: tuple[Condition, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def settled(self) -> frozenset[str]:
        """Ids of questions that were answered with yes or no."""
        return frozenset(k for k, v in self.kept.items() if v != NOT_SURE)


def answers(asked: Mapping[str, str], words: Mapping[str, str]) -> Answers:
    """What the answers of a case give.

    Args:
        asked: question id -> answer. words: id of the question what some words mean -> the words.
    """
    kept: dict[str, str] = {}
    findings: list[Finding] = []
    conditions: list[Condition] = []
    problems: list[Problem] = []
    for question, given in asked.items():
        answer = plain_answer(given)
        problem = _problem(question, answer, words)
        if problem is not None:
            problems.append(problem)
            continue
        kept[question] = answer
        where = f"{WHERE}.{question}"
        for name, present in _gives(question, answer):
            text = words.get(question) or text_of(question)
            if name in finding_items():
                findings.append(Finding(name, present, text=text, where=where))
            else:
                conditions.append(Condition(name, present, text, where))
    return Answers(kept, tuple(findings), tuple(conditions), tuple(problems))


def text_of(question: str) -> str:
    """The words of a question of the facts."""
    sign = signs().get(question)
    if sign is not None:
        return sign.text
    return follow_ups()[question].text if question in follow_ups() else ""


def _gives(question: str, answer: str) -> Iterator[tuple[str, bool]]:
    """(finding or condition, there or denied) that an answer gives."""
    if answer == NOT_SURE:
        return
    sign = signs().get(question)
    if sign is not None:
        for name in sign.yes if answer == YES else sign.no:
            yield name, answer == YES
    elif question in follow_ups():
        yield question, answer == YES
    elif answer != NONE:
        yield answer, True


def _problem(question: str, answer: str, words: Mapping[str, str]) -> Problem | None:
    where = f"{WHERE}.{question[:80]}"
    allowed = choices(question)
    if question in signs() or question in follow_ups():
        if answer in allowed:
            return None
        what = f"'{answer[:80]}' is no answer to this question."
        return Problem(what, where, "Answer yes, no or not_sure.")
    if question in words:
        if answer in (NONE, NOT_SURE) or answer in finding_items() or answer in condition_items():
            return None
        near = nearest(answer, [*finding_items(), *condition_items()])
        fix = f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
        what = f"'{answer[:80]}' is none of the meanings."
        return Problem(what, where, fix or "Give the id of an offer, or none.")
    if question.startswith(f"{MEANING}-"):
        return Problem(
            "This question was about words that are not told, or are understood by now.", where,
            "Leave it out.",
        )  # fmt: skip
    known = [*signs(), *follow_ups(), *words]
    fix = did_you_mean(question, known) or f"Warning signs: {', '.join(signs())}."
    return Problem(f"There is no question '{question[:80]}'.", where, fix)


def not_asked(kept: Sequence[str] | Mapping[str, str], known: Mapping[str, bool]) -> list[str]:
    """Warning signs of which neither an answer nor the words tell, in the order of the lists.

    Args:
        kept: ids that were answered. known: finding or condition id -> there or denied.
    """
    return [key for key, sign in signs().items() if key not in kept and not _told(sign, known)]


def _told(sign: Sign, known: Mapping[str, bool]) -> bool:
    """Whether the words tell it already: all of it is there, or what a no denies is denied."""
    if all(known.get(n) for n in sign.yes):
        return True
    return bool(sign.no) and all(known.get(n) is False for n in sign.no)
