"""Supplements told as something the person takes: how much a day of which nutrient."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unclench.facts.number_words import counts, times
from unclench.told.medicines import medicines
from unclench.told.person import Medicine, TakenSupplement
from unclench.told.phrases import Said
from unclench.told.supplements import may_hold, read
from unclench.told.vocabulary import medicine_classes

_TIMES = {**counts(), **times()}
_PERIOD = {"day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4}
_COUNT = r"(?:\d+(?:\.\d+)?|" + "|".join(_TIMES) + r")"
_PER = re.compile(
    rf"(?:\b({_COUNT})\s*(?:x|times?)?\s*)?\b(?:a|per|each|every)\s+(day|night|week|fortnight|month)\b",
    re.I,
)
_EVERY = re.compile(rf"\bevery\s+(other|{_COUNT})\s*(day|night|week|month)s?\b", re.I)
_WEEKLY = re.compile(r"\b(weekly|monthly)\b", re.I)
_SHORT = re.compile(r"\b(bd|bid|tds|tid|qds|qid|twice daily|three times daily)\b", re.I)
_DAILY = re.compile(r"\b(daily|nightly|every morning|every evening)\b", re.I)
_UNSURE = re.compile(
    r"\b(sometimes|occasional\w*|now and then|as needed|when needed|prn|on and off)\b", re.I
)
_NOT_EATEN = re.compile(
    r"\b(inject\w*|jabs?|shots?|infusions?|drip|i\.?v\.?|i\.?m\.?|intramuscular\w*|intravenous\w*|"
    r"cream|bath|on the skin)(?!\w)",
    re.I,
)
SUPPLEMENT_ATC = ("A11", "A12", "B03", "V06")
"""ATC groups of vitamins, minerals, iron and foods."""


def rhythm(text: str) -> tuple[float | None, bool]:
    """(doses a day, whether that was told); None when it is taken irregularly.

    "1000 mcg daily" 1, "twice a day" 2, "every other day" 0.5, "weekly" 1/7; nothing told: 1.
    """
    if _UNSURE.search(text):
        return None, True
    if every := _EVERY.search(text):
        number = 2.0 if every[1].lower() == "other" else _number(every[1])
        return 1.0 / (number * _PERIOD[every[2].lower()]), True
    if short := _SHORT.search(text):
        return _TIMES[short[1].lower().split()[0]], True
    if per := _PER.search(text):
        return (_number(per[1]) if per[1] else 1.0) / _PERIOD[per[2].lower()], True
    if weekly := _WEEKLY.search(text):
        return 1.0 / (30.4 if weekly[1].lower() == "monthly" else 7.0), True
    return 1.0, _DAILY.search(text) is not None


def _number(text: str) -> float:
    return _TIMES.get(text.lower()) or float(text)


def _supplement(medicine: Medicine) -> bool:
    """Whether a medicine is a vitamin, a mineral or iron."""
    if medicine.atc:
        return medicine.atc.startswith(SUPPLEMENT_ATC)
    return any(
        code.startswith(SUPPLEMENT_ATC)
        for c in medicine.classes
        for code in medicine_classes()[c].atc
    )


def taken_supplements(
    told: Sequence[tuple[str, str]], said: Sequence[Said]
) -> tuple[TakenSupplement, ...]:
    """Every supplement that is taken now, with its doses; what is injected is no intake.

    Args:
        told: (key of the case, text). said: phrases found in them, for what is denied or stopped.
    """
    out: dict[str, TakenSupplement] = {}
    for where, text in told:
        if where not in ("medicines", "complaints", "conditions"):
            continue
        named = medicines([s for s in said if s.text == text])
        now = [m for m in named if m.current]
        if where == "medicines":
            if named and not now:
                continue
        elif not any(_supplement(m) for m in now):
            continue
        found = read(text)
        if found is None or found.too_much:
            continue
        times, was_told = rhythm(text)
        eaten = times is not None and not _NOT_EATEN.search(text)
        per_day = {n: (a * (times or 0.0), share) for n, (a, share) in found.doses.items()}
        per_day = per_day if eaten else {}
        untold = () if per_day else may_hold(text)
        out.setdefault(
            text.strip().lower(),
            TakenSupplement(found.label, text, where, per_day, untold, not was_told),
        )
    return tuple(out[k] for k in sorted(out))
