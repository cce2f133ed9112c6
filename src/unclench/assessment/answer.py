"""`Assessment`: what we answer. Every door (terminal, JSON, Markdown, HTML) renders this.

Amounts are in the unit that stands beside them. `None` means unknown, never zero. The JSON form
is versioned (`schema`), and its JSON Schema is published in the manual.
"""

from __future__ import annotations

import datetime as dt
import html
import importlib
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field, PrivateAttr
from pydantic_core import PydanticSerializationError

from unclench.assessment.base import Grade, Interval, Node, Part, Reason, UrgencyLevel
from unclench.assessment.plan import Plan
from unclench.assessment.simulation import Simulation
from unclench.door.inert import inert
from unclench.errors import Problem, UserError, did_you_mean

if TYPE_CHECKING:
    import polars as pl

SCHEMA = "unclench.assessment/2"


class Urgency(Part):
    """How soon a professional is needed, and why. The advice never says that all is well.

    `reasons` says `reason_codes`.
    """

    level: UrgencyLevel
    reason_codes: list[Reason] = []
    reasons: list[str] = []


class RedFlag(Part):
    """A safety rule that fired. `because` says `because_codes`."""

    id: str
    say: str = ""
    action: str = ""
    level: UrgencyLevel = "same_day"
    because_codes: list[Reason] = []
    because: list[str] = []
    source: str


class Evidence(Part):
    """A finding for or against a cause. `weight` is the log10 likelihood ratio it contributed.

    Attributes:
        finding: id of the finding, state, condition, medicine; "person:…" or "nutrient:…".
        what: what it is, which `label` says.
        said: the person's words. result: the laboratory result. `note` gives either.
        via: whether it is about the cause itself ("own"); about `other`, which brings the cause
            about ("upstream"); about another cause that is not named ("another"); explained by
            `other`, or speaking against `other`, so that this cause is less or more needed.
        other: id of that cause.
    """

    finding: str
    what: Reason | None = None
    label: str = ""
    weight: float
    source: str
    said: str = ""
    result: Reason | None = None
    via: Literal["own", "upstream", "another", "explained", "spoken_against"] = "own"
    other: str = ""
    note: str = ""


class Cause(Part):
    """A possible contributor. Contributors are not exclusive: probabilities need not sum to one.

    `prior` is for a complaint in `places`, averaged; `consequence_of` is the id of the cause that
    may have brought this one about, empty when it came of its own accord. `measured`: blood shows
    this lack or excess as severe, so that it is named however much of the complaint it explains.
    `named_for`: why one of little support is named all the same: a `result` outside its range that
    speaks for it, or something told that makes it many times likelier (`strong`).
    """

    id: str
    label: str
    kind: Literal["nutritional", "electrolyte", "other"]
    support: Literal["more", "some", "little"]
    probability: float = Field(ge=0, le=1)
    prior: float = Field(ge=0, le=1)
    places: list[Literal["back", "legs", "general", "other"]] = []
    for_: list[Evidence] = Field([], alias="for")
    against: list[Evidence] = []
    evidence_grade: Grade = "none"
    consequence_of: str = ""
    measured: bool = False
    named_for: Literal["", "result", "strong"] = ""
    say: str = ""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Requirement(Part):
    """The reference value used. `kind` as the authority calls it, e.g. EAR, AI, AR.

    `group` is whom it holds for, `life_stage` the same in words.
    """

    kind: str
    value: float | None
    unit: str
    authority: str
    group: Reason | None = None
    life_stage: str = ""
    source: str


class UpperLimit(Part):
    """The limit, what it applies to, and the probability that usual intake is above it.

    `form` is what it is measured in where that is not the nutrient as a whole: "folic acid".
    `advice`: it is advice for a long life, for the sake of heart and vessels, no limit of harm.
    """

    value: float
    unit: str
    form: str = ""
    kind: str = "UL"
    advice: bool = False
    applies_to: Literal["total", "supplements", "added"] = "total"
    probability_above: float | None = None
    source: str


class FoodShare(Part):
    """A food, or a supplement, and the share of a nutrient's intake that it carried."""

    food: str
    amount_per_day: float | None = None
    unit: str = ""
    share: float
    supplement: bool = False


class BloodValue(Part):
    """A blood value that outranks intake: `marker` of `facts/data/biomarkers`.

    `bound` is "<" or ">" when the value is only a bound.
    """

    marker: str
    value: float
    unit: str
    bound: Literal["", "<", ">"] = ""
    source: str


class Nutrient(Part):
    """Adequacy of one nutrient for this person.

    Attributes:
        basis: what usual intake was computed from.
        held_back: why no verdict is firm. no_requirement: why intake is compared with nothing.
        looks_low: whether need is more likely than not above intake, firm or not; None without an
            average requirement.
        probability_reaches: that usual intake reaches an adequate intake (AI), where no average
            requirement is known.
        recorded_share: share of energy, mean of the days, in lines whose value of this nutrient
            stood in the file. looked_up_share: the same, in lines whose value was looked up in the
            food table with confidence. The rest is guessed from the spread of all foods.
        blood: a result that outranks intake. caveats: what else has to be said.
        say, adequacy_statement: in words.
    """

    id: str
    label: str
    verdict: Literal[
        "likely_adequate", "likely_low", "uncertain", "cannot_tell", "above_limit", "no_reference"
    ]
    say: str = ""
    basis: Literal["diary", "stated", "none"] = "none"
    usual_intake: Interval
    recorded_mean: float | None = None
    from_supplements: float | None = None
    requirement: Requirement | None = None
    no_requirement: Reason | None = None
    probability_inadequate: float | None = Field(None, ge=0, le=1)
    probability_inadequate_iom: float | None = Field(None, ge=0, le=1)
    probability_reaches: float | None = Field(None, ge=0, le=1)
    looks_low: bool | None = None
    held_back: Reason | None = None
    adequacy_statement: str = ""
    upper_limit: UpperLimit | None = None
    blood: BloodValue | None = None
    caveats: list[Reason] = []
    days: int
    days_needed: int | None = None
    recorded_share: float | None = None
    looked_up_share: float | None = None
    top_foods: list[FoodShare] = []
    muscle_role: str = ""
    sources: list[str] = []


class Hydration(Part):
    """Water (L) and sodium (mg) per day, with sweat when it is known; `say` in words."""

    say: str = ""
    water_intake: Interval | None = None
    reference: Requirement | None = None
    sweat_loss_l_per_day: Interval | None = None
    sodium_loss_mg_per_day: Interval | None = None
    probability_below: float | None = None
    caveats: list[Reason] = []
    sources: list[str] = []


class ReferenceRange(Part):
    """The range that a result was judged by, in `unit`; an open side is None.

    Attributes:
        whose: the laboratory's own, or ours.
        row: place among our ranges of the analyte, from 0; None for the laboratory's, and for
            both sexes together because the sex was not told.
    """

    low: float | None = None
    high: float | None = None
    unit: str = ""
    whose: Literal["laboratory", "ours"] = "ours"
    row: int | None = None
    sex: Literal["female", "male"] | None = None
    pregnant: bool = False
    source: str = ""


class Lab(Part):
    """One interpreted result.

    Attributes:
        value, comparator, unit: as reported; `value` is None when only a word was.
        si_value: the same in `si_unit`; with a comparator the bound itself.
        low, high: where the value lies, in `si_unit`: equal for a number, an open side None
            after a comparator, both None for a word.
        band_id: id of the analyte's band that holds the value; `band` says it.
        range: what it was judged by; `reference` says it.
        caveat_codes: what must be known with it; `caveats` says them.
        age_days: age of the result; None when the date or today was not told.
    """

    loinc: str = ""
    analyte: str = ""
    name: str
    value: float | None
    comparator: str = ""
    unit: str
    si_value: float | None = None
    si_unit: str = ""
    low: float | None = None
    high: float | None = None
    interpretation: Literal["LL", "L", "N", "H", "HH", "unknown"] = "unknown"
    band_id: str = ""
    band: str = ""
    range: ReferenceRange | None = None
    reference: str = ""
    derived: bool = False
    formula: str = ""
    date: dt.date | None = None
    age_days: int | None = None
    caveat_codes: list[Reason] = []
    caveats: list[str] = []
    source: str = ""


class NextTest(Part):
    """A test worth asking about. `bits` is the expected information about the ranked causes.

    `because` names what asks for it: "cause:…", "state:…" (an abnormal result), "context:back",
    "any_medicine", or the id of a finding, condition or medicine; empty when the test merely
    tells the likely causes apart. `reason` says it, `why` after the test's name.
    """

    id: str
    name: str
    loinc: str = ""
    bits: float
    because: list[str] = []
    reason: str = ""
    why: str = ""
    safety: bool = False


class WhatToDo(Part):
    """What somebody can do about one cause, from its page (`facts/data/self_care`).

    Attributes:
        id: of the page, which is the cause's id. because: "cause", or the id of the finding that
            called the page.
        rows: part of the page -> its rows that hold for this person, by number from 0.
        label, expect, now, this_week, see_if: the same in words; `in_short` is the one thing to
            do, `changes` what would make this another answer (parts of a sentence).
    """

    id: str
    because: str
    rows: dict[Literal["now", "this_week", "see_if"], list[int]]
    label: str = ""
    in_short: str = ""
    expect: str = ""
    changes: str = ""
    now: list[str] = []
    this_week: list[str] = []
    see_if: list[str] = []
    sources: list[str] = []


class OwnAnswer(Part):
    """What is known about a question that stands in the person's own words.

    Attributes:
        question: the person's words.
        kind: what answers it: a popular claim ("claim"), the evidence on a factor ("evidence"), a
            cause that was named ("cause"), a page on such questions ("lay"); "beyond" when this
            program does not know.
        about: id of that claim, factor, cause or lay question.
        also: id of a factor or page whose words belong to the answer, "" for none.
        verdict, say, put_to: the answer in words, and whom else to ask.
    """

    question: str
    kind: Literal["claim", "evidence", "cause", "lay", "beyond"]
    about: str
    also: str = ""
    verdict: str = ""
    say: list[str] = []
    put_to: str = ""
    sources: list[str] = []


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


class Country(Part):
    """Where foods of the diary count as eaten.

    `id` has two letters, empty when not known: amounts are American then. `basis` is on what it
    rests: told, or assumed from `words` of the diary or the language of the browser.
    """

    id: str = ""
    label: str = ""
    basis: Literal["told", "words", "language", "not_known", "not_told"] = "not_told"
    words: list[str] = []


class DiarySummary(Part):
    """What was read: files, kinds, days, lines, and what could not be used.

    `plausible` is whether the recorded energy can be all that was eaten, `plausibility` in words.
    """

    files: list[FileRead] = []
    days: int = 0
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    lines: int = 0
    energy_kcal: Interval | None = None
    plausible: Reason | None = None
    plausibility: str = ""
    unmatched: list[Unmatched] = []
    supplements: list[str] = []
    medicines: list[str] = []
    country: Country = Country()


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
    """What the sentences of `warnings`, `insufficient` and `questions` are made from."""

    warnings: list[Reason] = []
    insufficient: list[Reason] = []
    questions: list[Reason] = []


class Assessment(Part):
    """The whole answer. See the module and the published JSON Schema."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_: str = Field(SCHEMA, alias="schema")
    version: str
    authority: str = "nasem"
    urgency: Urgency | None = None
    red_flags: list[RedFlag] = []
    safety_advice: list[str] = []
    in_short: list[str] = []
    you_asked: list[OwnAnswer] = []
    what_to_do: list[WhatToDo] = []
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
    plan: Plan | None = None
    simulation: Simulation | None = None
    sources: list[SourceUsed] = []

    _made: dict[str, Node] = PrivateAttr(default_factory=dict)
    _make: Callable[[], dict[str, Node]] | None = PrivateAttr(None)

    @property
    def explain(self) -> dict[str, Node]:
        """Nutrient, cause, "energy" or "hydration" -> the tree of how its number came about.

        Made when first asked for; empty for an answer read from JSON.
        """
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def explained_by(self, make: Callable[[], dict[str, Node]]) -> None:
        """Have the trees made by `make` when they are asked for."""
        self._make = make

    def to_json(self) -> str:
        """The versioned JSON form, without control characters, half ones, or reordering."""
        try:
            text = self.model_dump_json(by_alias=True, indent=2)
        except PydanticSerializationError:  # half a character, from a name that is not UTF-8
            raw = self.model_dump(by_alias=True)
            text = json.dumps(raw, indent=2, ensure_ascii=False, default=str)
        return inert(text)

    def _repr_html_(self) -> str:
        """The answer in a notebook, as a page that stands alone in a frame without scripts."""
        # the door is looked up by its name: it renders answers, and no answer depends on it
        page = importlib.import_module("unclench.app.render").render(self, "html")
        return (
            '<iframe sandbox="" title="Unclench: answer" width="100%" height="640" '
            f'srcdoc="{html.escape(page)}"></iframe>'
        )

    def frame(self, part: Literal["nutrients", "causes", "labs", "tests"]) -> pl.DataFrame:
        """A part as a polars frame with flat columns, such as `usual_intake_mean`; null is unknown.

        Raises:
            UserError: a part that has no frame.
        """
        from unclench.assessment.frames import frame_of

        models: dict[str, type[Part]] = {
            "nutrients": Nutrient,
            "causes": Cause,
            "labs": Lab,
            "tests": NextTest,
        }
        if part not in models:
            fix = did_you_mean(part, models) or f"There are {', '.join(models)}."
            raise UserError(Problem(f"There is no frame of '{part}'.", "frame", fix))
        rows: Sequence[Part] = self.next_tests if part == "tests" else getattr(self, part)
        return frame_of(models[part], rows)
