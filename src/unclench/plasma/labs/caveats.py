"""What must be known with a result: about the sample, the test itself, and its age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from unclench.assessment import Lab, Reason, reason
from unclench.facts.kinds.result_rules import value
from unclench.plasma.labs.result import LabResult

_RAISED_BY_HAEMOLYSIS = ("k", "phos", "mg", "ldh", "ast", "iron")
_DIABETES = 11.1
"""Random glucose from which a meal no longer explains it, mmol/L (ADA)."""
_SERUM_RANGES = ("na", "k", "ca_total", "cl", "glucose", "hco3")


def age_days(date: dt.date | None, today: dt.date | None) -> int | None:
    """Days since the sample; None when either day is not known."""
    return None if date is None or today is None else (today - date).days


def is_stale(lab: Lab) -> bool:
    """Whether a result is too old to stand for now; one without a date counts as new."""
    return lab.age_days is not None and lab.age_days > value("stale_after")


def age_caveats(date: dt.date | None, today: dt.date | None) -> list[Reason]:
    """How old a result is, when that matters."""
    days = age_days(date, today)
    if days is None or 0 <= days <= value("stale_after"):
        return []
    if days < 0:
        return [reason("lab_in_the_future", date=str(date))]
    if days > value("old_after"):
        return [reason("lab_old", days=days)]
    return [reason("lab_stale", days=days)]


def sample_caveats(r: LabResult, flag: str, results: Iterable[LabResult]) -> list[Reason]:
    """What the sample, its handling or a missing second test makes of a result.

    Args:
        flag: how the result was judged.
        results: all results of the person.
    """
    out = []
    by = {x.analyte: x for x in results}
    low, high = flag in ("L", "LL"), flag in ("H", "HH")
    if r.condition == "haemolysed" and r.analyte in _RAISED_BY_HAEMOLYSIS:
        out.append(reason("lab_haemolysed"))
    elif r.analyte == "k" and high:
        out.append(reason("lab_damaged_sample"))
    if r.analyte == "ca_total" and not by.keys() & {"albumin", "ca_adj", "ca_ion"}:
        out.append(reason("lab_no_albumin"))
    albumin = by["albumin"].si_value if "albumin" in by else None
    if r.analyte == "ca_total" and albumin is not None and albumin > value("albumin_high"):
        out.append(reason("lab_high_albumin"))
    if r.specimen == "blood" and r.analyte in _SERUM_RANGES:
        out.append(reason("lab_whole_blood"))
    if r.analyte == "mg_rbc":
        out.append(reason("lab_red_cell_magnesium"))
    if r.analyte == "mg" and flag == "N":
        out.append(reason("lab_normal_magnesium"))
    if r.analyte == "ck" and high:
        out.append(reason("lab_muscle_enzyme_of_exercise"))
    if r.analyte == "glucose" and flag == "H" and (r.si_value or 0) < _DIABETES:
        out.append(reason("lab_glucose_after_a_meal"))
    if r.analyte == "na" and low and "glucose" not in by:
        out.append(reason("lab_no_glucose"))
    return out
