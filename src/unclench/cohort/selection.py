"""Who of a survey counts, with which weight: every step is noted in the flow."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unclench.cohort.flow import Flow
from unclench.cohort.survey import Survey
from unclench.cohort.weighting import of_cycles, weighted
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    import polars as pl

SEXES = ("male", "female")


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """Whole years from `low` to `high`, both counted; `label` as it was given."""

    label: str
    low: float
    high: float


def age_groups(text: str) -> list[AgeGroup]:
    """Age groups from "19-30,31-50,71-".

    Raises:
        UserError: what is no age group, or groups that overlap; all at once.
    """
    out, problems = [], []
    for part in [p.strip() for p in text.split(",") if p.strip()]:
        found = re.fullmatch(r"(\d+)-(\d*)", part) or re.fullmatch(r"(\d+)(\+)", part)
        high = float(found[2]) if found and found[2].isdigit() else float("inf")
        if found is None or float(found[1]) > high:
            fix = "Write whole years, such as 19-30 or 71-."
            problems.append(Problem(f"'{part}' is no age group.", "--ages", fix))
            continue
        out.append(AgeGroup(part, float(found[1]), high))
    ordered = sorted(out, key=lambda g: g.low)
    for one, two in itertools.pairwise(ordered):
        if two.low <= one.high:
            what = f"The age groups {one.label} and {two.label} overlap."
            problems.append(Problem(what, "--ages", "Give each year to one group."))
    if not out and not problems:
        problems.append(Problem("There is no age group.", "--ages", "Write 19-30,31-50."))
    if problems:
        raise UserError(problems)
    return out


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom to keep.

    Attributes:
        by: what groups are made by; "age" means `ages`. cycles: only these; all when empty.
        in_ages: only who is in one of `ages`, where groups are made without "age", too.
        by_stays: whoever asks cannot leave any of `by` out.
        both_days: only people with two days, with the weight for them.
        weight: the name of another weight column, which is then among the survey's columns.
        kcal: days outside are impossible. pregnant: keep who is pregnant or breast-feeding.
    """

    by: tuple[str, ...]
    ages: tuple[AgeGroup, ...]
    cycles: tuple[str, ...] = ()
    both_days: bool = False
    weight: str | None = None
    kcal: tuple[float, float] | None = None
    pregnant: bool = False
    in_ages: bool = False
    by_stays: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The days that count, sorted by group, and the people of the whole survey.

    Attributes:
        days: `person`, `day`, `weekend`, `weight`, `sex`, `age`, `stratum`, `unit` where known,
            the columns of `by` ("age" is in `age_group`), the nutrients.
        everybody: a row per person with `person`, `stratum`, `unit`.
        weight: which weight, in words of a code. cycles: that were combined, times: what the
            weights of each were multiplied by.
    """

    days: pl.DataFrame
    everybody: pl.DataFrame
    flow: Flow
    weight: str
    cycles: tuple[str, ...]
    times: tuple[float, ...]


def choose(survey: Survey, nutrient: str | None, choice: Choice) -> Chosen:
    """Keep whom the choice says, step by step; days without the nutrient too when it is None.

    Raises:
        UserError: a column that is needed and not there, an unknown cycle, nobody left.
    """
    import polars as pl

    problems = missing(survey, choice)
    if problems:
        raise UserError(problems)
    people, cycles = of_cycles(survey, choice)
    days = survey.days.join(people, on="person", how="inner", maintain_order="left")
    flow = Flow()
    flow.add("in_files", people.height, days.height)
    flow.add("with_a_diet", days["person"].n_unique(), days.height)
    if survey.duplicates:
        flow.add("duplicate_rows", days["person"].n_unique(), days.height)
    if "status_good" in days.columns:
        days = flow.filter("reliable_day", days, pl.col("status_good"))
    if "breast_fed" in days.columns:
        days = flow.filter("not_breast_fed", days, ~pl.col("breast_fed").fill_null(False))
    if not choice.pregnant:
        for name in ("pregnant", "lactating"):
            if name in days.columns:
                step = "not_pregnant" if name == "pregnant" else "not_breast_feeding"
                days = flow.filter(step, days, ~pl.col(name))
    if "sex" in choice.by:
        days = flow.filter("sex_known", days, pl.col("sex").is_not_null())
    if "age" in choice.by or choice.in_ages:
        days = flow.filter("in_age_groups", _aged(days, choice), pl.col("age_group").is_not_null())
    for other in choice.by:
        if other not in ("sex", "age"):
            days = flow.filter(f"{other}_known", days, pl.col(other).is_not_null())
    days = _filled(days, survey, nutrient, flow)
    if choice.kcal is not None:
        possible = pl.col("energy").is_between(*choice.kcal)
        days = flow.filter("possible_day", days, possible)
    if choice.both_days:
        days = flow.filter("two_days", days, pl.len().over("person") > 1)
    if not days.height:
        raise UserError(_nobody(flow))
    days, weight, times = weighted(days, survey, choice, cycles)
    if weight != "none":
        days = flow.filter("has_weight", days, pl.col("weight") > 0)
    if not days.height:
        raise UserError(_nobody(flow))
    columns = [c for c in ("stratum", "unit") if c in people.columns]
    everybody = people.select("person", *columns)
    if columns:
        everybody = everybody.filter(
            pl.all_horizontal(pl.col(c).is_not_null() for c in columns)
            | pl.col("person").is_in(days["person"].unique().implode())
        )
    days = _ordered(days, choice)
    return Chosen(days, everybody.sort("person"), flow, weight, cycles, times)


def _filled(days: pl.DataFrame, survey: Survey, nutrient: str | None, flow: Flow) -> pl.DataFrame:
    """The days with what foods do not list filled in; of one nutrient what is known is noted.

    Of all nutrients (None) those are null of which too little of a day is known.
    """
    import polars as pl

    from unclench.cohort.unknown import ENOUGH, enough, filled_in, tells

    if nutrient is not None:
        days = flow.filter("nutrient_known", days, pl.col(nutrient).is_not_null())
        if not tells(days, nutrient):
            return days
        return filled_in(flow.filter(ENOUGH, days, enough(days, nutrient)), nutrient)
    for n in [c for c in survey.days.columns if tells(days, c)]:
        kept = pl.when(enough(days, n)).then(pl.col(n))
        days = filled_in(days.with_columns(kept.alias(n)), n)
    return days


def missing(survey: Survey, choice: Choice) -> list[Problem]:
    """Columns and cycles that the choice needs and no file has."""
    out = []
    try:
        of_cycles(survey, choice)
    except UserError as error:
        out += error.problems
    for name in choice.by:
        if name not in survey.has:
            fix = f"Give the file that holds it as well, or name the column: --map {name}=COLUMN."
            if not choice.by_stays:
                rest = ",".join(b for b in choice.by if b in survey.has) or "''"
                fix = f"{fix[:-1]}; or leave it out: --by {rest}."
            out.append(Problem(f"No file has a column for {name}.", "--by", fix))
    if choice.in_ages and "age" not in {*choice.by, *survey.has}:
        fix = "Give the file that holds it as well, or leave --ages out."
        out.append(Problem("No file has a column for age.", "--ages", fix))
    if choice.kcal is not None and "energy" not in survey.has:
        out.append(Problem("No file has a column for energy.", "--kcal"))
    if choice.weight is not None and choice.weight not in survey.has:
        out.append(Problem(f"No file has a column '{choice.weight}'.", "--weight"))
    return out


def _aged(days: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    import polars as pl

    whole = pl.col("age").floor()
    label: Any = pl.lit(None, pl.String)
    for g in choice.ages:
        label = pl.when(whole.is_between(g.low, g.high)).then(pl.lit(g.label)).otherwise(label)
    return days.with_columns(age_group=label)


def _nobody(flow: Flow) -> Problem:
    worst = max(flow.steps, key=lambda s: s.people_out)
    return Problem(
        "Nobody is left.",
        fix=f"Most were left out at the step '{worst.name}' ({worst.people_out} people).",
    )


def _ordered(days: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    import polars as pl

    keys: list[pl.Expr] = []
    for name in choice.by:
        if name == "sex":
            keys.append(
                pl.col("sex").replace_strict({s: i for i, s in enumerate(SEXES)}, default=9)
            )
        elif name == "age":
            place = {g.label: i for i, g in enumerate(choice.ages)}
            keys.append(pl.col("age_group").replace_strict(place, default=99))
        else:
            keys.append(pl.col(name))
    return days.sort(*keys, pl.col("person"), pl.col("day"))
