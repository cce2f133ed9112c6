"""Matches that the user confirmed or corrected, remembered between runs on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from unclench.assessment import Unmatched
from unclench.errors import Problem, UserError
from unclench.keeping import home, locked, write_whole
from unclench.ways import OTHER_HOME

FORMAT = "unclench.reviews/1"


def key(phrase: str) -> str:
    """The form of a food's name under which a decision is kept."""
    return " ".join(phrase.lower().split())


@dataclass(slots=True)
class Reviews:
    """Decisions by phrase: a food's id, or "" for "no food fits, leave it out of matching".

    `path` is where they are kept; None for decisions that live as long as the program. `unsaved`
    is why they could not be kept, when that was so.
    """

    matches: dict[str, str] = field(default_factory=dict)
    path: Path | None = None
    unsaved: Problem | None = None
    _kept: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None = None) -> Reviews:
        """The remembered decisions, of this machine's user without a path; none when there is no
        file yet.

        Raises:
            UserError: the file is not one of ours.
        """
        path = path or home() / "reviews.json"
        found = _read(path)
        return cls(dict(found), path, None, found)

    def save(self) -> Path:
        """Write the decisions, whole or not at all; returns where.

        What others saved meanwhile stays: only what was decided or dropped here is changed.

        Raises:
            UserError: they cannot be kept; the file is as it was.
            ValueError: they have no place.
        """
        path = self.path
        if path is None:
            raise ValueError("these reviews have no path")
        try:
            with locked(path):
                found = _read(path)
                for gone in self._kept.keys() - self.matches.keys():
                    found.pop(gone, None)
                found.update({k: v for k, v in self.matches.items() if self._kept.get(k) != v})
                told = {"format": FORMAT, "matches": dict(sorted(found.items()))}
                text = json.dumps(told, ensure_ascii=False, indent=1)
                write_whole(path, text + "\n", alone=True)
        except OSError as error:
            raise UserError(
                Problem(
                    f"What you decided cannot be kept ({error.strerror or error}).",
                    str(path),
                    f"It counts for this answer. {OTHER_HOME}",
                )
            ) from None
        self.matches, self._kept = found, dict(found)
        return path

    def keep(self) -> None:
        """Save if there is a place; what prevents it goes to `unsaved` and stops nothing."""
        if self.path is None:
            return
        try:
            self.save()
            self.unsaved = None
        except UserError as error:
            self.unsaved = error.problems[0]

    def get(self, phrase: str) -> str | None:
        """The food's id that was decided for a phrase, "" for none fits, None for undecided."""
        return self.matches.get(key(phrase))

    def remember(self, phrase: str, food_id: str) -> None:
        """Keep a decision; `food_id` "" means that no food fits."""
        self.matches[key(phrase)] = food_id

    def forget(self, phrase: str) -> None:
        """Drop a decision, if there is one."""
        self.matches.pop(key(phrase), None)


def _read(path: Path) -> dict[str, str]:
    try:
        raw = json.loads(path.read_text("utf-8"))
        if raw["format"] != FORMAT:
            raise ValueError
        return {str(k): str(v) for k, v in raw["matches"].items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UserError(
            Problem(
                "The file of remembered matches cannot be read.",
                str(path),
                "Remove it to start afresh; the diary itself is not touched.",
            )
        ) from None


Ask = Callable[[Unmatched, list[str]], str | None]
"""Shows a line and the foods it could be; returns the chosen food's name or id, "" for none of
them, or None to decide another time. Raises EOFError to stop asking."""

TRIES = 3


def food_named(answer: str) -> str | None:
    """The id of the food that an answer names, by its id, its name or what it is matched with."""
    from unclench.intake.foods import food, match

    try:
        return food(answer).food_id
    except UserError:
        return match(answer).food_id


def review(
    unmatched: Sequence[Unmatched],
    reviews: Reviews,
    ask: Ask,
    food_id: Callable[[str], str | None] = food_named,
    *,
    unknown: Callable[[str, int], None] | None = None,
) -> int:
    """Go through the doubtful lines, the largest share of energy first, and keep each answer at
    once (`Reviews.keep`).

    Args:
        unmatched: `Diary.unmatched`.
        reviews: where answers are kept.
        ask: asks the user.
        food_id: the id of a food by its name or id, None when there is none such; then the same
            line is asked again, `TRIES` times at most.
        unknown: is told an answer that names no food, and how often it will be asked again.

    Returns:
        How many lines were decided.
    """
    decided = 0
    order = sorted(unmatched, key=lambda u: (-(u.energy_share or 0.0), u.line))
    for line in order:
        if reviews.get(line.line) is not None:
            continue
        choices = ([line.matched] if line.matched else []) + [
            a for a in line.alternatives if a != line.matched
        ]
        for left in reversed(range(TRIES)):
            try:
                answer = ask(line, choices)
            except EOFError:
                return decided
            if answer is None:
                break
            chosen = "" if answer == "" else food_id(answer)
            if chosen is not None:
                reviews.remember(line.line, chosen)
                reviews.keep()
                decided += 1
                break
            if unknown is not None:
                unknown(answer, left)
    return decided
