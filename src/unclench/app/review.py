"""The questions of `--review` at a terminal, or with answers on standard input."""

from __future__ import annotations

import sys

import typer

from unclench.errors import Problem

QUESTION = "Number, another food, 0 for none of them, or Enter to decide later"
LONGEST = 200
"""Characters of an answer that are looked at: a food's name is shorter."""


class Asker:
    """Asks about one line at a time; end of input and Ctrl-C end the questions, not the answer.

    Attributes:
        problems: what stood in the way of asking at all.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._asked = 0
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    def __call__(self, line: str, choices: list[str]) -> str | None:
        """A choice, another food, "" for none of them, None to decide later.

        Raises:
            EOFError: no more questions.
        """
        typer.echo(f"\n{line}", err=True)
        for i, choice in enumerate(choices, 1):
            typer.echo(f"  {i}. {choice}", err=True)
        while given := self._answer():
            if any(c.isalpha() for c in given):
                return given
            n = int(given) if given.isdecimal() and len(given) <= 3 else -1
            if n == 0:
                return ""
            if 0 < n <= len(choices):
                return choices[n - 1]
            typer.echo(f"There is no choice {given}: 0 to {len(choices)}, or a name.", err=True)
        return None

    def _answer(self) -> str:
        if sys.stdin is None:
            self._nobody()
            raise EOFError
        try:
            given = typer.prompt(QUESTION, default="", show_default=False, err=True)
        except typer.Abort:  # end of input, or Ctrl-C
            typer.echo("\nNo more questions; what you decided counts.", err=True)
            if not self._asked and not sys.stdin.isatty():
                self._nobody()
            raise EOFError from None
        self._asked += 1
        return str(given).strip()[:LONGEST]

    def _nobody(self) -> None:
        self.problems.append(
            Problem(
                "There is nobody to ask: no terminal, and no answers on standard input. The "
                "doubtful lines stay as they were.",
                "--review",
                "Run it in a terminal, or leave --review out.",
            )
        )

    def unknown(self, answer: str, left: int) -> None:
        """Say that an answer names no food."""
        again = (
            "Try another name (`unclench foods search NAME` lists them), a number, or Enter."
            if left
            else "The line waits for another time."
        )
        typer.echo(f"No food of the table is called '{answer}'. {again}", err=True)
