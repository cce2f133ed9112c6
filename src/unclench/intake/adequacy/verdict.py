"""From probabilities to one of a few words, and how many more days would make it firm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.variation import Group
from unclench.facts.requirements import PersonRequirement
from unclench.intake.adequacy.read import Record
from unclench.intake.adequacy.risk import bayesian
from unclench.intake.adequacy.usual import Usual, supplement_points, usual_intake

Word = Literal[
    "likely_adequate", "likely_low", "uncertain", "cannot_tell", "above_limit", "no_reference"
]


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict and, in plain words, what held it back."""

    word: Word
    p_below: float | None
    p_at_least_ai: float | None
    p_above: float | None
    held_back: str = ""


def probability_above_limit(usual: Usual, record: Record | None, need: PersonRequirement) -> float:
    """P(usual intake above the upper limit), counting supplements alone where it says so."""
    assert need.upper is not None
    if need.limit is None or need.limit.applies_to == "total":
        return usual.probability_above(need.upper)
    if record is None or not record.supplement.any():
        return 0.0
    points, weights = supplement_points(record.supplement_low, record.supplement)
    return float(weights[points > need.upper].sum())


def judge(
    usual: Usual | None,
    record: Record | None,
    need: PersonRequirement | None,
    *,
    diary_too_low: bool = False,
    sun: Literal["little", "much", "unknown"] | None = None,
) -> Judged:
    """The verdict on one nutrient.

    Args:
        diary_too_low: recorded energy is too low to be the whole diet.
        sun: for vitamin D, how much sun reaches the skin.
    """
    if usual is None:
        return Judged("cannot_tell", None, None, None, "it is not in the diary")
    if need is None:
        return Judged("no_reference", None, None, None)
    above = probability_above_limit(usual, record, need) if need.upper is not None else None
    too_high = above is not None and above >= value("firm")
    found = record.found_share if record is not None else None
    little_known = found is not None and found < value("enough_known")
    open_ended = record is not None and record.open_ended
    if need.kind in ("EAR", "AR"):
        p = bayesian(usual, need)
        held = ""
        word: Word = "uncertain"
        if p <= 1 - value("firm"):
            word = "likely_adequate"
        elif p >= value("firm"):
            word = "likely_low"
            if open_ended:
                word, held = "cannot_tell", "part of the intake is missing from the file"
            elif diary_too_low:
                word, held = "cannot_tell", "the diary holds too little energy to be whole"
            elif sun == "much":
                word, held = "cannot_tell", "sun on skin gives more than food does"
            elif sun == "unknown":
                word, held = "uncertain", "sun on skin may make up for it"
        if little_known and word in ("likely_adequate", "likely_low"):
            word, held = "uncertain", "too little of what was eaten has a known amount"
        if too_high and word != "likely_low":
            word = "above_limit"
        return Judged(word, p, None, above, held)
    if need.kind in ("AI", "safe_and_adequate") and need.value is not None:
        reach = usual.probability_above(need.value)
        word = "likely_adequate" if reach >= value("firm") and not little_known else "cannot_tell"
        return Judged("above_limit" if too_high else word, None, reach, above)
    return Judged("above_limit" if too_high else "no_reference", None, None, above)


def days_needed(record: Record, group: Group | None, need: PersonRequirement) -> int | None:
    """How many more days with the same mean would make the answer firm.

    Returns:
        0 when it is firm already; None when no diary of a year would do it, or when the answer
        hangs on something that more days do not change.
    """

    def firm(n: int) -> bool:
        usual = usual_intake(record.days, group, record.supplement, record.supplement_low, n=n)
        if need.kind in ("EAR", "AR"):
            p = bayesian(usual, need)
            return p >= value("firm") or p <= 1 - value("firm")
        if need.value is None:
            return False
        return usual.probability_above(need.value) >= value("firm")

    have = record.days.n
    if firm(have):
        return 0
    longest = max(have, round(value("longest_diary")))
    if not firm(longest):
        return None
    low, high = have, longest
    while high - low > 1:
        middle = (low + high) // 2
        if firm(middle):
            high = middle
        else:
            low = middle
    return high - have
