"""Who has too little of which nutrient, by group of a survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from unclench.cohort.design import Method
from unclench.cohort.faults import wrong_unit
from unclench.cohort.model import UsualIntake
from unclench.cohort.population import Population
from unclench.cohort.reading import header_of, recognise
from unclench.cohort.selection import Choice, choose, missing
from unclench.cohort.survey import Survey, look
from unclench.errors import Problem, UserError
from unclench.facts.kinds.requirements import Authority
from unclench.facts.needs import tables
from unclench.facts.nutrients import nutrients


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

    Raises:
        UserError: what is wrong with the files or the choice, whatever the nutrient.
    """
    survey = read_for(files, wanted, choice, mapped)
    choose(survey, None, choice)  # what is wrong for every nutrient is said once
    by = tuple("age_group" if b == "age" else b for b in choice.by)
    out, problems = [], []
    for n in wanted:
        try:
            if off := wrong_unit(survey.days, n, mapped or {}):
                raise UserError(off)
            chosen = choose(survey, n, choice)
            model = UsualIntake(n, (), by, None, authority, replicates, seed)
            fitted = model.fit(chosen.days, chosen.everybody)
        except UserError as error:
            problems += [Problem(p.what, p.where or n, p.fix) for p in error.problems]
            continue
        out.append(Population(n, survey, chosen, fitted.distribution()))
    return out, problems


def read_for(
    files: Sequence[Path], wanted: Sequence[str], choice: Choice, mapped: Mapping[str, str] | None
) -> Survey:
    """The files of a survey with what the choice needs.

    Raises:
        UserError: everything that is wrong with them, all at once.
    """
    extra = [b for b in choice.by if b not in ("sex", "age")]
    if choice.weight is not None:
        extra.append(choice.weight)
    more = ["energy"] if choice.kcal is not None and "energy" not in wanted else []
    survey, problems = look(files, [*wanted, *more], extra, mapped)
    if survey is not None and problems:
        problems += missing(survey, choice)
    if survey is None or problems:
        raise UserError(problems)
    return survey
