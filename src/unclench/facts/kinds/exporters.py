"""Diary apps: how far their daily totals fall short because blanks were counted as zero."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Strict, Verified


class Blank(Strict):
    """Share of a diary's energy in lines whose value of a nutrient is blank, over real exports."""

    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    source: str
    verified: Verified


class Exporter(Fact):
    """One app. `others` holds for nutrients that are not listed in `blank`."""

    blank: dict[str, Blank]
    others: Blank
