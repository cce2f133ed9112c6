"""Experiments on people in whom blood was changed and nerves watched: the yardstick of margins."""

from __future__ import annotations

from pydantic import Field

from unclench.facts.loader import Fact, Strict, Verified


class Blood(Strict):
    """Blood in mmol/L (ionised calcium and magnesium), pH; what is not given is normal."""

    ica: float | None = Field(None, gt=0)
    img: float | None = Field(None, gt=0)
    k: float | None = Field(None, gt=0)
    na: float | None = Field(None, gt=0)
    ph: float | None = Field(None, gt=6, lt=8.5)


class Provocation(Fact):
    """One provocation: blood before and during, and what was seen.

    Attributes:
        before, during: the threshold is counted during, against before.
        say: what to tell, after "in experiments".
        note: what was published, with its number in our list of observations, the strongest sign
            that most people had, and which numbers we had to work out.
    """

    before: Blood = Blood()
    during: Blood
    say: str
    source: str
    verified: Verified
