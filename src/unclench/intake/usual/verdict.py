"""From probabilities to one of a few verdicts, and how many more days would make it firm."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unclench.assessment import Reason, reason
from unclench.facts.adequacy_rules import value
from unclench.facts.kinds.variation import Group
from unclench.facts.needs import AVERAGE, Needs
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.gaussian import Array
from unclench.intake.usual.holding import (
    Word,
    counts_part,
    days_say_otherwise,
    missing,
    of_assumed_share,
    recorded_alone,
)
from unclench.intake.usual.points import Usual, above
from unclench.intake.usual.records import Record
from unclench.intake.usual.risk import bayesian
from unclench.intake.usual.shrink import supplement_points, usual_intake
from unclench.told.person import Sun


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, the probabilities it rests on, and what held it back."""

    word: Word
    p_below: float | None
    p_at_least_ai: float | None
    p_above: float | None
    held_back: Reason | None = None


def above_limits(
    values: Array,
    weights: Array,
    needs: Needs,
    low: Array,
    high: Array,
    apart: Array,
    untold: Array,
) -> Array:
    """P(usual intake above the upper limit), counting supplements alone where it says so.

    Args:
        values, weights: points of usual intake, shape (people, points).
        low, high: supplements a day, least and as labelled, shape (people, days).
        apart, untold: whether supplements are told apart, and whether some may hold it in an
            amount that is not told; 1.0 or 0.0, shape (people,).

    Returns:
        shape (people,); NaN without a limit, and where supplements are not told apart, or have no
        told dose and what is known does not already exceed the limit.
    """
    limit = needs.table.limit
    unknown = untold > 0
    if limit is None or limit.applies_to == "total":
        p = above(values, weights, needs.upper)
    else:
        points, mass = supplement_points(low, high)
        p = np.where(apart > 0, above(points, mass, needs.upper * limit.equivalents), np.nan)
    if limit is not None and limit.applies_to == "added":
        # what was added to food is not told apart
        unknown = unknown | (p <= 1 - value("firm"))
    out: Array = np.where(np.isnan(needs.upper) | (unknown & (p < value("firm"))), np.nan, p)
    return out


def probability_above_limit(
    usual: Usual, record: Record | None, need: PersonRequirement
) -> float | None:
    """`above_limits` of one person; None where it is NaN."""
    nothing = np.zeros((1, 0))
    (p,) = above_limits(
        usual.values[None],
        usual.weights[None],
        need.columns,
        nothing if record is None else record.supplement_low[None],
        nothing if record is None else record.supplement[None],
        np.array([float(record is not None and record.apart)]),
        np.array([float(record is not None and bool(record.untold))]),
    )
    return None if np.isnan(p) else float(p)


_SUN: dict[str, tuple[Word, Reason]] = {
    "much": ("cannot_tell", reason("held_back.sun_gives_more")),
    "unknown": ("uncertain", reason("held_back.sun_may_make_up")),
}


def judge(
    usual: Usual | None,
    record: Record | None,
    need: PersonRequirement | None,
    *,
    diary_too_low: bool = False,
    sun: Sun | None = None,
) -> Judged:
    """The verdict on one nutrient.

    Args:
        diary_too_low: recorded energy is too low to be the whole diet.
        sun: for vitamin D, how much sun reaches the skin.
    """
    if usual is None:
        return Judged("cannot_tell", None, None, None, reason("held_back.not_in_diary"))
    if need is None:
        return Judged("no_reference", None, None, None)
    p_above = probability_above_limit(usual, record, need)
    too_high = p_above is not None and p_above >= value("firm")
    found = record.found_share if record is not None else None
    little_known = found is not None and found < value("enough_known")
    if need.kind in AVERAGE:
        p = bayesian(usual, need)
        word, held = _against_average(p, record, diary_too_low, sun)
        if little_known and word in ("likely_adequate", "likely_low"):
            word, held = "uncertain", reason("held_back.little_known")
        if word == "likely_low" and need.table.intake_counts_part:
            word, held = "uncertain", counts_part(need)
        if record is not None and record.found_share is None:
            word, held = of_assumed_share(record, need, word, held)
        if record is not None and word in ("likely_adequate", "likely_low"):
            few = days_say_otherwise(record, need, word)
            word, held = ("uncertain", few) if few is not None else (word, held)
        if record is not None and word in ("likely_adequate", "likely_low") and record.fortified:
            elsewhere = replace(usual, values=(usual.values - record.fortified).clip(0.0))
            p_there = bayesian(elsewhere, need)
            low = word == "likely_low"
            if p_there < value("firm") if low else p_there > 1 - value("firm"):
                word, held = "uncertain", _hangs_on_country(record)
        if record is not None and word in ("likely_adequate", "likely_low") and record.makers:
            low = word == "likely_low"
            off = record.makers if low else -record.makers
            p_there = bayesian(replace(usual, values=(usual.values + off).clip(0.0)), need)
            if p_there < value("firm") if low else p_there > 1 - value("firm"):
                word, held = "uncertain", reason("held_back.makers")
        if too_high and word != "likely_low":
            word = "above_limit"
        return Judged(word, p, None, p_above, held)
    if need.value is not None:
        reach, held = usual.probability_above(need.value), None
        word = "likely_adequate" if reach >= value("firm") and not little_known else "cannot_tell"
        if record is not None and word == "likely_adequate":
            held = days_say_otherwise(record, need, word)
            if record.found_share is None and not recorded_alone(record, need):
                held = reason("held_back.share_assumed")
            word = "cannot_tell" if held is not None else word
        return Judged("above_limit" if too_high else word, None, reach, p_above, held)
    return Judged("above_limit" if too_high else "no_reference", None, None, p_above)


def _hangs_on_country(record: Record) -> Reason:
    if record.assumed_country:
        return reason("held_back.country_assumed", country=record.assumed_country)
    return reason("held_back.country_unknown")


def _against_average(
    p: float, record: Record | None, diary_too_low: bool, sun: Sun | None
) -> tuple[Word, Reason | None]:
    if p <= 1 - value("firm"):
        return "likely_adequate", None
    gone = missing(record, diary_too_low)
    if gone is not None:
        return "cannot_tell", gone
    if p < value("firm"):
        return "uncertain", None
    return _SUN.get(sun or "", ("likely_low", None))


def days_needed(record: Record, group: Group | None, need: PersonRequirement) -> int | None:
    """How many more days with the same mean would make the answer firm.

    Returns:
        0 when it is firm already; None when no diary of a year would do it, or when the answer
        hangs on something that more days do not change.
    """

    def firm(n: int) -> bool:
        usual = usual_intake(record.days, group, record.supplement, record.supplement_low, n=n)
        if need.kind in AVERAGE:
            p = bayesian(usual, need)
            return p >= value("firm") or p <= 1 - value("firm")
        if need.value is None:
            return False
        return usual.probability_above(need.value) >= value("firm")

    have, least = record.days.n, round(value("least_days"))
    if firm(max(have, least)):
        return max(0, least - have)
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
