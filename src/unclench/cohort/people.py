"""Every person of a survey or a user base by the method of `assess`, many at once.

A frame has one row per person with a list of the days of each nutrient, so that any batch of rows
can be worked out by itself, here or on a cluster.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from unclench.cohort.judge import kilograms, needs_of, people_of
from unclench.cohort.panel import Floats
from unclench.cohort.unknown import HIGH, LOW
from unclench.facts.kinds.requirements import Authority
from unclench.facts.needs import Needs
from unclench.facts.people import People
from unclench.intake.usual.alike import Alike, people_alike
from unclench.intake.usual.points import Usuals
from unclench.intake.usual.risk import below_needs
from unclench.intake.usual.shrink import Days, usual_intakes

AT_ONCE = 20_000
"""People worked out together: about 100 MB."""
RISKS: dict[str, type[pl.DataType]] = {
    "person": pl.String, "nutrient": pl.String, "days": pl.Int64, "mean": pl.Float64,
    "low80": pl.Float64, "high80": pl.Float64, "requirement": pl.Float64, "p_below": pl.Float64,
}  # fmt: skip


def by_person(days: pl.DataFrame, wanted: Sequence[str]) -> pl.DataFrame:
    """A row per person: `person`, `sex`, `age`, `weight_kg` where told, each nutrient's days.

    Args:
        days: a row per person and day. A day without a value is not in the list. The ends of what
            was filled in (`unknown`) are lists as well.
    """
    rows = days.sort("person", "day")
    return rows.group_by("person", maintain_order=True).agg(
        pl.col("sex").first(),
        *[pl.col(c).cast(pl.Float64).first() for c in ("age", "weight_kg") if c in rows.columns],
        *[
            pl.col(c).cast(pl.Float64).drop_nulls()
            for n in wanted
            for c in (n, n + LOW, n + HIGH)
            if c in rows.columns
        ],
    )


def padded(lists: pl.Series) -> Floats:
    """Lists as rows, filled up with NaN; shape (people, longest)."""
    length = lists.list.len().to_numpy().astype(np.intp)
    flat = lists.explode(empty_as_null=False).to_numpy()
    out = np.full((len(length), max(1, int(length.max(initial=0)))), np.nan)
    row = np.repeat(np.arange(len(length)), length)
    start = np.cumsum(length) - length
    out[row, np.arange(len(row)) - start[row]] = flat
    return out


def these(part: pl.DataFrame) -> People:
    """The people of a frame of `by_person`."""
    return people_of(
        part["age"].fill_null(np.nan).to_numpy(),
        part["sex"].fill_null("").to_numpy().astype(np.str_),
        kilograms(part),
    )


def needs_and_usual(
    part: pl.DataFrame, nutrient: str, authority: Authority
) -> tuple[Usuals, Needs | None]:
    """Usual intake from food and drink, and requirement of each."""
    people = these(part)
    y = padded(part[nutrient])
    low, high = (
        padded(part[nutrient + end]) if nutrient + end in part.columns else y for end in (LOW, HIGH)
    )
    alike = Alike.of(people_alike(nutrient, people))
    usual = usual_intakes(Days(low, y, high), alike, np.where(np.isnan(y), y, 0.0))
    return usual, needs_of(nutrient, people, authority)


def risks(part: pl.DataFrame, nutrient: str, authority: Authority = "nasem") -> pl.DataFrame:
    """Usual intake and P(below the own requirement) of each who has a day of the nutrient.

    Args:
        part: some rows of `by_person`.

    Returns:
        `person`, `nutrient`, `days`, `mean`, `low80`, `high80`, `requirement`, `p_below`; the last
        two are null where there is none.
    """
    part = part.filter(pl.col(nutrient).list.len() > 0)
    if not part.height:
        return pl.DataFrame(schema=RISKS)
    usual, need = needs_and_usual(part, nutrient, authority)
    none = np.full(part.height, np.nan)
    frame = pl.DataFrame(
        {
            "person": part["person"].cast(pl.String),
            "nutrient": [nutrient] * part.height,
            "days": usual.n.astype(np.int64),
            "mean": usual.mean,
            "low80": usual.quantile(0.1),
            "high80": usual.quantile(0.9),
            "requirement": none if need is None else need.value,
            "p_below": none if need is None else below_needs(usual, need),
        }
    )
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def person_risks(days: pl.DataFrame, nutrient: str, authority: Authority = "nasem") -> pl.DataFrame:
    """`risks` of everybody, from all their days."""
    people = by_person(days, [nutrient])
    return pl.concat([risks(p, nutrient, authority) for p in people.iter_slices(AT_ONCE)])
