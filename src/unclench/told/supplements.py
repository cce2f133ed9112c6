"""Supplements and medicines among the lines of a diary: what they are and what they hold."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unclench.assessment import Reason, reason
from unclench.facts import units
from unclench.told import quantity as q

if TYPE_CHECKING:
    from unclench.facts.kinds.supplement_names import SupplementNames
    from unclench.facts.kinds.supplements import CountsAs

_MASSES = ("kg", "g", "mg", "µg")
_AS = re.compile(r"\bas\s+$", re.I)


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount of a nutrient, in the nutrient's unit."""

    nutrient: str
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Supplement:
    """What a supplement line says.

    Attributes:
        label: its name as understood.
        doses: nutrient -> (amount in the nutrient's unit, least share of it that may be the
            nutrient itself).
        notes: what was assumed.
        too_much: a dose that is not believable.
    """

    label: str
    doses: dict[str, tuple[float, float]] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()
    too_much: Dose | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    nutrient: str
    label: str
    unit: str
    fraction: float
    stated_as: str
    at_most: float
    special: tuple[tuple[tuple[str, ...], str, float], ...]
    counts_as: tuple[CountsAs, ...]


def _any(patterns: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(patterns))


@functools.cache
def _names() -> tuple[SupplementNames, ...]:
    from unclench.facts.kinds.supplement_names import SupplementNames
    from unclench.facts.loader import load

    facts = load("supplement_names", SupplementNames).values()
    return tuple(sorted(facts, key=lambda f: f.holds_any))


@functools.cache
def _forms() -> str:
    return _any(f for fact in _names() for f in fact.dose_forms)


@functools.cache
def _hint() -> re.Pattern[str]:
    from unclench.facts.kinds.supplements import SupplementKind
    from unclench.facts.loader import load

    nutrients = [h for fact in load("supplements", SupplementKind).values() for h in fact.hints]
    named = _any([*(h for fact in _names() for h in fact.hints), *nutrients])
    small = {s.lower() for u in ("mg", "µg", "IU") for s in units.spellings(u)}
    dose = _any(re.escape(s) for s in sorted(small, key=lambda s: (-len(s), s)))
    return re.compile(rf"\d\s*(?:{dose})(?![a-z0-9µ])|\b(?:{named}|{_forms()})\b", re.I)


@functools.cache
def _alone() -> re.Pattern[str]:
    """Names that are a supplement whatever else a line says."""
    return re.compile(rf"\b(?:{_any(n for fact in _names() for n in fact.alone)})\b", re.I)


@functools.cache
def _foodish() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(n for fact in _names() for n in fact.foods)})\b", re.I)


@functools.cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        r"\bx\s*(\d+(?:\.\d+)?)\b|(?<![\w.])(\d+(?:\.\d+)?)\s*(?:x|×)|"
        rf"(?<![\w.])(\d+(?:\.\d+)?)\s*(?:{_forms()}|drops?)\b|"
        rf"^(\d+)\s+(?!(?:{_masses()})\b)(?=[a-z].*\b(?:{_forms()})\b)",
        re.I,
    )


_NUMBERS = {"a couple of": "2", "couple of": "2", "two": "2", "three": "3", "four": "4",
            "five": "5", "six": "6"}  # fmt: skip


@functools.cache
def _number_word() -> re.Pattern[str]:
    return re.compile(
        rf"\b({'|'.join(_NUMBERS)})\b(?=.*\b(?:{_forms()})\b)(?P<dose>(?=\s+\d))?", re.I
    )


@functools.cache
def _up_to() -> re.Pattern[str]:
    return re.compile(rf"({q.NUMBER})\s*({_masses()})\s*(?:to|or|-|–)\s*(?=\d+\s*\2\b)", re.I)


def _in_digits(line: str) -> str:
    """ "two magnesium tablets of 200 mg" with its count in digits, "200 mg to 400 mg" as one."""
    line = _up_to().sub(lambda m: f"{m[1]}-", line)
    return _number_word().sub(
        lambda m: _NUMBERS[m[1].lower()] + (" x" if m["dose"] is not None else ""), line
    )


@functools.cache
def _dose() -> re.Pattern[str]:
    """A number with a unit of mass, or international units."""
    return re.compile(rf"(?<!\d)(?P<n>{q.NUMBER})\s*(?P<u>{_masses()})(?![a-z0-9µ])", re.I)


@functools.cache
def _masses() -> str:
    spelled = {s.lower() for u in (*_MASSES, "IU") for s in units.spellings(u)}
    return "|".join(re.escape(s) for s in sorted(spelled, key=lambda s: (-len(s), s)))


@functools.cache
def _vocabulary() -> tuple[dict[str, _Entry], re.Pattern[str]]:
    from unclench.facts.kinds.supplements import SupplementKind
    from unclench.facts.loader import load

    entries: dict[str, _Entry] = {}
    for fact in load("supplements", SupplementKind).values():
        special = tuple((s.words, s.of_unit, s.factor) for s in fact.special)
        for word in fact.words:
            entries[word] = _Entry(
                fact.nutrient, fact.label, fact.unit, 1.0, "element", fact.dose_at_most, special,
                fact.counts_as,
            )  # fmt: skip
        for form in fact.forms:
            for word in form.words:
                entries[word] = _Entry(
                    fact.nutrient,
                    form.label,
                    fact.unit,
                    form.fraction,
                    form.stated_as,
                    fact.dose_at_most,
                    special,
                    fact.counts_as,
                )
    words = sorted(entries, key=lambda w: (-len(w), w))
    pattern = re.compile(
        r"(?<![a-z0-9])(" + "|".join(re.escape(w) for w in words) + r")(?![a-z0-9])", re.I
    )
    return entries, pattern


def names_one(word: str) -> bool:
    """Whether a word is the name of a vitamin, a mineral or a form of one."""
    return _vocabulary()[1].fullmatch(word) is not None


def hint(text: str) -> bool:
    """Whether a line is worth a closer look as a supplement or medicine; cheap."""
    return _hint().search(text) is not None


def _amount(entry: _Entry, word: str, value: float, unit: str) -> float | None:
    if unit == entry.unit and not any(s[0] for s in entry.special):
        return value
    for words, of_unit, factor in entry.special:
        if of_unit == unit and (not words or word in words):
            return value * factor
    if unit in _MASSES and entry.unit in _MASSES:
        amount = units.convert(value, unit, entry.unit)
        for words, of_unit, factor in entry.special:
            if word in words and of_unit == entry.unit:
                return amount * factor
        return amount
    return None


def _told_amount(entry: _Entry, word: str, found: re.Match[str]) -> float | None:
    """The stated amount of one dose in the nutrient's unit; "1,000" is a thousand."""
    told = found["n"]
    if "," in told and len(told.split(",")[-1]) == 3:
        told = told.replace(",", "")
    value = q.to_float(told)
    return (
        None if value is None else _amount(entry, word, value, units.normalise(found["u"].lower()))
    )


def _meant(entry: _Entry, amount: float, text: str) -> tuple[float, float, Reason | None]:
    """(amount, least share of it that is the nutrient, what was assumed) of a stated number."""
    if entry.stated_as == "compound":
        note = reason(
            "supplement_compound",
            text=text,
            compound=entry.label,
            nutrient=entry.nutrient,
            share=entry.fraction,
        )
        return amount * entry.fraction, 1.0, note
    if entry.stated_as == "either":
        note = reason(
            "supplement_either",
            text=text,
            nutrient=entry.nutrient,
            amount=amount,
            share=entry.fraction,
        )
        return amount, entry.fraction, note
    return amount, 1.0, None


def read(text: str, *, sure: bool = False) -> Supplement | None:
    """What a line says when it is a supplement, else None.

    Label doses are of the nutrient itself. Where a compound is named ("citrate 200 mg") and the
    number may be the compound's weight, the amount keeps both readings: the stated number, and
    the least share of it that may be the nutrient.

    Args:
        text: the line, name and amount together.
        sure: the line is already known to be a supplement (its unit is a pill).
    """
    if not (sure or hint(text)):
        return None
    line = q.in_iu(_in_digits(q.tidy(text).replace("μ", "µ")))
    if not sure and _foodish().search(line):
        return None
    entries, pattern = _vocabulary()
    words = _told(line, [(m.start(), m[1].lower()) for m in pattern.finditer(line)], entries)
    doses = list(_dose().finditer(line))
    if not doses and words:
        line = _with_unit(line, words, entries)
        doses = list(_dose().finditer(line))
    formless = _alone().search(line)
    if not words:
        told = sure or (formless and not _has_mass(doses))
        return Supplement(line, notes=(_untold(text),)) if told else None
    counted = _counted().search(line)
    times = float(next(g for g in counted.groups() if g)) if counted else 1.0
    out: dict[str, tuple[float, float]] = {}
    notes: list[Reason] = []
    too_much: Dose | None = None
    label = ""
    for at, word in words:
        entry = entries[word]
        found = _nearest(doses, at, len(words))
        if found is None:
            label = label or entry.label
            continue
        amount = _told_amount(entry, word, found)
        if amount is None:
            continue
        amount *= times
        label = label or f"{entry.label} {found[0].strip()}"
        amount, fraction, note = _meant(entry, amount, text.strip())
        if note is not None:
            notes.append(note)
        if amount > entry.at_most * max(times, 1):
            too_much = Dose(entry.nutrient, amount, entry.unit)
        if entry.nutrient not in out:
            out[entry.nutrient] = (amount, fraction)
            for other in entry.counts_as:
                if amount >= other.at_least and (not other.words or word in other.words):
                    out.setdefault(other.nutrient, (amount, fraction))
    if not out and not sure and not formless and not _dose_form(line) and not _bare(line, words):
        return None
    if not out and not notes:
        notes.append(_untold(text))
    return Supplement(label or line, out, tuple(notes), too_much)


IU_FROM = 200.0
"""A bare number from here on is international units, where a label may give those (judgement)."""


def _with_unit(line: str, words: list[tuple[int, str]], entries: dict[str, _Entry]) -> str:
    """ "vit D 1000", "magnesium 400": with the unit that labels give; a count has none."""
    for at, word in words:
        entry, end = entries[word], at + len(word)
        m = re.match(rf"\s*({q.NUMBER})(?![\w./%])(?!\s*(?:x|×|times?|{_forms()}|drops?|years?|"
                     r"months?|weeks?|days?|tins?|g\b))", line[end:], re.I)  # fmt: skip
        value = None if m is None else q.to_float(m[1].replace(",", ""))
        if m is None or value is None or value < BARE_FROM or entry.label.lower() == "caffeine":
            continue
        by_iu = any(of_unit == "IU" and not names for names, of_unit, _ in entry.special)
        unit = "IU" if by_iu and value >= IU_FROM else entry.unit
        return f"{line[: end + m.end()]} {unit}{line[end + m.end() :]}"
    return line


BARE_FROM = 5.0
"""A smaller bare number after a name counts tablets (judgement)."""


def may_hold(text: str) -> tuple[str, ...]:
    """Nutrients that a supplement may hold whose dose is not told; sorted.

    "magnesium tablet" may hold magnesium, "multivitamin" any vitamin or mineral; of names that say
    nothing about vitamins and minerals (creatine, turmeric) nothing is assumed.
    """
    line = q.tidy(text).replace("μ", "µ")
    entries, pattern = _vocabulary()
    for fact in _names():
        if fact.named and re.search(rf"\b(?:{_any(fact.named)})\b", line, re.I):
            every = {e.nutrient for e in entries.values()} if fact.holds_any else set()
            return tuple(sorted({*fact.holds} | every))
    return tuple(sorted({entries[m[1].lower()].nutrient for m in pattern.finditer(line)}))


def _untold(text: str) -> Reason:
    return reason("supplement_untold", text=text.strip())


def _told(
    line: str, words: list[tuple[int, str]], entries: dict[str, _Entry]
) -> list[tuple[int, str]]:
    """One word per nutrient: "iron (ferrous sulfate)" is the compound, "iron (as ...)" is not."""
    out: list[tuple[int, str]] = []
    for at, word in words:
        entry = entries[word]
        same = [i for i, (_, w) in enumerate(out) if entries[w].nutrient == entry.nutrient]
        if not same:
            out.append((at, word))
        elif entry.stated_as != "element" and not _AS.search(line, max(0, at - 4), at):
            out[same[0]] = (at, word)
    return sorted(out)


def _has_mass(doses: list[re.Match[str]]) -> bool:
    return any(units.normalise(d["u"].lower()) in ("g", "kg") for d in doses)


def _dose_form(line: str) -> bool:
    return re.search(rf"\b(?:{_forms()})\b", line, re.I) is not None


def _bare(line: str, words: list[tuple[int, str]]) -> bool:
    """Whether the line is nothing but the nutrient's name: "vitamin D", "B12"."""
    rest = re.sub(r"[\d\s.,x×()/-]+", "", line.lower().replace(words[0][1], "", 1))
    return len(rest) <= 2


def _nearest(doses: list[re.Match[str]], at: int, n_words: int) -> re.Match[str] | None:
    after = [d for d in doses if d.start() >= at]
    if after:
        return after[0]
    return doses[-1] if doses and n_words == 1 else None


_NOT_MEDICINES = ("A11", "A12", "B03", "V06")
"""ATC groups of vitamins, minerals, iron and foods: read as supplements."""


@functools.cache
def medicine_words() -> dict[str, str]:
    """Names of medicines, lower case, with the generic each stands for, from the facts."""
    from unclench.facts.kinds.medicines import MedicineArea
    from unclench.facts.loader import load

    entries, _ = _vocabulary()
    out: dict[str, str] = {}
    for area in load("medicines", MedicineArea).values():
        for generic, item in area.items.items():
            if not item.atc or item.atc.startswith(_NOT_MEDICINES):
                continue
            for name in (generic.replace("_", " "), *item.names):
                word = name.lower()
                if len(word) > 3 and word not in entries:
                    out[word] = generic
    return out


def medicine(text: str) -> str | None:
    """The generic name of the medicine that a line names, or None."""
    names = medicine_words()
    words = re.findall(r"[a-zà-ÿ]+(?:-[a-z]+)*", text.lower())
    for size in (3, 2, 1):
        for i in range(len(words) - size + 1):
            candidate = " ".join(words[i : i + size])
            if candidate in names:
                return names[candidate]
    return None
