"""Red flags: rows of rules that win over any ranking, and rules for how soon to seek help.

A condition (`when`) is the id of a finding or condition, "@name" of a condition that rules share,
or one of the forms below. What was not told counts as not there; `not` is true when the thing was
not told or was denied.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified
from unclench.facts.second_looks import SecondLook

Level = Literal["emergency", "same_day", "routine", "self_care"]


class Told(Strict):
    """A finding or condition that is there."""

    told: str


class Shared(Strict):
    """A condition that rules share by name; written "@name"."""

    shared: str


class All(Strict):
    """All of these."""

    all: tuple[When, ...]


class AnyOf(Strict):
    """At least one of these, or at least `at_least` of them."""

    any: tuple[When, ...]
    at_least: int = 1


class Not(Strict):
    """Not told, or denied."""

    not_: When = Field(alias="not")


class LabTest(Strict):
    """A laboratory value in SI; `ca_adj/ca_total` means the first that is there."""

    lab: Annotated[tuple[str, ...], BeforeValidator(lambda v: tuple(str(v).split("/")))]
    below: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    above: float | None = None


class LabRise(Strict):
    """A result as a share of what it was within the year before; unknown satisfies neither side."""

    rise: str
    at_least: float | None = None
    at_most: float | None = None


class LabFlag(Strict):
    """Any laboratory value with one of these interpretations; `of`, `not_of` limit the analytes."""

    flag: tuple[Literal["LL", "L", "N", "H", "HH"], ...]
    of: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    at_least: int = 1


class Age(Strict):
    """Age in years; unknown age satisfies neither."""

    age_from: float | None = None
    age_below: float | None = None


class Takes(Strict):
    """A class of medicines, or a generic, that is taken now."""

    takes: str


class Number(Strict):
    """A number of kind `exposures`."""

    number: str
    at_least: float | None = None
    at_most: float | None = None


class Dose(Strict):
    """What supplements told bring of a nutrient a day, in the nutrient's unit; untold is none."""

    dose: str
    at_least: float


class Days(Strict):
    """How long it has gone on, in days; unknown satisfies neither."""

    days_at_least: float | None = None
    days_at_most: float | None = None


class Sex(Strict):
    """Sex as told."""

    sex: Literal["female", "male"]


class MayMean(Strict):
    """Words that no finding took and that no answer settles: a loss of feeling or control below
    may be meant, or a change there."""

    may_mean: Literal["loss_below", "change_below"]


class Sounds(Strict):
    """The words as a whole are with at least this probability of such a level; few words are
    of none."""

    sounds: Level
    likely: float = Field(gt=0, lt=1)


class SoundsLike(Strict):
    """The words as a whole are so much likelier with a cause (natural logarithm of the ratio); few
    words are like none."""

    sounds_like: str
    least: float = Field(gt=0)


def _written(when: object) -> object:
    """A bare word of a file as the form it stands for."""
    if not isinstance(when, str):
        return when
    return Shared(shared=when[1:]) if when.startswith("@") else Told(told=when)


When = Annotated[
    Told
    | Shared
    | All
    | AnyOf
    | Not
    | LabTest
    | LabRise
    | LabFlag
    | Age
    | Takes
    | Number
    | Dose
    | Days
    | Sex
    | MayMean
    | Sounds
    | SoundsLike,
    BeforeValidator(_written),
]

for _model in (All, AnyOf, Not):
    _model.model_rebuild()


class Rule(Strict):
    """One red flag.

    Attributes:
        say: what was noticed, to the person, plain words.
        action: what to do.
        when: the condition; None for advice that is shown always and fires never.
        fires_for, stays_quiet_for: small cases (keys of a Case; labs as analyte: value, or
            analyte: [value, what it was before]).
        ask: the question that would settle it.
        note: what else is to be known of it.
        yields: whether it gives way where all that was said hardly sounds urgent: for what is said
            in words that often mean something else, and never told calmly when it is meant.
        second: where it was looked up again, and what was read there.
    """

    category: str
    say: str
    action: str
    level: Level
    when: When | None
    ask: str = ""
    guideline: str
    source: str
    verified: Verified
    second: SecondLook
    accuracy: str = ""
    note: str = ""
    yields: bool = False
    fires_for: tuple[dict[str, Any], ...] = ()
    stays_quiet_for: tuple[dict[str, Any], ...] = ()


class Ladder(Strict):
    """How soon, when no red flag fires: the first rule whose condition holds decides."""

    id: str
    level: Level
    say: str
    when: When | None = None
    source: str


class RedFlagArea(Fact):
    """One area of rules; `named` are conditions that rules share by name ("@name")."""

    named: dict[str, When] = Field(default_factory=dict)
    rules: dict[str, Rule] = Field(default_factory=dict)
    ladder: tuple[Ladder, ...] = ()
    advice: tuple[str, ...] = ()


def leaves(when: When | None) -> list[Told | Shared]:
    """The findings, conditions and shared conditions that a condition mentions."""
    if isinstance(when, (Told, Shared)):
        return [when]
    if isinstance(when, All):
        return [x for w in when.all for x in leaves(w)]
    if isinstance(when, AnyOf):
        return [x for w in when.any for x in leaves(w)]
    if isinstance(when, Not):
        return leaves(when.not_)
    return []


def _name(leaf: Told | Shared) -> str:
    return leaf.told if isinstance(leaf, Told) else leaf.shared


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """Every name in a rule exists; every rule that can fire has cases for and against."""
    from unclench.facts import loader
    from unclench.facts.kinds import conditions, findings

    known = {i for a in loader.load("findings", findings.FindingArea).values() for i in a.items}
    known |= {
        i for a in loader.load("conditions", conditions.ConditionArea).values() for i in a.items
    }
    areas = [f for f in facts.values() if isinstance(f, RedFlagArea)]
    shared = {n for a in areas for n in a.named}
    problems: list[Problem] = []
    seen: set[str] = set()
    for area in areas:
        where = f"facts/data/red_flags/{area.id}.yaml"
        rows: list[tuple[str, When | None]] = [(n, w) for n, w in area.named.items()]
        rows += [(n, r.when) for n, r in area.rules.items()]
        rows += [(f"ladder {n}", r.when) for n, r in enumerate(area.ladder)]
        problems += [
            Problem(f"'{name}' names the unknown '{_name(leaf)}'", where)
            for name, when in rows
            for leaf in leaves(when)
            if _name(leaf) not in (known if isinstance(leaf, Told) else shared)
        ]
        for name, rule in area.rules.items():
            if name in seen:
                problems.append(Problem(f"'{name}' is defined twice", where))
            seen.add(name)
            if rule.when is not None and not (rule.fires_for and rule.stays_quiet_for):
                problems.append(
                    Problem(f"'{name}' needs cases that fire it and that do not", where)
                )
    return problems
