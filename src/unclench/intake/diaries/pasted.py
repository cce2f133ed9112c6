"""Tables pasted as text: MyFitnessPal's printable page, and tables of chat assistants."""

from __future__ import annotations

import datetime as dt
import re

from unclench.assessment import reason
from unclench.intake.diaries import dates, myfitnesspal
from unclench.intake.diaries.part import Part

_VALUE = r"(?:-?\d[\d.,]*\s?(?:mg|mcg|µg|g|kj|kcal|iu|%)?|--|-)"
_HEADER = re.compile(r"^foods?\b.*\b(?:calories|kilojoules|energy)\b", re.I)
_TITLES = re.compile(r"(?im)^[^\S\n]*foods?[^\S\n].*\b(?:calories|kilojoules)\b")
_END = re.compile(r"^(?:totals?\b|exercises?\b.*\bminutes\b)", re.I)


def read(text: str, where: str, today: dt.date) -> Part | None:
    """MyFitnessPal's printable diary, copied from the screen; None when it is none.

    Cells are separated by tabs, or by blanks when those were lost.
    """
    if not _TITLES.search(text[:200_000]):
        return None
    days: list[myfitnesspal.Day] = []
    left = 0
    date: tuple[str, int] | None = None
    day: myfitnesspal.Day | None = None
    meal = ""
    for n, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if dates.understand(line) is not None:
            date, day = (line, n), None
        elif _HEADER.match(line) and date is not None:
            header = re.split(r"\t+", line) if "\t" in line else line.split()
            day, meal = myfitnesspal.Day(date[0], date[1], [h.strip() for h in header]), ""
            days.append(day)
        elif day is None:
            left += bool(days)
        elif _END.match(line):
            day, left = None, left + 1
        else:
            cells = _cells(line, len(day.header) - 1)
            if cells is None:
                meal = line
            else:
                day.rows.append((n, meal, cells))
    if not any(d.rows for d in days):
        return None
    part = myfitnesspal.part_of(days, where, today)
    if left:
        part.warnings.append(reason("diary_page_left", count=left))
    return part


def _cells(line: str, count: int) -> list[str] | None:
    """The food and its values; None when the line has no values, so that it names a meal."""
    if "\t" in line:
        cells = [c.strip() for c in line.split("\t")]
        return cells if len(cells) > 2 else None
    found = re.match(rf"^(.*?\S)((?:\s+{_VALUE}){{{count}}})$", line, re.I)
    if found is None:
        return None
    return [found[1], *re.findall(_VALUE, found[2], re.I)]


def markdown(text: str) -> str:
    """A table between bars, as chat assistants write it, without its frame; else the text itself.

    Lines outside the table stay where they are.
    """
    lines = text.splitlines()
    framed = [ln.strip() for ln in lines if ln.strip().startswith("|") and ln.strip().endswith("|")]
    if len(framed) < 3:
        return text
    out = []
    for raw in lines:
        line = raw.strip()
        if not (line.startswith("|") and line.endswith("|") and len(line) > 1):
            out.append("")  # prose around the table; its line number stays
        elif re.fullmatch(r"\|[\s:|-]+\|", line):
            out.append("")
        else:
            cells = [re.sub(r"^[*_`]+|[*_`]+$", "", c.strip()) for c in line[1:-1].split("|")]
            out.append("|".join(cells))
    return "\n".join(out)
