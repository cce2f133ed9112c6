"""What foods do not list, and lines of unknown foods: filled in as for one person, with bounds.

Sums of lines tell the share of a day's energy whose foods list a nutrient (`<nutrient>_known`), and
how many lines the table lacks. The rest holds what people's food holds per kcal, which is loosely
known; it is never zero.
"""

from __future__ import annotations

import functools

import polars as pl

from unclench.cohort.sums import KNOWN
from unclench.facts.adequacy_rules import value
from unclench.intake.diaries.foodbook import shipped
from unclench.intake.filling import LINE_CV, ends

LOW, HIGH = "_low", "_high"
ENOUGH = "enough_known"
"""The rule of the facts, and the step of the flow: days of which less is known are left out."""


@functools.cache
def _per_kcal() -> dict[str, tuple[float, float]]:
    """Nutrient -> mean and standard deviation per kcal of what people eat."""
    rows = shipped().spread().iter_rows()
    return {nutrient: (mean, sd) for nutrient, mean, sd in rows}


def tells(days: pl.DataFrame, nutrient: str) -> bool:
    """Whether days say how much of a nutrient is known."""
    return {nutrient + KNOWN, "kcal"} <= set(days.columns) and nutrient in _per_kcal()


def enough(days: pl.DataFrame, nutrient: str) -> pl.Expr:
    """Whether enough of a day is known."""
    return _known(days, nutrient) >= value(ENOUGH)


def filled_in(days: pl.DataFrame, nutrient: str) -> pl.DataFrame:
    """Days with what is unknown filled in, and its 80 % interval (`_low`, `_high`).

    Args:
        days: with the nutrient, `<nutrient>_known` and `kcal`, and where told `lines` and
            `lines_unknown`.
    """
    mean, sd = _per_kcal()[nutrient]
    # of foods that list no amount, and of lines whose food nobody knows
    foods = pl.col("kcal") * (1.0 - pl.col(nutrient + KNOWN))
    lines = pl.col("kcal") * (_whole(days) - 1.0)
    spread = (foods * sd) ** 2 + lines**2 * (sd**2 + (LINE_CV * mean) ** 2)
    fill = (foods + lines) * mean
    low, high = ends(pl.col(nutrient), fill, spread.sqrt())
    return days.with_columns(
        (pl.col(nutrient) + fill).alias(nutrient),
        low.alias(nutrient + LOW),
        high.alias(nutrient + HIGH),
    )


def _whole(days: pl.DataFrame) -> pl.Expr:
    """Energy of a day over that of its known lines; an unknown line counts as a usual one."""
    if not {"lines", "lines_unknown"} <= set(days.columns):
        return pl.lit(1.0)
    return pl.col("lines") / (pl.col("lines") - pl.col("lines_unknown"))


def _known(days: pl.DataFrame, nutrient: str) -> pl.Expr:
    return pl.col(nutrient + KNOWN) / _whole(days)
