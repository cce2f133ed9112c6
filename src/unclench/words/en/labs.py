"""Sentences about blood and urine tests."""

from __future__ import annotations

import math

from unclench.assessment import Assessment, Lab, ReferenceRange
from unclench.facts.kinds import analytes, derived, panels
from unclench.words.en import labs_files
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts

SENTENCES = (labs_files,)
"""The module with the sentences about files of results."""


def speak(answer: Assessment) -> None:
    """Fill the sentences of this part of an answer in place."""
    for lab in answer.labs:
        lab.band = band_of(lab)
        lab.reference = reference_of(lab)
        lab.caveats = list(dict.fromkeys(sentence_of(r) for r in lab.caveat_codes))
        lab.caveats += [p for p in pitfalls_of(lab) if p not in lab.caveats]


def pitfalls_of(lab: Lab) -> tuple[str, ...]:
    """What to bear in mind with an abnormal result of this test; nothing with a normal one."""
    side = {"L": "low", "LL": "low", "H": "high", "HH": "high"}.get(lab.interpretation)
    analyte = analytes.load()[lab.analyte]
    if side == "low":
        said = analyte.pitfalls_of("low")
    elif side == "high":
        said = analyte.pitfalls_of("high")
    else:
        return ()
    return tuple(_inner(s) for s in said)


def _inner(sentence: str) -> str:
    """A sentence as it stands among other caveats: no capital, no full stop."""
    head = sentence.split(maxsplit=1)[0]
    keep = not head[1:].islower() and len(head) > 1
    return (sentence if keep else sentence[:1].lower() + sentence[1:]).rstrip(".")


def band_of(lab: Lab) -> str:
    """The band of severity that holds a result; empty when there is none."""
    bands = analytes.load()[lab.analyte].bands if lab.band_id else ()
    return next((b.label for b in bands if b.id == lab.band_id), "")


def reference_of(lab: Lab) -> str:
    """The range that a result was judged by: whose, and for whom."""
    span = lab.range
    if span is None:
        return ""
    told = _span(span.low, span.high, span.unit)
    if span.whose == "laboratory":
        return f"{told} (the laboratory's)"
    who = _who(span, analytes.load()[lab.analyte])
    return f"{told} (ours){f' ({who})' if who else ''}"


def _who(span: ReferenceRange, analyte: analytes.Analyte) -> str:
    words = ["pregnancy"] if span.pregnant else []
    if span.sex:
        words.append("women" if span.sex == "female" else "men")
    if span.row is None:
        words.append("both sexes together, because the sex was not told")
    elif analyte.reference[span.row].note:
        words.append(analyte.reference[span.row].note)
    return "; ".join(words)


def _round(value: float) -> str:
    if value == 0:
        return "0"
    digits = max(0, 3 - math.floor(math.log10(abs(value))) - 1)
    return f"{value:.{min(digits, 6)}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def _span(low: float | None, high: float | None, unit: str) -> str:
    unit = "" if unit == "1" else f" {unit}"
    if low is not None and high is not None:
        return f"{_round(low)} to {_round(high)}{unit}"
    if low is not None:
        return f"at least {_round(low)}{unit}"
    return f"up to {_round(high)}{unit}" if high is not None else ""


def _bound(v: Values, key: str) -> float | None:
    return None if v[key] is None else number(v, key)


# The laboratory's own range and flag.


@sentence("lab_range_like_a_childs")
def _(v: Values) -> str:
    printed = text(v, "printed") or _span(_bound(v, "low"), _bound(v, "high"), text(v, "unit"))
    more = "; ours was used" if v["replaced"] else ""
    return f"the range on the report ({printed}) looks like one for a child{more}"


@sentence("lab_range_for_adults")
def _(_v: Values) -> str:
    return "our ranges are for adults; use the laboratory's for this age"


@sentence("lab_range_in_another_unit")
def _(v: Values) -> str:
    return f"the range on the report is in {text(v, 'unit')}, which does not fit; it was not used"


@sentence("lab_laboratorys_flag")
def _(_v: Values) -> str:
    return "judged by the laboratory's own flag, no range was given"


@sentence("lab_laboratory_marked")
def _(v: Values) -> str:
    return f"the laboratory marked it {text(v, 'flag')}"


# What was told instead of a number, and what was assumed.


@sentence("lab_reported_as")
def _(v: Values) -> str:
    return f"reported as {text(v, 'word')}"


@sentence("lab_only_word")
def _(_v: Values) -> str:
    return "only a word was given, no number"


@sentence("lab_only_bound")
def _(v: Values) -> str:
    return f"only a bound was reported ({text(v, 'comparator')}), which decides nothing here"


@sentence("lab_unit_of_the_code")
def _(v: Values) -> str:
    unit, code = text(v, "unit"), text(v, "loinc")
    return f"no unit was given; {unit} is what the code {code} stands for"


@sentence("lab_two_readings")
def _(v: Values) -> str:
    units = texts(v, "units")
    flags = texts(v, "flags") if "flags" in v else ["unknown"] * len(units)
    told = [f"{_READINGS[f]} if in {u}" for u, f in zip(units, flags, strict=True)]
    return f"no unit was given, and it may be {', or '.join(told)}; say which"


_READINGS = {
    "LL": "very low",
    "L": "low",
    "N": "within range",
    "H": "high",
    "HH": "very high",
    "unknown": "a value that is not judged",
}


@sentence("lab_date_of_words")
def _(v: Values) -> str:
    return f"taken to be of {text(v, 'date')} ('{text(v, 'said')}')"


@sentence("lab_before")
def _(v: Values) -> str:
    return " ".join(
        f"was {number(v, 'before'):g} {text(v, 'unit')} before {text(v, 'said')}".split()
    )


@sentence("lab_from_words")
def _(_v: Values) -> str:
    return "read from what was told in words, not from a list of results"


@sentence("lab_only_unit_that_fits")
def _(v: Values) -> str:
    return f"no unit was given; {text(v, 'unit')} is the only one that fits the value"


@sentence("lab_code_is_another")
def _(v: Values) -> str:
    coded, named = (analytes.load()[text(v, k)].label for k in ("coded", "named"))
    return f"the code {text(v, 'loinc')} means {coded}, the name says {named}"


@sentence("lab_told_as_panel")
def _(v: Values) -> str:
    return f"told as {panels.load()[text(v, 'panel')].label.lower()} normal"


@sentence("lab_assumed_normal")
def _(_v: Values) -> str:
    return "this value was assumed normal, not reported"


@sentence("lab_preliminary")
def _(_v: Values) -> str:
    return "the result is preliminary"


# The sample, the test itself, its age.


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


# Two results of one test, and what a number or range is.


@sentence("lab_conflict")
def _(v: Values) -> str:
    label = analytes.load()[text(v, "analyte")].label
    days = texts(v, "dates")
    told = [
        value if v["date"] else f"{value} ({day or 'no date'})"
        for value, day in zip(texts(v, "values"), days, strict=True)
    ]
    when = f" of the same day, {text(v, 'date')}," if v["date"] else ""
    count = {2: "two", 3: "three", 4: "four"}.get(len(told), str(len(told)))
    return (
        f"{label}: {count} results{when} differ: {' and '.join(told)}. The worse one was used. "
        "Which is the newest? Give the day and hour of each, or strike the wrong one."
    )


@sentence("lab_thousands")
def _(v: Values) -> str:
    return f"{text(v, 'written')} was read as {number(v, 'value'):g}; the other reading is unlikely"


@sentence("lab_range_of_urine")
def _(_v: Values) -> str:
    return "read as a test of urine, because its value and range fit no blood"


@sentence("lab_range_not_believed")
def _(v: Values) -> str:
    if v["why"] == "order":
        return "the range on the report is empty or its limits are reversed; it was not used"
    return "the range on the report fits no range we know for this test; it was not used"


@sentence("lab_range_read_in")
def _(v: Values) -> str:
    return f"the range on the report fits only in {text(v, 'unit')} and was read so"


@sentence("lab_two_ranges")
def _(_v: Values) -> str:
    return "two ranges on the report contradict each other; neither was used"
