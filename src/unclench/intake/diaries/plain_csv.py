"""A plain table: `date, food, amount, unit`, under many names, with or without nutrients."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from unclench.assessment import Reason, reason
from unclench.errors import Problem, UserError
from unclench.facts.kinds.diary_apps import DiaryApp
from unclench.intake.diaries.amount_cells import clock, dose_problem, map_distinct
from unclench.intake.diaries.columns import NUTRIENTS, bare_name
from unclench.intake.diaries.cronometer import LABELLED
from unclench.intake.diaries.day_column import day_column
from unclench.intake.diaries.folding import is_meal, is_total, key, words_of
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.lines import parse_line
from unclench.intake.diaries.nutrient_columns import nutrient_columns, untold_energy
from unclench.intake.diaries.part import FOODS, MEALS, Part, schema_frame
from unclench.intake.diaries.roles import in_grams, roles
from unclench.intake.diaries.table import Table, listed, numbers
from unclench.intake.diaries.tidy import summed
from unclench.told.quantity import amount_cv


def headerless(row: list[str]) -> bool:
    """Whether a first row is already data: "2026-01-02, banana, 120, g"."""
    from unclench.intake.diaries.dates import understand

    if not 2 <= len(row) <= 4 or re.fullmatch(r"[\d.,\s]*", row[1]):
        return False
    told = understand(row[0])
    return bool(told and told.date and not row[1].strip().startswith(("{", "<")))


def read(
    table: Table,
    where: str,
    today: dt.date,
    at: dict[str, int] | None = None,
    app: DiaryApp | None = None,
) -> tuple[Part, list[Item]]:
    """A plain table; foods are matched by their names, nutrient columns are taken as recorded.

    Args:
        at: its columns by role. app: what is peculiar to the app it came from.
    """
    at = at if at is not None else roles(table.header)
    wanted, left = nutrient_columns(table, at.values(), grams=app is not None and app.in_grams)
    values, problems = numbers(table, wanted, where)
    days, notes, bad_days = day_column(table, at["day"], today, where)
    sums = summed(table, at, values, days)
    if sums.any():
        told = table.frame["line"].filter(sums)
        shown = [str(n) for n in told.head(6).to_list()]
        table.notes.append(reason("diary_rows_sum", count=told.len(), lines=shown))
        table.keep(~sums)
        values, days = values.filter(~sums), days.filter(~sums)
    if app is not None and app.zero_is_unknown:
        values = _zero_is_unknown(values)
    lines = table.frame["line"]
    nameless = _nameless(table, at, values)
    problems += _blank_foods(table, at["name"], nameless, where)
    items, bad = _items(table, at)
    problems += listed((_bad_amount(where, *b) for b in bad), len(bad), where)
    name = pl.Series([i.phrase for i in items], dtype=pl.String)
    frame = schema_frame(
        {
            "row": lines,
            "day": days,
            "time": map_distinct(table.text(at.get("time")), clock, pl.String),
            "meal": table.text(at.get("meal")),
            "name": name.set(nameless, None),
            "amount": pl.Series([i.amount or None for i in items], dtype=pl.String),
            "grams": _grams(table, at, items, where),
            "kind": pl.Series([i.kind for i in items], dtype=pl.String),
            "amount_cv": pl.Series([amount_cv(i.quantity) for i in items], dtype=pl.Float64),
            "label_fraction": pl.Series(
                [
                    min((f for _, f in i.supplement.doses.values()), default=None)
                    if i.supplement
                    else None
                    for i in items
                ],
                dtype=pl.Float64,
            ),
        },
        values,
    )
    frame = _with_doses(frame, items)
    shape, label = (app.id, app.label) if app is not None else ("plain_csv", "Plain table of foods")
    detail = MEALS if _of_meals(name) else FOODS
    part = Part(where, shape, label, frame, detail, rows=table.frame.height)
    part.energy_untold = untold_energy(table, wanted)
    part.skipped += _said_nameless(nameless)
    part.problems = [*table.problems, *problems, *bad_days]
    part.warnings = [*table.notes, *notes, *left]
    for note in (n for i in items if i.supplement for n in i.supplement.notes):
        if note not in part.warnings:
            part.warnings.append(note)
    part.problems += [
        dose_problem(i.supplement.too_much, where, n)
        for n, i in zip(lines, items, strict=True)
        if i.supplement and i.supplement.too_much
    ]
    return part, items


def _of_meals(names: pl.Series) -> bool:
    """Whether most rows are called by their meal: another table of the app may have the foods."""
    return bool(2 * map_distinct(names, is_meal, pl.Boolean).fill_null(False).sum() > len(names))


def _zero_is_unknown(values: pl.DataFrame) -> pl.DataFrame:
    return values.with_columns(
        pl.when(pl.col(n) > 0).then(pl.col(n)).alias(n)
        for n in values.columns
        if n in NUTRIENTS and n not in LABELLED
    )


def _grams(table: Table, at: dict[str, int], items: list[Item], where: str) -> pl.Series:
    """Grams by a column of their own, else by the amount.

    The weight of a serving beside their number is not what was eaten.
    """
    told = pl.Series([i.quantity.grams if i.quantity else None for i in items], dtype=pl.Float64)
    if "grams" not in at:
        return told
    if "amount" in at and bare_name(table.header[at["grams"]]).startswith("serving"):
        return told
    own, _ = numbers(table, {"grams": (at["grams"], 1.0)}, where)
    return own["grams"].fill_null(told)


def _nameless(table: Table, at: dict[str, int], values: pl.DataFrame) -> pl.Series:
    """Rows that name no food and tell nutrients: a meal or a day as a whole."""
    text = table.text(at["name"])
    told = values.select(
        pl.any_horizontal(pl.lit(False), *(pl.col(c).is_not_null() for c in values.columns))
    ).to_series()
    if told.len() != text.len():
        told = pl.Series([False] * text.len(), dtype=pl.Boolean)
    return (text.is_null() | map_distinct(text, is_total, pl.Boolean).fill_null(False)) & told


def _said_nameless(nameless: pl.Series) -> list[Reason]:
    return [reason("diary_lines_without_food", count=int(nameless.sum()))] if nameless.any() else []


def _blank_foods(table: Table, position: int, nameless: pl.Series, where: str) -> list[Problem]:
    """A problem for each line that names no food and tells nothing else either."""
    blank = table.text(position).is_null() & ~nameless
    lines = table.frame["line"]
    return listed(
        (
            Problem(
                "The food is blank.",
                f"{where}, line {lines[i]}",
                "Name the food, or remove the line.",
            )
            for i in blank.arg_true().to_list()
        ),
        int(blank.sum()),
        where,
    )


def _items(table: Table, at: dict[str, int]) -> tuple[list[Item], list[tuple[int, str]]]:
    """What each line says, and (line, amount) of amounts that are negative or no amount."""
    names = table.text(at["name"])
    amount, unit = table.text(at.get("amount")), table.text(at.get("unit"))
    grams = "amount" in at and in_grams(table.header[at["amount"]])
    coded = unit.str.contains(r"^[\d.,]+$").fill_null(False)
    unit = unit.set(coded, None)
    if grams and unit.null_count() == len(unit):
        unit = pl.Series(["g"] * len(amount), dtype=pl.String)
    elif coded.any():  # a number of what nobody knows is no count of pieces
        amount = amount.set(coded, None)
        table.notes.append(reason("diary_unit_codes", count=int(coded.sum())))
    items: list[Item] = []
    bad: list[tuple[int, str]] = []
    cache: dict[tuple[str, str, str], Item] = {}
    rows = zip(names.fill_null("?"), amount.fill_null(""), unit.fill_null(""), strict=True)
    for line, triple in zip(table.frame["line"], rows, strict=True):
        item = cache.get(triple)
        if item is None:
            item = cache[triple] = _item(*triple, decimal_comma=table.decimal_comma)
        if (
            triple[1]
            and not _trace(triple[1])
            and (triple[1][0] in "-−" or (item.quantity is None and item.kind == "food"))
        ):
            bad.append((line, triple[1]))
        items.append(item)
    return items, bad


def _trace(amount: str) -> bool:
    """Whether an amount is one that nobody measured: "tr", "n/a"."""
    reduced = key(amount)
    return reduced in words_of("traces") or reduced in words_of("missing")


def _with_doses(frame: pl.DataFrame, items: list[Item]) -> pl.DataFrame:
    """Doses that a supplement's name tells, where the table itself tells nothing."""
    for nutrient in NUTRIENTS:
        told = [i.supplement.doses.get(nutrient) if i.supplement else None for i in items]
        if any(told):
            dose = pl.Series(nutrient, [t[0] if t else None for t in told], dtype=pl.Float64)
            old = frame[nutrient] if nutrient in frame.columns else dose
            frame = frame.with_columns(old.fill_null(dose).alias(nutrient))
    return frame


def _bad_amount(where: str, line: int, text: str) -> Problem:
    place = f"{where}, line {line}"
    if text[0] in "-−":
        return Problem(
            f"The amount is negative ({text[:20]}).", place, "An amount cannot be negative."
        )
    return Problem(
        f"The amount is not understood ({text[:30]!r}).", place, "Write a number, e.g. 150."
    )


def _item(name: str, amount: str, unit: str, *, decimal_comma: bool) -> Item:
    if decimal_comma:
        amount = amount.replace(".", "").replace(",", ".") if "," in amount else amount
    told = f"{amount} {unit}".strip()
    if told:
        found = parse_line(f"{name} {told}")
        if len(found) == 1 and found[0].kind != "food":
            return found[0]
        found = parse_line(f"{told} {name}")
        if len(found) == 1 and found[0].quantity is not None:
            one = found[0]
            phrase = one.phrase if one.phrase.lower() == name.strip().lower() else name.strip()
            return Item(name, one.kind, phrase, one.preparation, one.quantity, one.supplement)
        from unclench.told import quantity as q

        quantity, rest = q.take(q.tidy(told))
        if rest and quantity is not None:
            quantity = None if not re.search("[a-z]", rest, re.I) else quantity
        return Item(name, "food", name.strip(), (), quantity)
    found = parse_line(name)
    return found[0] if len(found) == 1 else Item(name, "food", name.strip(), parts=found)


def one_person(table: Table, at: int | None, where: str, person: str | None) -> None:
    """Keep the rows of one person.

    Raises:
        UserError: several people, and `person` names none of them.
    """
    if at is None:
        return
    who = table.text(at)
    names = sorted(who.drop_nulls().unique().to_list())
    if len(names) > 1:
        if person is None or person not in names:
            raise UserError(several_people(where, names, person))
        table.keep((who == person).fill_null(False))


def several_people(where: str, names: list[str], asked: str | None) -> Problem:
    """The problem that a file holds more than one person, and how to choose."""
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    if asked:
        what = f"There is no '{asked}' in this file. It holds {len(names)} people: {shown}."
    else:
        what = f"This file holds the diaries of {len(names)} people: {shown}."
    return Problem(what, where, f"Say which person, for example {names[0]}.")
