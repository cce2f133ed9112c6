"""What somebody can do themselves: which pages belong to an answer, and when home is the place.

Pages are facts (`facts/data/self_care`), one a cause. Nothing is offered beside an emergency or a
case for today: then the one thing to do is to be seen.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

from unclench.assessment import Cause, Lab, RedFlag, Urgency, WhatToDo, reason
from unclench.differential.network import REMAINDER
from unclench.differential.red_flags import Facts, named
from unclench.facts import loader
from unclench.facts.kinds.self_care import SelfCarePage, Step
from unclench.told.own_questions import alarming
from unclench.told.person import Person

URGENT = ("emergency", "same_day")
PAGES = 2
SECOND = 0.5
"""A second page is for a cause that is likely (judgement): one page is what people read."""
AT_EASE, SURELY_AT_EASE = 0.5, 0.6
"""From these probabilities on the words as a whole sound like something to look after at home. What
worries speaks against the first where it is grave; against the second only where it is said in
words of the facts: what only the reader hears is often wrong (these and the next by whole answers
on messages and lines left out, decision 82)."""
QUITE_AT_EASE, FIRST = 0.7, 3
"""From this probability on it is enough that one of so many first causes can stay at home."""
BESIDE_ANOTHER = 0.8
"""What is needed where a likely cause is one that somebody should look at (judgement)."""
NOT_AT_EASE = 0.2
"""Below this one they do not, and somebody should look at it."""
LEAST, BESIDE = 0.15, 3.0
"""A leading cause that is less likely than its page asks for needs this probability, and all causes
that can stay at home together so many times that of any other one (judgement)."""


@functools.cache
def pages() -> dict[str, SelfCarePage]:
    """Every page by the id of its cause."""
    return loader.load("self_care", SelfCarePage)


def chosen(causes: Sequence[Cause], told: Person, facts: Facts) -> list[tuple[SelfCarePage, str]]:
    """(page, why) for the first causes: "cause", or the finding that called it.

    A leading cause without a page has none of the others instead of it; where nothing named leads,
    a page may be called by what was told.
    """
    named = [c for c in causes if c.id != REMAINDER and c.support != "little"]
    found: list[tuple[SelfCarePage, str]] = []
    if named and (causes[0].id != REMAINDER or named[0].support == "more"):
        if named[0].id not in pages():
            return []
        likely = [c for k, c in enumerate(named) if k == 0 or c.probability >= SECOND]
        found = [(pages()[c.id], "cause") for c in likely if c.id in pages()]
    if not found:
        found = _called(told, facts)[:1]
    return list({page.id: (page, why) for page, why in found}.values())[:PAGES]


def _called(told: Person, facts: Facts) -> list[tuple[SelfCarePage, str]]:
    """Pages called by what was told, without those called only by what follows from it."""
    by_sign = {
        s: page
        for page in pages().values()
        for s in page.signs
        if s in told.present and (page.signs_unless is None or facts.why(page.signs_unless) is None)
    }
    closest = {s for s in by_sign if (f := told.finding(s)) is None or f.implied_by not in by_sign}
    return [(by_sign[s], s) for s in sorted(closest)]


def _holds(step: Step, facts: Facts) -> bool:
    """Whether a step is for this person."""
    if step.unless is not None and facts.why(step.unless) is not None:
        return False
    if step.if_medicines and not facts.takes:
        return False
    return step.only_if is None or facts.why(step.only_if) is not None


def what_to_do(
    told: Person, causes: Sequence[Cause], urgency: Urgency, labs: Sequence[Lab] = ()
) -> list[WhatToDo]:
    """The pages of the first causes, with the rows that hold for this person."""
    if urgency.level in URGENT:
        return []
    facts = Facts(told, labs)
    out = []
    for page, why in chosen(causes, told, facts):
        parts = {"now": page.now, "this_week": page.this_week, "see_if": page.see_if}
        rows = {
            name: [n for n, step in enumerate(steps) if _holds(step, facts)]
            for name, steps in parts.items()
        }
        said = {steps[n].source for name, steps in parts.items() for n in rows[name]}
        said.discard("judgement")
        out.append(WhatToDo(id=page.id, because=why, rows=rows, sources=sorted(said)))
    return out


def at_home(
    told: Person,
    urgency: Urgency,
    flags: Sequence[RedFlag],
    causes: Sequence[Cause],
    labs: Sequence[Lab] = (),
) -> Urgency:
    """The urgency of the ladder, lowered where a harmless picture leads and nothing worries.

    Never where a red flag fired, where somebody's cause must not wait, or where words that nobody
    understood may be about a danger.
    """
    if urgency.level == "self_care" and told.sounds_urgent.get("self_care", 1.0) < NOT_AT_EASE:
        return Urgency(level="routine", reason_codes=[reason("urgent_by_the_whole")])
    by_ladder = all(r.code == "urgent_by_the_ladder" for r in urgency.reason_codes)
    if urgency.level != "routine" or flags or not by_ladder:
        return urgency
    facts = Facts(told, labs)
    in_doubt = alarming(told.not_understood)
    ease = 0.0 if told.brief else told.sounds_urgent.get("self_care", 0.0)
    if ease >= (SURELY_AT_EASE if in_doubt else AT_EASE):
        heard = ease < SURELY_AT_EASE
        page = _leading(causes, LEAST if heard else 0.0)
        if ease < BESIDE_ANOTHER and _another_is_not_for_home(causes):
            return urgency
        if ease >= QUITE_AT_EASE and (page is None or not page.home):
            page = _among(causes[:FIRST])
        if page and page.home and not _grave(page.home.belongs, told, labs, heard):
            return Urgency(level="self_care", reason_codes=[reason("urgent_at_home", page=page.id)])
    if in_doubt or told.sounds_urgent.get("self_care", 1.0) < NOT_AT_EASE:
        return urgency
    for page, why in chosen(causes, told, facts)[:1]:
        harmless = _harmless(page, told, labs)
        if harmless and (why != "cause" or _leads(page, causes, told, labs)):
            return Urgency(level="self_care", reason_codes=[reason("urgent_at_home", page=page.id)])
    return urgency


def _another_is_not_for_home(causes: Sequence[Cause]) -> bool:
    """Whether any named cause is likely that somebody should look at."""
    return any(
        c.id != REMAINDER
        and c.probability >= SECOND
        and ((page := pages().get(c.id)) is None or page.home is None)
        for c in causes
    )


def _leading(causes: Sequence[Cause], least: float) -> SelfCarePage | None:
    """The page of the likeliest named cause, where it is at least so likely."""
    named = next((c for c in causes if c.id != REMAINDER), None)
    return pages().get(named.id) if named and named.probability >= least else None


def _among(causes: Sequence[Cause]) -> SelfCarePage | None:
    """The page of the first of some causes that can stay at home."""
    known = (pages()[c.id] for c in causes if c.id in pages())
    return next((page for page in known if page.home), None)


def _harmless(page: SelfCarePage, told: Person, labs: Sequence[Lab]) -> bool:
    """Whether nothing but what belongs to the picture of a page speaks against staying at home."""
    if page.home is None:
        return False
    other = {k: v for k, v in told._status.items() if k not in page.home.belongs}
    return Facts(replace(told, _status=other), labs).why(page.home.when) is not None


def _grave(belongs: Sequence[str], told: Person, labs: Sequence[Lab], heard: bool) -> bool:
    """Whether something grave is told, in words of the facts or, where that counts, only heard."""
    gone = {*belongs, *(f.id for f in told.findings if f.heard and not heard)}
    other = {k: v for k, v in told._status.items() if k not in gone}
    return Facts(replace(told, _status=other), labs).why(named()["grave"]) is not None


def _leads(page: SelfCarePage, causes: Sequence[Cause], told: Person, labs: Sequence[Lab]) -> bool:
    """Whether a page's cause is likely, or all that is likely can be looked after at home."""
    likely = {c.id: c.probability for c in causes}
    mine = likely.get(page.id, 0.0)
    if page.home is None or mine >= page.home.probability:
        return page.home is not None
    calm = {k for k in likely if k in pages() and _harmless(pages()[k], told, labs)}
    worst = max((p for k, p in likely.items() if k not in calm), default=0.0)
    return mine >= LEAST and sum(likely[k] for k in calm) >= BESIDE * worst
