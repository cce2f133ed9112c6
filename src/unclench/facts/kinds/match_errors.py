"""How far a nutrient of a matched food lies from that of the food that was eaten."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Strict, Verified


class Spread(Strict):
    """Coefficient of variation of one food's amount per kcal around the matched food's."""

    cv: float = Field(gt=0, le=3)
    source: str
    verified: Verified
    why: str = ""


class MatchErrors(Fact):
    """`nutrients` by id, `others` for the rest; an exact name has `exact` times the spread."""

    nutrients: dict[str, Spread]
    others: Spread
    exact: float = Field(gt=0, le=1)
