"""What a handful, a mug or a tin weighs, where the food table has no measure of its own."""

from __future__ import annotations

from pydantic import Field, model_validator

from unclench.facts.loader import Fact, KnownUnit, Strict, Verified


class Rule(Strict):
    """Grams (or millilitres, when `ml`) of one measure, for foods whose name or group fits.

    `food` is a regular expression on the lower-case name; empty fits every food. `low` and `high`
    are about the 10th and 90th percentile of what people mean. `typed`: a word that must have been
    typed, as foods of one name come in several shapes. `first`: it goes before the food table's own
    measure, which means another thing (a breast of a whole bird, a snack size bar).
    """

    food: str = ""
    typed: str = ""
    group: tuple[str, ...] = ()
    grams: float | None = Field(None, gt=0)
    ml: float | None = Field(None, gt=0)
    low: float = Field(gt=0)
    high: float = Field(gt=0)
    first: bool = False
    source: str = "judgement"
    verified: Verified = "judgement"

    @model_validator(mode="after")
    def _ordered(self) -> Rule:
        value = self.grams if self.grams is not None else self.ml
        if value is None or (self.grams is not None and self.ml is not None):
            raise ValueError("a rule has either grams or ml")
        if not self.low <= value <= self.high:
            raise ValueError("low <= value <= high")
        return self


class HouseholdMeasures(Fact):
    """One measure, its spellings, and its rules; the first that fits is used.

    `table_unit` is what the measure holds in the names of measures of the food table.
    """

    spellings: tuple[str, ...] = ()
    table_unit: KnownUnit = ""
    rules: tuple[Rule, ...]
