"""From lines of what was eaten to nutrients per person and day, and how much of it is known.

One set of expressions, written with Narwhals, runs on DuckDB and on Polars. What a food lacks adds
nothing to a sum and lowers the known share of the day's energy; a day of which nothing is known is
null, never zero. Joining with the foods as a table (not a view) and with columns of known energy
per food keeps it near hand-written SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from unclench.facts.nutrients import nutrients

if TYPE_CHECKING:
    import polars as pl

KNOWN = "_known"
"""What follows a nutrient's id: the share of the day's energy of foods that list it."""


GRID = 1.5 * 2.0**27
"""Added and taken off again, it rounds an amount to a multiple of 2**-25 of its unit."""


def _exact(x: Any) -> Any:
    """An amount whose sums are exact below 2**27, so that they hang on no order of lines.

    Engines add in parallel, and plain sums would differ in their last bits from run to run.
    """
    return (x + GRID) - GRID


def nutrients_in(columns: Sequence[str]) -> list[str]:
    """Ids of nutrients among these columns, in the order of the facts."""
    return [n for n in nutrients() if n in columns]


def foods_for_sums(
    foods: pl.DataFrame, wanted: Sequence[str]
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Per food and gram: each nutrient with zero for unknown, and the energy where it is known.

    Args:
        foods: `food` and nutrients per 100 g, with energy; null is unknown.

    Returns:
        `food`, `kcal`, and for each nutrient `a_<id>` and `k_<id>`, and nutrient -> whose `k_` it
        has: columns that are the same for all these foods are there once, and not at all ("")
        where they are `kcal`.
    """
    import polars as pl

    energy = pl.col("energy").cast(pl.Float64).fill_null(0.0) / 100.0
    whole = foods.select(
        pl.col("food").cast(pl.String),
        kcal=energy,
        **{f"a_{n}": pl.col(n).cast(pl.Float64).fill_null(0.0) / 100.0 for n in wanted},
        **{f"k_{n}": pl.when(pl.col(n).is_not_null()).then(energy).otherwise(0.0) for n in wanted},
    )
    first = {whole["kcal"].to_numpy().tobytes(): ""}
    same = {n: first.setdefault(whole[f"k_{n}"].to_numpy().tobytes(), n) for n in wanted}
    return whole.drop(f"k_{n}" for n in wanted if same[n] != n), same


def summed(
    lines: Any, foods: Any, wanted: Sequence[str], key: Sequence[str], same: Mapping[str, str]
) -> Any:
    """Sums per person and day, as a lazy frame of the engine that `lines` belongs to.

    Args:
        lines: Narwhals lazy frame with `key`, `food` (text) and `grams`.
        foods: of `foods_for_sums`, in the same engine.
        wanted: nutrients. key: columns that make a person and day. same: of `foods_for_sums`.

    Returns:
        `key`, `lines`, `lines_unknown` (foods that the table lacks), `kcal`, and for each nutrient
        its sum and its known share.
    """
    import narwhals as nw

    joined = lines.join(foods, on="food", how="left")
    grams = nw.col("grams")
    columns = [
        _exact(grams * nw.col("kcal")).alias("e"),
        nw.when(nw.col("kcal").is_null()).then(nw.lit(1)).otherwise(nw.lit(0)).alias("unknown"),
    ]
    kept = [n for n in wanted if same[n] == n]
    columns += [_exact(grams * nw.col(f"a_{n}")).alias(f"a_{n}") for n in wanted]
    columns += [_exact(grams * nw.col(f"k_{n}")).alias(f"k_{n}") for n in kept]
    per_line = joined.select(*(nw.col(k) for k in key), *columns)
    sums = [nw.len().alias("lines"), nw.col("unknown").sum().alias("lines_unknown")]
    sums.append(nw.col("e").sum().alias("kcal"))
    sums += [nw.col(f"a_{n}").sum().alias(f"a_{n}") for n in wanted]
    sums += [nw.col(f"k_{n}").sum().alias(f"k_{n}") for n in kept]
    per_day = per_line.group_by(*key).agg(*sums)
    out = []
    for n in wanted:
        known = nw.col(f"k_{same[n]}" if same[n] else "kcal")
        out += [
            nw.when(known > 0).then(nw.col(f"a_{n}")).alias(n),
            nw.when(nw.col("kcal") > 0).then(known / nw.col("kcal")).alias(n + KNOWN),
        ]
    return per_day.select(
        *(nw.col(k) for k in key), nw.col("lines"), nw.col("lines_unknown"), nw.col("kcal"), *out
    )
