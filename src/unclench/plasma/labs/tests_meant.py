"""Which test is meant by a name, a code, a specimen and a printed range."""

from __future__ import annotations

import functools
from typing import Literal

from unclench.assessment import Reason, reason
from unclench.errors import UserError
from unclench.facts import units
from unclench.facts.kinds import analytes, lab_words
from unclench.plasma.labs.numbers import (
    clean_unit,
    split_range,
    split_value,
)
from unclench.plasma.labs.plausible import fits
from unclench.plasma.labs.printed import Printed, unknown


def by_range(
    analyte: analytes.Analyte, told: Printed, notes: list[Reason]
) -> tuple[analytes.Analyte, list[Reason]]:
    """The analyte of urine, when nothing says the sample and the printed range is one of urine."""
    urine = analytes.urine_of().get(analyte.id)
    low, high = told.low, told.high
    if low is None and high is None:
        low, high = split_range(told.range_text, told.decimal) or (None, None)
    if analyte.id == "ph" and low is not None and low < analyte.survivable.low:
        raise unknown("pH of urine", told.where)
    if urine is None or low is None or high is None or not units.is_known(clean_unit(told.unit)):
        return analyte, notes
    try:
        top = analyte.to_unit(high, clean_unit(told.unit))
        urine.to_unit(high, clean_unit(told.unit))
    except UserError:
        return analyte, notes
    value = told.value if isinstance(told.value, float) else None
    if value is None:
        parsed = split_value(str(told.value), told.decimal)
        value = parsed[1] if parsed else None
    if value is None or fits(analyte.to_unit(value, clean_unit(told.unit)), analyte.survivable):
        return analyte, notes
    if top > analyte.survivable.high and low <= value <= high:
        return urine, [*notes, reason("lab_range_of_urine")]
    return analyte, notes


def by_day(
    analyte: analytes.Analyte, code: analytes.Code | None, unit: str
) -> tuple[analytes.Analyte, analytes.Code | None]:
    """The 24-hour analyte when a spot sample's name or code comes with an amount per day."""
    whole = analytes.load().get(f"{analyte.id}24")
    if whole and units.is_known(unit) and units.normalise(unit).endswith("/day"):
        return whole, None
    return analyte, code


def which(
    name: str, loinc: str, specimen: str = ""
) -> tuple[analytes.Analyte, analytes.Code | None, list[Reason]]:
    """(analyte, row of its code, notes) for a name and a LOINC code; the code wins.

    Raises:
        UserError: neither is known.
    """
    coded = analytes.by_code(loinc, name)
    if coded is not None:
        analyte, code = coded
        by_name = analytes.find(name) if name else None
        notes = []
        if sample(specimen) in ("urine", "elsewhere") and code.specimen in ("serum", "blood"):
            raise unknown(f"{name or analyte.label} ({specimen.lower()})")
        if by_name and by_name.id.split("_")[0] != analyte.id.split("_")[0]:
            notes.append(
                reason("lab_code_is_another", loinc=loinc, coded=analyte.id, named=by_name.id)
            )
        return analyte, code, notes
    where_from = sample(specimen)
    if where_from == "elsewhere":
        raise unknown(f"{name} ({specimen.lower()})")
    urine = where_from == "urine" and "urine" not in analytes.name_key(name)
    found = analytes.find(f"{name} urine" if urine else name)
    if found is None:
        raise unknown(f"{name or loinc} of urine" if urine else name or loinc)
    return found, None, []


@functools.lru_cache(maxsize=4096)
def sample(text: str) -> Literal["", "urine", "blood", "elsewhere"]:
    """What a specimen's name or code says was sampled; empty when it is told by no word."""
    key = lab_words.key(text)
    if key in ("ur", "u", "urn", "rur", "uc"):
        return "urine"
    spaced = f" {key} "
    kinds: tuple[tuple[Literal["urine", "elsewhere", "blood"], str], ...]
    kinds = (("urine", "urine"), ("elsewhere", "elsewhere"), ("blood", "serum"))
    for kind, name in kinds:
        if any(f" {w} " in spaced for w in lab_words.words(name)):
            return kind
    return ""
