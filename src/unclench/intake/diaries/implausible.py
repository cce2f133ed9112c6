"""Days that nobody eats: left out and named, or the file refused with what was probably meant."""

from __future__ import annotations

import functools

import polars as pl

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.facts.kinds.requirements import RequirementTable
from unclench.facts.loader import load
from unclench.facts.nutrients import factor_to_own, label_share, nutrients
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.ways import BELIEVE

DAY_KCAL = 10_000.0
MEDIAN_KCAL = 6_000.0
TIMES = 100.0
"""Upper limits (or usual days, where there is none) that a day can hold at most."""
TIMES_WITHOUT_LIMIT = 1_000.0
"""The same for vitamins without an upper limit: an energy shot holds 200 days of B12."""
FEW = 0.05
"""Share of days above which not the days are wrong, but the file."""
ADULT = 30.0
USUAL = {"protein": 100.0, "fat": 100.0, "carbohydrate": 300.0, "alcohol": 100.0, "caffeine": 400.0}
"""Grams (caffeine: mg) of a full day where neither an authority nor a label gives an amount."""
MINERALS = ("magnesium", "potassium", "calcium", "phosphorus", "sodium")
TINY = 300.0
"""A usual day so many times below what people eat speaks for another unit."""


@functools.cache
def ceiling(nutrient: str) -> float | None:
    """The most of a nutrient, in its own unit, that a day can hold; None when nothing tells."""
    limits: list[float] = []
    usual: list[float] = []
    for fact in load("requirements", RequirementTable).values():
        if fact.nutrient != nutrient:
            continue
        factor = factor_to_own(nutrient, fact.unit)
        if factor is None:  # per kg of the body
            continue
        for row in fact.rows:
            if row.age[0] <= ADULT < row.age[1]:
                limits += [row.UL * factor] if row.UL is not None else []
                usual += [v * factor for v in (row.RDA, row.AI) if v is not None]
    if limits:
        return TIMES * max(limits)
    if nutrient in USUAL:
        return TIMES * USUAL[nutrient]
    share = label_share(nutrient)
    usual += [share * 100] if share is not None else []
    if not usual:
        return None
    vitamin = nutrient.startswith("vitamin") or nutrient in (
        "thiamin",
        "riboflavin",
        "niacin",
        "folate",
    )
    return (TIMES_WITHOUT_LIMIT if vitamin else TIMES) * max(usual)


def leave_out(entries: pl.DataFrame, kcal: pl.Series) -> tuple[pl.DataFrame, list[Reason]]:
    """The entries without days that cannot be right, and a reason that names each.

    Args:
        entries: as in `Diary`. kcal: of each row, recorded or looked up; null when unknown.

    Raises:
        UserError: more than `FEW` of the days, or the median day, cannot be right.
    """
    foods = entries.with_columns(_kcal=kcal).filter(_eaten(entries))
    if not foods.height:
        return entries, []
    days = foods.group_by("day").agg(pl.col("_kcal").sum()).sort("day")
    count = days.height
    median = float(days["_kcal"].median() or 0.0)  # type: ignore[arg-type]
    rich = days.filter(pl.col("_kcal") > DAY_KCAL)
    problems: list[Problem] = []
    if median > MEDIAN_KCAL or rich.height > FEW * count:
        problems.append(_energy_problem(foods, days, median, rich.height))
    over: dict[object, list[Reason]] = {}
    for day, value in rich.iter_rows():
        over.setdefault(day, []).append(_reason(foods, day, "energy", "_kcal", value, "kcal"))
    told = entries.filter(pl.col("kind") != "medicine")
    for nutrient in NUTRIENTS:
        most = ceiling(nutrient) if nutrient != "energy" else None
        if most is None or nutrient not in told.columns:
            continue
        sums = told.group_by("day").agg(pl.col(nutrient).sum()).sort("day")
        high = sums.filter(pl.col(nutrient) > most)
        if not high.height:
            continue
        if high.height > FEW * sums.height:
            problems.append(_nutrient_problem(told, nutrient, high, sums.height, most))
        unit = nutrients()[nutrient].unit
        for day, value in high.iter_rows():
            over.setdefault(day, []).append(_reason(told, day, nutrient, nutrient, value, unit))
    if problems:
        raise UserError(problems)
    named = [r for day in sorted(over, key=str) for r in over[day][:1]]
    return entries.filter(~pl.col("day").is_in(list(over))), named


def _eaten(entries: pl.DataFrame) -> pl.Expr:
    """Foods, and supplements that record more energy than a whole day can hold."""
    food = pl.col("kind") == "food"
    if "energy" not in entries.columns:
        return food
    return food | ((pl.col("kind") == "supplement") & (pl.col("energy") > DAY_KCAL))


def _amount(value: float) -> str:
    """ "12,000", but 1e+300 where nobody reads the digits."""
    return f"{value:,.0f}" if value < 1e12 else f"{value:.0e}"


def _largest(rows: pl.DataFrame, day: object, column: str) -> dict[str, str]:
    on = rows.filter(pl.col("day") == day) if day is not None else rows
    top = on.sort(column, descending=True, nulls_last=True).row(0, named=True)
    return {"file": str(top["file"]), "line": str(top["row"]), "name": str(top["name"] or "")}


def _reason(
    rows: pl.DataFrame, day: object, nutrient: str, column: str, value: float, unit: str
) -> Reason:
    top = _largest(rows, day, column)
    return reason(
        "diary_day_left_out",
        day=str(day),
        nutrient=nutrient,
        amount=value,
        unit=unit,
        row=top["line"],
        of=top["file"],
        name=top["name"],
    )


_SURE = f" {BELIEVE}"


def _energy_problem(foods: pl.DataFrame, days: pl.DataFrame, median: float, rich: int) -> Problem:
    top = _largest(foods, None, "_kcal")
    kcal = float(foods["_kcal"].max() or 0.0)  # type: ignore[arg-type]
    name = f"'{top['name'][:40]}', " if top["name"] else ""
    name = f" ({name}{_amount(kcal)} kcal)"
    what = (
        f"{rich} of {days.height} days hold more than {DAY_KCAL:,.0f} kcal"
        if rich
        else f"The days hold {_amount(median)} kcal in the median"
    )
    likely = (
        "The energy is probably in kJ: write kJ in its header. "
        if 4_000 < median < 20_000 and "energy" in foods.columns
        else "Look whether this row is a sum, or its amount has another unit. "
    )
    return Problem(
        f"{what}, which nobody eats. The largest row is line {top['line']}{name}.",
        top["file"],
        likely.strip() + _SURE,
    )


def _nutrient_problem(
    rows: pl.DataFrame, nutrient: str, high: pl.DataFrame, days: int, most: float
) -> Problem:
    top = _largest(rows, None, nutrient)
    unit = nutrients()[nutrient].unit
    name = nutrient.replace("_", " ")
    probably = {"mg": "mg under a header of g, or µg", "µg": "µg under a header of mg"}
    middle = float(high[nutrient].median() or 0.0)  # type: ignore[arg-type]
    return Problem(
        f"{high.height} of {days} days hold {_amount(middle)} {unit} of {name}, above {most:,.0f} "
        f"{unit}, which nobody eats. The largest row is line {top['line']}.",
        top["file"],
        f"The numbers are probably {probably.get(unit, 'in a smaller unit')}: "
        "correct the unit in the header." + _SURE,
    )


def tiny(entries: pl.DataFrame) -> tuple[pl.DataFrame, list[Reason]]:
    """The entries without minerals of a file whose usual days hold next to none, and a word each.

    Such numbers are in grams under another unit; what is left out is looked up.
    """
    if "energy" not in entries.columns:
        return entries, []
    foods = entries.filter(pl.col("kind") == "food")
    out: list[Reason] = []
    for nutrient in MINERALS:
        most = ceiling(nutrient)
        if most is None or nutrient not in foods.columns:
            continue
        days = (
            foods.filter(pl.col(nutrient).is_not_null())
            .group_by("file", "day")
            .agg(pl.col(nutrient).sum(), pl.col("energy").sum())
            .filter((pl.col(nutrient) > 0) & (pl.col("energy") > 800))
        )
        low = (
            days.group_by("file")
            .agg(pl.col(nutrient).median(), pl.len().alias("days"))
            .filter((pl.col("days") >= 2) & (pl.col(nutrient) < most / TIMES / TINY))
            .sort("file")
        )
        unit = nutrients()[nutrient].unit
        for file, middle, _ in low.iter_rows():
            out.append(
                reason(
                    "diary_looks_like_grams",
                    file=file,
                    nutrient=nutrient,
                    amount=middle,
                    unit=unit,
                )
            )
        if low.height:
            there = pl.col("file").is_in(low["file"].to_list()) & (pl.col("kind") == "food")
            entries = entries.with_columns(pl.when(~there).then(pl.col(nutrient)).alias(nutrient))
    return entries, out
