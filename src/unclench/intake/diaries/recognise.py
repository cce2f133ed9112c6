"""What kind of diary a file is, told by its content and never by its name."""

from __future__ import annotations

import datetime as dt
import re
import string

from unclench.assessment import reason
from unclench.door import cells
from unclench.intake.diaries import (
    daily,
    fatsecret,
    fitbit_csv,
    no_diary,
    pasted,
    people,
    plain_csv,
    sections,
    untold_foods,
    wide,
)
from unclench.intake.diaries.columns import column
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.not_known import KNOWN, plausible_words, refuse, unknown_table
from unclench.intake.diaries.part import Part
from unclench.intake.diaries.refusal import RefusalError
from unclench.intake.diaries.roles import app_of, app_of_text, meal_columns, roles
from unclench.intake.diaries.rows import Row, delimiter_of, rows_of
from unclench.intake.diaries.table import Table, make, unprefixed
from unclench.intake.diaries.tidy import tidy
from unclench.ways import AS_BLOOD_TESTS

__all__ = ["KNOWN", "RefusalError", "read_text"]

_BLANK = "\ufeff\u00a0" + string.whitespace


def read_text(
    text: str, where: str, today: dt.date, person: str | None
) -> list[tuple[Part, list[Item] | None]]:
    """The part(s) of a decoded text file, whatever kind of diary it is.

    Raises:
        RefusalError: it is no diary, or one of a kind that cannot answer.
        UserError: it holds several people and `person` names none of them.
    """
    begins = len(text) - len(text.lstrip(_BLANK))
    head = text[begins : begins + 4000]
    if not head:
        raise refuse("The file is empty.", where, "Export the diary again.")
    if head.startswith("<"):
        return _markup(text, head, where, today)
    if head[0] in "{[" and re.match(r'[{\[]\s*(?:["\[{}]|\]\s*$)', head):
        return _json(text, where, today, person)
    text, cut = cells.shortened(text)
    part = fatsecret.read(text, where, today)
    if part is not None:
        return [(part, None)]
    app = app_of_text(head)
    if app is not None and not _foods_named(text):
        raise refuse(app.what, where, app.instead)
    first, _, _ = head.partition("\n")
    if re.match(r"sep=.\s*$", first):
        text = text[text.index("\n") + 1 :]
    for special in (fitbit_csv.read, pasted.read):
        part = special(text, where, today)
        if part is not None:
            return [(part, None)]
    text = pasted.markdown(text)
    text, others = sections.diary_of(text)
    delimiter = delimiter_of(text)
    found = _header(text, delimiter)
    if found is not None:
        rows, at, stray = found
        table = make(rows, at, delimiter, where)
        if cut:
            lines = [str(n) for n in cut[:6]]
            table.notes.append(reason("diary_cells_cut", lines=lines, count=len(cut)))
        if others:
            table.notes.append(reason("diary_sections_left", names=others))
        if stray:
            lines = [str(n) for n in stray[:6]]
            table.notes.append(reason("diary_stray_quotes", lines=lines, count=len(stray)))
        return _table(table, where, today, person)
    other = no_diary.of_text(text, where)
    if other is not None:
        raise other
    rows = rows_of(text[:50_000], delimiter)
    if rows and plain_csv.headerless(rows[0][1]):
        names = ["date", "food", "amount", "unit"][: len(rows[0][1])]
        rows = [(0, names), *rows_of(text, delimiter)]
        table = make(rows, 0, delimiter, where)
        table.notes.append(reason("diary_no_header"))
        return [plain_csv.read(table, where, today)]
    unknown_table(text, rows, where)
    return [_words(text, where, today)]


def _json(
    text: str, where: str, today: dt.date, person: str | None
) -> list[tuple[Part, list[Item] | None]]:
    """The file of an app, or records of foods, which are read as a table."""
    from unclench.intake.diaries import json_diaries, json_rows

    raw, twice = json_diaries.value_of(text, where)
    rows = None if json_diaries.of_app(raw) else json_rows.rows_of(raw)
    if rows is None:
        return [(json_diaries.read(raw, twice, where, today), None)]
    found = read_text(json_rows.text_of(rows), where, today, person)
    found[0][0].problems += twice
    found[0][0].warnings.insert(0, reason("diary_json_rows", count=len(rows)))
    return found


def _header(text: str, delimiter: str) -> tuple[list[Row], int, list[int]] | None:
    """All rows, the header's index and stray quotes, when one of the first lines is a header."""
    head = rows_of(text[:40_000], delimiter)[:12]
    for i, (_, row) in enumerate((line, unprefixed(r)) for line, r in head):
        known = sum(1 for c in row if c.strip() and (col := column(c)) and col.nutrient)
        at = roles(row)
        if (
            app_of(row) is not None
            or {"username", "recallno"} <= {c.strip().lower() for c in row}
            or ("day" in at and "name" in at and at["day"] != at["name"])
            or ("day" in at and known >= 1 and len(row) > 1)
            or meal_columns(row, at)
            or (known >= 3 and len(row) > 3)
            or (_titled(row) and no_diary.of_table(row, at, ""))
        ):
            stray: list[int] = []
            return rows_of(text, delimiter, stray), i, stray
    return None


def _foods_named(text: str) -> bool:
    """Whether one of the first lines is a header with a date and a food, whoever wrote it."""
    rows = rows_of(text[:8000], delimiter_of(text))[:12]
    found = (roles(unprefixed([c.strip() for c in row])) for _, row in rows if len(row) > 3)
    return any("day" in at and "name" in at for at in found)


def _titled(row: list[str]) -> bool:
    """Whether a row of three cells and more is one of headers, in words."""
    return len(row) > 2 and not any(re.search(r"\d", c) or len(c.split()) > 6 for c in row)


def _table(
    table: Table, where: str, today: dt.date, person: str | None
) -> list[tuple[Part, list[Item] | None]]:
    said = {h.lower() for h in table.header}
    app = app_of(table.header)
    if app is not None and app.what:
        raise refuse(app.what, where, app.instead)
    if {"username", "recallno"} <= said:
        from unclench.intake.diaries import asa24

        return [(asa24.read(table, where, today, person), None)]
    other = no_diary.of_table(table.header, roles(table.header, app), where)
    if app is None and other is not None:
        raise other
    if not table.frame.height:
        if table.problems:
            return [(_only_problems(table, where), None)]
        raise refuse("The file has a header and no lines.", where, "Export the diary again.")
    at = roles(table.header, app)
    if app is None:
        at = untold_foods.named(table, people.of_totals(table, at, where))
    plain_csv.one_person(table, at.get("person"), where, person)
    tidy(table, at, utc=app is not None and app.utc)
    if {"day", "food name"} <= said:
        from unclench.intake.diaries import cronometer

        return [(cronometer.read_servings(table, where, today), None)]
    from unclench.intake.diaries import mfp_summary

    if mfp_summary.is_summary(table.header, at):
        return [(mfp_summary.read_summary(table, where, today), None)]
    if {"date", "food name", "serving size", "serving qty"} <= said:
        from unclench.intake.diaries import macrofactor

        return [(macrofactor.read(table, where, today), None)]
    if "day" in at and "name" in at:
        return [plain_csv.read(table, where, today, at, app)]
    columns = meal_columns(table.header, at)
    if columns:
        return [wide.read(table, at, columns, where, today)]
    if daily.totals(table, at):
        return [(daily.read(table, at, where, today, app), None)]
    missing = [n for n, r in (("a date", "day"), ("a food", "name")) if r not in at]
    shown = ", ".join(repr(h[:30]) for h in table.header[:12])
    raise refuse(
        f"This table is no diary that I know: it has no column for {' and '.join(missing)}. "
        f"Its columns: {shown}.",
        where,
    )


def _only_problems(table: Table, where: str) -> Part:
    import polars as pl

    return Part(where, "", "", pl.DataFrame(), problems=list(table.problems))


def _markup(
    text: str, head: str, where: str, today: dt.date
) -> list[tuple[Part, list[Item] | None]]:
    low = text[:200_000].lower()
    if "<clinicaldocument" not in low and (
        "<html" in low or "<table" in low or "<!doctype html" in low
    ):
        from unclench.intake.diaries import myfitnesspal

        part = myfitnesspal.read_printable(text, where, today)
        if part is None:
            raise refuse("This web page holds no food diary that I know.", where)
        return [(part, None)]
    if "<clinicaldocument" in low:
        raise refuse(
            "This is a health summary (C-CDA) of a doctor or hospital, not a diary.",
            where,
            AS_BLOOD_TESTS,
        )
    raise refuse("This is an XML file, but not an export of Apple Health.", where)


def _words(text: str, where: str, today: dt.date) -> tuple[Part, list[Item]]:
    from unclench.intake.diaries import plain_text

    if len(text) > 2_000_000:
        raise refuse("A text of more than 2 MB is no diary in words.", where)
    part, items = plain_text.read(text, where, today)
    if part.problems:
        return part, items
    if not items:
        raise refuse(
            "There is no food in this text.", where, "Write one food per line under a day."
        )
    if not plausible_words(items):
        raise refuse(
            "This text does not look like a diary.",
            where,
            "Write a heading with the day, then one food per line, such as '2 bananas'. " + KNOWN,
        )
    return part, items
