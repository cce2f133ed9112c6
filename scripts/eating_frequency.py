"""Make `foods_build/eating_frequency.csv` from the public-use files of NHANES 2007-2012.

    python scripts/eating_frequency.py FOLDER

FOLDER holds `individual_foods_2007_2012.csv.gz` (one row per food eaten, of all cycles) and
`food_codes_2007_2012.csv.gz` (code and description). Only aggregates over at least 15 eating
occasions are written.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl


def main(folder: Path) -> None:
    """Read, aggregate, write."""
    code = pl.col("DRIFDCD").cast(pl.Int64)
    foods = pl.read_csv(folder / "individual_foods_2007_2012.csv.gz").filter(
        pl.col("DRIGRMS") > 0, pl.col("WTDRD") > 0, pl.col("DRDRSTZ") == 1
    )
    total = foods["WTDRD"].sum()
    names = (
        pl.read_csv(folder / "food_codes_2007_2012.csv.gz")
        .sort("cycle")
        .group_by(pl.col("DRXFDCD").cast(pl.Int64).alias("code"))
        .agg(pl.col("DRXFCLD").last().alias("description"))
    )
    grams = pl.col("DRIGRMS")
    out = (
        foods.group_by(code.alias("code"))
        .agg(
            pl.len().alias("n"),
            (pl.col("WTDRD").sum() / total * 1e6).round(1).alias("per_million"),
            grams.median().round(1).alias("median_g"),
            grams.quantile(0.1).round(1).alias("p10_g"),
            grams.quantile(0.9).round(1).alias("p90_g"),
        )
        .filter(pl.col("n") >= 15)
        .join(names, on="code")
        .sort("code")
        .select("code", "description", "per_million", "median_g", "p10_g", "p90_g")
    )
    target = Path(__file__).parent / "foods_build" / "eating_frequency.csv"
    out.write_csv(target)
    print(f"{len(out)} codes, {out['per_million'].sum() / 1e4:.1f} % of all lines -> {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
