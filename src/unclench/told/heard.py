"""What a message is heard as, whatever the language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sound:
    """What a message sounds like.

    Attributes:
        causes: id -> natural logarithm of how many times likelier such words are with this cause
            than among all messages. levels: level of urgency -> probability.
    """

    causes: dict[str, float]
    levels: dict[str, float]
