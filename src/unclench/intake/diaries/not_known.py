"""What is said of a file that is no diary of a known kind."""

from __future__ import annotations

import re

from unclench.errors import Problem
from unclench.intake.diaries.columns import key
from unclench.intake.diaries.items import Item
from unclench.intake.diaries.refusal import RefusalError
from unclench.intake.diaries.rows import Row
from unclench.ways import AS_BLOOD_TESTS

KNOWN = (
    "I can read: Cronometer servings.csv and daily summary; MyFitnessPal printable diary (htm or "
    "pasted) and Nutrition-Summary csv; Lose It!; MacroFactor; Fitatu; Lifesum; FDDB; "
    "Samsung Health; Fitbit csv and food_logs of a Google Takeout; Waistline backup; "
    "FatSecret detailed report; ASA24 Items, Totals, TNS, INS, TS; Intake24; NDSR; "
    "Apple Health export.xml; Health Auto Export; "
    "OpenNutriTracker; a table with date, food, amount, unit, in nine languages; a table of daily "
    "totals; and plain text with one day per heading."
)


def refuse(what: str, where: str, fix: str = KNOWN) -> RefusalError:
    """A refusal of one sentence, by default with what can be read."""
    return RefusalError(Problem(what, where, fix))


def unknown_table(text: str, rows: list[Row], where: str) -> None:
    """Refuse a table of something else: a table is never a diary in words."""
    widths = [len(r) for _, r in rows[:30]]
    several = [w for w in widths if w > 1]
    lines = [ln for ln in text.splitlines() if ln.strip()][:30]
    marked = max(
        (sum(1 for ln in lines if ln.count(d) == n) for d in ";\t|" for n in range(1, 40)),
        default=0,
    )
    same = len(several) >= 2 and len(set(widths)) == 1
    first = rows[0][1] if rows else []
    titled = (
        bool(first)
        and not any(re.search(r"\d", c) for c in first)
        and all(len(c.split()) <= 5 for c in first)
    )
    numbers = sum(
        1 for _, r in rows[1:30] if any(re.fullmatch(r"\s*-?[\d.,]+\s*", c) for c in r[1:])
    )
    if (marked >= 2 and marked > 0.5 * len(lines)) or (
        same and titled and (widths[0] >= 3 or numbers >= 0.5 * (len(widths) - 1))
    ):
        shown = ", ".join(repr(h.strip()[:30]) for h in first[:12])
        fix = KNOWN
        if _of_labs(first):
            fix = f"This looks like a table of blood tests. {AS_BLOOD_TESTS} {KNOWN}"
        raise refuse(f"This table is no diary that I know. Its columns: {shown}.", where, fix)


def _of_labs(header: list[str]) -> bool:
    said = {key(h) for h in header}
    tests = {
        "test",
        "analyte",
        "marker",
        "biomarker",
        "parameter",
        "analyt",
        "testname",
        "component",
    }
    values = {"result", "value", "ergebnis", "wert", "resultat", "uitslag", "resultado"}
    return bool(said & tests) and bool(said & values)


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
