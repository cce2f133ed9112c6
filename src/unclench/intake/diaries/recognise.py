"""What kind of diary a file is, told by its content and never by its name."""

from __future__ import annotations

import datetime as dt
import re

from unclench.assessment import reason
from unclench.errors import Problem
from unclench.intake.diaries import plain_csv
from unclench.intake.diaries.columns import column
from unclench.intake.diaries.lines import Item
from unclench.intake.diaries.part import Part
from unclench.intake.diaries.table import Table, delimiter_of, make, rows_of

KNOWN = (
    "I can read: Cronometer servings.csv and daily summary; MyFitnessPal printable diary (htm) and "
    "Nutrition-Summary csv; MacroFactor csv; ASA24 Items, Totals, TNS, INS, TS; Apple Health "
    "export.xml; a table with date, food, amount, unit; and plain text with one day per heading."
)

_REFUSED: tuple[tuple[frozenset[str], str, str], ...] = (
    (
        frozenset({"metric", "unit", "amount"}),
        "These are Cronometer biometrics (weight, sleep, blood values), not foods.",
        "In Cronometer choose Export Data, then 'Export Food & Recipe Entries' (servings.csv).",
    ),
    (
        frozenset({"exercise", "minutes"}),
        "This is a list of exercise, not of foods.",
        "Export the foods: servings.csv from Cronometer, the printable diary from MyFitnessPal.",
    ),
    (
        frozenset({"exercise", "exercise calories"}),
        "This is a list of exercise, not of foods.",
        "Export the foods: servings.csv from Cronometer, the printable diary from MyFitnessPal.",
    ),
    (
        frozenset({"day", "group", "note"}),
        "These are Cronometer notes, not foods.",
        "In Cronometer choose Export Data, then 'Export Food & Recipe Entries' (servings.csv).",
    ),
    (
        frozenset({"start", "end", "recurrence"}),
        "These are Cronometer fasts, not foods.",
        "In Cronometer choose Export Data, then 'Export Food & Recipe Entries' (servings.csv).",
    ),
    (
        frozenset({"variable", "response", "username"}),
        "This is the Responses file of ASA24: questions and answers, without nutrients.",
        "Give the Items file of the same study (its name ends in _Items.csv), and INS for "
        "supplements.",
    ),
)


class RefusalError(Exception):
    """A file that is recognised, or not, and cannot be read as a diary."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def _refuse(what: str, where: str, fix: str = KNOWN) -> RefusalError:
    return RefusalError(Problem(what, where, fix))


def read_text(
    text: str, where: str, today: dt.date, person: str | None
) -> list[tuple[Part, list[Item] | None]]:
    """The part(s) of a decoded text file, whatever kind of diary it is.

    Raises:
        RefusalError: it is no diary, or one of a kind that cannot answer.
        UserError: it holds several people and `person` names none of them.
    """
    if not text.strip():
        raise _refuse("The file is empty.", where, "Export the diary again.")
    head = text[:4000].lstrip("\ufeff \r\n\t")
    if head.startswith("<"):
        return _markup(text, head, where, today)
    if head[0] in "{[" and re.match(r'[{\[]\s*["\[{}\]]', head):
        raise _refuse("This is a JSON file, not a diary.", where)
    first, _, _ = head.partition("\n")
    if re.match(r"sep=.\s*$", first):
        text = text[text.index("\n") + 1 :]
    delimiter = delimiter_of(text)
    found = _header(text, delimiter)
    if found is not None:
        rows, at = found
        return _table(make(rows, at, delimiter, where), where, today, person)
    rows = rows_of(text[:50_000], delimiter)
    if rows and plain_csv.headerless(rows[0][1]):
        names = ["date", "food", "amount", "unit"][: len(rows[0][1])]
        rows = [(0, names), *rows_of(text, delimiter)]
        table = make(rows, 0, delimiter, where)
        table.notes.append(reason("diary_no_header"))
        return [plain_csv.read(table, where, today, person)]
    _unknown_table(rows, where)
    return [_words(text, where, today)]


def _header(text: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], int] | None:
    """All rows and the header's index, when one of the first ten lines is a header we know."""
    head = rows_of(text[:40_000], delimiter)[:10]
    for i, (_, row) in enumerate(head):
        cells = {c.strip().lower() for c in row}
        known = sum(1 for c in row if c.strip() and (col := column(c)) and col.nutrient)
        if (
            {"day", "food name"} <= cells
            or {"username", "recallno"} <= cells
            or any(need <= cells for need, _, _ in _REFUSED)
            or plain_csv.is_one(row)
            or (known >= 3 and len(row) > 3)
        ):
            return rows_of(text, delimiter), i
    return None


def _table(
    table: Table, where: str, today: dt.date, person: str | None
) -> list[tuple[Part, list[Item] | None]]:
    cells = {h.lower() for h in table.header}
    for need, what, fix in _REFUSED:
        if need <= cells:
            raise _refuse(what, where, fix)
    if {"username", "recallno"} <= cells:
        from unclench.intake.diaries import asa24

        return [(asa24.read(table, where, today, person), None)]
    if not table.frame.height:
        if table.problems:
            return [(_only_problems(table, where), None)]
        raise _refuse("The file has a header and no lines.", where, "Export the diary again.")
    if {"day", "food name"} <= cells:
        from unclench.intake.diaries import cronometer

        return [(cronometer.read_servings(table, where, today), None)]
    if {"date", "meal", "calories"} <= cells and "food" not in cells:
        from unclench.intake.diaries import myfitnesspal

        return [(myfitnesspal.read_summary(table, where, today), None)]
    if {"date", "food name", "serving size"} <= cells:
        from unclench.intake.diaries import macrofactor

        return [(macrofactor.read(table, where, today), None)]
    if plain_csv.is_one(table.header):
        part, items = plain_csv.read(table, where, today, person)
        return [(part, items)]
    if "date" in cells and ("completed" in cells or "energy (kcal)" in cells):
        from unclench.intake.diaries import cronometer

        return [(cronometer.read_daily(table, where, today), None)]
    at = plain_csv.roles(table.header)
    missing = [n for n, r in (("a date", "day"), ("a food", "name")) if r not in at]
    shown = ", ".join(repr(h[:30]) for h in table.header[:12])
    raise _refuse(
        f"This table has no column for {' and '.join(missing)}. Its columns: {shown}.", where
    )


def _only_problems(table: Table, where: str) -> Part:
    import polars as pl

    return Part(where, "", "", pl.DataFrame(), problems=list(table.problems))


def _unknown_table(rows: list[tuple[int, list[str]]], where: str) -> None:
    """Refuse what is clearly a table of something else."""
    widths = [len(r) for _, r in rows[:30]]
    if len(widths) < 2 or min(widths) < 3 or max(widths) != min(widths):
        return
    header = rows[0][1]
    if any(re.fullmatch(r"\s*-?[\d.,]+\s*", c) for c in header):
        return
    numeric = sum(1 for _, r in rows[1:30] if any(re.fullmatch(r"\s*-?[\d.,]+\s*", c) for c in r))
    if widths[0] >= 3 and numeric >= 0.5 * (len(widths) - 1):
        shown = ", ".join(repr(h.strip()[:30]) for h in header[:12])
        raise _refuse(f"This table is no diary that I know. Its columns: {shown}.", where)


def _markup(
    text: str, head: str, where: str, today: dt.date
) -> list[tuple[Part, list[Item] | None]]:
    low = text[:200_000].lower()
    if "<html" in low or "<table" in low or "<!doctype html" in low:
        from unclench.intake.diaries import myfitnesspal

        part = myfitnesspal.read_printable(text, where, today)
        if part is None:
            raise _refuse("This web page holds no food diary that I know.", where)
        return [(part, None)]
    raise _refuse("This is an XML file, but not an export of Apple Health.", where)


def _words(text: str, where: str, today: dt.date) -> tuple[Part, list[Item]]:
    from unclench.intake.diaries import plain_text

    if len(text) > 2_000_000:
        raise _refuse("A text of more than 2 MB is no diary in words.", where)
    part, items = plain_text.read(text, where, today)
    if part.problems:
        return part, items
    if not items:
        raise _refuse(
            "There is no food in this text.", where, "Write one food per line under a day."
        )
    if not plausible_words(items):
        raise _refuse(
            "This text does not look like a diary.",
            where,
            "Write a heading with the day, then one food per line, such as '2 bananas'. " + KNOWN,
        )
    return part, items


def plausible_words(items: list[Item]) -> bool:
    """Whether most items are short and made of words, as foods are."""
    fine = sum(
        1
        for i in items
        if len(i.phrase) <= 90
        and re.search(r"[^\W\d_]{2,}", i.phrase)
        and not re.search(r"[{}<>=;\\|$@]|\w\(\)|::|//", i.phrase)
    )
    return fine >= 0.6 * len(items)
