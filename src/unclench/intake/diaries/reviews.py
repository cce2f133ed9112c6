"""Matches that the user confirmed or corrected, remembered between runs on this machine."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from unclench.assessment import Unmatched
from unclench.errors import Problem, UserError
from unclench.intake.foods.store import home

FORMAT = "unclench.reviews/1"


def key(phrase: str) -> str:
    """The form of a food's name under which a decision is kept."""
    return " ".join(phrase.lower().split())


@dataclass(slots=True)
class Reviews:
    """Decisions by phrase: a food's id, or "" for "no food fits, leave it out of matching".

    `path` is where they are kept; None for decisions that live as long as the program.
    """

    matches: dict[str, str] = field(default_factory=dict)
    path: Path | None = None

    @classmethod
    def load(cls, path: Path | None = None) -> Reviews:
        """The remembered decisions, of this machine's user without a path; none when there is no
        file yet.

        Raises:
            UserError: the file is not one of ours.
        """
        path = path or home() / "reviews.json"
        try:
            raw = json.loads(path.read_text("utf-8"))
            if raw["format"] != FORMAT:
                raise ValueError
            return cls({str(k): str(v) for k, v in raw["matches"].items()}, path)
        except FileNotFoundError:
            return cls({}, path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise UserError(
                Problem(
                    "The file of remembered matches cannot be read.",
                    str(path),
                    "Remove it to start afresh; the diary itself is not touched.",
                )
            ) from None

    def save(self) -> Path:
        """Write the decisions, whole or not at all; returns where.

        Raises:
            ValueError: they have no place.
        """
        path = self.path
        if path is None:
            raise ValueError("these reviews have no path")
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(
            {"format": FORMAT, "matches": dict(sorted(self.matches.items()))},
            ensure_ascii=False,
            indent=1,
        )
        part = path.with_suffix(".part")
        part.write_text(text + "\n", "utf-8")
        part.replace(path)
        return path

    def get(self, phrase: str) -> str | None:
        """The food's id that was decided for a phrase, "" for none fits, None for undecided."""
        return self.matches.get(key(phrase))

    def remember(self, phrase: str, food_id: str) -> None:
        """Keep a decision; `food_id` "" means that no food fits."""
        self.matches[key(phrase)] = food_id

    def forget(self, phrase: str) -> None:
        """Drop a decision, if there is one."""
        self.matches.pop(key(phrase), None)


Ask = Callable[[Unmatched, list[str]], str | None]
"""Shows a line and the foods it could be; returns the chosen food's name or id, "" for none of
them, or None to decide another time."""


def review(
    unmatched: Sequence[Unmatched],
    reviews: Reviews,
    ask: Ask,
    food_id: Callable[[str], str | None],
    *,
    today: dt.date | None = None,
) -> int:
    """Go through the doubtful lines, the largest share of energy first, and keep the answers.

    Args:
        unmatched: `Diary.unmatched`.
        reviews: where answers are kept; the caller saves it.
        ask: asks the user.
        food_id: the id of a food by its name or id, None when there is none such; then the same
            line is asked again, three times at most.

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
        for _ in range(3):
            answer = ask(line, choices)
            if answer is None:
                break
            chosen = "" if answer == "" else food_id(answer)
            if chosen is not None:
                reviews.remember(line.line, chosen)
                decided += 1
                break
    return decided
