"""What every person of the files may lack, and what would be thought of first, likeliest first."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import polars as pl

from unclench.cohort import spark
from unclench.cohort.causes import CAUSES, causes, telling
from unclench.cohort.faults import wrong_unit
from unclench.cohort.people import AT_ONCE, RISKS, by_person, risks
from unclench.cohort.prevalence import read_for
from unclench.cohort.reading import header_of, recognise
from unclench.cohort.selection import Choice, choose
from unclench.differential.network import network
from unclench.errors import UserError
from unclench.facts.kinds.requirements import Authority
from unclench.facts.nutrients import nutrients

Engine = Literal["polars", "spark"]
Table = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose people are ranked, and how.

    Attributes:
        authority: whose requirements. mapped: our name of a column -> the file's.
        engine: where people are worked out. memory: of Spark's driver.
    """

    files: Sequence[Path]
    choice: Choice
    authority: Authority = "nasem"
    mapped: Mapping[str, str] | None = None
    engine: Engine = "polars"
    memory: str = "4GB"


def rank(asked: Asked, wanted: Sequence[str]) -> pl.DataFrame:
    """Each person's nutrients by how likely they have too little, by the method of `assess`.

    All days of a person count. Nutrients without a spread of requirements have no probability and
    are left out.

    Returns:
        `person`, `nutrient`, `days`, `mean`, `low80`, `high80`, `requirement`, `p_below`, `rank`
        (1 is the likeliest), sorted by person and rank.
    """
    people = _people(asked, wanted)
    some = [n for n in wanted if n in people.columns]
    table = _made(asked, people, partial(_risks, wanted=some, authority=asked.authority), RISKS)
    table = table.filter(pl.col("p_below").is_not_null())
    table = table.sort("person", "p_below", "nutrient", descending=[False, True, False])
    return table.with_columns(rank=pl.int_range(1, pl.len() + 1).over("person"))


def rank_causes(asked: Asked, most: int) -> pl.DataFrame:
    """Causes of each person by age, sex and food alone, as `assess` ranks them without a word.

    Args:
        most: causes of a person.

    Returns:
        `person`, `rank`, `cause`, `probability`, sorted by person and rank.
    """
    told = set(asked.mapped or ())
    for path in asked.files:
        told |= set(recognise(header_of(path)).names)
    people = _people(asked, [n for n in telling(network()) if n in told])
    people = people.drop("weight_kg", strict=False)  # by age, sex and food alone
    table = partial(causes, authority=asked.authority, most=most)
    return _made(asked, people, table, CAUSES).sort("person", "rank")


def _people(asked: Asked, wanted: Sequence[str]) -> pl.DataFrame:
    survey = read_for(asked.files, wanted, asked.choice, asked.mapped)
    problems = [p for n in wanted for p in wrong_unit(survey.days, n, asked.mapped or {})]
    if problems:
        raise UserError(problems)
    days = choose(survey, None, asked.choice).days
    return by_person(days, [n for n in nutrients() if n in days.columns and n in wanted])


def _risks(part: pl.DataFrame, wanted: Sequence[str], authority: Authority) -> pl.DataFrame:
    return pl.concat([risks(part, n, authority) for n in wanted])


def _made(
    asked: Asked, people: pl.DataFrame, table: Table, schema: dict[str, type[pl.DataType]]
) -> pl.DataFrame:
    if asked.engine == "spark":
        cluster = spark.session(asked.memory)
        try:
            with tempfile.TemporaryDirectory() as folder:
                return spark.people(cluster, people, table, schema, Path(folder) / "people")
        finally:
            cluster.stop()
    return pl.concat([table(some) for some in people.iter_slices(AT_ONCE)])
