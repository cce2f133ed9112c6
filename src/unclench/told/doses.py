"""How much of a medicine is taken: the number beside its name, its unit, and how often.

What a bare number means ("furosemide 40", "levothyroxine 125") and the most that is ordinarily
taken are facts (`medicine_doses`). A dose far above that is not believed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from unclench.facts import units
from unclench.facts.kinds.medicine_doses import Dose, MedicineDoses
from unclench.facts.loader import load
from unclench.told.lexicon import Span
from unclench.told.rhythm import parts_of_day, rhythm
from unclench.told.vocabulary import medicine_items

FAR_ABOVE = 2.0
"""A dose above this many times the usual most is questioned (judgement)."""
LARGEST_MG = 6000.0
"""For a medicine without a fact: more milligrams a day than this is questioned (judgement)."""
LEAST_BARE = 5.0
"""A smaller number before "of" counts tablets (judgement)."""
YEARS = range(1950, 2100)
"""A bare number in this range is a year."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?/\d+(?:\.\d+)?)")
_NO_DOSE_AFTER = re.compile(
    r"(minute|hour|day|night|week|fortnight|month|year|time|ago|tablet|pill|capsule|puff|drop|spray|"
    r"x|%|percent|iu|unit|ml|bottle|box|of|or|to|st|nd|rd|th|and|kg|stone|mmol)$"
)
_COUNTED = re.compile(
    r"\b(half|quarter|\d+(?:\.\d+)?|1/2|an?) (?:an? |of an? |of )?"
    r"(?:tablet|pill|capsule|tab|puff)\b"
)
TENS = range(20, 100, 10)
_TO = re.compile(
    r"\b(?:up|down|upped|increased|raised|reduced|changed|lowered|dropped|cut|doubled|halved)"
    r"(?: from \d\S*(?: [a-z]+)?)? to (\d+(?:\.\d+)?)(?: ([a-z]+))?"
)
_TIMES = re.compile(r"\b([2-6]) x \d")
_SHARES = {"half": 0.5, "1/2": 0.5, "quarter": 0.25, "a": 1.0, "an": 1.0}


@dataclass(frozen=True, slots=True)
class Told:
    """A dose: mg of one, mg a day (None when irregular), and whether it can hardly be right."""

    mg: float | None = None
    mg_day: float | None = None
    doubtful: bool = False


@functools.cache
def doses() -> dict[str, Dose]:
    """The doses of the facts by generic."""
    facts = load("medicine_doses", MedicineDoses).values()
    return {key: dose for fact in facts for key, dose in fact.items.items()}


def dose(tokens: Sequence[str], span: Span, others: Sequence[Span], generic: str) -> Told:
    """The dose of the medicine at `span`.

    Args:
        tokens: of its sentence, normalised. others: spans of the other medicines in it.
        generic: whose fact counts; a class has none.
    """
    fact = doses().get(generic)
    tokens, span, others = _whole_numbers(tokens, span, others)
    end = min((a for a, _ in others if a >= span[1]), default=len(tokens))
    start = max((b for _, b in others if b <= span[0]), default=0)
    after, before = tokens[span[1] : end], tokens[start : span[0]]
    beside = len(after) > 1 and _NUMBER.fullmatch(after[0]) and _mass(after[1])
    found = _changed(after, fact) or ([] if beside else _before(before, fact)) or _written(after)
    found = found or (_bare(after, fact) if generic in medicine_items() else [])
    if not found:
        return Told()
    back = 0 if end == len(tokens) else _next_amount(after)
    window = " ".join(after[: len(after) - back])
    if end < len(tokens) and rhythm(window) == (1.0, False):
        window += " " + " ".join(tokens[end:])  # "ramipril 5 mg and statin 20 mg nightly"
    every, _ = rhythm(window)
    split = len(found) > 1 and parts_of_day(window) >= len(found) and len(found) < 4
    mg = sum(found) if split else found[0]
    times = 1.0 if split and every is not None else every
    counted = _count(before, window, found)
    day = None if times is None else mg * times * counted
    most = FAR_ABOVE * fact.most_mg if fact else LARGEST_MG
    if (mg if day is None else day) > most:
        return Told(doubtful=True)
    return Told(mg=found[0], mg_day=day)


_SHORT = re.compile("[0-9]{1,3}")
"""A whole number that a dose can begin with; longer ones are no words of a number."""


def _whole_numbers(
    tokens: Sequence[str], span: Span, others: Sequence[Span]
) -> tuple[list[str], Span, list[Span]]:
    """ "Seventy five" is 75 and "five hundred" 500; places move with it."""
    out: list[str] = []
    moved: dict[int, int] = {}
    at = 0
    while at < len(tokens):
        moved[at] = len(out)
        pair = tokens[at : at + 2]
        number = None
        if len(pair) == 2 and all(_SHORT.fullmatch(p) for p in pair):
            tens, ones = int(pair[0]), int(pair[1])
            if tens in TENS and 0 < ones < 10 and list(tokens[at + 2 : at + 3]) != ["time"]:
                number = tens + ones
            elif ones == 100 and 0 < tens < 10:
                number = tens * ones
        out.append(tokens[at] if number is None else str(number))
        moved[at + 1] = len(out) - 1 if number is not None else len(out)
        at += 1 if number is None else 2
    moved[len(tokens)] = len(out)
    return out, (moved[span[0]], moved[span[1]]), [(moved[a], moved[b]) for a, b in others]


def _changed(after: Sequence[str], fact: Dose | None) -> list[float]:
    """ "Went up from 25 to 50", "increased to 40 mg": what it is now."""
    m = _TO.search(" ".join(after))
    if not m:
        return []
    unit = _mass(m[2] or "") or (fact.unit if fact else "mg")
    if unit == "IU":
        return []
    return [units.convert(float(m[1]), unit, "mg")]


def _mass(token: str) -> str | None:
    """The unit of mass that a word is, plural or not; else None."""
    found = next((u for t in (token, token.rstrip("s")) if (u := units.find(t))), None)
    return found if found in ("mg", "g", "µg") else None


def _written(after: Sequence[str]) -> list[float]:
    """Numbers with a unit after the name, in mg: all of them when they are parts of one day."""
    out = []
    for n, token in enumerate(after[:-1]):
        unit = _mass(after[n + 1])
        if unit and token in ("a", "an") and after[n - 1 : n] == ["half"]:
            out.append(units.convert(0.5, unit, "mg"))
        if unit and _NUMBER.fullmatch(token):
            out.append(units.convert(_first(token), unit, "mg"))
    return out


def _before(before: Sequence[str], fact: Dose | None) -> list[float]:
    """ "20 mg omeprazole", "40 mg of furosemide", "40 of simvastatin"."""
    bare = before[-2] if len(before) > 1 and before[-1] == "of" else ""
    if fact and fact.unit != "IU" and _NUMBER.fullmatch(bare) and _first(bare) >= LEAST_BARE:
        return [units.convert(_first(bare), fact.unit, "mg")]
    words = [w for w in before[-4:] if w not in ("of", "the", "my", "tablet")]
    unit = _mass(words[-1]) if len(words) >= 2 else None
    if unit and _NUMBER.fullmatch(words[-2]):
        return [units.convert(_first(words[-2]), unit, "mg")]
    return []


def _bare(after: Sequence[str], fact: Dose | None) -> list[float]:
    """ "furosemide 40": a number right after the name that counts nothing else."""
    if not after or not (m := _NUMBER.fullmatch(after[0])):
        return []
    if len(after) > 1 and _NO_DOSE_AFTER.match(after[1]):
        return []
    value = _first(m[0])
    if fact and fact.unit == "IU":
        return []
    if value in YEARS or (fact is None and value < 5 and "/" not in m[0]):
        return []
    return [units.convert(value, fact.unit if fact else "mg", "mg")]


def _first(token: str) -> float:
    """The number; of "30/500" the first one."""
    return float(token.split("/", maxsplit=1)[0])


def _next_amount(after: Sequence[str]) -> int:
    """How many words at the end belong to the next medicine: "... and 20 mg"."""
    return 0 if not after or _mass(after[-1]) is None else 2


def _count(before: Sequence[str], window: str, found: Sequence[float]) -> float:
    """How many at a time: "half a tablet", "2 tablets", "two 20 mg omeprazole", "2 co-codamol"."""
    if m := _COUNTED.search(window):
        return _SHARES.get(m[1]) or float(m[1])
    if m := _TIMES.search(window):
        return float(m[1])
    words = [w for w in before[-5:] if w not in ("of", "the", "my", "tablet", "a", "an", "x")]
    if len(words) >= 2 and _mass(words[-1]):
        words = words[:-2]
    if list(before[-1:]) == ["of"] and words and words[-1].isdecimal():
        return float(words[-1]) if float(words[-1]) < LEAST_BARE else 1.0
    if words and _SHORT.fullmatch(words[-1]) and 0 < int(words[-1]) <= 6:
        return float(words[-1])
    return 0.5 if words and words[-1] == "half" else 1.0
