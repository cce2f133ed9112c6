"""Options that the verbs of `unclench cohort` share, and what follows from them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.cohort.population import Population
    from unclench.cohort.selection import Choice


class Format(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"
    csv = "csv"


class Replicates(StrEnum):
    """How standard errors are made."""

    jackknife = "jackknife"
    fay = "fay"
    brr = "brr"
    bootstrap = "bootstrap"
    none = "none"


class Authority(StrEnum):
    """Whose requirements."""

    nasem = "nasem"
    efsa = "efsa"


class Engine(StrEnum):
    """What sums millions of lines."""

    duckdb = "duckdb"
    polars = "polars"
    spark = "spark"


class PeopleEngine(StrEnum):
    """What works out millions of people."""

    polars = "polars"
    spark = "spark"


Files = Annotated[
    list[Path],
    typer.Argument(help="Days of diet and, as further files, people: CSV (.gz), Parquet, XPT."),
]
Nutrient = Annotated[str, typer.Option(help="magnesium, vitamin_d, ...")]
By = Annotated[str, typer.Option(help="sex, age, or any column of the files; '' for everybody.")]
DEFAULT_AGES = "1-3,4-8,9-13,14-18,19-30,31-50,51-70,71-"
Ages = Annotated[
    str,
    typer.Option(
        help="Whole years; 71- is open. Given, nobody outside counts, whatever --by says.",
        show_default=DEFAULT_AGES,
    ),
]
Cycles = Annotated[
    str, typer.Option(help="Only these, as 2011-2012,2013-2014; all when not given.")
]
Map = Annotated[list[str] | None, typer.Option("--map", help="OURS=COLUMN, as often as needed.")]
Both = Annotated[
    bool, typer.Option("--both-days", help="Only people with two days, and their weight.")
]
Weight = Annotated[str | None, typer.Option(help="Another column of weights.")]
Kcal = Annotated[str | None, typer.Option(help="Days outside are left out, as 500-8000.")]
Pregnant = Annotated[
    bool, typer.Option("--with-pregnant", help="Keep who is pregnant or breast-feeding.")
]
Many = Annotated[str, typer.Option("--nutrients", help="As magnesium,iron; all when not given.")]
Whose = Annotated[Authority, typer.Option("--authority", help="nasem or efsa.")]
Errors = Annotated[Replicates, typer.Option("--replicates", help="How standard errors are made.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write here instead of standard output.")]


def mapping(pairs: list[str] | None) -> dict[str, str]:
    """OURS=COLUMN pairs.

    Raises:
        UserError: what is no such pair.
    """
    bad = [p for p in pairs or () if "=" not in p]
    if bad:
        fix = "Write our name, =, and the column of the file: --map magnesium=Mg_mg."
        raise UserError([Problem(f"'{p}' is no pair.", "--map", fix) for p in bad])
    return {ours.strip(): name.strip() for ours, _, name in (p.partition("=") for p in pairs or ())}


def chosen(
    by: str,
    ages: str,
    cycles: str,
    both: bool,
    weight: str | None,
    kcal: str | None,
    pregnant: bool,
) -> Choice:
    """Whom to keep, from the options."""
    from unclench.cohort.selection import Choice, age_groups

    limits = None
    if kcal is not None:
        try:
            low, _, high = kcal.partition("-")
            limits = float(low), float(high)
        except ValueError:
            fix = "Write two numbers, such as 500-8000."
            raise UserError(Problem(f"'{kcal}' is no range.", "--kcal", fix)) from None
    return Choice(
        by=tuple(dict.fromkeys(b.strip() for b in by.split(",") if b.strip())),
        ages=tuple(age_groups(ages or DEFAULT_AGES)),
        in_ages=bool(ages),
        cycles=tuple(c.strip() for c in cycles.split(",") if c.strip()),
        both_days=both,
        weight=weight,
        kcal=limits,
        pregnant=pregnant,
    )


def wanted_nutrients(
    files: list[Path], named: str, authority: Authority, mapped: dict[str, str]
) -> list[str]:
    """Ids of the nutrients that are named; all that the files tell when none is.

    Raises:
        UserError: one is not known, or the files tell none.
    """
    from unclench.cohort.choosing import known_nutrient
    from unclench.cohort.prevalence import nutrients_of

    asked = [n for n in named.split(",") if n.strip()]
    if asked:
        return list(dict.fromkeys(known_nutrient(n) for n in asked))
    return nutrients_of(files, authority.value, mapped)


def populations(
    files: list[Path],
    named: str,
    choice: Choice,
    authority: Authority,
    replicates: Replicates,
    mapped: dict[str, str],
) -> list[Population]:
    """The usual intake of each nutrient; what keeps one from being told goes to standard error.

    Raises:
        UserError: none can be told.
    """
    from unclench.cohort.prevalence import prevalence

    wanted = wanted_nutrients(files, named, authority, mapped)
    found, problems = prevalence(
        files, wanted, choice, authority=authority.value, replicates=replicates.value, mapped=mapped
    )
    if not found:
        raise UserError(problems)
    for p in problems:
        typer.echo(str(p), err=True)
    return found
