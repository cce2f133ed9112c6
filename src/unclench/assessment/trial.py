"""A self-experiment: what was planned, what is registered, what was found. Ids, numbers, reasons.

Rates are cramps a week of noted days; an effect is a share fewer (0.3 is 30 % fewer); a ratio is
rate with the remedy over rate without. Text fields (`because`, `label`, `notes`, `lines`) are made
last, from the other fields alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from unclench.assessment.answer import ProblemFound
from unclench.assessment.base import Part, Reason

Advice = Literal["feasible", "large_effect_only", "not_worth_it", "refused"]
Verdict = Literal["helps", "probably_helps", "cannot_tell", "probably_does_not_help"]
Arm = Literal["with", "without"]
Outcome = Literal["minutes", "worst_pain", "nights_woken"]
Variant = Literal["without_first_days", "with_trend", "by_noted_days", "as_taken"]
CentState = Literal["told", "not_done", "does_not_apply"]


class PowerPoint(Part):
    """The chance (0 to 1) that a trial of so many weeks finds that share fewer."""

    weeks: int
    effect: float
    power: float


class Span(Part):
    """A number with its 80 % range."""

    median: float
    low80: float
    high80: float


class Habit(Part):
    """How the cramps of a log come: rate with 80 % range, spread, memory.

    Attributes:
        spread: variance over mean of weekly counts. memory: correlation of what drives one week
            with the next. Both lean on the usual where the log is short.
        noted_share: of the days between the first and the last noted one.
    """

    rate: float
    low80: float
    high80: float
    spread: float
    memory: float
    noted_days: int
    weeks: float
    noted_share: float


class TrialPlanned(Part):
    """What a trial of one remedy could find, and whether it is worth it.

    Attributes:
        rate: cramps a week; None without a log. habit: more of it.
        weeks: power by length and effect. needed_weeks: effect in % -> weeks to enough power;
            None beyond what is computed.
        planned_weeks, planned_pairs: the length that is advised; None when none is.
        advice, because: what to do, and why. why: the reasons that `because` says.
        period_days, not_counted: of one period. belief: what trials found, as a ratio.
    """

    remedy: str
    label: str = ""
    rate: float | None = None
    habit: Habit | None = None
    weeks: list[PowerPoint] = []
    needed_weeks: dict[str, int | None] = {}
    advice: Advice
    because: str = ""
    why: list[Reason] = []
    planned_weeks: int | None = None
    planned_pairs: int | None = None
    period_days: int = 0
    not_counted: int = 0
    belief: Span | None = None
    notes: list[str] = []
    note_codes: list[Reason] = []
    problems: list[ProblemFound] = []
    sources: list[str] = []


class Shown(Part):
    """One period that may be shown: its days (both included), and what is done in it."""

    number: int
    first: dt.date
    last: dt.date
    arm: Arm
    do: str = ""


class TrialStatus(Part):
    """A registered trial: its hash, what is shown of the schedule, what was logged.

    Attributes:
        id: names its file. hash: of outcome, analysis, length, looks and schedule together.
        state: "again" when the same trial was registered before; its schedule stays.
        shown: the period of today and the next, never more.
        stop: why to stop now, if anything.
    """

    id: str
    remedy: str
    label: str = ""
    hash: str
    state: Literal["registered", "again", "running", "over", "stopped"]
    first_day: dt.date
    last_day: dt.date
    pairs: int
    looks: int
    shown: list[Shown] = []
    noted_days: int = 0
    missed_days: int = 0
    stop: list[Reason] = []
    notes: list[str] = []
    note_codes: list[Reason] = []
    problems: list[ProblemFound] = []


class PairFound(Part):
    """One pair that was done: cramps and noted days in either arm; whether it counts."""

    number: int
    with_cramps: int
    with_days: int
    without_cramps: int
    without_days: int
    counts: bool


class Secondary(Part):
    """A secondary outcome, a noted day: the mean in either arm, and its randomisation test."""

    outcome: Outcome
    with_mean: float | None
    without_mean: float | None
    p_one_sided: float | None


class Sensitivity(Part):
    """The same question asked in another way."""

    variant: Variant
    p_one_sided: float | None
    rate_ratio: Span | None
    p_helps_10: float | None


class Design(Part):
    """How a trial was registered, for its report.

    Attributes:
        rate: cramps a week that the length was planned for. blinded: with a helper.
        expects: what the person expected beforehand, in their words.
        sequence: of all periods, W with and O without, in pairs ("WO OW"); empty until it is over.
    """

    registered_on: dt.date
    first_day: dt.date
    last_day: dt.date
    pairs: int
    added_pairs: int
    period_days: int
    not_counted: int
    looks: int
    rate: float | None
    dose: str
    blinded: bool
    expects: str
    attempt: int
    sequence: str = ""


class CentItem(Part):
    """One item of CENT 2015: what is said of it here."""

    item: str
    state: CentState
    say: str = ""


class TrialAnalysed(Part):
    """What a trial found, as registered.

    Attributes:
        p_one_sided: of the randomisation test that the remedy gives fewer; None when it cannot
            tell (too few pairs, nothing counted). alpha: what it is compared with at this look.
        interval80, interval95: of the rate ratio by inverting the test; None at an open end.
        rate_ratio, p_helps_10: of the count model. dots: out of 100, how many say "helps".
        agree: whether test and model say the same; None when one is missing.
        registered: whether the file is as it was registered.
    """

    id: str
    remedy: str
    label: str = ""
    p_one_sided: float | None = None
    p_two_sided: float | None = None
    alpha: float
    exact: bool = True
    interval80: tuple[float | None, float | None] | None = None
    interval95: tuple[float | None, float | None] | None = None
    rate_ratio: Span | None = None
    p_helps_10: float | None = None
    dots: int | None = None
    verdict: Verdict
    say: str = ""
    agree: bool | None = None
    registered: bool = True
    hash: str = ""
    pairs: list[PairFound] = []
    secondary: list[Secondary] = []
    sensitivity: list[Sensitivity] = []
    look: int = 1
    looks: int = 1
    final: bool = True
    note_codes: list[Reason] = []
    notes: list[str] = []
    problems: list[ProblemFound] = []
    design: Design | None = None
    cent: list[CentItem] = []
    case_line: str = ""
    sources: list[str] = []
