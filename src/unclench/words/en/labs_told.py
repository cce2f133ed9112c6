"""Sentences about what was told of a result instead of a number, and what was assumed."""

from __future__ import annotations

from unclench.facts.kinds import analytes, panels
from unclench.words.en.sentences import Values, number, sentence, text, texts


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


@sentence("lab_unit_assumed")
def _(v: Values) -> str:
    label = analytes.load()[text(v, "analyte")].label
    unit = text(v, "unit")
    return (
        f"{label} {text(v, 'value')} was told without a unit and is taken as {unit}, the only one "
        "that fits; say so if it is another."
    )


@sentence("lab_unit_in_doubt")
def _(v: Values) -> str:
    label = analytes.load()[text(v, "analyte")].label
    units = " or ".join(texts(v, "units"))
    return (
        f"{label} {text(v, 'value')} was told without a unit and may be in {units}: no number is "
        "built on it until you say which."
    )


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
