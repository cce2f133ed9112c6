"""Which columns of a table are nutrients, and which were left out."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from unclench.assessment import Reason, reason
from unclench.facts.kinds.nutrients import System
from unclench.facts.nutrients import factor_to_own, label_share, nutrients
from unclench.intake.diaries import cells
from unclench.intake.diaries.columns import (
    PER_GRAM,
    Column,
    bare_name,
    column,
    unit_in,
)
from unclench.intake.diaries.table import Table


def nutrient_columns(
    table: Table, used: Iterable[int | None], *, grams: bool = False
) -> tuple[dict[str, tuple[int, float]], list[Reason]]:
    """(nutrient -> (position, factor), columns that were left out, each named with why).

    Columns at the positions `used` have another meaning. Where a nutrient has several columns
    (vitamin D in IU and in µg, sodium and salt), the first that tells the nutrient itself counts,
    and the others ("sodium|2") where it is blank.

    Args:
        grams: minerals and vitamins without a unit are in grams, unless a cell is too large.
    """
    wanted: dict[str, tuple[int, float]] = {}
    found: dict[str, list[tuple[bool, int, float]]] = {}
    unknown: list[str] = []
    idle: list[str] = []
    left: list[Reason] = []
    taken = {u for u in used if u is not None}
    told = [column(h) if h else None for h in table.header]
    per_gram = any(
        k is not None and k.no_way == "energy" and PER_GRAM.search(h)
        for k, h in zip(told, table.header, strict=True)
    )
    grams = grams and not any(
        _above(table, i, MOST_GRAMS)
        for i, k in enumerate(told)
        if i not in taken and k and k.nutrient and k.plain and _small(k.nutrient)
    )
    for i, header in enumerate(table.header):
        if i in taken or not header:
            continue
        known: Column | None = None if per_gram and PER_GRAM.search(header) else told[i]
        if known is None:
            unknown.append(header)
        elif known.no_way:
            unit = nutrients()[known.no_way].unit
            left.append(reason("diary_column_unit", header=header.strip(), unit=unit))
        elif known.nutrient:
            factor = known.factor
            if grams and known.plain:
                factor = factor_to_own(known.nutrient, "g") or factor
            found.setdefault(known.nutrient, []).append((known.compound, i, factor))
        elif _has_numbers(table, i):
            idle.append(header)
    for nutrient, columns in found.items():
        for n, (_, i, factor) in enumerate(sorted(columns)):
            wanted[nutrient if not n else f"{nutrient}|{n + 1}"] = (i, factor)
    if idle:
        left.append(reason("diary_columns_not_needed", headers=idle))
    return wanted, [*unknown_columns(unknown), *left]


MOST_GRAMS = 30.0
"""Of a mineral or vitamin on one line: above it the numbers are no grams (judgement)."""


def _small(nutrient: str) -> bool:
    """Whether a nutrient is one of milligrams or micrograms."""
    return nutrients()[nutrient].unit in ("mg", "µg")


def _above(table: Table, position: int, limit: float) -> bool:
    told = table.frame.select(cells.plain(pl.col(str(position)), table.style)).to_series()
    return bool((told.cast(pl.Float64, strict=False) > limit).any())


def _has_numbers(table: Table, position: int) -> bool:
    return bool(table.frame[str(position)].str.contains(r"\d").any())


def untold_energy(table: Table, wanted: dict[str, tuple[int, float]]) -> bool:
    """Whether energy is recorded under a header that names neither kcal nor kJ."""
    at = wanted.get("energy")
    known = column(table.header[at[0]]) if at is not None else None
    return bool(known and known.untold)


def export_columns(table: Table, system: System) -> dict[str, tuple[int, float]]:
    """Nutrient -> (position, factor) of an export whose every header is known.

    A header counts by its name; a unit behind it, in any brackets, stands for the one that the
    app means. A share of a label's daily value counts by the lowest value in use: a lower bound.
    """
    out: dict[str, tuple[int, float]] = {}
    bare = [bare_name(h) for h in table.header]
    for n in nutrients().values():
        for c in n.names(system):
            name = bare_name(c.name)
            if name not in bare:
                continue
            at = bare.index(name)
            unit = unit_in(table.header[at]) or c.unit or n.unit
            share = unit.replace(" ", "").lower() in ("%", "%dv")
            factor = label_share(n.id) if share else factor_to_own(n.id, unit)
            if factor is not None:
                out.setdefault(n.id, (at, factor))
    return out


def unknown_columns(headers: list[str]) -> list[Reason]:
    """A warning that lists columns nobody understood; empty when there are none."""
    return [reason("diary_unknown_columns", headers=headers)] if headers else []
