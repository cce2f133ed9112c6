"""Sentences about what people can do themselves, and answers to the questions they asked."""

from __future__ import annotations

import re

from unclench.assessment import Assessment, Cause, NextTest, OwnAnswer, WhatToDo
from unclench.facts import loader
from unclench.facts.kinds import evidence
from unclench.facts.kinds.causes import CauseFact
from unclench.facts.kinds.claims import Claim
from unclench.facts.kinds.lay_questions import LayQuestion
from unclench.facts.kinds.self_care import SelfCarePage
from unclench.words.en.sentences import Values, sentence, text

SUPPORT = {
    "more": "much of what you told speaks for it",
    "some": "something of what you told speaks for it",
    "little": "little of what you told speaks for it",
}
NO_TESTS = "no_tests"
_CERTAINTY = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    for page in answer.what_to_do:
        _page(page)
    for own in answer.you_asked:
        _answer(own, answer)


def _facts() -> dict[str, SelfCarePage]:
    return loader.load("self_care", SelfCarePage)


def _page(page: WhatToDo) -> None:
    fact = _facts()[page.id]
    page.label, page.in_short = fact.label, fact.in_short
    page.expect, page.changes = fact.expect, fact.changes
    page.now = [fact.now[n].say for n in page.rows["now"]]
    page.this_week = [fact.this_week[n].say for n in page.rows["this_week"]]
    page.see_if = [fact.see_if[n].say for n in page.rows["see_if"]]


@sentence("urgent_at_home")
def _at_home(v: Values) -> str:
    page = _facts()[text(v, "page")]
    return (
        f"This looks like something that is looked after at home ({page.label[:1].lower()}"
        f"{page.label[1:]}), and nothing that was understood is a warning sign."
    )


# Questions that the person asked.


def _answer(own: OwnAnswer, a: Assessment) -> None:
    if own.kind == "claim":
        _by_claim(own, a)
    elif own.kind == "evidence":
        factor = evidence.load()[own.about]
        own.verdict, own.say = "What studies say:", _first_sentences(factor.summary, 2)
    elif own.kind == "cause":
        _by_cause(own, a)
    else:
        _by_lay_question(own, a)


def _first_sentences(words: str, n: int) -> list[str]:
    return re.split(r"(?<=[.?!])\s+(?=[A-Z])", words.strip())[:n]


def _label(cause: str) -> str:
    label = loader.load("causes", CauseFact)[cause].label
    return f"{label[:1].lower()}{label[1:]}" if label[1:2].islower() else label


def _leading(a: Assessment) -> Cause | None:
    named = [c for c in a.causes if c.id != "other" and c.support != "little"]
    return named[0] if named else None


def _support(cause: str, a: Assessment) -> str:
    found = next((c for c in a.causes if c.id == cause), None)
    return SUPPORT[found.support if found else "little"]


def _by_claim(own: OwnAnswer, a: Assessment) -> None:
    claim = loader.load("claims", Claim)[own.about]
    own.verdict = (
        f"{claim.verdict_words.capitalize()} (certainty {_CERTAINTY[claim.certainty]}): "
        f"“{claim.label}”."
    )
    own.say = [_first_sentences(words, 1)[0] for words in claim.answer[:2]]
    for condition in claim.conditions:
        if condition.cause:
            own.say.append(f"For you: {_label(condition.cause)}: {_support(condition.cause, a)}.")
            break


def _by_cause(own: OwnAnswer, a: Assessment) -> None:
    own.verdict = f"{_label(own.about)[:1].upper()}{_label(own.about)[1:]}: "
    own.verdict += f"{_support(own.about, a)}."
    lead = _leading(a)
    if lead is not None and lead.id != own.about:
        own.say = [f"More speaks for: {_label(lead.id)}."]
    own.say.append("Only an examination, and a test where there is a reason, can settle it.")


def _by_lay_question(own: OwnAnswer, a: Assessment) -> None:
    topic = loader.load("lay_questions", LayQuestion)[own.about]
    level = a.urgency.level if a.urgency else "routine"
    own.verdict = topic.by_urgency.get(level, topic.verdict)
    own.say = [row.say for row in topic.say]
    if level not in ("emergency", "same_day"):
        own.say += _used(topic, own, a)
    own.put_to = topic.put_to
    if not own.verdict and not own.say:
        own.verdict = "First see somebody, as said above."


def _used(topic: LayQuestion, own: OwnAnswer, a: Assessment) -> list[str]:
    """What else of the answer belongs to this question."""
    if topic.uses == "evidence" and own.also:
        return _first_sentences(evidence.load()[own.also].summary, 1)
    page = _facts().get(own.also)
    if topic.uses == "course":
        return [page.expect if page else "How long depends on the cause, which is not settled."]
    if topic.uses == "page":
        return [f"{page.in_short}." if page else "That depends on the cause, which is not settled."]
    if topic.uses == "first_cause":
        lead = _leading(a)
        return [f"It looks most like: {_label(lead.id)}."] if lead else ["No one cause stands out."]
    if topic.uses == "tests":
        return [_which_tests(a.next_tests)]
    return []


def _which_tests(tests: list[NextTest]) -> str:
    if any(t.id == NO_TESTS for t in tests[:2]):
        return "No test is needed now, unless a warning sign appears."
    if not tests:
        return "No test stands out; an examination tells more."
    names = ", ".join(t.name for t in tests[:3])
    return f"Worth asking about: {names}."
