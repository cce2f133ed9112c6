"""Experiments on people in whom blood was changed and nerves watched: the yardstick of margins."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from unclench.facts.loader import Fact, Strict, Verified

Sign = Literal["none", "some_tingling", "tingling", "spasm"]


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
        sign: the strongest thing that most people in it had.
        share: of people who had it, where it is known.
        say: what to tell, after "in experiments".
        derived: which numbers of the blood we had to work out, and how; empty when published.
        observation: what was published, with its number in our list of observations.
    """

    before: Blood = Blood()
    during: Blood
    sign: Sign
    share: float | None = Field(None, ge=0, le=1)
    say: str
    derived: str = ""
    observation: str
    source: str
    verified: Verified
