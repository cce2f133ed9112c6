"""What goes wrong because of the input, said in the user's words.

A `UserError` carries every problem found, not only the first, and never a traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


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
