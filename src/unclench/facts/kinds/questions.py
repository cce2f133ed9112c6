"""Kind `questions`: what is worth asking a person, in words that can be answered.

`signs` are warning signs, each with the findings or conditions that a yes or a no gives;
`follow_ups` ask for one finding, whose id is the key. `unclear` holds the words by which a clause
that was not understood is known to be about seat, urine or stool.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified


class Sign(Strict):
    """One warning sign.

    Attributes:
        text: the question. short: what it asks after, for "not asked: ...".
        yes: findings and conditions that a yes gives; no: those that a no denies (none where a
            no to several things at once denies no single one).
    """

    text: str
    short: str
    yes: tuple[str, ...]
    no: tuple[str, ...] = ()
    source: str
    verified: Verified
    note: str = ""


class Region(Strict):
    """A part of the body or what leaves it.

    Attributes:
        words: that mean it wherever they stand. mine: that mean it only as somebody's own ("my
            bottom"), since they also name things. visited: that mean it where somebody goes there.
            alone: that mean it only
            where no noun follows ("a wee", not "a wee bit"). things: words shortly before one
            that make it a thing ("sat down on her stool"). beside_leg: those that belong to a
            pain down the leg where the clause goes on to the leg and nothing there is unfelt.
        question: id of the sign that asks after it; when_lost, when_stuck: the same where a
            clause speaks of lost control, or of what will not come.
        stuck: whether what will not come is a loss. odd: whether a change that is not named is one.
    """

    words: tuple[str, ...]
    mine: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    beside_leg: tuple[str, ...] = ()
    question: str
    when_lost: str = ""
    when_stuck: str = ""
    stuck: bool = True
    odd: bool = False


class Unclear(Strict):
    """Words of a clause about seat, urine or stool.

    Attributes:
        regions: by name.
        leg: parts of the leg. unfelt: words for feeling, and for its loss.
        numb, lost, stuck, changed: states that are trouble unless they are denied.
        feel, hold, come, works: abilities, trouble when they are denied, else none.
        than: words of comparison, beside which an amount is denied and no ability.
        deny: words that deny; each word of `turn` does so too and is itself a trouble ("hard",
            "lost"), so that two of them are a denial of trouble.
        fine: states that are no trouble unless they are denied; same: those that say "as ever".
        maybe: words after which nothing is said to be so.
        plain: pain and skin: no loss of feeling or control.
        upon: words before a place on which somebody sits or falls.
        owners: words that make a thing somebody's own. states: verbs between a thing and its state.
        between: words that may stand between an owner and what is owned.
        parts: words at which a clause is cut.
        source: whose words they are.
    """

    regions: dict[str, Region]
    leg: tuple[str, ...]
    unfelt: tuple[str, ...]
    numb: tuple[str, ...]
    lost: tuple[str, ...]
    stuck: tuple[str, ...]
    changed: tuple[str, ...]
    feel: tuple[str, ...]
    hold: tuple[str, ...]
    come: tuple[str, ...]
    works: tuple[str, ...]
    than: tuple[str, ...]
    deny: tuple[str, ...]
    turn: tuple[str, ...]
    fine: tuple[str, ...]
    same: tuple[str, ...]
    maybe: tuple[str, ...]
    plain: tuple[str, ...]
    upon: tuple[str, ...]
    owners: tuple[str, ...]
    states: tuple[str, ...]
    between: tuple[str, ...]
    parts: tuple[str, ...]
    source: str


class FollowUp(Strict):
    """A question for one finding; the key of its row is the finding's id. `sex`: asked of that
    sex alone."""

    text: str
    sex: Literal["female", "male"] | None = None


class QuestionArea(Fact):
    """One list of questions.

    `contexts` are places of the complaint (facts: links, contexts) with which its signs are asked.
    """

    contexts: tuple[str, ...] = ()
    signs: dict[str, Sign] = Field(default_factory=dict)
    follow_ups: dict[str, FollowUp] = Field(default_factory=dict)
    unclear: Unclear | None = None
    source: str = "judgement"


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Ids of questions are unique; what they name exists."""
    from unclench.facts import loader
    from unclench.facts.kinds import conditions, findings, links

    finding = {i for a in loader.load("findings", findings.FindingArea).values() for i in a.items}
    known = finding | {
        i for a in loader.load("conditions", conditions.ConditionArea).values() for i in a.items
    }
    places = {c for x in loader.load("links", links.Links).values() for c in x.contexts}
    areas = [f for f in facts.values() if isinstance(f, QuestionArea)]
    home: dict[str, str] = {}
    problems: list[Problem] = []
    for area in areas:
        where = f"facts/data/questions/{area.id}.yaml"
        for key in (*area.signs, *area.follow_ups):
            if key in home:
                problems.append(Problem(f"'{key}' is already asked in {home[key]}.yaml", where))
            home.setdefault(key, area.id)
        named = {n for s in area.signs.values() for n in (*s.yes, *s.no)}
        problems += [Problem(f"'{n}' is not known", where) for n in sorted(named - known)]
        strange = sorted(set(area.follow_ups) - finding)
        problems += [Problem(f"'{n}' is not a finding", where) for n in strange]
        problems += [
            Problem(f"'{c}' is not a place of a complaint", where)
            for c in area.contexts
            if c not in places
        ]
    signs = {k for a in areas for k in a.signs}
    for area in areas:
        for region in area.unclear.regions.values() if area.unclear else ():
            asked = {region.question, region.when_lost, region.when_stuck} - {""}
            problems += [
                Problem(f"'{q}' is no warning sign", f"facts/data/questions/{area.id}.yaml")
                for q in sorted(asked - signs)
            ]
    return problems
