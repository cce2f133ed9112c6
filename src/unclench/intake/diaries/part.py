"""What a reader makes of one file, and checks that all readers share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from unclench.assessment import Reason, Value, reason
from unclench.errors import Problem
from unclench.intake.diaries.columns import (
    NUTRIENTS,
)
from unclench.intake.diaries.table import listed
from unclench.intake.diary import ENTRY_SCHEMA

FOODS, MEALS, DAYS = 3, 2, 1
"""How much detail a kind of file has; the finer one wins where two tell of the same day."""

GRAMS_ERROR, GRAMS_WARN = 10_000.0, 3_000.0
KCAL_WARN, DAY_KCAL_WARN = 5_000.0, 9_000.0
"""Limits of what one line, and one day, can hold: judgement, far beyond what people eat. Days of
more energy than anybody eats are left out when all files are read (`implausible`)."""


@dataclass(slots=True)
class Part:
    """What a reader made of one file.

    Attributes:
        where: the file as named to the user, for problems.
        family: digest of the file that this one is a copy of, or its own.
        name: the file without its folders, for everything that is kept.
        shape, label: as in `FileRead`.
        frame: columns of `ENTRY_SCHEMA` but `entry`, `file`, plus one Float64 per nutrient.
        detail: FOODS, MEALS or DAYS.
        energy_untold: energy is recorded without a unit, so that it may be in kJ.
        optional: it came out of an archive or a workbook, so a text that is none is passed over.
        rows: data rows in the file; the rest as in `FileRead` and `Diary`. Reasons name no file:
            `placed` adds it.
    """

    where: str
    shape: str
    label: str
    frame: pl.DataFrame
    detail: int = FOODS
    rows: int = 0
    sha256: str = ""
    family: str = ""
    name: str = ""
    skipped: list[Reason] = field(default_factory=list)
    cannot_answer: tuple[str, ...] = ()
    lower_bounds: tuple[str, ...] = ()
    energy_untold: bool = False
    optional: bool = False
    warnings: list[Reason] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def placed(reasons: Iterable[Reason], **place: Value) -> list[Reason]:
    """The same reasons with the `file` or `line` that they are about."""
    return [r.model_copy(update={"values": {**place, **r.values}}) for r in reasons]


def schema_frame(
    columns: dict[str, pl.Series], nutrients: pl.DataFrame | None = None
) -> pl.DataFrame:
    """A frame in the order of `ENTRY_SCHEMA`; what `columns` lacks is null."""
    height = len(next(iter(columns.values())))
    out = {
        name: columns.get(name, pl.Series(name, [None] * height, dtype=dtype))
        .cast(dtype)
        .alias(name)
        for name, dtype in ENTRY_SCHEMA.items()
        if name not in ("entry", "file")
    }
    frame = pl.DataFrame(out)
    if nutrients is None or not nutrients.width:
        return frame
    return frame.hstack([nutrients[n] for n in NUTRIENTS if n in nutrients.columns])


def plausible(part: Part) -> None:
    """Add to `part` what cannot be right, 40 kg of one food, and name what is odd."""
    frame = part.frame
    place = part.where
    heavy = frame.filter(pl.col("kind").eq("food") & (pl.col("grams") > GRAMS_ERROR))
    part.problems += listed(
        (
            Problem(
                f"{grams / 1000:g} kg of '{name}' in one line cannot be right.",
                f"{place}, line {row}",
                "Correct the amount or its unit.",
            )
            for row, name, grams in heavy.select("row", "name", "grams").iter_rows()
        ),
        heavy.height,
        place,
    )
    part.problems += _endless(frame, place)
    odd = frame.filter(
        pl.col("kind").eq("food") & pl.col("grams").is_between(GRAMS_WARN, GRAMS_ERROR)
    )
    for row, name, grams in odd.select("row", "name", "grams").head(5).iter_rows():
        part.warnings.append(reason("diary_heavy_line", line=row, grams=grams, name=name))
    if "energy" not in frame.columns:
        return
    usual = DAY_KCAL_WARN if part.detail == DAYS else KCAL_WARN
    odd = frame.filter((pl.col("energy") > usual) & pl.col("energy").is_finite())
    for row, name, kcal in odd.select("row", "name", "energy").head(5).iter_rows():
        part.warnings.append(reason("diary_rich_line", line=row, kcal=kcal, name=name))


def _endless(frame: pl.DataFrame, where: str) -> list[Problem]:
    """A problem for each number beyond all numbers, such as 400 nines."""
    bad = [
        (int(row), name)
        for name, kind in frame.schema.items()
        if kind == pl.Float64
        for row in frame.filter(~pl.col(name).is_finite())["row"].to_list()
    ]
    return listed(
        (
            Problem(
                f"'{name}' is not a number.",
                f"{where}, line {row}",
                "Correct it, or leave it blank.",
            )
            for row, name in sorted(bad)
        ),
        len(bad),
        where,
    )
