"""Results of blood tests typed in rows: what is wrong with each, by the rules that read them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from typing import Any

from unclench.app.web.numbers import number
from unclench.plasma.labs.printed import Printed, UnknownTestError, WrongUnitError

FIELDS = ("name", "value", "unit", "date", "low", "high")
LABELS = {
    "name": "Test", "value": "Value", "unit": "Unit", "date": "Date",
    "low": "Normal range, from", "high": "to",
}  # fmt: skip
SPARE, MOST = 3, 60
"""Empty rows that are offered, and rows that are taken."""

Row = Mapping[str, str]


def rows_of(form: Mapping[str, Any]) -> list[dict[str, str]]:
    """The rows of a form in which anything was typed; `form` has fields such as `value-2`."""
    out = []
    for i in range(MOST):
        row = {f: str(form.get(f"{f}-{i}", "")).strip()[:200] for f in FIELDS}
        if any(row.values()):
            out.append({k: v for k, v in row.items() if v})
    return out


def told(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows as results of a case; numbers are numbers, what is none stays as typed."""
    return [
        {k: number(v) if k in ("value", "low", "high") else v for k, v in row.items()}
        for row in rows
    ]


def wrong(rows: Sequence[Row], today: dt.date) -> dict[str, str]:
    """Field such as `value-2` -> what is wrong there."""
    found: dict[str, str] = {}
    for i, row in enumerate(rows):
        found |= {f"{field}-{i}": f"Result {i + 1}, {LABELS[field][:1].lower()}{LABELS[field][1:]}:"
                  f" {said}" for field, said in row_wrong(row, today).items()}  # fmt: skip
    return found


def row_wrong(row: Row, today: dt.date) -> dict[str, str]:
    """Field -> what is wrong with it, of one row."""
    out = {
        f: f"“{row[f][:40]}” is no number."
        for f in ("low", "high")
        if row.get(f) and isinstance(number(row[f]), str)
    }
    if row.get("date"):
        try:
            day = dt.date.fromisoformat(row["date"])
        except ValueError:
            out["date"] = f"“{row['date'][:40]}” is no date. Write it as 2026-05-02."
        else:
            if day > today + dt.timedelta(1):
                out["date"] = f"{day} is in the future."
    if not row.get("name"):
        return {"name": "which test is it?", **out}
    if not row.get("value"):
        return {"value": "what is the result?", **out}
    return {**_by_the_rules(row), **out}


def _by_the_rules(row: Row) -> dict[str, str]:
    """What the reader of results says of a row: a test, a unit, or a value that cannot be."""
    from unclench.errors import UserError
    from unclench.plasma.labs import make_result as rules

    low, high = (number(row.get(f, "")) for f in ("low", "high"))
    printed = Printed(
        name=row["name"],
        value=number(row["value"]),
        unit=row.get("unit", ""),
        low=low if isinstance(low, float) else None,
        high=high if isinstance(high, float) else None,
    )
    if rules.panel(row["name"], row["value"]):
        return {}
    try:
        rules.make(printed)
    except UnknownTestError as error:
        return {"name": f"{error.problems[0].what} Take one of the names that are offered."}
    except WrongUnitError as error:
        return {"unit": _said(error)}
    except UserError as error:
        return {"value": _said(error)}
    return {}


def _said(error: Any) -> str:
    return " ".join(f"{p.what} {p.fix}".strip() for p in error.problems)


def units_of(name: str) -> list[str]:
    """The units in which a test is given, the usual one first; none where it is not known."""
    from unclench.facts.kinds import analytes
    from unclench.plasma.labs.plausible import units_of as known

    found = analytes.find(name) if name.strip() else None
    return known(found) if found else []


@functools.cache
def names() -> tuple[str, ...]:
    """The names of all tests, to be offered while typing."""
    from unclench.facts.kinds import analytes

    return tuple(sorted(a.label for a in analytes.load().values()))
