"""`Assessment`: what we answer. Every door (terminal, JSON, Markdown, HTML) renders this.

Amounts are in the unit that stands beside them. `None` means unknown, never zero. The JSON form
is versioned (`schema`), and its JSON Schema is published in the manual.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "unclench.assessment/1"

UrgencyLevel = Literal["emergency", "same_day", "routine", "self_care"]
Grade = Literal["high", "moderate", "low", "very_low", "none"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Node(_Part):
    """A step in how a number came about: printed as a tree by `explain`."""

    text: str
    value: float | str | None = None
    unit: str = ""
    source: str = ""
    review: int | None = None
    children: list[Node] = []


class Urgency(_Part):
    """How soon a professional is needed, and why. The advice never says that all is well."""

    level: UrgencyLevel
    reasons: list[str] = []


class RedFlag(_Part):
    """A safety rule that fired."""

    id: str
    say: str
    action: str
    level: UrgencyLevel = "same_day"
    because: list[str] = []
    source: str


class Evidence(_Part):
    """A finding for or against a cause. `weight` is the log10 likelihood ratio it contributed."""

    finding: str
    label: str = ""
    weight: float
    source: str
    note: str = ""


class Cause(_Part):
    """A possible contributor. Contributors are not exclusive: probabilities need not sum to one."""

    id: str
    label: str
    kind: Literal["nutritional", "electrolyte", "other"]
    support: Literal["more", "some", "little"]
    probability: float = Field(ge=0, le=1)
    prior: float = Field(ge=0, le=1)
    for_: list[Evidence] = Field([], alias="for")
    against: list[Evidence] = []
    evidence_grade: Grade = "none"
    say: str = ""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Interval(_Part):
    """A mean with an 80 % interval."""

    mean: float | None
    low: float | None = None
    high: float | None = None
    unit: str


class Requirement(_Part):
    """The reference value used. `kind` as the authority calls it, e.g. EAR, AI, AR."""

    kind: str
    value: float | None
    unit: str
    authority: str
    life_stage: str = ""
    source: str


class UpperLimit(_Part):
    """The limit, what it applies to, and the probability that usual intake is above it."""

    value: float
    unit: str
    kind: str = "UL"
    applies_to: Literal["total", "supplements", "added"] = "total"
    probability_above: float | None = None
    source: str


class FoodShare(_Part):
    """A food and the share of a nutrient's recorded intake that it carried."""

    food: str
    amount_per_day: float | None = None
    unit: str = ""
    share: float


class Nutrient(_Part):
    """Adequacy of one nutrient for this person."""

    id: str
    label: str
    verdict: Literal[
        "likely_adequate", "likely_low", "uncertain", "cannot_tell", "above_limit", "no_reference"
    ]
    say: str
    usual_intake: Interval
    recorded_mean: float | None = None
    from_supplements: float | None = None
    requirement: Requirement | None = None
    probability_inadequate: float | None = Field(None, ge=0, le=1)
    probability_inadequate_iom: float | None = Field(None, ge=0, le=1)
    adequacy_statement: str = ""
    upper_limit: UpperLimit | None = None
    days: int
    days_needed: int | None = None
    known_share: float | None = None
    top_foods: list[FoodShare] = []
    muscle_role: str = ""
    sources: list[str] = []


class Hydration(_Part):
    """Water and sodium, with sweat when it is known. Litres and grams per day."""

    say: str
    water_intake: Interval | None = None
    reference: Requirement | None = None
    sweat_loss_l_per_day: Interval | None = None
    sodium_loss_mg_per_day: Interval | None = None
    probability_below: float | None = None
    sources: list[str] = []


class Lab(_Part):
    """One interpreted result. `low`/`high` are set instead of `value` for comparators."""

    loinc: str = ""
    analyte: str = ""
    name: str
    value: float | None
    comparator: str = ""
    unit: str
    si_value: float | None = None
    si_unit: str = ""
    interpretation: Literal["LL", "L", "N", "H", "HH", "unknown"] = "unknown"
    band: str = ""
    reference: str = ""
    derived: bool = False
    formula: str = ""
    date: dt.date | None = None
    caveats: list[str] = []
    source: str = ""


class NextTest(_Part):
    """A test worth asking about. `bits` is the expected information about the ranked causes."""

    id: str
    name: str
    loinc: str = ""
    bits: float
    why: str
    safety: bool = False


class Unmatched(_Part):
    """A diary line that was matched weakly or not at all, with what else it could be."""

    line: str
    where: str = ""
    matched: str | None = None
    confidence: float | None = None
    alternatives: list[str] = []
    energy_share: float | None = None


class DiarySummary(_Part):
    """What was read: files, kinds, days, lines, and what could not be used."""

    files: list[dict[str, Any]] = []
    days: int = 0
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    lines: int = 0
    energy_kcal: Interval | None = None
    plausibility: str = ""
    unmatched: list[Unmatched] = []
    supplements: list[str] = []
    medicines: list[str] = []


class SourceUsed(_Part):
    """A citation of something that was used in this answer."""

    key: str
    title: str
    authors: str = ""
    year: int | None = None
    doi: str = ""
    url: str = ""


class Assessment(_Part):
    """The whole answer. See the module and the published JSON Schema."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_: str = Field(SCHEMA, alias="schema")
    version: str
    authority: str = "nasem"
    urgency: Urgency | None = None
    red_flags: list[RedFlag] = []
    safety_advice: list[str] = []
    causes: list[Cause] = []
    nutrients: list[Nutrient] = []
    hydration: Hydration | None = None
    labs: list[Lab] = []
    next_tests: list[NextTest] = []
    questions: list[str] = []
    diary: DiarySummary | None = None
    not_understood: list[str] = []
    warnings: list[str] = []
    insufficient: list[str] = []
    plan: dict[str, Any] | None = None
    simulation: dict[str, Any] | None = None
    sources: list[SourceUsed] = []
    explain: dict[str, Node] = Field({}, exclude=True)

    def to_json(self) -> str:
        """The versioned JSON form."""
        return self.model_dump_json(by_alias=True, indent=2)
