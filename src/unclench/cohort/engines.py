"""The sums of one part of people on each engine: Polars, DuckDB, Spark; the same to the byte."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from unclench.cohort import spark
from unclench.cohort.staging import text
from unclench.cohort.sums import summed

FOODS = ".part-foods.parquet"
LINES_AT_ONCE = 3_000_000
"""Lines that Polars sums at once: it takes some 600 MB for each million and knows no limit."""


def by_polars(source: Sequence[Path], per_gram: pl.DataFrame, same: dict[str, str]) -> pl.DataFrame:
    """The sums of one part on Polars, some lines at once."""
    import narwhals as nw

    lines = pl.scan_parquet(list(source)) if source else _no_lines()
    foods = nw.from_native(per_gram.lazy())
    pieces = max(1, -(-lines.select(pl.len()).collect().item() // LINES_AT_ONCE))
    made = []
    for i in range(pieces):
        some = lines if pieces == 1 else lines.filter(pl.col("person").hash() % pieces == i)
        lazy = summed(nw.from_native(some), foods, list(same), ["person", "day"], same)
        frame: pl.DataFrame = nw.to_native(lazy).collect(engine="streaming")
        made.append(frame)
    return pl.concat(made)


def by_sql(
    con: Any, lines: str, per_gram: pl.DataFrame, same: dict[str, str], to: Path
) -> pl.DataFrame:
    """The sums of one part on DuckDB, handed over as Arrow."""
    import narwhals as nw

    at = text(str(_foods_beside(to, per_gram)))
    con.execute(f"CREATE TABLE IF NOT EXISTS foods AS SELECT * FROM read_parquet({at})")
    foods = nw.from_native(con.table("foods"))
    lazy = summed(nw.from_native(con.sql(lines)), foods, list(same), ["person", "day"], same)
    return pl.DataFrame(nw.to_native(lazy))


def _foods_beside(to: Path, per_gram: pl.DataFrame) -> Path:
    foods = to.with_name(FOODS)
    if not foods.is_file():
        draft = foods.with_name(f"{foods.name}.draft")
        per_gram.write_parquet(draft)
        draft.replace(foods)
    return foods


def on_spark(
    cluster: Any, source: Sequence[Path], per_gram: pl.DataFrame, same: dict[str, str], to: Path
) -> pl.DataFrame:
    """The sums of one part on Spark."""
    foods = _foods_beside(to, per_gram)
    # Spark does not see files whose names begin with a dot
    seen = foods.with_name("part-foods.table")
    shutil.copyfile(foods, seen)
    try:
        return spark.one_part(cluster, source, seen, same, to.with_name(f".{to.name}.raw.part"))
    finally:
        seen.unlink()


def _no_lines() -> pl.LazyFrame:
    words = dict.fromkeys(("person", "day", "food"), pl.String)
    return pl.LazyFrame(schema={**words, "grams": pl.Float64})
