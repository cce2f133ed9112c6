"""What a trained reader hears in a run of words, whatever the language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """A finding that some words speak of.

    Attributes:
        finding: its id. score: logarithm of the odds. places: the words that speak for it most.
    """

    finding: str
    score: float
    places: tuple[int, ...]
