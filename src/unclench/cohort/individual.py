"""Every person of a survey by the individual method of `assess`, from their first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unclench.cohort.judge import kilograms, needs_of, people_of
from unclench.cohort.unknown import HIGH, LOW
from unclench.facts.kinds.requirements import Authority
from unclench.intake.usual.alike import Alike, people_alike
from unclench.intake.usual.gaussian import Z80
from unclench.intake.usual.next_day import next_day
from unclench.intake.usual.shrink import Days, transformed, usual_intakes

if TYPE_CHECKING:
    import polars as pl

Z95 = 1.959963984540054
AT_ONCE = 20_000
"""People worked out together: about 100 MB."""
COLUMNS = (
    "person", "mean", "low80", "high80", "next_day_low80", "next_day_high80", "next_day_low95",
    "next_day_high95", "requirement", "p_next_day_below",
)  # fmt: skip


def individuals(days: pl.DataFrame, nutrient: str, authority: Authority = "nasem") -> pl.DataFrame:
    """Usual intake and the next day of each person, from the first day they have.

    Args:
        days: a row per person and day: `person`, `day`, `sex`, `age`, the nutrient, and where
            known `weight_kg`, for requirements per kilogram.

    Returns:
        `COLUMNS`, a row per person. `requirement` is what intake is judged by (the average
        requirement, else the adequate intake); null without one, and the intervals of the next
        day are null for a nutrient without a model of variation.
    """
    import polars as pl

    first = (
        days.filter(pl.col(nutrient).is_not_null())
        .sort("person", "day")
        .unique("person", keep="first", maintain_order=True)
    )
    parts = [
        _some(first.slice(at, AT_ONCE), nutrient, authority)
        for at in range(0, first.height, AT_ONCE)
    ]
    return pl.concat(parts)


def _some(first: pl.DataFrame, nutrient: str, authority: Authority) -> pl.DataFrame:
    import polars as pl

    people = people_of(
        first["age"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        first["sex"].fill_null("").to_numpy().astype(np.str_),
        kilograms(first),
    )
    y = first[nutrient].cast(pl.Float64).to_numpy()[:, None]
    alike = Alike.of(people_alike(nutrient, people))
    low, high = (
        first[c].cast(pl.Float64).to_numpy()[:, None] if c in first.columns else y
        for c in (nutrient + LOW, nutrient + HIGH)
    )
    usual = usual_intakes(Days(low, y, high), alike, np.zeros_like(y))
    need = needs_of(nutrient, people, authority)
    limit = np.full(len(y), np.nan) if need is None else need.value
    with np.errstate(all="ignore"):
        one_more = next_day(transformed(y, alike)[:, 0], np.ones(len(y)), alike)
        columns = {
            "mean": usual.mean,
            "low80": usual.quantile(0.1),
            "high80": usual.quantile(0.9),
            "next_day_low80": one_more.quantile(-Z80),
            "next_day_high80": one_more.quantile(Z80),
            "next_day_low95": one_more.quantile(-Z95),
            "next_day_high95": one_more.quantile(Z95),
            "requirement": limit,
            "p_next_day_below": one_more.below(limit),
        }
    frame = pl.DataFrame({"person": first["person"], **columns})
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).select(COLUMNS)
