"""Is the recorded energy possible for this person? Goldberg's cut-off in Black's revision.

The recorded mean over energy at rest is compared with the physical activity level. With d days,
S² = cv_intake² / d + cv_rest² + cv_activity² and the limits are level × exp(±2 S).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from unclench.assessment import Node
from unclench.facts import units
from unclench.facts.energy import Equation, tables
from unclench.told.person import Person

KCAL_PER_MJ = units.factor("MJ", "kcal")
Verdict = Literal["plausible", "too_low", "too_high", "unknown"]


@dataclass(frozen=True, slots=True)
class Plausibility:
    """Whether a diary can be whole. Energies in kcal per day; None where something is missing."""

    verdict: Verdict
    say: str
    recorded: float | None
    days: int
    rest: float | None
    need: float | None
    low_cut: float | None
    high_cut: float | None
    missing: tuple[str, ...]
    node: Node
    sources: tuple[str, ...] = ()


def _equation(rows: Sequence[Equation], person: Person, bmi: float | None) -> Equation | None:
    fitting = [
        e
        for e in rows
        if e.sex in ("both", person.sex)
        and person.age is not None
        and e.age[0] <= person.age < e.age[1]
        and (e.bmi_from is None or (bmi is not None and bmi >= e.bmi_from))
    ]
    return max(fitting, key=lambda e: e.bmi_from or 0.0) if fitting else None


def _value(e: Equation, person: Person) -> float:
    assert person.age is not None
    pa = e.pa[person.activity or "light"] if e.pa else 1.0
    body = e.per_kg * (person.weight_kg or 0.0) + e.per_m * (person.height_cm or 0.0) / 100
    return e.constant + e.per_year * person.age + pa * body + e.growth


def energy_need(person: Person) -> float | None:
    """Estimated energy requirement in kcal per day (IOM 2002/2005).

    None when age, sex, weight or height is missing. Without a stated activity "light" is used.
    Pregnancy adds the middle of the range over its course, lactation likewise.
    """
    if None in (person.age, person.sex, person.weight_kg, person.height_cm):
        return None
    assert person.weight_kg is not None
    assert person.height_cm is not None
    bmi = person.weight_kg / (person.height_cm / 100) ** 2
    table = tables()["need_2005"]
    e = _equation(table.equations, person, bmi)
    if e is None:
        return None
    need = _value(e, person)
    state = "pregnant" if person.pregnant else "lactating" if person.lactating else ""
    return need + sum((a.low + a.high) / 2 for a in table.additions if a.state == state)


def energy_at_rest(person: Person) -> float | None:
    """Energy at rest in kcal per day (Schofield 1985, from weight); None without the inputs."""
    if None in (person.age, person.sex, person.weight_kg):
        return None
    e = _equation(tables()["rest_schofield"].equations, person, None)
    return None if e is None else _value(e, person) * KCAL_PER_MJ


def cut_offs(level: float, days: int) -> tuple[float, float]:
    """Lowest and highest believable ratio of recorded energy to energy at rest, for one person."""
    c = tables()["cut_off_goldberg"].cut_off
    assert c is not None
    s = math.sqrt(c.cv_intake**2 / days + c.cv_rest**2 + c.cv_activity**2)
    return level * math.exp(-c.z * s), level * math.exp(c.z * s)


def _stated(
    amount: float, rest: float, need: float | None, low: float, high: float
) -> Plausibility:
    say = f"You state {amount:,.0f} kcal a day. A body like yours uses about {rest:,.0f} at rest"
    say += f" and needs about {need:,.0f} in all." if need is not None else "."
    verdict: Verdict = "plausible"
    if amount < low * rest:
        verdict = "too_low"
        say += " Living on that little for long is unlikely, or harmful."
    elif amount > high * rest:
        verdict = "too_high"
        say += " That is more than is likely."
    sources = ("black_2000_goldberg", "schofield_1985") + (("dri_2002",) if need else ())
    cuts = (low * rest, high * rest)
    return Plausibility(verdict, say, amount, 0, rest, need, *cuts, (), Node(text=say), sources)


SMALL_ADULT_KG = 40.0
"""When weight is unknown: what even so small an adult could not live on is no whole diary."""


def _too_little_for_anybody(
    recorded: float, days: int, person: Person, missing: tuple[str, ...]
) -> Plausibility | None:
    """Too low even for a small adult at rest; None when that cannot be said."""
    if person.weight_kg is not None or (person.age is not None and person.age < 18):
        return None
    least = replace(
        person,
        weight_kg=SMALL_ADULT_KG,
        sex=person.sex or "female",
        age=75.0 if person.age is None else person.age,
    )
    rest = energy_at_rest(least)
    table = tables()["cut_off_goldberg"]
    assert table.cut_off is not None
    low, _ = cut_offs(table.cut_off.level["sedentary"], days)
    if rest is None or recorded >= low * rest:
        return None
    say = (
        f"The diary has {recorded:,.0f} kcal a day over {days} day{'s' if days != 1 else ''}. "
        f"Even an adult of {SMALL_ADULT_KG:.0f} kg uses about {rest:,.0f} kcal a day at complete "
        "rest. The diary is very unlikely to hold everything that was eaten, unless you were "
        "ill or fasting. What looks low here may only be missing from the diary."
    )
    sources = (table.source, tables()["rest_schofield"].source)
    return Plausibility(
        "too_low", say, recorded, days, None, None, low * rest, None, missing,
        Node(text=say), sources,
    )  # fmt: skip


def plausibility(
    recorded: float | None, days: int, person: Person, *, stated: bool = False
) -> Plausibility:
    """Compare energy (kcal per day, mean of `days` whole days, or `stated`) with the need."""
    names = {"age": person.age, "sex": person.sex, "weight_kg": person.weight_kg}
    missing = tuple(n for n, v in names.items() if v is None)
    need, rest = energy_need(person), energy_at_rest(person)
    if recorded is None or days < 1:
        say = "No energy was recorded, so nobody can say whether the diary is whole."
        return Plausibility(
            "unknown", say, None, 0, rest, need, None, None, missing, Node(text=say)
        )
    if rest is None:
        small = None if stated else _too_little_for_anybody(recorded, days, person, missing)
        if small is not None:
            return small
        say = (
            f"The diary has {recorded:,.0f} kcal a day. Whether that is the whole diet cannot be "
            f"judged without {' and '.join(n.removesuffix('_kg') for n in missing)}."
        )
        return Plausibility(
            "unknown", say, recorded, days, None, need, None, None, missing, Node(text=say)
        )
    table = tables()["cut_off_goldberg"]
    assert table.cut_off is not None
    known = person.activity is not None
    level = (
        table.cut_off.level[person.activity]
        if person.activity is not None
        else table.cut_off.level_when_unknown
    )
    low, high = cut_offs(level, days)
    ratio = recorded / rest
    when = f"{days} day{'s' if days != 1 else ''}"
    if stated:
        return _stated(recorded, rest, need, low, high)
    if ratio < low:
        verdict: Verdict = "too_low"
        say = (
            f"The diary has {recorded:,.0f} kcal a day over {when}. A body like yours uses about "
            f"{rest:,.0f} kcal a day at complete rest. Below {low * rest:,.0f} kcal a diary is "
            "very unlikely to hold everything that was eaten, unless you were ill, fasting or "
            "losing weight. What looks low here may only be missing from the diary."
        )
    elif ratio > high:
        verdict = "too_high"
        say = (
            f"The diary has {recorded:,.0f} kcal a day over {when}, more than the "
            f"{high * rest:,.0f} kcal that are likely for a body like yours. Amounts may be too "
            "large, or lines may stand in it twice."
        )
    else:
        verdict = "plausible"
        say = (
            f"The diary has {recorded:,.0f} kcal a day over {when}; between {low * rest:,.0f} and "
            f"{high * rest:,.0f} kcal is believable for a body like yours. That does not prove "
            "that it is complete."
        )
    steps = [
        Node(text="Recorded energy, mean of whole days", value=recorded, unit="kcal/day"),
        Node(
            text="Energy at rest, from weight, age and sex",
            value=rest,
            unit="kcal/day",
            source="schofield_1985",
            review=tables()["rest_schofield"].review.level,
        ),
        Node(
            text="Activity level" + ("" if known else " (not given: light activity is assumed)"),
            value=level,
            source=table.source,
            review=table.review.level,
        ),
        Node(text=f"Recorded / rest; believable from {low:.2f} to {high:.2f}", value=ratio),
    ]
    if need is not None:
        steps.append(
            Node(
                text="Energy need estimated from weight and height",
                value=need,
                unit="kcal/day",
                source="dri_2002",
                review=tables()["need_2005"].review.level,
            )
        )
    sources = (table.source, tables()["rest_schofield"].source) + (
        ("dri_2002",) if need is not None else ()
    )
    node = Node(text=say, children=steps)
    return Plausibility(
        verdict, say, recorded, days, rest, need, low * rest, high * rest, missing, node, sources
    )
