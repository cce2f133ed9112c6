"""Sentences about the sample of a result, the test itself and its age."""

from __future__ import annotations

from unclench.facts.kinds import derived
from unclench.words.en.sentences import Values, number, sentence, text


@sentence("lab_haemolysed")
def _(_v: Values) -> str:
    return "blood cells burst in the tube (haemolysis): the true value may be lower"


@sentence("lab_damaged_sample")
def _(_v: Values) -> str:
    return "a damaged or delayed sample reads falsely high; it is usually repeated"


@sentence("lab_no_albumin")
def _(_v: Values) -> str:
    return "albumin was not given: total calcium reads low when albumin is low"


@sentence("lab_high_albumin")
def _(_v: Values) -> str:
    return "albumin is high: total calcium reads high; ionised calcium would tell"


@sentence("lab_whole_blood")
def _(_v: Values) -> str:
    return "coded as whole blood; judged against the range for serum"


@sentence("lab_red_cell_magnesium")
def _(_v: Values) -> str:
    return (
        "magnesium in red cells is not a settled test of stores: it often disagrees with magnesium"
        " in serum and muscle, and laboratories share no range; it was not used. Ask for magnesium"
        " in serum, and in urine when that is low"
    )


@sentence("lab_normal_magnesium")
def _(_v: Values) -> str:
    return "a normal value in blood does not exclude low stores"


@sentence("lab_muscle_enzyme_of_exercise")
def _(_v: Values) -> str:
    return "hard or unaccustomed exercise raises it for days"


@sentence("lab_glucose_after_a_meal")
def _(_v: Values) -> str:
    return "the range is for fasting; after a meal up to 7.8 mmol/L (140 mg/dL) is usual"


@sentence("lab_no_glucose")
def _(_v: Values) -> str:
    return "glucose was not given: high glucose lowers sodium"


@sentence("lab_not_to_be_used")
def _(v: Values) -> str:
    return f"not to be used {'; '.join(derived.load()[text(v, 'derived')].caution)}"


@sentence("lab_in_the_future")
def _(v: Values) -> str:
    return f"the date {text(v, 'date')} is in the future"


@sentence("lab_old")
def _(v: Values) -> str:
    days = number(v, "days")
    years = days / 365.25
    told = f"{years:.0f} years" if years >= 2 else f"{days // 30:.0f} months"
    return f"this result is {told} old: it says little about now"


@sentence("lab_stale")
def _(v: Values) -> str:
    return f"this result is {number(v, 'days') // 30:.0f} months old"
