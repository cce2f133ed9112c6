"""A plain table: `date, food, amount, unit`, under many names, with or without nutrients."""

from __future__ import annotations

import datetime as dt
import functools
import re

import polars as pl

from unclench.errors import Problem, UserError
from unclench.facts.kinds.diary_headers import DiaryHeaders
from unclench.facts.loader import load
from unclench.intake.diaries.columns import NUTRIENTS, key
from unclench.intake.diaries.lines import Item, parse_line
from unclench.intake.diaries.part import (
    Part,
    clock,
    day_column,
    dose_problem,
    map_distinct,
    nutrient_columns,
    schema_frame,
)
from unclench.intake.diaries.table import Table, listed, numbers
from unclench.told.quantity import amount_cv


@functools.cache
def _headers() -> DiaryHeaders:
    return load("diary_headers", DiaryHeaders)["plain_table"]


def roles(header: list[str]) -> dict[str, int]:
    """Which column is the date, the food, the amount, the unit, the meal, the person."""
    out: dict[str, int] = {}
    for i, cell in enumerate(header):
        k = key(cell)
        for role, names in _headers().roles.items():
            if k in names and role not in out:
                out[role] = i
    return out


def is_one(header: list[str]) -> bool:
    """Whether a header has a date and a food."""
    found = roles(header)
    return "day" in found and "name" in found


def headerless(row: list[str]) -> bool:
    """Whether a first row is already data: "2026-01-02, banana, 120, g"."""
    from unclench.intake.diaries.dates import understand

    if not 2 <= len(row) <= 4 or re.fullmatch(r"[\d.,\s]*", row[1]):
        return False
    told = understand(row[0])
    return bool(told and told.date and not row[1].strip().startswith(("{", "<")))


def read(table: Table, where: str, today: dt.date, person: str | None) -> tuple[Part, list[Item]]:
    """A plain table; foods are matched by their names, nutrient columns are taken as recorded."""
    at = roles(table.header)
    table = _one_person(table, at.get("person"), where, person)
    lines = table.frame["line"]
    wanted, left = nutrient_columns(table, at.values())
    values, problems = numbers(table, wanted, where)
    days, notes, bad_days = day_column(table, at["day"], today, where)
    problems += _blank_foods(table, at["name"], where)
    items, bad = _items(table, at)
    problems += listed((_bad_amount(where, *b) for b in bad), len(bad), where)
    frame = schema_frame(
        {
            "row": lines,
            "day": days,
            "time": map_distinct(table.text(at.get("time")), clock, pl.String),
            "meal": table.text(at.get("meal")),
            "name": pl.Series([i.phrase for i in items], dtype=pl.String),
            "amount": pl.Series([i.amount or None for i in items], dtype=pl.String),
            "grams": pl.Series(
                [i.quantity.grams if i.quantity else None for i in items], dtype=pl.Float64
            ),
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
        values.select(list(wanted)) if wanted else None,
    )
    frame = _with_doses(frame, items)
    part = Part(where, "plain_csv", "Plain table of foods", frame, rows=table.frame.height)
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


def _blank_foods(table: Table, position: int, where: str) -> list[Problem]:
    """A problem for each line that names no food."""
    blank = table.text(position).is_null()
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
    if "unit" not in at and "amount" in at and key(table.header[at["amount"]]) in _headers().grams:
        unit = pl.Series(["g"] * len(amount), dtype=pl.String)
    items: list[Item] = []
    bad: list[tuple[int, str]] = []
    cache: dict[tuple[str, str, str], Item] = {}
    rows = zip(names.fill_null("?"), amount.fill_null(""), unit.fill_null(""), strict=True)
    for line, triple in zip(table.frame["line"], rows, strict=True):
        item = cache.get(triple)
        if item is None:
            item = cache[triple] = _item(*triple, decimal_comma=table.decimal_comma)
        if triple[1] and (triple[1][0] in "-−" or (item.quantity is None and item.kind == "food")):
            bad.append((line, triple[1]))
        items.append(item)
    return items, bad


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


def _one_person(table: Table, at: int | None, where: str, person: str | None) -> Table:
    if at is None:
        return table
    who = table.text(at).fill_null("")
    names = sorted({w for w in who.to_list() if w})
    if len(names) <= 1:
        return table
    if person is None or person not in names:
        raise UserError(several_people(where, names, person))
    return Table(
        table.header,
        table.frame.filter(who == person),
        table.delimiter,
        table.decimal_comma,
        table.notes,
        table.problems,
    )


def several_people(where: str, names: list[str], asked: str | None) -> Problem:
    """The problem that a file holds more than one person, and how to choose."""
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    if asked:
        what = f"There is no '{asked}' in this file. It holds {len(names)} people: {shown}."
    else:
        what = f"This file holds the diaries of {len(names)} people: {shown}."
    return Problem(what, where, f"Say which person, for example {names[0]}.")
