"""Is the recorded energy possible for this person? Goldberg's cut-off in Black's revision.

The recorded mean over energy at rest is compared with the physical activity level. With d days,
S² = cv_intake² / d + cv_rest² + cv_activity² and the limits are level × exp(±2 S).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from unclench.assessment import Reason, reason
from unclench.facts import units
from unclench.facts.adequacy_rules import value
from unclench.facts.energy import Equation, tables
from unclench.told.person import Person

KCAL_PER_MJ = units.factor("MJ", "kcal")
Verdict = Literal["plausible", "too_low", "too_high", "unknown"]


@dataclass(frozen=True, slots=True)
class CutOffs:
    """Which ratios of recorded energy to energy at rest are believable, and why.

    `level` is the physical activity level; `told` whether the person told how active they are.
    """

    level: float
    told: bool
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Plausibility:
    """Whether a diary can be whole. Energies in kcal per day; None where something is missing.

    Attributes:
        why: the verdict with its numbers. recorded: of the diary, or as stated.
        rest, need: of this body. cut_offs: what a diary of this person was compared with.
        sources: keys of the facts that were used.
    """

    verdict: Verdict
    why: Reason
    recorded: float | None
    rest: float | None
    need: float | None
    cut_offs: CutOffs | None = None
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
    verdict: Verdict = "plausible"
    if amount < low * rest:
        verdict = "too_low"
    elif amount > high * rest:
        verdict = "too_high"
    why = reason("energy.stated", verdict=verdict, kcal=amount, rest=rest, need=need)
    sources = (*_sources(), *_need_source(need))
    return Plausibility(verdict, why, amount, rest, need, sources=sources)


def _sources() -> tuple[str, str]:
    return tables()["cut_off_goldberg"].source, tables()["rest_schofield"].source


def _need_source(need: float | None) -> tuple[str, ...]:
    return () if need is None else (tables()["need_2005"].source,)


def _smallest_adult(days: int, person: Person) -> tuple[float, float] | None:
    """(energy at rest of a small adult, least believable share of it); None for who may be less."""
    if person.weight_kg is not None or (person.age is not None and person.age < 18):
        return None
    least = replace(
        person,
        weight_kg=value("smallest_adult"),
        sex=person.sex or "female",
        age=75.0 if person.age is None else person.age,
    )
    rest = energy_at_rest(least)
    table = tables()["cut_off_goldberg"]
    assert table.cut_off is not None
    low, _ = cut_offs(table.cut_off.level["sedentary"], days)
    return None if rest is None else (rest, low)


def least_without_weight(days: int, person: Person) -> float | None:
    """Energy below which a diary of so many days cannot be whole, of somebody without a weight.

    Returns:
        kcal per day; None when that cannot be said.
    """
    found = _smallest_adult(days, person)
    return None if found is None else found[0] * found[1]


def _too_little_for_anybody(recorded: float, days: int, person: Person) -> Plausibility | None:
    """Too low even for a small adult at rest; None when that cannot be said."""
    found = _smallest_adult(days, person)
    if found is None or recorded >= found[0] * found[1]:
        return None
    rest = found[0]
    why = reason(
        "energy.too_low_for_anybody",
        kcal=recorded,
        days=days,
        weight_kg=value("smallest_adult"),
        rest=rest,
    )
    return Plausibility("too_low", why, recorded, None, None, sources=_sources())


def plausibility(
    recorded: float | None, days: int, person: Person, *, stated: bool = False
) -> Plausibility:
    """Compare energy (kcal per day, mean of `days` whole days, or `stated`) with the need."""
    need, rest = energy_need(person), energy_at_rest(person)
    if recorded is None or days < 1:
        return Plausibility("unknown", reason("energy.not_recorded"), None, rest, need)
    if rest is None:
        small = None if stated else _too_little_for_anybody(recorded, days, person)
        if small is not None:
            return small
        names = {"age": person.age, "sex": person.sex, "weight": person.weight_kg}
        missing = [n for n, v in names.items() if v is None]
        why = reason("energy.no_body", kcal=recorded, missing=missing)
        return Plausibility("unknown", why, recorded, None, need)
    facts = tables()["cut_off_goldberg"].cut_off
    assert facts is not None
    told = person.activity is not None
    level = facts.level_when_unknown if person.activity is None else facts.level[person.activity]
    low, high = cut_offs(level, days)
    if stated:
        return _stated(recorded, rest, need, low, high)
    verdict: Verdict = "plausible"
    why = reason("energy.plausible", kcal=recorded, days=days, low=low * rest, high=high * rest)
    if recorded / rest < low:
        verdict = "too_low"
        why = reason("energy.too_low", kcal=recorded, days=days, rest=rest, low=low * rest)
    elif recorded / rest > high:
        verdict = "too_high"
        why = reason("energy.too_high", kcal=recorded, days=days, high=high * rest)
    return Plausibility(
        verdict,
        why,
        recorded,
        rest,
        need,
        CutOffs(level, told, low, high),
        (*_sources(), *_need_source(need)),
    )
