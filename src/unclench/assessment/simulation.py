"""What the models of blood, nerve and muscle answer.

Sentences (`say`, `lines`, `label` ...) are empty until `unclench.words` fills them from the ids,
numbers and reasons beside them. A number that is not finite is `None`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from unclench.assessment.base import Part, Reason

Origin = Literal["measured", "corrected", "inferred", "predicted", "assumed"]
Source = Literal["labs", "labs and prediction", "prediction", "given"]
OutcomeId = Literal[
    "near_normal",
    "less_excitable",
    "more_excitable",
    "masked",
    "fasciculation",
    "tetany",
    "cramp_prone",
    "weakness",
]


class Refused(Part):
    """Why a model was not used: an input that it cannot answer for."""

    what: str
    where: str = ""
    fix: str = ""


class Table(Part):
    """A table as text; made by the words, from the numbers beside it."""

    title: str
    columns: list[str]
    rows: list[list[str]]


class Series(Part):
    """One quantity over the days of its course: edges of 80 % of people and the median."""

    unit: str
    low: list[float]
    median: list[float]
    high: list[float]


class BloodAt(Part):
    """Blood as a nerve meets it, in one week: mmol/L, pH, degrees Celsius."""

    week: float
    ica: float
    img: float
    k: float
    na: float
    cl: float
    ph: float
    temperature: float


class BloodCourse(Part):
    """Blood over weeks on one intake.

    Attributes:
        refused: why there is no course; then everything but `say` and `lines` is empty.
        days: (times,); series: by quantity id of `facts/data/blood_quantities`.
        weeks: what tables and `composition` show.
        displaced: levels that began outside the usual span, because a blood test said so.
        not_held: ids of medicines and conditions that the models do not hold.
        summary, details, notes: reasons behind `say` and `lines`.
        after_plan: the same people with the intakes of the plan.
    """

    say: str = ""
    lines: list[str] = []
    tables: list[Table] = []
    refused: list[Refused] = []
    days: list[float] = []
    series: dict[str, Series] = {}
    weeks: list[float] = []
    composition: list[BloodAt] = []
    displaced: list[str] = []
    not_held: list[str] = []
    summary: list[Reason] = []
    details: list[Reason] = []
    notes: list[Reason] = []
    validity: list[str] = []
    cannot_know: list[str] = []
    people: int = 0
    seed: int = 0
    after_plan: BloodChange | None = None


class BloodChange(Part):
    """The same people without and with a change of intake; `changes` says where it leads."""

    say: str = ""
    lines: list[str] = []
    tables: list[Table] = []
    before: BloodCourse
    after: BloodCourse
    changes: list[Reason] = []


class Estimate(Part):
    """A number with the 80 % range that comes from what is not known about the constants."""

    value: float | None
    low: float | None
    high: float | None
    unit: str


class NerveLevel(Part):
    """One quantity of the blood that a nerve meets. `assumed`: it does not rest on a result."""

    value: float
    unit: str
    assumed: bool
    origin: Origin


class Pointer(Part):
    """What the margin points to. `called` chooses the label, `reasons` are behind `because`."""

    id: OutcomeId
    label: str = ""
    because: str = ""
    called: str = ""
    reasons: list[Reason] = []


class MarginNumbers(Part):
    """The margin of the motor axon: see `unclench.membrane.margin.Margin`."""

    threshold: Estimate
    rheobase: Estimate
    strength_duration: Estimate
    shift: Estimate
    distance: Estimate
    rest: Estimate
    release: Estimate


class FibreNumbers(Part):
    """The muscle fibre at rest: mV, %, share of virtual fibres."""

    rest: Estimate
    ridge_mv: float | None
    sodium_ready_percent: float | None
    tipped_share: float | None
    holds: Literal["rests", "depolarised", "tipped"]
    state: str = ""


class NerveModel(Part):
    """A model that was used."""

    name: str
    title: str
    valid_for: str
    cannot_know: str


class NerveTrace(Part):
    """Voltages of the axon after one pulse, in this blood and in normal blood."""

    time_ms: list[float]
    person_mv: list[float]
    normal_mv: list[float]
    stimulus_pa: float | None
    chosen_for: Literal["this", "normal"]
    label: str = ""


class MarginWeek(Part):
    """The margin in one week: shares of people whose excitability is raised, and high.

    `at_edge`: people whose blood was cut to the models' range.
    """

    week: float
    threshold: Estimate
    raised_share: float
    high_share: float
    at_edge: int


class MarginOverWeeks(Part):
    """Margins at some weeks of a course of blood."""

    say: str = ""
    weeks: list[MarginWeek]
    summary: list[Reason]


class NerveReasons(Part):
    """What the sentences of a `Nerve` are made from."""

    say: list[Reason] = []
    experiments: list[Reason] = []
    assumptions: list[Reason] = []
    caveats: list[Reason] = []
    insufficient: list[Reason] = []
    cannot_know: list[Reason] = []


class Nerve(Part):
    """How much margin nerve and muscle have in one blood; or only why that is not computed."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Source | None = Field(None, alias="from")
    blood: dict[str, NerveLevel] = {}
    say: str = ""
    points_to: list[Pointer] = []
    margin: MarginNumbers | None = None
    fibre: FibreNumbers | None = None
    blocked_share: float | None = None
    potassium_normal_percent: float | None = None
    alone_percent: dict[str, float | None] = {}
    experiments: list[str] = []
    assumptions: list[str] = []
    caveats: list[str] = []
    insufficient: list[str] = []
    refused: list[Refused] = []
    models: list[NerveModel] = []
    cannot_know: list[str] = []
    sources: list[str] = []
    trace: NerveTrace | None = None
    reasons: NerveReasons = NerveReasons()


class Simulation(Part):
    """Blood over weeks, and the margin of nerve and muscle; `missing` says what could not be."""

    say: str = ""
    lines: list[str] = []
    tables: list[Table] = []
    cannot_know: list[str] = []
    blood: BloodCourse | None = None
    nerve: Nerve
    missing: list[Reason] = []
    sources: list[str] = []
