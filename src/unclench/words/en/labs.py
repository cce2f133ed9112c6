"""Sentences about blood and urine tests."""

from __future__ import annotations

import math

from unclench.assessment import Assessment, Lab, ReferenceRange
from unclench.facts.kinds import analytes
from unclench.words.en import labs_caveats, labs_files, labs_told
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts

SENTENCES = (labs_files, labs_told, labs_caveats)
"""The modules with the sentences about files, about what was told, and about the sample."""


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
