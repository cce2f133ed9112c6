"""Who has too little of which nutrient: by group for a survey, and by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unclench.cohort.design import Method
from unclench.cohort.judge import needs_of, people_of
from unclench.cohort.model import UsualIntake
from unclench.cohort.population import Population
from unclench.cohort.reading import header_of, recognise
from unclench.cohort.selection import Choice, choose
from unclench.cohort.survey import Survey, read_survey
from unclench.errors import Problem, UserError
from unclench.facts.kinds.requirements import Authority
from unclench.facts.needs import tables
from unclench.facts.nutrients import nutrients
from unclench.intake.usual.alike import Alike, people_alike
from unclench.intake.usual.risk import below_needs
from unclench.intake.usual.shrink import Days, side_by_side, usual_intakes

if TYPE_CHECKING:
    import polars as pl


def nutrients_of(
    files: Sequence[Path], authority: Authority, mapped: Mapping[str, str] | None = None
) -> list[str]:
    """Nutrients that the files tell and the authority has a requirement for.

    Raises:
        UserError: there are none.
    """
    told: set[str] = set(mapped or ())
    for path in files:
        told |= set(recognise(header_of(path)).names)
    out = [n for n in nutrients() if n in told and (n, authority) in tables()]
    if not out:
        fix = "`unclench cohort columns FILE` shows what is recognised."
        raise UserError(Problem("No file has a nutrient with a requirement.", fix=fix))
    return out


def prevalence(
    files: Sequence[Path],
    wanted: Sequence[str],
    choice: Choice,
    *,
    authority: Authority = "nasem",
    replicates: Method = "jackknife",
    seed: int = 0,
    mapped: Mapping[str, str] | None = None,
) -> tuple[list[Population], list[Problem]]:
    """The usual intake of each nutrient in each group; files are read once.

    Returns:
        The populations, and what kept a nutrient from being one.
    """
    survey = _read(files, wanted, choice, mapped)
    by = tuple("age_group" if b == "age" else b for b in choice.by)
    out, problems = [], []
    for n in wanted:
        try:
            chosen = choose(survey, n, choice)
            model = UsualIntake(n, (), by, None, authority, replicates, seed)
            fitted = model.fit(chosen.days, chosen.everybody)
        except UserError as error:
            problems += [Problem(p.what, p.where or n, p.fix) for p in error.problems]
            continue
        out.append(Population(n, survey, chosen, fitted.distribution()))
    return out, problems


def _read(
    files: Sequence[Path], wanted: Sequence[str], choice: Choice, mapped: Mapping[str, str] | None
) -> Survey:
    extra = [b for b in choice.by if b not in ("sex", "age")]
    if choice.weight is not None:
        extra.append(choice.weight)
    more = ["energy"] if choice.kcal is not None and "energy" not in wanted else []
    return read_survey(files, [*wanted, *more], extra, mapped)


def rank(
    files: Sequence[Path],
    wanted: Sequence[str],
    choice: Choice,
    *,
    authority: Authority = "nasem",
    mapped: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Each person's nutrients by how likely they have too little, by the method of `assess`.

    All days of a person count. Nutrients without a spread of requirements have no probability and
    are left out.

    Returns:
        `person`, `nutrient`, `days`, `mean`, `low80`, `high80`, `requirement`, `p_below`, `rank`
        (1 is the likeliest), sorted by person and rank.
    """
    import polars as pl

    survey = _read(files, wanted, choice, mapped)
    parts = [
        person_risks(choose(survey, n, choice).days, n, authority)
        for n in wanted
        if survey.days[n].null_count() < survey.days.height
    ]
    table = pl.concat(parts).filter(pl.col("p_below").is_not_null())
    table = table.sort("person", "p_below", "nutrient", descending=[False, True, False])
    return table.with_columns(rank=pl.int_range(1, pl.len() + 1).over("person"))


def person_risks(days: pl.DataFrame, nutrient: str, authority: Authority = "nasem") -> pl.DataFrame:
    """Usual intake and P(below the own requirement) of each person, from all their days."""
    import polars as pl

    rows = days.filter(pl.col(nutrient).is_not_null()).sort("person", "day")
    grouped = rows.group_by("person", maintain_order=True).agg(
        pl.col("sex").first(), pl.col("age").first(), pl.col(nutrient).cast(pl.Float64)
    )
    out: list[Any] = []
    for part in grouped.iter_slices(20_000):
        people = people_of(
            part["age"].fill_null(np.nan).to_numpy(),
            part["sex"].fill_null("").to_numpy().astype(np.str_),
        )
        y = side_by_side([s.to_numpy() for s in part[nutrient]])
        usual = usual_intakes(
            Days(y, y, y), Alike.of(people_alike(nutrient, people)), np.where(np.isnan(y), y, 0.0)
        )
        need = needs_of(nutrient, people, authority)
        none = np.full(len(y), np.nan)
        out.append(
            pl.DataFrame(
                {
                    "person": part["person"],
                    "nutrient": [nutrient] * len(y),
                    "days": usual.n.astype(np.int64),
                    "mean": usual.mean,
                    "low80": usual.quantile(0.1),
                    "high80": usual.quantile(0.9),
                    "requirement": none if need is None else need.value,
                    "p_below": none if need is None else below_needs(usual, need),
                }
            )
        )
    frame: pl.DataFrame = pl.concat(out)
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))
