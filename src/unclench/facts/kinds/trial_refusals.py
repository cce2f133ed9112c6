"""What nobody may try on themselves with this program, and why."""

from __future__ import annotations

from unclench.facts.loader import Fact, Verified


class Refusal(Fact):
    """One thing that is refused.

    Attributes:
        classes: of medicines; said_as: words, all of one of which must be there.
        because: said to the person. instead: what they can do.
    """

    classes: tuple[str, ...] = ()
    said_as: tuple[str, ...] = ()
    because: str
    instead: str
    source: str
    verified: Verified
