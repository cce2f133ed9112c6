"""What is typed about one day of the spasm log, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile

from unclench.app.web.numbers import day_of, number
from unclench.errors import Problem, UserError

if TYPE_CHECKING:
    from unclench.trial.log_writing import Entry

FIELDS = ("day", "kind", "many", "time", "muscle", "minutes", "pain", "woke", "doing", "took")
MANY, MOST = 50, 1024 * 1024
"""Cramps of one entry, and bytes of a log that is handed in."""


def entry_of(typed: dict[str, str], today: dt.date) -> tuple[list[Entry], dict[str, str]]:
    """(rows of the log, field -> what is wrong with it)."""
    from unclench.trial.log_writing import Entry
    from unclench.trial.spasm_log import MOST_MINUTES, MOST_PAIN, NONE

    wrong: dict[str, str] = {}
    day, slip = day_of(typed.get("day", ""), today)
    if slip:
        wrong["day"] = slip
    if typed.get("kind") == "none":
        return ([] if wrong else [Entry(dt.date.fromisoformat(day), NONE,
                                        doing=typed.get("doing", ""),
                                        took=typed.get("took", ""))]), wrong  # fmt: skip
    if typed.get("kind") != "some":
        wrong["kind"] = "That day: say whether there were none or some."
    if not typed.get("muscle"):
        wrong["muscle"] = "Muscle: name it, for example calf."
    elif typed["muscle"].lower() == NONE:
        wrong["muscle"] = "Muscle: for a day without cramps choose “none” above."
    many = _amount(typed, "many", 1, MANY, "How many", wrong)
    minutes = _amount(typed, "minutes", 0, MOST_MINUTES, "Minutes", wrong)
    pain = _amount(typed, "pain", 0, MOST_PAIN, "Pain", wrong)
    if many is not None and many != int(many):
        wrong["many"] = "How many: write a whole number."
    if (many or 1) > 1 and typed.get("time"):
        wrong["many"] = "How many: cramps that have a time are noted one by one."
    if wrong:
        return [], wrong
    one = Entry(
        dt.date.fromisoformat(day),
        typed["muscle"],
        typed.get("time", ""),
        minutes,
        pain,
        {"yes": True, "no": False}.get(typed.get("woke", "")),
        typed.get("doing", ""),
        typed.get("took", ""),
    )
    return [one] * int(many or 1), {}


def _amount(
    typed: dict[str, str], name: str, least: float, most: float, label: str, wrong: dict[str, str]
) -> float | None:
    given = typed.get(name, "")
    if not given:
        return None
    value = number(given)
    if not isinstance(value, float) or not least <= value <= most:
        wrong[name] = f"{label}: “{given[:40]}” is no number from {least:g} to {most:g}."
        return None
    return value


def day_or_none(text: str) -> str:
    """A day as 2026-05-02, empty for what is none."""
    try:
        return str(dt.date.fromisoformat(text))
    except ValueError:
        return ""


def text_of_upload(item: UploadFile) -> str:
    """The text of a file that was handed in.

    Raises:
        UserError: it is larger than a log, or no text.
    """
    from unclench.door.decode import text_of

    data = item.file.read(MOST + 1)
    if len(data) > MOST:
        raise UserError(Problem("This file is larger than a spasm log (1 MB).", ""))
    return text_of(data, "the file")
