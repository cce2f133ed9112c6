"""The requirement of one person: the row of a table that fits, scaled to them, or why none fits."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from unclench.errors import Problem, UserError
from unclench.facts.kinds.requirements import (
    Authority,
    Limit,
    Percentiles,
    RequirementTable,
    Row,
    Spread,
)
from unclench.facts.life_stage import LifeStage
from unclench.facts.loader import load
from unclench.facts.nutrients import nutrients

MENOPAUSE_AGE = 51
"""Age from which women are taken to have no periods when they do not say (as IOM 2001 does)."""

AUTHORITY_NAMES = {"nasem": "US and Canada (NASEM)", "efsa": "Europe (EFSA)"}


@dataclass(frozen=True, slots=True)
class PersonRequirement:
    """What one authority says about one nutrient for one person, per day, in the nutrient's unit.

    Attributes:
        kind, value: the value intake is judged by: EAR or AR, else AI, else safe_and_adequate;
            both None when the authority sets none.
        target: RDA or PRI. upper_kind, upper: UL, CDRR, safe_level or safe_and_adequate.
        limit: what the upper value applies to.
        spread, percentiles: how requirements differ between people; factor: what they, and
            `value` and `target`, were multiplied with (body weight, energy need, diet).
        life_stage: the group in words. notes: what was assumed.
    """

    nutrient: str
    authority: Authority
    unit: str
    kind: str | None
    value: float | None
    target_kind: str | None
    target: float | None
    upper_kind: str | None
    upper: float | None
    limit: Limit | None
    spread: Spread | None
    percentiles: Percentiles | None
    factor: float
    life_stage: str
    notes: tuple[str, ...]
    table: RequirementTable
    row: Row


@dataclass(frozen=True, slots=True)
class Lookup:
    """The requirement, or in plain words why there is none."""

    found: PersonRequirement | None
    why: str = ""


@functools.cache
def tables() -> dict[tuple[str, str], RequirementTable]:
    """(nutrient, authority) -> table."""
    return {(t.nutrient, t.authority): t for t in load("requirements", RequirementTable).values()}


def _state(profile: LifeStage) -> str:
    if profile.pregnant:
        return "pregnant"
    return "lactating" if profile.lactating else "none"


def _life_stage(row: Row) -> str:
    who = {"both": "people", "female": "women", "male": "men"}[row.sex]
    if row.age[1] <= 18:
        who = {"both": "children", "female": "girls", "male": "boys"}[row.sex]
    low, below = row.age
    if below <= 1:
        span = f"{round(low * 12)} to {round(below * 12) - 1} months"
    else:
        span = f"from {low:g} years" if below >= 121 else f"{low:g} to {below - 1:g} years"
    words = [who, span]
    if row.state != "none":
        words.append(row.state)
    if row.menopause != "any":
        words.append("before the menopause" if row.menopause == "pre" else "after the menopause")
    return ", ".join(words)


def _pick(row: Row, *names: str) -> tuple[str | None, float | None]:
    for name in names:
        value: float | None = getattr(row, name)
        if value is not None:
            return name, value
    return None, None


def requirement(
    nutrient: str,
    profile: LifeStage,
    authority: Authority = "nasem",
    energy_mj: float | None = None,
) -> Lookup:
    """The requirement for a person.

    Args:
        nutrient: id in `facts/data/nutrients`.
        profile: age and sex are needed; weight for protein, diet for iron.
        authority: "nasem" or "efsa".
        energy_mj: energy need in MJ per day, for values per MJ (EFSA's thiamin).

    Returns:
        `Lookup.found`, or None with `Lookup.why`: no table, age or sex missing, a group the
        authority gives no value for, or a body weight that is missing.

    Raises:
        UserError: the authority is not known.
    """
    if authority not in AUTHORITY_NAMES:
        fix = f"Choose {' or '.join(AUTHORITY_NAMES)}."
        raise UserError(Problem(f"The authority '{authority}' is not known.", fix=fix))
    table = tables().get((nutrient, authority))
    if table is None:
        return Lookup(None, f"{AUTHORITY_NAMES[authority]}: no table for {nutrient} is in use.")
    missing = [n for n in ("age", "sex") if getattr(profile, n) is None]
    if missing:
        return Lookup(None, f"{' and '.join(missing)} not given; the requirement depends on it.")
    assert profile.age is not None
    assert profile.sex is not None
    notes = []
    state = _state(profile)
    gap = next((g for g in table.gaps if g.state == state), None)
    if gap is not None:
        if not gap.as_others:
            return Lookup(None, gap.why)
        notes.append(gap.why)
        state = "none"
    meno = "post" if profile.menopausal else "pre"
    if profile.menopausal is None:
        meno = "post" if profile.age >= MENOPAUSE_AGE else "pre"
    rows = [r for r in table.rows if r.covers(profile.sex, profile.age, state, meno)]
    if not rows:
        who = f"{state} " if state != "none" else ""
        return Lookup(
            None,
            f"{AUTHORITY_NAMES[authority]} gives no value for a {who}{profile.sex} person "
            f"aged {profile.age:g}.",
        )
    row = rows[0]
    if row.menopause != "any" and profile.menopausal is None:
        notes.append(f"Taken to be {'after' if meno == 'post' else 'before'} the menopause by age.")
    factor = 1.0
    scaled: list[str] = []
    if table.per == "kg_body_weight":
        if profile.weight_kg is None:
            return Lookup(None, "weight_kg not given; the requirement is per kilogram.")
        factor = profile.weight_kg
        scaled.append(f"for {factor:g} kg")
        notes.append(f"Per kilogram, for {factor:g} kg.")
    elif table.per == "MJ_energy":
        if energy_mj is None:
            return Lookup(
                None, "the requirement is per MJ of energy need; weight and height are needed."
            )
        factor = energy_mj
        notes.append(f"Per MJ, for an energy need of {factor:.1f} MJ a day.")
    for extra in table.factors:
        eaten = next((d for d in extra.diet if d in profile.diets), None)
        if eaten is not None:
            factor *= extra.times
            scaled.append(f"{eaten} diet")
            notes.append(f"Times {extra.times:g} for a {eaten} diet. {extra.note}".strip())
    kind, value = _pick(row, "EAR", "AR", "AI", "safe_and_adequate")
    target_kind, target = _pick(row, "RDA", "PRI")
    upper_kind, upper = _pick(row, "UL", "CDRR", "safe_level", "safe_and_adequate")
    percentiles = next(
        (
            p
            for p in table.percentiles
            if p.sex == profile.sex
            and p.age[0] <= profile.age < p.age[1]
            and p.state == state
            and p.menopause in ("any", meno)
        ),
        None,
    )
    if table.note:
        notes.append(table.note)
    return Lookup(
        PersonRequirement(
            nutrient=nutrient,
            authority=authority,
            unit=nutrients()[nutrient].unit,
            kind=kind,
            value=None if value is None else value * factor,
            target_kind=target_kind,
            target=None if target is None else target * factor,
            upper_kind=upper_kind,
            upper=upper,
            limit=table.limit if upper is not None else None,
            spread=table.spread if kind in ("EAR", "AR") else None,
            percentiles=percentiles,
            factor=factor,
            life_stage=", ".join([_life_stage(row), *scaled]),
            notes=tuple(notes),
            table=table,
            row=row,
        )
    )
