"""Sentences of the models of blood, and of what is known of a person's blood."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from unclench.assessment.simulation import BloodChange, BloodCourse, Table
from unclench.facts.kinds import analytes
from unclench.facts.kinds.blood_quantities import BloodQuantity
from unclench.facts.kinds.composition import CompositionQuantity
from unclench.facts.kinds.conditions import ConditionArea
from unclench.facts.kinds.drug_effects import DrugEffects
from unclench.facts.kinds.medicines import MedicineArea
from unclench.facts.loader import load
from unclench.words.en.sentences import Values, number, sentence, sentence_of, text, texts

_MOST_NAMES = 4
"""Names in a headline; the notes have all."""
_SHORT = {"ica": "calcium", "d25": "vitamin D"}


@functools.cache
def quantities() -> dict[str, BloodQuantity]:
    """What the models report, in order."""
    table = load("blood_quantities", BloodQuantity)
    return dict(sorted(table.items(), key=lambda kv: kv[1].order))


def _names(keys: Iterable[str]) -> str:
    return ", ".join(_SHORT.get(k, k) for k in keys)


def _numbers(values: Values, key: str) -> list[float]:
    found = values[key]
    assert isinstance(found, list), key
    return [float(v) for v in found]


def _optional(values: Values, key: str) -> float | None:
    return None if values[key] is None else number(values, key)


def _unit(unit: str) -> str:
    return "" if unit in ("1", "pH", "") else f" {unit}"


def in_nerve(name: str) -> CompositionQuantity:
    """A quantity of the blood that a nerve meets."""
    return load("composition", CompositionQuantity)[name]


def first_upper(label: str) -> str:
    """A label at the start of a sentence; pH stays as it is."""
    return label if label == "pH" else label[:1].upper() + label[1:]


@sentence("lab_without_number")
def _without_number(values: Values) -> str:
    label = analytes.load()[text(values, "analyte")].label
    return f"{label} has no plain number in {text(values, 'unit') or 'its unit'}; not used."


@sentence("bound_not_used")
def _bound(values: Values) -> str:
    label = analytes.load()[text(values, "analyte")].label
    told = f"{text(values, 'side')} {number(values, 'limit'):g}{_unit(text(values, 'unit'))}"
    return f"{label} was reported only as {told}: that is no number to compute from; not used."


@sentence("bound_against_course")
def _bound_against_course(values: Values) -> str:
    q = quantities()[text(values, "quantity")]
    value = f"{number(values, 'value'):.{q.decimals}f}{_unit(q.unit)}"
    return (
        f"The course of {_names([q.id])} starts at {value}, which this result excludes: do not "
        "read that course as yours. Such a result needs a professional."
    )


@sentence("bound_against_blood")
def _bound_against_blood(values: Values) -> str:
    q = in_nerve(text(values, "name"))
    how = "the models predict" if values["predicted"] else "normal blood has"
    return (
        f"{first_upper(q.label)} was reported only as a bound, and what {how} "
        f"({number(values, 'value'):.3g}{_unit(q.unit)}) lies outside it: without the number the "
        "margin of the nerves is not computed."
    )


@sentence("ica_from_total")
def _ica_from_total(values: Values) -> str:
    albumin = _optional(values, "albumin")
    by = "albumin taken as normal" if albumin is None else f"adjusted to albumin {albumin:g} g/L"
    by += " and to the pH" if values["with_ph"] else ""
    return (
        f"Ionised calcium was not measured; about half of the total calcium is taken, {by}: "
        f"{number(values, 'ica'):.2f} mmol/L. Such an estimate is often wrong by 0.1 mmol/L."
    )


@sentence("img_from_total")
def _img_from_total(values: Values) -> str:
    return (
        f"Ionised magnesium is taken as {number(values, 'percent'):.0f} % of the total: "
        f"{number(values, 'img'):.2f} mmol/L."
    )


@sentence("intakes_ordinary")
def _ordinary(values: Values) -> str:
    rows = zip(
        texts(values, "nutrients"), _numbers(values, "amounts"), texts(values, "units"), strict=True
    )
    told = ", ".join(f"{n.replace('_', ' ')} {a:g} {u}" for n, a, u in rows)
    return f"Not known, so an ordinary intake was taken per day: {told}."


@sentence("kidneys_healthy")
def _kidneys(values: Values) -> str:
    return "Kidney function was not given; healthy kidneys were assumed."


@sentence("sun_assumed")
def _sun(values: Values) -> str:
    return "Sun was not given; some time outdoors was assumed."


@sentence("effect_on_blood")
def _effect(values: Values) -> str:
    fact = load("drug_effects", DrugEffects)[text(values, "effect")]
    return f"{fact.label}: {fact.say}"


@functools.cache
def _labels() -> dict[str, str]:
    conditions = load("conditions", ConditionArea).values()
    labels = {key: item.label for area in conditions for key, item in area.items.items()}
    medicines = load("medicines", MedicineArea).values()
    return labels | {key: k.label for area in medicines for key, k in area.classes.items()}


def _told(values: Values) -> list[str]:
    """Names of medicines and conditions as they are called, each once."""
    called = (_labels().get(n, n.replace("_", " ")) for n in texts(values, "names"))
    return [f"'{label}'" for label in dict.fromkeys(called)]


@sentence("not_in_blood_models")
def _unknown(values: Values) -> str:
    return f"Not in the models of blood, so left out of them: {', '.join(_told(values))}."


@sentence("blood_not_held")
def _not_held(values: Values) -> str:
    names = _told(values)
    shown = names if len(names) <= _MOST_NAMES else [*names[: _MOST_NAMES - 1]]
    more = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    return (
        f"The models of blood do not hold {', '.join(shown)}{more}: what comes from there "
        "is not in this answer, and only a blood test can show it."
    )


@sentence("blood_held_in_part")
def _held_in_part(values: Values) -> str:
    known = load("drug_effects", DrugEffects)
    partly = [known[key] for key in texts(values, "effects")]
    told = " ".join(f"{f.label}: {f.misses.say}" for f in partly if f.misses is not None)
    return f"The models of blood hold this in part only. {told}"


@sentence("diet_against_test")
def _diet_against_test(values: Values) -> str:
    return (
        f"What was told of food, drink and sweat would put {_names([text(values, 'quantity')])} at "
        f"{number(values, 'expected'):.3g}, but {number(values, 'measured'):.3g} was measured: "
        "something is probably missing, such as drinks. The course starts at what was measured."
    )


@sentence("tests_on_this_diet")
def _on_this_diet(values: Values) -> str:
    return "The blood tests were taken as made on this diet and these medicines."


@sentence("held_outside")
def _held(values: Values) -> str:
    return (
        "Outside the usual span, and a medicine or condition that was told can hold it there: "
        f"{_names(texts(values, 'quantities'))}. It was taken as held. Such a result needs "
        "a professional."
    )


@sentence("outside_at_start")
def _outside(values: Values) -> str:
    return (
        f"Outside the usual span at the start: {_names(texts(values, 'quantities'))}. The models "
        "do not know why. They let the level go back to the balance of this intake; if something "
        "else holds it there, it will stay. Such a result needs a professional."
    )


@sentence("test_outside_models")
def _outside_models(values: Values) -> str:
    return (
        f"The blood test of {_names([text(values, 'quantity')])} ({number(values, 'value'):g}) "
        f"lies outside what the models can start from ({number(values, 'low'):g} to "
        f"{number(values, 'high'):g}{_unit(text(values, 'unit'))}); it was left out of them."
    )


@sentence("blood_course")
def _course(values: Values) -> str:
    q = quantities()[text(values, "quantity")]
    d = q.decimals
    out = (
        f"{q.say}: {number(values, 'now'):.{d}f}{_unit(q.unit)} now, "
        f"{number(values, 'then'):.{d}f} after {number(values, 'weeks'):g} weeks "
        f"(80 of 100 such people {number(values, 'low'):.{d}f} to {number(values, 'high'):.{d}f})."
    )
    limit = _optional(values, "limit")
    if limit is None:
        return out
    least = f"{limit:.{max(d, 1)}f}"
    if values["visible"]:
        return f"{out} Two tests can show this: it is more than {least}."
    return f"{out} Two tests cannot tell this from chance (under {least})."


@sentence("blood_steady")
def _steady(values: Values) -> str:
    weeks = f"{number(values, 'weeks'):g} weeks"
    if values["partial"]:
        out = (
            "What they do hold moves sodium, potassium, calcium and magnesium less within "
            f"{weeks} than two blood tests could tell from chance."
        )
    else:
        out = (
            f"Sodium, potassium, calcium and magnesium in blood hardly move within {weeks}: less "
            "than two blood tests could tell from chance. A normal test does not prove a good diet."
        )
    extra = []
    bone, tissue = _optional(values, "bone_mg"), _optional(values, "tissue")
    if bone is not None:
        extra.append(f"bone gives about {bone:.0f} mg of calcium a day to keep it so")
    if tissue is not None:
        extra.append(f"magnesium in soft tissue is at {100 * tissue:.0f} % of the ordinary")
    return f"{out} Meanwhile {' and '.join(extra)}." if extra else out


@sentence("blood_moves")
def _moves(values: Values) -> str:
    keys, falls = texts(values, "quantities"), texts(values, "falls")
    parts = []
    for key, now, then in zip(keys, _numbers(values, "now"), _numbers(values, "then"), strict=True):
        q = quantities()[key]
        word = "falls" if key in falls else "rises"
        parts.append(f"{key} {word} from {now:.{q.decimals}f} to {then:.{q.decimals}f} {q.unit}")
    within = f"within {number(values, 'weeks'):g} weeks {'; '.join(parts)}."
    if values["displaced"]:
        out = (
            f"If nothing but past intake moved the levels, then {within} If a cause still acts, "
            "they will not: ask a professional."
        )
    elif values["partial"]:
        out = f"From what they do hold, {within}"
    else:
        out = first_upper(within)
    rest = [] if values["partial"] else texts(values, "rest")
    return f"{out} {', '.join(rest).capitalize()} hardly move." if rest else out


@sentence("blood_change")
def _change(values: Values) -> str:
    q = quantities()[text(values, "quantity")]
    d = q.decimals
    least = 0.5 * 10**-d
    columns = (_numbers(values, key) for key in ("weeks", "low", "median", "high"))
    rows = list(zip(*columns, strict=True))
    if all(abs(mid) < least for _, _, mid, _ in rows):
        return f"{q.say}: the change makes no difference."
    told = (
        f"nothing in {week:g} weeks"
        if abs(mid) < least
        else f"{mid:+.{d}f} in {week:g} weeks ({low:+.{d}f} to {high:+.{d}f})"
        for week, low, mid, high in rows
    )
    return f"{q.say}, {q.unit}: {', '.join(told)}."


@sentence("sweat_session")
def _sweat_session(values: Values) -> str:
    return (
        f"{number(values, 'litres'):.1f} L of sweat carry {number(values, 'sodium_mmol'):.0f} mmol "
        f"of sodium ({number(values, 'sodium_mg'):.0f} mg), "
        f"{number(values, 'potassium_mmol'):.0f} mmol of potassium, "
        f"{number(values, 'calcium_mmol'):.1f} of calcium and "
        f"{number(values, 'magnesium_mmol'):.1f} of magnesium. Plasma sodium goes from "
        f"{number(values, 'sodium_before'):.0f} to {number(values, 'sodium_after'):.0f} mmol/L."
    )


def table(part: BloodCourse) -> Table:
    """Levels at some weeks: the median, and 80 in 100 people."""
    nearest = [
        min(range(len(part.days)), key=lambda i: abs(part.days[i] - 7 * w)) for w in part.weeks
    ]
    rows = []
    for key, q in quantities().items():
        s, d = part.series[key], q.decimals
        cells = [f"{s.median[i]:.{d}f} ({s.low[i]:.{d}f}–{s.high[i]:.{d}f})" for i in nearest]
        rows.append([q.label, _unit(q.unit).strip(), *cells])
    heads = ["now" if w == 0 else f"week {w:g}" for w in part.weeks]
    title = "Blood and body as the models see them: median of such people, and 80 in 100"
    return Table(title=title, columns=["", "unit", *heads], rows=rows)


def blood_text(part: BloodCourse | BloodChange) -> str:
    """The answer as plain text, its sentences filled: summary, lines, a table, notes, limits."""
    course = part.after if isinstance(part, BloodChange) else part
    notes = [sentence_of(r) for r in course.notes]
    lines = [part.say, ""]
    lines += part.lines if isinstance(part, BloodChange) else part.lines[: len(course.details)]
    shown = course.tables[0]
    rows = [shown.columns, *shown.rows]
    widths = [max(len(r[i]) for r in rows) for i in range(len(shown.columns))]
    lines += ["", f"{shown.title}:"]
    for row in rows:
        cells = (c.ljust(w) for c, w in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    lines += ["", *notes]
    lines += ["", "What these models cannot know: " + "; ".join(course.cannot_know) + "."]
    lines.append(
        "They inform; they are no diagnosis. Ask a professional before changing medicines."
    )
    return "\n".join(lines)
