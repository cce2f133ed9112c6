"""`Person`: one person as told, read once, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from unclench.case import Activity, IntakeItem, Sex
from unclench.errors import Problem
from unclench.told.worded import ToldResult

Onset = Literal["acute", "subacute", "chronic"]
Side = Literal["left", "right", "both"]


SURE = 0.9
"""How likely a reading must be right to be told as such; what is believed and less sure counts with
its odds, and is played back as probably meant."""
SURE_NAMED = 0.8
"""The same for an illness that is named: of judged ones left out, half of which were not the
person's, 91 of 100 such are right and 70 of 100 found."""
BRIEF = 15
"""Words of a story from which on it may speak against a warning sign (judgement)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding said to be there, or said not to be there. What is not mentioned has no Finding.

    Attributes:
        id: of `facts/data/findings`.
        present: False when it was denied.
        severity: 1 mild, 2 moderate, 3 severe, None not said (0 is kept for "none").
        duration_days: how long, in days, when said.
        onset: acute (up to 6 weeks), subacute (up to 12), chronic, when said or computed.
        laterality: left, right, both, when said.
        text: the words it was understood from; for an implied finding those of the specific one.
        where: the key of the case: complaints, signs, medicines, conditions, diet, exposure...
        implied_by: the finding or number from which it follows; empty when said in words.
        heard: no phrase of the facts says it, the trained reader hears it in these words.
        sure: how likely these words mean it, and as present; 1 where nobody doubts.
    """

    id: str
    present: bool
    severity: int | None = None
    duration_days: float | None = None
    onset: Onset | None = None
    laterality: Side | None = None
    text: str = ""
    where: str = ""
    implied_by: str = ""
    heard: bool = False
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine or supplement that is taken, or was (`current` False: stopped or never taken).

    Attributes:
        started_days_ago: how long it has been taken, in days.
        dose_mg: one dose, in mg; `mg_day`: a day's, None when irregular or not told.
        doubtful: a dose was told that can hardly be right; then there is none here.
        began: "before" the complaint, shortly; or "after" it had begun; None when not said.
        eased_without: the complaint went when this was stopped.
    """

    generic: str
    classes: tuple[str, ...]
    text: str
    where: str = "medicines"
    current: bool = True
    started_days_ago: float | None = None
    dose_mg: float | None = None
    atc: str = ""
    mg_day: float | None = None
    doubtful: bool = False
    began: Literal["before", "after"] | None = None
    eased_without: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that the person has or had; `present` False when it was denied.

    `sure` is how likely these words mean it, and as theirs; 1 where nobody doubts.
    """

    id: str
    present: bool
    text: str
    where: str
    years_ago: float | None = None
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Exposure:
    """A number about the person's life or body in the unit of its kind (facts: exposures)."""

    id: str
    value: float
    unit: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Something named but not counted: somebody else's, or only feared."""

    id: str
    text: str
    why: str


Sun = Literal["little", "much", "unknown"]


@dataclass(frozen=True, slots=True)
class Sweating:
    """What was told of sweat; None where nothing was.

    Attributes:
        rate: in L/h. hours: per day, of exercise and of hot work together.
        exercise_hours: per day, of exercise alone. words: what was told.
    """

    rate: float | None = None
    hours: float | None = None
    exercise_hours: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenSupplement:
    """A supplement told as something the person takes.

    Attributes:
        label: as understood. text: the person's words. where: the key of the case.
        per_day: nutrient id -> (amount a day in the nutrient's unit, the least share of it that
            may be the nutrient itself rather than its compound).
        untold: nutrients that it may hold in an amount that nobody told.
        assumed_daily: no rhythm was told, once a day was taken.
    """

    label: str
    text: str
    where: str = "medicines"
    per_day: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    untold: tuple[str, ...] = ()
    assumed_daily: bool = True


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A finding that the reader hears without being sure: `odds` that it is meant."""

    id: str
    odds: float
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words that could change what is safe and that no fact knows: they are never ignored."""

    kind: Literal["allergy", "diet", "medicine", "condition", "grave"]
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that no finding took and that may mean a warning sign (`told.unclear`).

    `question` is the id of the warning sign that would settle it; `loss` whether numbness,
    retention or loss of control may be meant. `text` are the words, `where` the key of the case.
    """

    question: str
    loss: bool
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Untaken:
    """A clause with words that nothing took: the clause, those words, the key of the case."""

    text: str
    words: tuple[str, ...]
    where: str = ""


ReadingStatus = Literal["present", "denied", "past", "other_person", "uncertain"]
ReadingKind = Literal[
    "finding", "condition", "not_condition", "medicine", "medicine_class", "diet", "number",
    "supplement", "allergy", "result",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing understood from the person's own words.

    Attributes:
        id: the same for the same words; `struck` and `confirmed` of a case name it.
        kind, finding: what it was taken for: an id among the facts of that kind.
        text: the words it came from. where: the key of the case.
        status: whether it counts, and for whom. slots: what else the clause says of it.
    """

    id: str
    kind: ReadingKind
    finding: str
    text: str
    where: str
    status: ReadingStatus
    slots: Mapping[str, str | float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question in the person's own words.

    `topics` are ids of `facts/data/lay_questions` that it may be, best first; `where` is the key
    of the case.
    """

    text: str
    topics: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person as told: the only reading of the words of a case. Links take this, never a case.

    A thing told as profile, condition, complaint, diet or exposure stands here once. All tuples
    are sorted by id. None is unknown, never no.

    Attributes:
        age: years. weight_kg, height_cm, activity, country: as in the profile.
        sex: chooses needs and ranges. menopausal, smoker: None when not told.
        pregnant, lactating: told anywhere and not denied.
        diets: ids of `facts/data/diet_patterns` that the person eats by, such as "vegan".
        allergies: ids of the same that must not be eaten: allergies and intolerances told anywhere.
        unsure: words about allergies, medicines and conditions that no fact knows.
        findings, medicines, conditions, exposures, asides: what was said, with its words.
        perhaps: findings that may be meant; they count a little in the ranking and nowhere else.
        story: the sentences that tell of the person's own trouble, as words.
        sounds_like: cause -> natural logarithm of how many times likelier such a story is with it.
        sounds_urgent: level of urgency -> probability, by the story or, without one, all words.
        supplements: doses and untold contents of what is taken.
        stated: habitual intakes that the person states in numbers.
        sun: how much reaches the skin; `sun_level` the word of `facts/data/sun_levels`, or None.
        sweat: rate and hours.
        duration_days: of the complaint, the longest that was told. newest_days: the shortest, of
            what came last.
        readings: what was understood of the words, in the order told, with the words.
        own_questions: questions that the person asks in these words.
        not_understood: words that no field used. untaken: their clauses.
        asked: question -> answer, as far as the answers could be used.
        problems: answers, and ids of readings, that could not be used.
        doubts: what words that were not understood may mean, as long as no answer settles it.
        results: results in words, apart from those that a condition says already.
        confirmed: findings that an answer or a confirmed reading says are meant.
    """

    age: float | None = None
    sex: Sex | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    activity: Activity | None = None
    country: str = ""
    menopausal: bool | None = None
    smoker: bool | None = None
    pregnant: bool = False
    lactating: bool = False
    diets: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    findings: tuple[Finding, ...] = ()
    perhaps: tuple[Perhaps, ...] = ()
    story: tuple[tuple[str, ...], ...] = ()
    sounds_like: Mapping[str, float] = field(default_factory=dict)
    sounds_urgent: Mapping[str, float] = field(default_factory=dict)
    medicines: tuple[Medicine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    asides: tuple[Aside, ...] = ()
    supplements: tuple[TakenSupplement, ...] = ()
    stated: tuple[IntakeItem, ...] = ()
    sun: Sun = "unknown"
    sun_level: str | None = None
    sweat: Sweating = Sweating()
    duration_days: float | None = None
    newest_days: float | None = None
    readings: tuple[Reading, ...] = ()
    own_questions: tuple[OwnQuestion, ...] = ()
    not_understood: tuple[str, ...] = ()
    untaken: tuple[Untaken, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    results: tuple[ToldResult, ...] = ()
    confirmed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    _status: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    @property
    def bmi(self) -> float | None:
        """Body mass index, kg/m²; None when weight or height is not known."""
        if not self.weight_kg or not self.height_cm:
            return None
        return self.weight_kg / (self.height_cm / 100) ** 2

    @property
    def has_conditions(self) -> frozenset[str]:
        """Ids of the conditions that the person has."""
        return frozenset(c.id for c in self.conditions if c.present)

    def state(self, name: str) -> bool | None:
        """Whether a finding or condition is there (True), denied (False) or unknown (None)."""
        return self._status.get(name)

    def has(self, *names: str) -> bool:
        """Whether any of these findings or conditions is there."""
        return any(self._status.get(n) for n in names)

    @property
    def brief(self) -> bool:
        """Whether a story is too short to speak against a warning sign."""
        return sum(map(len, self.story)) < BRIEF

    @property
    def present(self) -> frozenset[str]:
        """Ids of findings and conditions that are there."""
        return frozenset(k for k, v in self._status.items() if v)

    @property
    def absent(self) -> frozenset[str]:
        """Ids of findings and conditions that were denied."""
        return frozenset(k for k, v in self._status.items() if not v)

    @property
    def generics(self) -> frozenset[str]:
        """Generic names of current medicines."""
        return frozenset(m.generic for m in self.medicines if m.current)

    @property
    def classes(self) -> frozenset[str]:
        """Classes of current medicines."""
        return frozenset(c for m in self.medicines if m.current for c in m.classes)

    def exposure(self, name: str) -> float | None:
        """The largest value of an exposure, or None when it was not told."""
        values = [e.value for e in self.exposures if e.id == name]
        return max(values) if values else None

    def sure(self, name: str) -> float:
        """How likely a finding or condition that is there was meant; 1 where nobody doubts, and of
        a condition where it is told as said."""
        told = [f.sure for f in self.findings if f.id == name and f.present]
        named = [c.sure for c in self.conditions if c.id == name and c.present]
        told += [1.0 if sure >= SURE_NAMED else sure for sure in named]
        return max(told, default=1.0)

    def finding(self, name: str) -> Finding | None:
        """The finding with this id, present or denied."""
        return next((f for f in self.findings if f.id == name), None)
