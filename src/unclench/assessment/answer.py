"""`Assessment`: what we answer. Every door (terminal, JSON, Markdown, HTML) renders this.

Amounts are in the unit that stands beside them. `None` means unknown, never zero. The JSON form
is versioned (`schema`), and its JSON Schema is published in the manual.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import ConfigDict, Field

from unclench.assessment.base import Grade, Interval, Node, Part, Reason, UrgencyLevel

SCHEMA = "unclench.assessment/2"


class Urgency(Part):
    """How soon a professional is needed, and why. The advice never says that all is well."""

    level: UrgencyLevel
    reasons: list[str] = []


class RedFlag(Part):
    """A safety rule that fired."""

    id: str
    say: str
    action: str
    level: UrgencyLevel = "same_day"
    because: list[str] = []
    source: str


class Evidence(Part):
    """A finding for or against a cause. `weight` is the log10 likelihood ratio it contributed."""

    finding: str
    label: str = ""
    weight: float
    source: str
    note: str = ""


class Cause(Part):
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


class Requirement(Part):
    """The reference value used. `kind` as the authority calls it, e.g. EAR, AI, AR."""

    kind: str
    value: float | None
    unit: str
    authority: str
    life_stage: str = ""
    source: str


class UpperLimit(Part):
    """The limit, what it applies to, and the probability that usual intake is above it."""

    value: float
    unit: str
    kind: str = "UL"
    applies_to: Literal["total", "supplements", "added"] = "total"
    probability_above: float | None = None
    source: str


class FoodShare(Part):
    """A food and the share of a nutrient's recorded intake that it carried."""

    food: str
    amount_per_day: float | None = None
    unit: str = ""
    share: float


class Nutrient(Part):
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
    recorded_share: float | None = None
    looked_up_share: float | None = None
    top_foods: list[FoodShare] = []
    muscle_role: str = ""
    sources: list[str] = []


class Hydration(Part):
    """Water and sodium, with sweat when it is known. Litres and grams per day."""

    say: str
    water_intake: Interval | None = None
    reference: Requirement | None = None
    sweat_loss_l_per_day: Interval | None = None
    sodium_loss_mg_per_day: Interval | None = None
    probability_below: float | None = None
    sources: list[str] = []


class Lab(Part):
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


class NextTest(Part):
    """A test worth asking about. `bits` is the expected information about the ranked causes."""

    id: str
    name: str
    loinc: str = ""
    bits: float
    why: str
    safety: bool = False


class Unmatched(Part):
    """A diary line that was matched weakly or not at all, with what else it could be."""

    line: str
    where: str = ""
    matched: str | None = None
    confidence: float | None = None
    alternatives: list[str] = []
    energy_share: float | None = None


class FileRead(Part):
    """One file of a diary: its name without folders, what kind it is, rows read and used.

    `skipped` says what `not_used` tells: one sentence for each kind of row that was not used.
    """

    path: str
    label: str
    shape: str
    sha256: str
    rows: int
    used: int
    not_used: list[Reason] = []
    skipped: list[str] = []


class DiarySummary(Part):
    """What was read: files, kinds, days, lines, and what could not be used."""

    files: list[FileRead] = []
    days: int = 0
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    lines: int = 0
    energy_kcal: Interval | None = None
    plausibility: str = ""
    unmatched: list[Unmatched] = []
    supplements: list[str] = []
    medicines: list[str] = []


class Understood(Part):
    """One reading of the person's own words; `id` is the same for the same words."""

    id: str
    text: str
    finding: str
    label: str = ""
    status: Literal["present", "denied", "past", "other_person", "uncertain"]
    slots: dict[str, str | float | bool | None] = {}


class Offer(Part):
    """One way to answer a question."""

    id: str
    label: str


class Question(Part):
    """Something worth asking; `asked: {id: answer}` of the case answers it."""

    id: str
    kind: Literal["warning", "meaning", "follow_up"]
    text: str
    about: str = ""
    answers: list[Offer] = []


class ProblemFound(Part):
    """Something told that could not be used: what, where, how to mend it."""

    what: str
    where: str = ""
    fix: str = ""


class SourceUsed(Part):
    """A citation of something that was used in this answer."""

    key: str
    title: str
    authors: str = ""
    year: int | None = None
    doi: str = ""
    url: str = ""


class Reasons(Part):
    """What the sentences of `warnings` and `insufficient` are made from."""

    warnings: list[Reason] = []
    insufficient: list[Reason] = []


class Assessment(Part):
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
    understood: list[Understood] = []
    ask: list[Question] = []
    asked: dict[str, str] = {}
    not_understood: list[str] = []
    warnings: list[str] = []
    problems: list[ProblemFound] = []
    insufficient: list[str] = []
    reasons: Reasons = Reasons()
    plan: dict[str, Any] | None = None
    simulation: dict[str, Any] | None = None
    sources: list[SourceUsed] = []
    explain: dict[str, Node] = Field({}, exclude=True)

    def to_json(self) -> str:
        """The versioned JSON form."""
        return self.model_dump_json(by_alias=True, indent=2)
