"""The questions that stand in a person's own words, each with what answers it.

In this order: the questions that are about safety, the pages on claims (a cause that the page
weighs for this person goes before it), a cause that is named, the other lay questions, the evidence
on a factor; else it is beyond this program, which says whom to ask. Only ids are handed on;
`words` says them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from unclench.assessment import OwnAnswer, WhatToDo
from unclench.facts import loader
from unclench.facts.claims import words
from unclench.facts.kinds.causes import CauseFact
from unclench.facts.kinds.evidence import Factor
from unclench.facts.kinds.evidence import load as load_evidence
from unclench.facts.kinds.lay_questions import LayQuestion
from unclench.told.pages import NO_SUBJECT, factor_for, page_for
from unclench.told.person import OwnQuestion, Person

BEYOND = "beyond"
_WHAT_IS_IT = frozenset({"what_is_it"})


@functools.cache
def _lay() -> dict[str, LayQuestion]:
    return loader.load("lay_questions", LayQuestion)


@functools.cache
def _names() -> list[tuple[re.Pattern[str], str]]:
    """Names of causes as whole words, the longest first, each with the id."""
    out = []
    for cause in loader.load("causes", CauseFact).values():
        names = [cause.label, *cause.also_called, cause.id.replace("_", " ")]
        out += [(n.lower(), cause.id) for n in names if len(n) > 2]
    out.sort(key=lambda t: (-len(t[0]), t[1]))
    return [(re.compile(rf"(?<!\w){re.escape(n)}(?!\w)"), i) for n, i in out]


def _named_cause(text: str) -> str:
    """Id of the cause that a question names, or ""."""
    low = text.lower()
    return next((i for name, i in _names() if name.search(low)), "")


def _factor(question: OwnQuestion) -> Factor | None:
    """The factor of the evidence that a question names."""
    asked = words(question.text) - NO_SUBJECT
    found = factor_for(question.text, beside=True)
    every = [found] if found else list(load_evidence().values())
    return next((f for f in every if asked & frozenset().union(*map(words, f.subjects))), None)


def answered(question: OwnQuestion, to_do: Sequence[WhatToDo]) -> OwnAnswer:
    """What answers one question."""
    topics = [_lay()[t] for t in question.topics]
    first = next((t for t in topics if t.before_claims), None)
    if first is not None:
        return _by(question, first, to_do)
    claim, cause = page_for(question.text, beside=True), _named_cause(question.text)
    weighed = claim is not None and any(c.cause == cause for c in claim.conditions if c.cause)
    if claim is not None and not weighed:
        sources = list(claim.sources)
        return OwnAnswer(question=question.text, kind="claim", about=claim.id, sources=sources)
    if cause:
        return OwnAnswer(question=question.text, kind="cause", about=cause)
    named = [t for t in topics if t.id not in _WHAT_IS_IT]
    if named:
        return _by(question, named[0], to_do)
    factor = _factor(question)
    if factor is not None:
        keys = list(dict.fromkeys(r.source for r in factor.rows))
        return OwnAnswer(question=question.text, kind="evidence", about=factor.id, sources=keys)
    return _by(question, topics[0] if topics else _lay()[BEYOND], to_do)


def _by(question: OwnQuestion, topic: LayQuestion, to_do: Sequence[WhatToDo]) -> OwnAnswer:
    """A question of a known kind."""
    also, sources = "", [s.source for s in topic.say]
    if topic.uses == "evidence":
        factor = _factor(question)
        if factor is not None:
            also = factor.id
            sources += [r.source for r in factor.rows]
    elif topic.uses in ("page", "course") and to_do:
        also = to_do[0].id
    return OwnAnswer(
        question=question.text,
        kind="beyond" if topic.beyond else "lay",
        about=topic.id,
        also=also,
        sources=[s for s in dict.fromkeys(sources) if s != "judgement"],
    )


def own_answers(told: Person, to_do: Sequence[WhatToDo]) -> list[OwnAnswer]:
    """An answer to each question that the person asks, once for each thing it is about."""
    out: dict[tuple[str, str], OwnAnswer] = {}
    for question in told.own_questions:
        made = answered(question, to_do)
        key = made.question if made.about == BEYOND else made.about
        out.setdefault((made.kind, key), made)
    return list(out.values())
