"""What is wrong with the files of a survey, in words that teach; all of it is gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.cohort.proposals import as_options, bare_of_percent, proposed, told_by
from unclench.errors import Problem, did_you_mean
from unclench.facts.nutrients import nutrients
from unclench.facts.variation import tables

if TYPE_CHECKING:
    import polars as pl

UNIT_WRONG_BY = 200.0
"""A median so many times the expected one is in another unit."""


def numbers(frame: pl.DataFrame, name: str, where: str, problems: list[Problem]) -> pl.DataFrame:
    """A column as numbers; text in it is a problem that names the rows."""
    import polars as pl

    if frame[name].dtype != pl.String:
        values = frame[name].cast(pl.Float64)
    else:
        text = frame[name].str.strip_chars()
        text = text.set(text.is_in(["", ".", "NA", "NaN", "nan"]).fill_null(True), None)
        values = text.cast(pl.Float64, strict=False)
        bad = (text.is_not_null() & values.is_null()).arg_true()
        if len(bad):
            rows = ", ".join(str(i + 2) for i in bad.head(5).to_list())
            fix = "Give a number, or leave the cell empty where it is not known."
            problems.append(
                Problem(
                    f"{len(bad)} {'cell' if len(bad) == 1 else 'cells'} of '{name}' can be read as "
                    f"no number, such as '{text[int(bad[0])]}' (rows {rows}).",
                    where, fix,
                )
            )  # fmt: skip
    return frame.with_columns(values.alias(name))


def no_person(path: Path, header: Sequence[str]) -> Problem:
    """Of a file in which no column tells the person; with what may be meant."""
    fix = "Name the column: --map person=COLUMN. `unclench cohort columns FILE` shows what "
    fix += "is recognised."
    may = proposed(header, {}).names
    if may:
        fix += f" Perhaps {as_options(may)}."
    return Problem("No column tells the person.", str(path), fix)


def not_in_files(mapped: Mapping[str, str], headers: Iterable[Sequence[str]]) -> list[Problem]:
    """Pairs of `--map` of which no file has the column; doses may be in a file of their own."""
    every = {h for header in headers for h in header}
    return [
        Problem(f"No file has a column '{name}'.", "--map", did_you_mean(name, every))
        for ours, name in mapped.items()
        if name not in every and ours not in ("supplement", "person")
    ]


def absent(
    wanted: Iterable[str], seen: set[str], headers: Mapping[Path, Sequence[str]], *, diet: bool
) -> list[Problem]:
    """Nutrients that no file tells; or that no file holds days at all."""
    where = ", ".join(p.name for p in headers)
    if not diet:
        fix = "A table of diet has a row per person and day, with a column for the day or the date."
        return [Problem("No file holds days of diet.", where, fix)]
    out = []
    for n in wanted:
        if n not in seen:
            fix = f"Name the column: --map {n}=COLUMN. {told_by(n, headers.values())}"
            out.append(Problem(f"No file has a column for {n}.", where, fix.strip()))
    return out


def wrong_unit(days: pl.DataFrame, nutrient: str, mapped: Mapping[str, str]) -> list[Problem]:
    """A column that is of percents, or whose amounts are in another unit than expected."""
    out = []
    named = mapped.get(nutrient, "")
    if bare_of_percent(named) != named:
        fix = "Name the column of amounts."
        what = f"The column '{named}' is in percent of a daily value."
        out.append(Problem(what, "--map", fix))
    table = tables().get(nutrient)
    values = days[nutrient].drop_nulls()
    median = values.filter(values > 0).median()
    if table is None or not isinstance(median, int | float):
        return out
    means = [g.mean for g in table.groups if g.mean > 0]
    if not means:
        return out
    unit = nutrients()[nutrient].unit
    if median > UNIT_WRONG_BY * max(means) or median < min(means) / UNIT_WRONG_BY:
        what = (
            f"Half of the days have more than {median:g} of {nutrient}; expected are about "
            f"{min(means):g} to {max(means):g} {unit} a day."
        )
        fix = f"Amounts must be in {unit}: is this g for mg, or mg for µg?"
        out.append(Problem(what, nutrient, fix))
    return out


def two_under_one_id(who: pl.DataFrame, days: pl.DataFrame) -> list[Problem]:
    """Ids whose sex or age differs from file to file, and days that are there more than once."""
    import polars as pl

    out = []
    checks = []
    if "sex" in who.columns:
        checks.append(pl.col("sex").drop_nulls().n_unique() > 1)
    if "age" in who.columns:
        checks.append((pl.col("age").max() - pl.col("age").min()) > 2)
    if checks:
        mixed = who.group_by("person").agg(pl.any_horizontal(checks).alias("mixed")).filter("mixed")
        if mixed.height:
            some = ", ".join(mixed["person"].sort().head(5).to_list())
            fix = "Give each person an id of their own."
            out.append(Problem(f"Sex or age differ under one id: two persons ({some}).", fix=fix))
    again = days.group_by("person", "day").len().filter(pl.col("len") > 1)
    if again.height:
        some = ", ".join(
            f"{p} day {d:g}" for p, d in again.sort("person").head(5).select("person", "day").rows()
        )
        fix = (
            "A table of totals has one row per person and day; `unclench cohort nutrients` sums "
            "lines."
        )
        out.append(Problem(f"Days are there more than once and differ ({some}).", fix=fix))
    return out
