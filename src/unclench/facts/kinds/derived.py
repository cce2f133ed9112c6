"""Derived quantities: what is computed from several results, and when it must not be used."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from unclench.facts import loader
from unclench.facts.loader import Fact, Strict, Verified


class Example(Strict):
    """A published or recomputed worked example. Inputs are in the units of their analytes."""

    inputs: dict[str, float]
    age: float | None = None
    sex: Literal["female", "male"] | None = None
    expected: float
    tolerance: float
    said: str
    source: str
    verified: Verified


class DerivedQuantity(Fact):
    """One derived quantity. `id` is also the id of the analyte that carries its ranges.

    `formula` is printed with every value. Where `when_not` applies we do not compute it; what is
    in `caution` we cannot check, so it is said beside the value. `prefer` says which counts when
    the laboratory reports the quantity itself.
    """

    formula: str
    inputs: tuple[str, ...] = Field(min_length=1)
    unit: str
    when_not: tuple[str, ...] = ()
    caution: tuple[str, ...] = ()
    say: str
    prefer: Literal["reported", "computed"] = "reported"
    examples: tuple[Example, ...] = Field(min_length=1)
    source: str
    verified: Verified


def load() -> dict[str, DerivedQuantity]:
    """All derived quantities by id."""
    return loader.load("derived", DerivedQuantity)
