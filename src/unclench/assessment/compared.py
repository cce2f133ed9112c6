"""Two answers about one person: what changed, and whether the ranges part.

`apart` is whether two 80 % intervals have no value in common; None where one of them is unknown.
Nothing is said about why something changed. `lines` is made last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeVar

from unclench.assessment.answer import Assessment, Lab
from unclench.assessment.base import Interval, Part, UrgencyLevel

T = TypeVar("T")


class Moved(Part):
    """Something that is in one answer, or differs between both; None where it is not."""

    id: str
    label: str
    before: str | None
    now: str | None


class LabMoved(Part):
    """The newest result of one test in each answer, in `unit`; None: not told, or only a bound."""

    analyte: str
    name: str
    unit: str
    before: float | None
    now: float | None
    date_before: dt.date | None
    date_now: dt.date | None
    interpretation_before: str
    interpretation_now: str


class IntakeMoved(Part):
    """Usual intake of one nutrient in each answer, and its verdicts."""

    nutrient: str
    label: str
    before: Interval
    now: Interval
    apart: bool | None
    direction: Literal["up", "down", ""] = ""
    verdict_before: str
    verdict_now: str


class Compared(Part):
    """What changed from an older answer to this one; urgency is that of each."""

    urgency_before: UrgencyLevel | None
    urgency_now: UrgencyLevel | None
    red_flags_now: list[str] = []
    red_flags: list[Moved] = []
    causes: list[Moved] = []
    labs: list[LabMoved] = []
    intakes: list[IntakeMoved] = []
    lines: list[str] = []


def compared(old: Assessment, new: Assessment) -> Compared:
    """What changed between two answers; what is the same in both is left out, intakes are not."""
    return Compared(
        urgency_before=old.urgency.level if old.urgency else None,
        urgency_now=new.urgency.level if new.urgency else None,
        red_flags_now=[f.say for f in new.red_flags],
        red_flags=_moved(old.red_flags, new.red_flags, lambda f: (f.id, f.say, f.level)),
        causes=[
            m
            for m in _moved(old.causes, new.causes, lambda c: (c.id, c.label, c.support))
            if {m.before, m.now} - {"little", None}
        ],
        labs=_labs(old, new),
        intakes=_intakes(old, new),
    )


def _moved(
    old: Iterable[T], new: Iterable[T], of: Callable[[T], tuple[str, str, str]]
) -> list[Moved]:
    before = {i: (label, state) for i, label, state in map(of, old)}
    now = {i: (label, state) for i, label, state in map(of, new)}
    return [
        Moved(
            id=i,
            label=(now.get(i) or before[i])[0],
            before=before[i][1] if i in before else None,
            now=now[i][1] if i in now else None,
        )
        for i in dict.fromkeys([*now, *before])
        if before.get(i, ("", ""))[1] != now.get(i, ("", ""))[1]
    ]


def _newest(a: Assessment) -> Mapping[str, Lab]:
    out: dict[str, Lab] = {}
    for lab in sorted(a.labs, key=lambda one: one.date or dt.date.min):
        out[lab.analyte or lab.name] = lab
    return out


def _labs(old: Assessment, new: Assessment) -> list[LabMoved]:
    before, now = _newest(old), _newest(new)
    out = []
    for key in dict.fromkeys([*now, *before]):
        one, other = before.get(key), now.get(key)
        if (
            one is not None
            and other is not None
            and one.model_dump(include={"value", "unit", "comparator", "date"})
            == other.model_dump(include={"value", "unit", "comparator", "date"})
        ):
            continue
        any_ = other or one
        assert any_ is not None
        out.append(
            LabMoved(
                analyte=key,
                name=any_.name,
                unit=any_.si_unit,
                before=_plain(one, any_.si_unit),
                now=_plain(other, any_.si_unit),
                date_before=one.date if one else None,
                date_now=other.date if other else None,
                interpretation_before=one.interpretation if one else "",
                interpretation_now=other.interpretation if other else "",
            )
        )
    return out


def _plain(lab: Lab | None, unit: str) -> float | None:
    known = lab is not None and not lab.comparator and lab.si_unit == unit
    return lab.si_value if known and lab is not None else None


def _intakes(old: Assessment, new: Assessment) -> list[IntakeMoved]:
    before = {n.id: n for n in old.nutrients}
    out = []
    for now in new.nutrients:
        was = before.get(now.id)
        if was is None or (was.usual_intake.mean is None and now.usual_intake.mean is None):
            continue
        a, b = was.usual_intake, now.usual_intake
        apart = _apart(a, b)
        up = a.mean is not None and b.mean is not None and b.mean > a.mean
        out.append(
            IntakeMoved(
                nutrient=now.id,
                label=now.label,
                before=a,
                now=b,
                apart=apart,
                direction=("up" if up else "down") if apart else "",
                verdict_before=was.verdict,
                verdict_now=now.verdict,
            )
        )
    return out


def _apart(a: Interval, b: Interval) -> bool | None:
    if a.low is None or a.high is None or b.low is None or b.high is None or a.unit != b.unit:
        return None
    return a.high < b.low or b.high < a.low
