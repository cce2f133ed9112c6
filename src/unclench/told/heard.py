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


@dataclass(frozen=True, slots=True)
class Sound:
    """What a message sounds like.

    Attributes:
        causes: id -> natural logarithm of how many times likelier such words are with this cause
            than among all messages. levels: level of urgency -> probability.
    """

    causes: dict[str, float]
    levels: dict[str, float]
