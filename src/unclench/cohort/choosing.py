"""From files and a choice to the days that count, with all that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.cohort.faults import wrong_unit
from unclench.cohort.selection import Choice, Chosen, choose, missing
from unclench.cohort.survey import Survey, look
from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts.nutrients import nutrients

if TYPE_CHECKING:
    import polars as pl


def known_nutrient(nutrient: str) -> str:
    """The id of a nutrient.

    Raises:
        UserError: it is not known.
    """
    asked = nutrient.strip().lower().replace(" ", "_").replace("-", "_")
    if asked not in nutrients():
        fix = did_you_mean(asked, nutrients()) or f"Known are {', '.join(nutrients())}."
        raise UserError(Problem(f"The nutrient '{nutrient}' is not known.", "--nutrient", fix))
    return asked


def read_and_choose(
    files: Sequence[Path],
    nutrient: str,
    choice: Choice,
    covariates: tuple[str, ...] = (),
    mapped: Mapping[str, str] | None = None,
    per: str | None = None,
    more: tuple[str, ...] = (),
    speaks_against: Callable[[pl.DataFrame], list[Problem]] | None = None,
) -> tuple[Survey, Chosen]:
    """Read the files and keep whom the choice says, and of whom the covariates are known.

    Args:
        more: other columns that are needed. speaks_against: what keeps a model from being fitted
            to the days; its problems are told with those of the files.

    Raises:
        UserError: everything that is wrong with the files, all at once.
    """
    extra = [b for b in (*choice.by, *covariates, *more) if b not in ("sex", "age")]
    if choice.weight is not None:
        extra.append(choice.weight)
    wanted = [nutrient, *(["energy"] if choice.kcal is not None else []), *([per] if per else [])]
    survey, problems = look(files, list(dict.fromkeys(wanted)), extra, mapped)
    if survey is None:
        raise UserError(problems)
    for name in (n for n in wanted if n in survey.has):
        problems += wrong_unit(survey.days, name, mapped or {})
    options = {"--covariates": covariates, "--weights-given": more}
    lacking = [
        Problem(f"No file has a column '{c}'.", option, did_you_mean(c, survey.has))
        for option, names in options.items()
        for c in names
        if c not in survey.has
    ]
    if lacking or not survey.has.issuperset(wanted):
        other = [p for p in missing(survey, choice) if p.where != "--kcal"]  # told already
        raise UserError([*problems, *lacking, *other])
    try:
        chosen = _known(choose(survey, nutrient, choice), (*covariates, *([per] if per else [])))
    except UserError as error:
        problems += error.problems
        if speaks_against is not None:
            problems += _without_weights(survey, nutrient, choice, speaks_against)
        raise UserError(problems) from None
    if speaks_against is not None:
        problems += speaks_against(chosen.days)
    if problems:
        raise UserError(problems)
    return survey, chosen


def _without_weights(
    survey: Survey,
    nutrient: str,
    choice: Choice,
    speaks_against: Callable[[pl.DataFrame], list[Problem]],
) -> list[Problem]:
    """What else is wrong when the weights are: nothing where nobody could be chosen anyway."""
    people = survey.people.drop("weight", "weight_two", "weight_four", strict=False)
    try:
        bare = replace(choice, weight=None, both_days=False)
        return speaks_against(choose(replace(survey, people=people), nutrient, bare).days)
    except UserError:
        return []


def _known(chosen: Chosen, names: Sequence[str]) -> Chosen:
    """The days of whom all of these is known; each step is noted.

    Raises:
        UserError: nobody is left.
    """
    import polars as pl

    days = chosen.days
    for name in names:
        known = pl.col(name).is_not_null()
        days = chosen.flow.filter(f"{name}_known", days, known)
        if not days.height:
            fix = f"Give the file with the column {name}, or leave it out."
            raise UserError(Problem(f"Nobody's {name} is known.", fix=fix))
    return replace(chosen, days=days)


def with_supplements(chosen: Chosen, doses: pl.DataFrame) -> Chosen:
    """The days with each person's dose; whose is not known is left out, and noted."""
    import polars as pl

    days = chosen.days.join(doses, on="person", how="left", maintain_order="left")
    kept = chosen.flow.filter("supplements_known", days, pl.col("supplement").is_not_null())
    if not kept.height:
        fix = "Give the file of the same people."
        raise UserError(Problem("Nobody's supplements are known.", "--supplements", fix))
    return replace(chosen, days=kept)
