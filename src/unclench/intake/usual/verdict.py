"""From probabilities to one of a few words, and how many more days would make it firm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.variation import Group
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.records import Record
from unclench.intake.usual.risk import bayesian
from unclench.intake.usual.shrink import Usual, supplement_points, usual_intake

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


def probability_above_limit(
    usual: Usual, record: Record | None, need: PersonRequirement
) -> float | None:
    """P(usual intake above the upper limit), counting supplements alone where it says so.

    None when supplements are not told apart, or have no told dose and what is known does not
    already exceed the limit.
    """
    assert need.upper is not None
    if need.limit is None or need.limit.applies_to == "total":
        p = usual.probability_above(need.upper)
    elif record is None or not record.apart:
        return None
    else:
        points, weights = supplement_points(record.supplement_low, record.supplement)
        p = float(weights[points > need.upper * need.limit.equivalents].sum())
    unknown = bool(record and record.untold)
    if need.limit is not None and need.limit.applies_to == "added":
        unknown = unknown or p <= 1 - value("firm")  # what was added to food is not told apart
    return None if unknown and p < value("firm") else p


def _missing(record: Record | None, diary_too_low: bool) -> str:
    """Why a low intake may only be missing from the diary; empty when nothing speaks for that."""
    if record is not None and record.open_ended:
        return "part of the intake is missing from the file"
    if record is not None and record.untold:
        return f"it is not told how much is in {' and '.join(record.untold)}"
    return "the diary holds too little energy to be whole" if diary_too_low else ""


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
    if need.kind in ("EAR", "AR"):
        p = bayesian(usual, need)
        held = ""
        word: Word = "uncertain"
        if p <= 1 - value("firm"):
            word = "likely_adequate"
        elif missing := _missing(record, diary_too_low):
            word, held = "cannot_tell", missing
        elif p >= value("firm"):
            word = "likely_low"
            if sun == "much":
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
