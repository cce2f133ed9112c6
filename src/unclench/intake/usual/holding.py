"""What keeps a verdict back: few days, days that say otherwise, shares that are only assumed."""

from __future__ import annotations

from typing import Literal

import numpy as np

from unclench.assessment import Reason, reason
from unclench.facts.adequacy_rules import value
from unclench.facts.needs import AVERAGE
from unclench.facts.requirements import PersonRequirement
from unclench.intake.usual.records import Record
from unclench.intake.usual.risk import share_above

Word = Literal[
    "likely_adequate", "likely_low", "uncertain", "cannot_tell", "above_limit", "no_reference"
]


def missing(record: Record | None, diary_too_low: bool) -> Reason | None:
    """Why a low intake may only be missing from the diary; None when nothing speaks for that."""
    if record is not None and record.open_ended:
        return reason("held_back.part_missing")
    if record is not None and record.untold:
        return reason("held_back.dose_untold", supplements=list(record.untold))
    return reason("held_back.diary_too_low") if diary_too_low else None


def counts_part(need: PersonRequirement) -> Reason:
    """The need counts what intake as we count it does not."""
    return reason("held_back.counts_part", nutrient=need.nutrient, authority=need.authority)


def days_say_otherwise(record: Record, need: PersonRequirement, word: Word) -> Reason | None:
    """Why the days do not bear a verdict of enough or too little; None when they do.

    Fewer days than `least_days` are mostly the group's intake. Where the mean of the own days lies
    on the other side of the need, the verdict would be the group's, too; and so it is where a
    short diary reaches the need by a single day, of what is eaten rarely. What pills alone give,
    told as daily, is enough after any number of days.
    """
    assert need.value is not None
    low = word == "likely_low"
    if not low and _pills_alone(record, need):
        return None
    n, days = record.days.n, record.days.middle + record.supplement
    if n < value("least_days"):
        return reason("held_back.few_days", days=n, least=value("least_days"))
    mean = float(days.mean())
    if (mean >= need.value) if low else (mean < need.value):
        return reason("held_back.days_otherwise")
    if (
        not low
        and n < value("few_days")
        and float((days.sum() - days.max()) / (n - 1)) < need.value
    ):
        return reason("held_back.one_day")
    return None


def of_assumed_share(
    record: Record, need: PersonRequirement, word: Word, held: Reason | None
) -> tuple[Word, Reason | None]:
    """The verdict where a file counted blanks as zero: only what it recorded can be enough."""
    if word == "likely_low":
        return "cannot_tell", reason("held_back.share_assumed")
    if word == "likely_adequate" and not recorded_alone(record, need):
        return "uncertain", reason("held_back.share_assumed")
    return word, held


def recorded_alone(record: Record, need: PersonRequirement) -> bool:
    """Whether what the file recorded, and pills at their least, reach the need."""
    return _reaches(need, (record.recorded or 0.0) + float(record.supplement_low.mean()))


def _pills_alone(record: Record, need: PersonRequirement) -> bool:
    """Whether the doses that the person told reach the need without any food."""
    return bool(record.told_doses) and _reaches(need, float(record.supplement_low.mean()))


def _reaches(need: PersonRequirement, amount: float) -> bool:
    """Whether a certain amount a day is firmly enough."""
    if need.kind in AVERAGE:
        return float(share_above(need, np.array([amount]))[0]) <= 1 - value("firm")
    return amount >= (need.value or np.inf)
