"""What a reader makes of one file, and checks that all readers share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import polars as pl

from unclench.assessment import Reason, Value, reason
from unclench.errors import Problem
from unclench.facts.kinds.nutrients import System
from unclench.facts.nutrients import factor_to_own, label_share, nutrients
from unclench.intake.diaries import dates
from unclench.intake.diaries.columns import (
    NUTRIENTS,
    PER_GRAM,
    Column,
    bare_name,
    column,
    unit_in,
)
from unclench.intake.diaries.table import Table, listed
from unclench.intake.diary import ENTRY_SCHEMA
from unclench.told import quantity as q
from unclench.told.supplements import Dose

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


def map_distinct(
    values: pl.Series, f: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]
) -> pl.Series:
    """`f` of every string, computed once per distinct value; null stays null."""
    distinct = [v for v in values.unique(maintain_order=True).to_list() if v is not None]
    if not distinct:
        return pl.Series(values.name, [None] * len(values), dtype=dtype)
    return values.replace_strict(
        distinct, pl.Series([f(v) for v in distinct], dtype=dtype), default=None, return_dtype=dtype
    )


def day_column(
    table: Table, position: int, today: dt.date, where: str
) -> tuple[pl.Series, list[Reason], list[Problem]]:
    """Dates of a column, what was assumed, and a problem per cell that is none."""
    texts = table.text(position).fill_null("")
    against = dates.contradiction(texts.to_list(), table.header[position])
    if against is not None:
        problem = Problem(
            f"The dates contradict each other: {against[0]!r} has the day first, "
            f"{against[1]!r} the month.",
            where,
            "Write all dates like 2026-05-31.",
        )
        return pl.Series("day", [None] * len(texts), dtype=pl.Date), [], [problem]
    resolved, notes = dates.resolve(texts.to_list(), today, table.header[position])
    days = pl.Series("day", resolved, dtype=pl.Date)
    bad = days.is_null().arg_true().to_list()
    lines = table.frame["line"].to_list()
    problems = listed(
        (
            Problem(
                f"'{table.header[position]}' is not a date ({texts[i][:30]!r})."
                if texts[i]
                else f"'{table.header[position]}' is blank.",
                f"{where}, line {lines[i]}",
                "Write dates like 2026-05-31.",
            )
            for i in bad
        ),
        len(bad),
        where,
    )
    return days, notes, problems + future(days, lines, today, where)


def future(days: pl.Series, lines: list[int], today: dt.date, where: str) -> list[Problem]:
    """A problem per day that lies in the future (beyond tomorrow) or before 1990."""
    late = (days > today + dt.timedelta(days=1)).fill_null(False).arg_true().to_list()
    early = (days < dt.date(1990, 1, 1)).fill_null(False).arg_true().to_list()
    out = listed(
        (
            Problem(
                f"The date {days[i]} is in the future.",
                f"{where}, line {lines[i]}",
                "A diary tells what was eaten. Correct the date, or the clock of this machine.",
            )
            for i in _one_per_day(days, late)
        ),
        len(set(days.gather(late).to_list())),
        where,
    )
    return out + listed(
        (
            Problem(
                f"The date {days[i]} is too long ago to be right.",
                f"{where}, line {lines[i]}",
                "Correct the year.",
            )
            for i in _one_per_day(days, early)
        ),
        len(set(days.gather(early).to_list())),
        where,
    )


def _one_per_day(days: pl.Series, at: list[int]) -> list[int]:
    first: dict[object, int] = {}
    for i in at:
        first.setdefault(days[i], i)
    return list(first.values())


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


def nutrient_columns(
    table: Table, used: Iterable[int | None], *, grams: bool = False
) -> tuple[dict[str, tuple[int, float]], list[Reason]]:
    """(nutrient -> (position, factor), columns that were left out, each named with why).

    Columns at the positions `used` have another meaning. Where a nutrient has several columns
    (vitamin D in IU and in µg, sodium and salt), the first that tells the nutrient itself counts,
    and the others ("sodium|2") where it is blank.

    Args:
        grams: minerals and vitamins without a unit are in grams.
    """
    wanted: dict[str, tuple[int, float]] = {}
    found: dict[str, list[tuple[bool, int, float]]] = {}
    unknown: list[str] = []
    idle: list[str] = []
    left: list[Reason] = []
    taken = {u for u in used if u is not None}
    told = [column(h) if h else None for h in table.header]
    per_gram = any(
        k is not None and k.no_way == "energy" and PER_GRAM.search(h)
        for k, h in zip(told, table.header, strict=True)
    )
    for i, header in enumerate(table.header):
        if i in taken or not header:
            continue
        known: Column | None = None if per_gram and PER_GRAM.search(header) else told[i]
        if known is None:
            unknown.append(header)
        elif known.no_way:
            unit = nutrients()[known.no_way].unit
            left.append(reason("diary_column_unit", header=header.strip(), unit=unit))
        elif known.nutrient:
            factor = known.factor
            if grams and known.plain:
                factor = factor_to_own(known.nutrient, "g") or factor
            found.setdefault(known.nutrient, []).append((known.compound, i, factor))
        elif _has_numbers(table, i):
            idle.append(header)
    for nutrient, columns in found.items():
        for n, (_, i, factor) in enumerate(sorted(columns)):
            wanted[nutrient if not n else f"{nutrient}|{n + 1}"] = (i, factor)
    if idle:
        left.append(reason("diary_columns_not_needed", headers=idle))
    return wanted, [*unknown_columns(unknown), *left]


def _has_numbers(table: Table, position: int) -> bool:
    return bool(table.frame[str(position)].str.contains(r"\d").any())


def untold_energy(table: Table, wanted: dict[str, tuple[int, float]]) -> bool:
    """Whether energy is recorded under a header that names neither kcal nor kJ."""
    at = wanted.get("energy")
    known = column(table.header[at[0]]) if at is not None else None
    return bool(known and known.untold)


def export_columns(table: Table, system: System) -> dict[str, tuple[int, float]]:
    """Nutrient -> (position, factor) of an export whose every header is known.

    A header counts by its name; a unit behind it, in any brackets, stands for the one that the
    app means. A share of a label's daily value counts by the lowest value in use: a lower bound.
    """
    out: dict[str, tuple[int, float]] = {}
    bare = [bare_name(h) for h in table.header]
    for n in nutrients().values():
        for c in n.names(system):
            name = bare_name(c.name)
            if name not in bare:
                continue
            at = bare.index(name)
            unit = unit_in(table.header[at]) or c.unit or n.unit
            share = unit.replace(" ", "").lower() in ("%", "%dv")
            factor = label_share(n.id) if share else factor_to_own(n.id, unit)
            if factor is not None:
                out.setdefault(n.id, (at, factor))
    return out


def unknown_columns(headers: list[str]) -> list[Reason]:
    """A warning that lists columns nobody understood; empty when there are none."""
    return [reason("diary_unknown_columns", headers=headers)] if headers else []


def dose_problem(dose: Dose, where: str, line: int) -> Problem:
    """The problem that nobody takes so much of a supplement."""
    return Problem(
        f"{dose.amount:g} {dose.unit} of {dose.nutrient.replace('_', ' ')} is not believable.",
        f"{where}, line {line}",
        "Look whether the unit is mg, µg or IU.",
    )


def quantities(amounts: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """(grams, cv of the amount, unit) of amount strings; null where nothing is told."""
    told = {
        a: q.take(q.tidy(a))[0]
        for a in amounts.unique(maintain_order=True).to_list()
        if a is not None
    }

    def grams(a: str) -> float | None:
        t = told[a]
        return None if t is None else t.grams

    def unit(a: str) -> str:
        t = told[a]
        return "" if t is None else t.unit

    return (
        map_distinct(amounts, grams, pl.Float64),
        map_distinct(amounts, lambda a: q.amount_cv(told[a]), pl.Float64),
        map_distinct(amounts, unit, pl.String),
    )


def clock(text: str) -> str | None:
    """ "9:51 AM" or "05:17" as "HH:MM"; None when it is no time."""
    for form in ("%I:%M %p", "%H:%M", "%H:%M:%S", "%I:%M:%S %p"):
        try:
            return dt.datetime.strptime(text.strip().upper(), form).strftime("%H:%M")
        except ValueError:
            continue
    return None
