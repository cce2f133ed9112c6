"""How much sun reaches the skin: words as shares of an ordinary outdoor life."""

from __future__ import annotations

from unclench.facts.loader import Fact


class SunLevels(Fact):
    """Levels by word.

    Attributes:
        share: of an ordinary outdoor life (judgement).
        when_read: what was read of a person's words ("little", "much") -> level.
    """

    share: dict[str, float]
    when_read: dict[str, str]
    source: str
