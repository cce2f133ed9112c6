"""The weights of people of one cycle or several: each counts by its years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from unclench.cohort.survey import Survey
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    import polars as pl

    from unclench.cohort.selection import Choice


def of_cycles(survey: Survey, choice: Choice) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The people of the cycles that are asked for, and which these are.

    Raises:
        UserError: no file has one of them.
    """
    import polars as pl

    people = survey.people
    if "cycle" not in people.columns:
        if choice.cycles:
            raise UserError(Problem("No file has a column for the cycle.", "--cycles"))
        return people, ()
    fed = people.join(survey.days.select("person").unique(), on="person", how="semi")
    have = sorted(fed["cycle"].drop_nulls().unique().to_list())
    unknown = [c for c in choice.cycles if c not in have]
    if unknown:
        fix = f"There are {', '.join(have)}."
        raise UserError(
            [Problem(f"No file has the cycle '{c}'.", "--cycles", fix) for c in unknown]
        )
    used = tuple(choice.cycles) or tuple(have)
    people = people.filter(pl.col("cycle").is_in(list(used)) | pl.col("cycle").is_null())
    if "stratum" in people.columns:  # strata of two cycles are two, whatever they are called
        cycle = pl.col("cycle").fill_null("")
        people = people.with_columns(stratum=pl.concat_str(cycle, pl.lit("/"), "stratum"))
    return people, used


def weighted(
    days: pl.DataFrame, survey: Survey, choice: Choice, cycles: tuple[str, ...]
) -> tuple[pl.DataFrame, str, tuple[float, ...]]:
    """A column `weight`, counted by the years of each cycle, which one it is, and the shares."""
    import polars as pl

    name = "weight_two" if choice.both_days else "weight"
    joint = choice.weight is None and not choice.both_days and as_one(survey, cycles)
    times = cycle_shares(survey, cycles, joint=joint)
    if choice.weight is not None:
        named, column = choice.weight, pl.col(choice.weight).cast(pl.Float64, strict=False)
    elif joint:
        named, column = f"{name}, weight_four", _of_four_years(days, survey)
    elif name in days.columns:
        named, column = name, pl.col(name)
    elif choice.both_days and "weight" in days.columns:
        what = "There is no weight for people with two days."
        raise UserError(
            Problem(what, fix="Name it (--map weight_two=COLUMN), or leave --both-days out.")
        )
    else:
        return days.with_columns(weight=pl.lit(1.0)), "none", times
    if len(cycles) > 1:
        column = column * pl.col("cycle").replace_strict(
            dict(zip(cycles, times, strict=True)),
            default=1.0 / len(cycles),
            return_dtype=pl.Float64,
        )
    days = days.with_columns(weight=column)
    if not (days["weight"].fill_null(0.0) > 0).any():
        what = f"All weights ('{named}') are missing or zero."
        raise UserError(Problem(what, fix="Name another column: --map weight=COLUMN."))
    alone = days.group_by("person").agg(pl.len(), pl.col("weight").first())
    ones = alone.filter((pl.col("len") == 1) & (pl.col("weight").fill_null(0.0) > 0)).height
    nulls = alone.filter((pl.col("len") == 1) & ~(pl.col("weight").fill_null(0.0) > 0)).height
    if choice.weight is not None and not choice.both_days and nulls > 20 * max(ones, 1):
        what = (
            f"{nulls} people with one day have no weight '{named}', which is for people with two."
        )
        raise UserError(
            Problem(what, "--weight", "Give the weight of the first day, or --both-days.")
        )
    return days, named, times


def _of_four_years(days: pl.DataFrame, survey: Survey) -> pl.Expr:
    """The weight of four years for people of the cycles that share it, else that of their cycle.

    Raises:
        UserError: there is none.
    """
    import polars as pl

    if "weight_four" not in days.columns:
        what = "The weights of 1999-2000 and of 2001-2002 cannot be compared with each other."
        fix = "Give the files with the weight of four years (WTDR4YR), or --map weight_four=COLUMN."
        raise UserError(Problem(what, "--cycles", fix))
    together = pl.col("cycle").is_in(list(survey.four_years))
    of_cycle = pl.col("weight") if "weight" in days.columns else pl.lit(None, pl.Float64)
    return pl.when(together).then(pl.col("weight_four")).otherwise(of_cycle)


def as_one(survey: Survey, cycles: Sequence[str]) -> bool:
    """Whether two of these cycles are weighted as one of four years."""
    return len({survey.four_years[c] for c in cycles if c in survey.four_years}) > 1


def cycle_shares(survey: Survey, cycles: Sequence[str], *, joint: bool) -> tuple[float, ...]:
    """What the weights of each cycle are multiplied by: its years over those of all.

    Args:
        joint: two cycles are weighted `as_one`, and each counts by the years of both.
    """
    years = {c: survey.cycle_years.get(c, 2.0) for c in cycles}
    pair = sum(y for c, y in years.items() if c in survey.four_years)
    return tuple(
        (pair if joint and c in survey.four_years else y) / sum(years.values())
        for c, y in years.items()
    )
