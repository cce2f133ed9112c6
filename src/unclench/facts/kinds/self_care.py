"""Kind `self_care`: what somebody can do about a common cause, in three parts, each step sourced.

One page a cause, with the cause's id. `signs` are findings that call the page although no cause of
its name leads, but never where `signs_unless` holds. Pages advise; they never dose, start or stop
a medicine.
"""

from __future__ import annotations

import datetime as dt
import re

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.kinds.red_flags import Told, When, leaves
from unclench.facts.loader import Fact, Strict, Verified


class Step(Strict):
    """One piece of advice, or in `see_if` one reason to be seen (a part of a sentence).

    Attributes:
        unless: it is left out where this holds. only_if: it is said only where this holds.
        if_medicines: it is said only to somebody who takes a medicine.
    """

    say: str
    source: str
    verified: Verified
    unless: When | None = None
    only_if: When | None = None
    if_medicines: bool = False


class Home(Strict):
    """When this picture can be looked after at home: the cause leads with this `probability`, no
    red flag fired, and `when` holds for everything told but what `belongs` to the picture.

    `belongs`: findings that would else be a reason to be seen ("stiff" after sport)."""

    probability: float = Field(gt=0, lt=1)
    when: When
    belongs: tuple[str, ...] = ()
    source: str


class SelfCarePage(Fact):
    """What to do about one cause.

    Attributes:
        in_short: the one thing to do, and `changes`: what would make this answer another one; both
            parts of a sentence without a full stop.
        expect: how it usually goes on.
        now, this_week: what to do. see_if: when to be seen, the urgent ones begin with how soon.
    """

    signs: tuple[str, ...] = ()
    signs_unless: When | None = None
    in_short: str
    expect: str
    changes: str
    home: Home | None = None
    now: tuple[Step, ...] = Field(min_length=1)
    this_week: tuple[Step, ...] = Field(min_length=1)
    see_if: tuple[Step, ...] = Field(min_length=1)

    def whens(self) -> list[When]:
        """Every condition of the page."""
        steps = [*self.now, *self.this_week, *self.see_if]
        found = [w for s in steps for w in (s.unless, s.only_if) if w is not None]
        found += [self.signs_unless] if self.signs_unless is not None else []
        return [*found, self.home.when] if self.home else found


_DOSE = re.compile(r"\d ?(?:mg|mcg|µg|micrograms?|iu|ml|tablets?|units?)\b", re.IGNORECASE)


def _known() -> tuple[set[str], set[str], set[str]]:
    """Ids of causes, of what can be told, and names that rules share."""
    from unclench.facts import loader
    from unclench.facts.kinds import causes, conditions, findings, red_flags

    told = {i for a in loader.load("findings", findings.FindingArea).values() for i in a.items}
    told |= {
        i for a in loader.load("conditions", conditions.ConditionArea).values() for i in a.items
    }
    areas = loader.load("red_flags", red_flags.RedFlagArea).values()
    shared = {n for a in areas for n in a.named}
    return set(loader.load("causes", causes.CauseFact)), told, shared


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Conditions name what exists; no step holds a dose; a page belongs to a cause.

    A page whose cause is not (yet) among the facts is accepted; nothing shows it but its signs.
    """
    _, told, shared = _known()
    problems = []
    for page in facts.values():
        assert isinstance(page, SelfCarePage)
        where = f"facts/data/self_care/{page.id}.yaml"
        problems += [
            Problem(f"it names the unknown '{name}'", where)
            for name in (page.home.belongs if page.home else ())
            if name not in told
        ]
        for leaf in (x for w in page.whens() for x in leaves(w)):
            name, among = (leaf.told, told) if isinstance(leaf, Told) else (leaf.shared, shared)
            if name not in among:
                problems.append(Problem(f"it names the unknown '{name}'", where))
        problems += [
            Problem(f"'{step.say}' names a dose", where, "Send people to a pharmacist instead.")
            for step in (*page.now, *page.this_week, *page.see_if)
            if _DOSE.search(step.say)
        ]
        problems += [
            Problem(f"'{text}' ends with a full stop; it is a part of a sentence", where)
            for text in (page.in_short, page.changes, *(s.say for s in page.see_if))
            if text.endswith(".")
        ]
    return problems
