"""What goes wrong because of the input, said in the user's words.

A `UserError` carries every problem found, not only the first, and never a traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    Attributes:
        what: what is wrong, one sentence.
        where: file and line, option or key; empty when there is no place to name.
        fix: what the user can do about it, one sentence.
    """

    what: str
    where: str = ""
    fix: str = ""

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        fix = f"\n  {self.fix}" if self.fix else ""
        return f"{where}{self.what}{fix}"


class UserError(Exception):
    """The input was wrong. The command line prints `problems` and exits with code 2."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: list[Problem] = list(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


def nearest(asked: str, known: Iterable[str], n: int = 3) -> list[str]:
    """The `n` known names closest to `asked`, best first; empty when nothing is near."""
    return difflib.get_close_matches(asked, list(dict.fromkeys(known)), n=n, cutoff=0.6)


def did_you_mean(asked: str, known: Iterable[str]) -> str:
    """A sentence naming the closest known names, or the empty string."""
    near = nearest(asked, known)
    return f"Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""


_MUST = {
    "less_than_equal": "must be at most {le}",
    "less_than": "must be below {lt}",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be above {gt}",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "finite_number": "must be a number that ends",
    "int_from_float": "must be a whole number",
    "missing": "is missing",
    "string_too_long": "is longer than {max_length} letters",
    "too_long": "has more than {max_length} parts",
}
"""Kind of error -> what the value must be; {…} are of the error's context."""
_BY_TYPE = (
    ("int", "must be a whole number"),
    ("float", "must be a number"),
    ("decimal", "must be a number"),
    ("bool", "must be true or false"),
    ("string", "must be text"),
    ("date", "must be a date"),
    ("list", "must be a list"),
    ("tuple", "must be a list"),
    ("dict", "must be an object, keys with values"),
    ("model", "must be an object, keys with values"),
)
"""Begin of the kind -> the same, for values of another type."""


def must(error: Mapping[str, Any]) -> str:
    """What pydantic finds wrong with a value, to stand after its name: "must be at most 120"."""
    kind = str(error["type"])
    limits = {k: f"{v:g}" if isinstance(v, float) else v for k, v in error.get("ctx", {}).items()}
    if kind in _MUST:
        return _MUST[kind].format_map(limits)
    if kind.endswith(("_type", "_parsing", "_from_date_parsing")):
        for begin, said in _BY_TYPE:
            if kind.startswith(begin):
                return said
    text = str(error["msg"]).removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
