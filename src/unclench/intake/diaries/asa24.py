"""ASA24 recalls: Items (foods), INS (supplements), and the totals of a recall day."""

from __future__ import annotations

import datetime as dt

import polars as pl

from unclench.assessment import reason
from unclench.errors import Problem, UserError
from unclench.intake.diaries.columns import NUTRIENTS
from unclench.intake.diaries.day_column import day_column
from unclench.intake.diaries.nutrient_columns import export_columns
from unclench.intake.diaries.part import DAYS, FOODS, Part, schema_frame
from unclench.intake.diaries.plain_csv import several_people
from unclench.intake.diaries.table import Table, numbers

MEALS = {
    "1": "Breakfast",
    "2": "Brunch",
    "3": "Lunch",
    "4": "Dinner",
    "5": "Supper",
    "6": "Snack",
    "7": "Just a drink",
    "8": "Just a supplement",
}
STATUS_COMPLETE, STATUS_BROKEN_OFF = "2", "5"

_SHAPES = {
    "asa24_items": "ASA24 Items (foods of each recall)",
    "asa24_ins": "ASA24 INS (supplements of each recall)",
    "asa24_totals": "ASA24 Totals (recall days, foods)",
    "asa24_tns": "ASA24 TNS (recall days, foods and supplements)",
    "asa24_ts": "ASA24 TS (recall days, supplements)",
}


def shape_of(header: list[str]) -> str | None:
    """Which of the ASA24 files a header belongs to, None for another one."""
    cells = {h.lower() for h in header}
    if "foodcode" in cells and "food_description" in cells:
        return "asa24_items"
    if "supplcode" in cells:
        return "asa24_ins"
    if "kcal" not in cells:
        return None
    if "numfoods" in cells:
        return "asa24_totals" if "numcodes" in cells else "asa24_tns"
    return "asa24_ts" if "numsuppls" in cells else "asa24_totals"


def read(table: Table, where: str, today: dt.date, person: str | None) -> Part:
    """One person's recalls.

    Raises:
        UserError: another ASA24 file, or several people and `person` names none of them.
    """
    shape = shape_of(table.header)
    if shape is None:
        raise UserError(
            Problem(
                "This file of ASA24 holds no nutrients.",
                where,
                "Give the file whose name ends in _Items.csv, and _INS.csv for supplements.",
            )
        )
    table = _one_person(table, where, person)
    wanted = export_columns(table, "asa24")
    extra = {"grams": (i, 1.0)} if (i := table.find("foodamt")) is not None else {}
    values, problems = numbers(table, {**wanted, **extra}, where)
    at = table.find("intakestartdatetime", "reportingdate")
    if at is None:
        raise UserError(Problem("There is no date of intake in this ASA24 file.", where))
    days, notes, bad_days = day_column(table, at, today, where)
    supplements = shape in ("asa24_ins", "asa24_ts")
    detail = FOODS if shape in ("asa24_items", "asa24_ins") else DAYS
    name = table.text(table.find("food_description", "suppl_description"))
    if shape == "asa24_ts":
        name = pl.Series(["all supplements of the day"] * table.frame.height, dtype=pl.String)
    kind = pl.Series(
        ["supplement" if supplements else "food"] * table.frame.height, dtype=pl.String
    )
    frame = schema_frame(
        {
            "row": table.frame["line"],
            "day": days,
            "time": table.text(table.find("occ_time")).str.extract(r"(\d{1,2}:\d{2})").str.zfill(5),
            "meal": table.text(table.find("occ_name")).replace_strict(
                MEALS, default=None, return_dtype=pl.String
            ),
            "name": name,
            "grams": values["grams"] if extra else table.text(None).cast(pl.Float64),
            "amount": (
                values["grams"].round(1).cast(pl.String) + " g" if extra else table.text(None)
            ),
            "kind": kind,
            "amount_cv": pl.Series([0.2] * table.frame.height, dtype=pl.Float64),
        },
        values,
    )
    part = Part(
        where,
        shape,
        _SHAPES[shape],
        frame,
        detail,
        rows=table.frame.height,
        problems=[*table.problems, *problems, *bad_days],
        warnings=[*table.notes, *notes],
        cannot_answer=tuple(n for n in NUTRIENTS if n not in wanted),
    )
    _recalls(part, table)
    if shape == "asa24_tns":
        part.warnings.append(reason("diary_added_up"))
    if not table.frame.height:
        part.skipped.append(reason("diary_header_only"))
    return part


def _recalls(part: Part, table: Table) -> None:
    """Leave out recalls that were broken off, and say so."""
    status = table.text(table.find("recallstatus"))
    broken = (status == STATUS_BROKEN_OFF).fill_null(False)
    if broken.any():
        part.frame = part.frame.filter(~broken)
        part.skipped.append(reason("diary_broken_off", count=int(broken.sum())))
    complete = table.text(table.find("foodcomp", "datacomp", "supplcomp"))
    missing = int((complete == "2").fill_null(False).sum())
    if missing:
        part.warnings.append(reason("diary_missing_at_source", count=missing))


def _one_person(table: Table, where: str, person: str | None) -> Table:
    who = table.text(table.find("username")).fill_null("")
    names = sorted({w for w in who.to_list() if w})
    if person is not None and person in names:
        return Table(
            table.header,
            table.frame.filter(who == person),
            table.delimiter,
            table.style,
            table.notes,
            table.problems,
        )
    if len(names) > 1 or (names and person is not None):
        raise UserError(several_people(where, names, person))
    return table
