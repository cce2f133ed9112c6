"""The requirements of many people for one nutrient: a join over sex, age, state and menopause.

`requirements.requirement` is the same for one person, with the reasons.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from unclench.errors import Problem, UserError
from unclench.facts.kinds.requirements import Authority, RequirementTable, Row
from unclench.facts.loader import load
from unclench.facts.people import Bands, Bools, Floats, Ints, People, Words, pick

AUTHORITY_NAMES = {"nasem": "US and Canada (NASEM)", "efsa": "Europe (EFSA)"}

JUDGED_BY = ("EAR", "AR", "AI", "safe_and_adequate")
TARGETS = ("RDA", "PRI")
UPPERS = ("UL", "CDRR", "safe_level", "safe_and_adequate")
AVERAGE = ("EAR", "AR")


@functools.cache
def tables() -> dict[tuple[str, str], RequirementTable]:
    """(nutrient, authority) -> table."""
    return {(t.nutrient, t.authority): t for t in load("requirements", RequirementTable).values()}


@dataclass(frozen=True, slots=True)
class Needs:
    """What one authority says about one nutrient; arrays of shape (people,), per day in its unit.

    Attributes:
        row: index into `table.rows`, of the girl's age where `needs` are not (see
            `_of_the_young`), -1 where the authority says nothing for this person, or
            where age or sex is missing; or weight or energy need that the values are per, unless
            the row has an upper value, which needs neither. percentiles: likewise.
        state, menopause: as the rows were joined by.
        kind, value: what intake is judged by: EAR or AR, else AI, else safe_and_adequate.
        target_kind, target: RDA or PRI. upper_kind, upper: UL, CDRR, safe_level,
            safe_and_adequate. "" and NaN where there is none.
        factor: what values, targets and percentiles are multiplied with (weight, energy, diet).
        sd: of requirements on their scale, as share of the average (normal) or logarithm
            (lognormal); NaN without an average requirement. cv: coefficient of variation.
    """

    table: RequirementTable
    row: Ints
    percentiles: Ints
    state: Words
    menopause: Words
    kind: Words
    value: Floats
    target_kind: Words
    target: Floats
    upper_kind: Words
    upper: Floats
    factor: Floats
    cv: Floats
    sd: Floats

    def __len__(self) -> int:
        return len(self.row)

    @property
    def known(self) -> Bools:
        """For whom there is a row."""
        out: Bools = self.row >= 0
        return out

    @property
    def spread(self) -> Bools:
        """For whom the distribution of requirements is known."""
        out: Bools = (self.percentiles >= 0) | np.isfinite(self.cv)
        return out


@dataclass(frozen=True, slots=True)
class _Columns:
    """A table as columns of its rows."""

    table: RequirementTable
    rows: Bands
    percentiles: Bands
    kind: Words
    value: tuple[float | None, ...]
    target_kind: Words
    target: tuple[float | None, ...]
    upper_kind: Words
    upper: tuple[float | None, ...]
    covers: tuple[float | None, ...]


def _first(table: RequirementTable, names: tuple[str, ...]) -> tuple[Words, tuple[float, ...]]:
    """Per row the first of these values that is set, and its name; a last element for no row."""
    found = [
        next(((n, float(v)) for n in names if (v := getattr(row, n)) is not None), ("", np.nan))
        for row in table.rows
    ]
    return np.array([n for n, _ in found] + [""], dtype=np.str_), tuple(v for _, v in found)


@functools.cache
def _columns(nutrient: str, authority: str) -> _Columns:
    table = tables()[nutrient, authority]
    kind, value = _first(table, JUDGED_BY)
    target_kind, target = _first(table, TARGETS)
    upper_kind, upper = _first(table, UPPERS)
    return _Columns(
        table, Bands.of(table.rows), Bands.of(table.percentiles), kind, value, target_kind, target,
        upper_kind, upper, tuple(NormalDist().inv_cdf(r.target_covers) for r in table.rows),
    )  # fmt: skip


def _factors(table: RequirementTable, people: People) -> Floats:
    factor = np.ones(len(people))
    if table.per == "kg_body_weight":
        factor = people.weight_kg.copy()
    elif table.per == "MJ_energy":
        factor = people.energy_mj.copy()
    for extra in table.factors:
        factor = np.where(people.eat(extra.diet), factor * extra.times, factor)
    return factor


def oldest(table: RequirementTable, state: str) -> float:
    """Age below which the last row of a state holds; infinite where the state has no row."""
    return max((r.age[1] for r in table.rows if r.state == state), default=np.inf)


def youngest(table: RequirementTable, state: str) -> float:
    """Age from which a row of a state gives a need; minus infinite where none does."""
    ages = (r.age[0] for r in table.rows if r.state == state and _judged(r))
    return min(ages, default=-np.inf)


def _none(state: Words) -> Words:
    return np.full(state.shape, "none", dtype=state.dtype)


def _judged(row: Row) -> bool:
    return any(getattr(row, name) is not None for name in JUDGED_BY)


def _age_of_row(table: RequirementTable, age: Floats, state: Words) -> Floats:
    """The age that rows are joined by: in pregnancy and lactation never past the last row.

    The youngest are not moved: the limits of adults are none for girls.
    """
    out = age
    for name in ("pregnant", "lactating"):
        past = (state == name) & (age >= oldest(table, name))
        out = np.where(past, oldest(table, name) - 0.5, out)
    return out


def _of_the_young(
    columns: _Columns, people: People, age: Floats, state: Words
) -> tuple[Floats, Words]:
    """(age, state) that needs are joined by.

    A girl who is pregnant or breastfeeds and is younger than an authority has thought of gets the
    higher of the need of her age and that of the youngest group in her state.
    """
    for name in ("pregnant", "lactating"):
        from_ = youngest(columns.table, name)
        young = (state == name) & (age < from_)
        if not young.any():
            continue
        none = np.where(young, "none", state)
        older = np.where(young, from_, age)
        own = pick(columns.value, columns.rows.join(people, age, none))
        theirs = pick(columns.value, columns.rows.join(people, older, state))
        higher = young & (np.isnan(own) | (theirs > own))
        age, state = np.where(higher, older, age), np.where(young & ~higher, "none", state)
    return age, state


def _spreads(
    table: RequirementTable, kind: Words, value: Floats, target: Floats, covers: Floats
) -> tuple[Floats, Floats]:
    """(cv, sd on the scale of the distribution); NaN without an average requirement."""
    average = np.isin(kind, AVERAGE)
    if table.spread is None:
        return np.full(len(kind), np.nan), np.full(len(kind), np.nan)
    if table.spread.cv is not None:
        cv = np.where(average, table.spread.cv, np.nan)
    else:
        cv = np.where(average, (target / value - 1.0) / covers, np.nan)
    if table.spread.kind == "lognormal":
        return cv, np.sqrt(np.log1p(cv * cv))
    if table.spread.kind == "lognormal_from_target":
        return cv, np.where(average, np.log(target / value) / covers, np.nan)
    return cv, cv


def needs(nutrient: str, people: People, authority: Authority = "nasem") -> Needs:
    """The requirement of each person for one nutrient.

    Raises:
        UserError: the authority is not known.
        KeyError: the authority has no table for this nutrient.
    """
    if authority not in AUTHORITY_NAMES:
        fix = f"Choose {' or '.join(AUTHORITY_NAMES)}."
        raise UserError(Problem(f"The authority '{authority}' is not known.", fix=fix))
    table, columns = tables()[nutrient, authority], _columns(nutrient, authority)
    state, nothing = people.state, np.zeros(len(people), dtype=np.bool_)
    for gap in table.gaps:
        if gap.as_others:
            state = np.where(state == gap.state, "none", state)
        else:
            nothing |= people.state == gap.state
    factor, age = _factors(table, people), _age_of_row(table, people.age, state)
    needs_age, needs_state = _of_the_young(columns, people, age, state)
    need = columns.rows.join(people, needs_age, needs_state)
    row = columns.rows.join(people, age, state)
    row = np.where((row < 0) & (need >= 0), columns.rows.join(people, age, _none(state)), row)
    unscaled = np.isnan(factor)
    none = nothing | (unscaled & np.isnan(pick(columns.upper, row)))
    row, need = np.where(none, -1, row), np.where(none, -1, need)
    percentiles = columns.percentiles.join(people, needs_age, needs_state)
    value = pick(columns.value, need)
    target = pick(columns.target, need)
    kind = np.where(unscaled, "", columns.kind[need])
    cv, sd = _spreads(table, kind, value, target, pick(columns.covers, need))
    return Needs(
        table=table,
        row=row,
        percentiles=np.where(row >= 0, percentiles, -1),
        state=state,
        menopause=people.menopausal,
        kind=kind,
        value=value * factor,
        target_kind=np.where(unscaled, "", columns.target_kind[need]),
        target=target * factor,
        upper_kind=columns.upper_kind[row],
        upper=pick(columns.upper, row),
        factor=factor,
        cv=cv,
        sd=sd,
    )
