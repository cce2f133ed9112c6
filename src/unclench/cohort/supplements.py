"""What supplements give a person a day, to be added after shrinking the intake from food."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from unclench.cohort.reading import code, header_of, kinds, read_columns, recognise
from unclench.errors import Problem, UserError
from unclench.facts.nutrients import nutrients

if TYPE_CHECKING:
    import polars as pl


def read_supplements(
    path: Path, nutrient: str, days: pl.DataFrame, mapped: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Mean dose a day of each person.

    Args:
        days: the days of diet that count, with `person` and `day`; where the file has rows only of
            what was taken, a day without a row is one of none.
        mapped: our name -> the file's, for `person` and `supplement`.

    Returns:
        `person`, `supplement`; null where it is not known whether any were taken. Zero is for who
        took none, and for who took some of which none lists the nutrient.

    Raises:
        UserError: the columns are not there; all at once.
    """
    import polars as pl

    header = header_of(path)
    at = {h.lower(): h for h in header}
    for kind in kinds().values():
        if any(c.lower() in at for c in kind.supplement_rows) and "supplement" not in (
            mapped or {}
        ):
            return _of_rows(path, nutrient, days)
    person, dose, taken = None, None, None
    yes: tuple[str, ...] = ()
    for kind in kinds().values():
        who = next((at[n.lower()] for n in kind.roles["person"] if n.lower() in at), None)
        names = [
            nutrient,
            *(c.name for c in nutrients()[nutrient].columns if c.system == kind.nutrients),
        ]
        found = [f"{p}{n}".lower() for p in kind.supplements for n in names]
        what = next((at[f] for f in found if f in at), None)
        if who is not None and what is not None:
            person, dose, yes = who, what, kind.yes
            taken = next((at[t.lower()] for t in kind.taken if t.lower() in at), None)
            break
    person = (mapped or {}).get("person", person)
    dose = (mapped or {}).get("supplement", dose)
    problems = []
    for role, name in (("person", person), ("supplement", dose)):
        if name is None or name not in header:
            fix = f"Name it: --map {role}=COLUMN."
            problems.append(Problem(f"No column tells the {role} ({nutrient}).", str(path), fix))
    if problems or person is None or dose is None:
        raise UserError(problems)
    columns = {"person": person, "dose": dose, **({"taken": taken} if taken else {})}
    frame = read_columns(path, columns).with_columns(
        code("person"), pl.col("dose").cast(pl.Float64, strict=False)
    )
    if taken:
        told = frame.with_columns(code("taken"))["taken"]
        amount = frame["dose"]
        zero = amount.is_null() & told.is_not_null()
        taken_none = told.is_not_null() & ~told.is_in(list(yes))
        frame = frame.with_columns(dose=amount.set(zero | taken_none, 0.0))
    whole = frame.group_by("person", maintain_order=True).agg(pl.col("dose").mean())
    return whole.rename({"dose": "supplement"})


def _of_rows(path: Path, nutrient: str, days: pl.DataFrame) -> pl.DataFrame:
    """From rows of what was taken on days of diet: sums by day, their mean over all days."""
    import polars as pl

    names = recognise(header_of(path)).names
    problems = [
        Problem(f"No column tells the {role} ({nutrient}).", str(path))
        for role in ("person", "day", nutrient)
        if role not in names
    ]
    if problems:
        raise UserError(problems)
    dose = pl.col("dose").cast(pl.Float64, strict=False)
    rows = read_columns(path, {r: names[r] for r in ("person", "day")} | {"dose": names[nutrient]})
    rows = rows.select(code("person"), pl.col("day").cast(pl.Float64, strict=False), dose)
    taken = rows.group_by("person", "day").agg(
        pl.when(pl.col("dose").null_count() == 0).then(pl.col("dose").sum()), told=pl.lit(True)
    )
    each = days.select("person", "day").join(taken, on=["person", "day"], how="left")
    each = each.with_columns(dose=pl.when(pl.col("told")).then(pl.col("dose")).otherwise(0.0))
    return each.group_by("person", maintain_order=True).agg(
        supplement=pl.when(pl.col("dose").null_count() == 0).then(pl.col("dose").mean())
    )
