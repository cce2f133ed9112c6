"""The requirement of one person: the row of a table that fits, scaled to them, or why none fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unclench.assessment import Reason, reason
from unclench.facts.kinds.requirements import (
    Authority,
    Limit,
    Percentiles,
    RequirementTable,
    Row,
    Spread,
)
from unclench.facts.life_stage import LifeStage
from unclench.facts.needs import (
    AUTHORITY_NAMES,
    AVERAGE,
    JUDGED_BY,
    Needs,
    needs,
    oldest,
    tables,
    youngest,
)
from unclench.facts.nutrients import nutrients
from unclench.facts.people import People, state_of

__all__ = ["AUTHORITY_NAMES", "Lookup", "PersonRequirement", "requirement", "tables"]


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
        group: the group of the row, and what it was scaled for. notes: what was assumed.
        columns: the same numbers as columns of one person.
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
    group: Reason
    notes: tuple[Reason, ...]
    table: RequirementTable
    row: Row
    columns: Needs


@dataclass(frozen=True, slots=True)
class Lookup:
    """The requirement, or why there is none, or why it is an upper limit alone."""

    found: PersonRequirement | None
    why: Reason | None = None


def _number(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float | None:
    return None if np.isnan(values[0]) else float(values[0])


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
        authority gives no value for, or a body weight that is missing. Both where the authority
        sets needs but none for this person, and an upper limit is all there is.

    Raises:
        UserError: the authority is not known.
    """
    table = tables().get((nutrient, authority))
    if table is None and authority in AUTHORITY_NAMES:
        return Lookup(None, reason("no_need.no_table", nutrient=nutrient, authority=authority))
    found = needs(nutrient, People.of([profile], [energy_mj]), authority)
    if not found.known[0]:
        return Lookup(None, _why_none(found.table, profile))
    row = found.table.rows[int(found.row[0])]
    kind = str(found.kind[0]) or None
    upper = _number(found.upper)
    at = int(found.percentiles[0])
    scaled, notes = _assumed(found, row, profile)
    return Lookup(
        PersonRequirement(
            nutrient=nutrient,
            authority=authority,
            unit=nutrients()[nutrient].unit,
            kind=kind,
            value=_number(found.value),
            target_kind=str(found.target_kind[0]) or None,
            target=_number(found.target),
            upper_kind=str(found.upper_kind[0]) or None,
            upper=upper,
            limit=found.table.limit if upper is not None else None,
            spread=found.table.spread if kind in AVERAGE else None,
            percentiles=found.table.percentiles[at] if at >= 0 else None,
            factor=float(found.factor[0]),
            group=reason(
                "life_stage",
                sex=row.sex,
                age_from=row.age[0],
                age_below=row.age[1],
                state=row.state,
                menopause=row.menopause,
                **scaled,
            ),
            notes=tuple(notes),
            table=found.table,
            row=row,
            columns=found,
        ),
        None if kind or not _sets_needs(found.table) else _why_none(found.table, profile),
    )


def _sets_needs(table: RequirementTable) -> bool:
    """Whether any row gives a need, not only an upper limit."""
    return any(getattr(r, name) is not None for r in table.rows for name in JUDGED_BY)


def _why_none(table: RequirementTable, profile: LifeStage) -> Reason:
    named = {"nutrient": table.nutrient, "authority": table.authority}
    missing = [n for n in ("age", "sex") if getattr(profile, n) is None]
    if profile.age is None or profile.sex is None:
        return reason("no_need.unknown", missing=missing)
    state = state_of(profile)
    gap = next((g for g in table.gaps if g.state == state), None)
    if gap is not None and not gap.as_others:
        return reason("no_need.gap", state=state, **named)
    state = "none" if gap is not None else state
    meno = str(People.of([profile]).menopausal[0])
    rows = [r for r in table.rows if r.covers(profile.sex, profile.age, state, meno)]
    if not any(getattr(r, name) is not None for r in rows for name in JUDGED_BY):
        return reason(
            "no_need.no_row", state=state, sex=profile.sex, age=profile.age,
            authority=table.authority,
        )  # fmt: skip
    if table.per == "kg_body_weight":
        return reason("no_need.per_kg")
    return reason("no_need.per_energy")


def _assumed(
    found: Needs, row: Row, profile: LifeStage
) -> tuple[dict[str, float | list[str]], list[Reason]]:
    """What the row was scaled for, and everything that was assumed."""
    table = found.table
    scaled: dict[str, float | list[str]] = {}
    notes = [
        reason("need.as_others", nutrient=table.nutrient, authority=table.authority, state=g.state)
        for g in table.gaps
        if g.as_others and g.state == state_of(profile)
    ]
    state = str(found.state[0])
    if profile.age is not None and state != "none" and profile.age >= oldest(table, state):
        notes.append(
            reason("need.past_oldest", state=state, age=profile.age, authority=table.authority)
        )
    if profile.age is not None and state != "none" and profile.age < youngest(table, state):
        notes.append(
            reason("need.below_youngest", state=state, age=profile.age, authority=table.authority)
        )
    if row.menopause != "any" and profile.menopausal is None:
        notes.append(reason("need.menopause_by_age", menopause=str(found.menopause[0])))
    if table.per == "kg_body_weight" and profile.weight_kg is not None:
        scaled["weight_kg"] = profile.weight_kg
        notes.append(reason("need.per_kg", weight_kg=profile.weight_kg))
    elif table.per == "MJ_energy":
        notes.append(reason("need.per_energy", energy_mj=float(found.factor[0])))
    diets = []
    for extra in table.factors:
        eaten = next((d for d in extra.diet if d in profile.diets), None)
        if eaten is not None:
            diets.append(eaten)
            notes.append(reason("need.diet", diet=eaten, times=extra.times, note=extra.note))
    if diets:
        scaled["diets"] = diets
    if table.note:
        notes.append(reason("need.note", nutrient=table.nutrient, authority=table.authority))
    return scaled, notes
