"""Supplements told as something the person takes: how much a day of which nutrient."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unclench.told import scope
from unclench.told.around import around, taking
from unclench.told.medicines import medicines
from unclench.told.pack import Sentence, sentences
from unclench.told.person import Medicine, TakenSupplement
from unclench.told.phrases import Said
from unclench.told.rhythm import rhythm
from unclench.told.supplements import may_hold, names_one, read
from unclench.told.vocabulary import medicine_classes

_NOT_EATEN = re.compile(
    r"\b(inject\w*|jabs?|shots?|infusions?|drip|i\.?v\.?|i\.?m\.?|intramuscular\w*|intravenous\w*|"
    r"cream|bath|on the skin|magnesium (?:spray|oil|gel|lotion|flakes?)|epsom \w+)(?!\w)",
    re.I,
)
SUPPLEMENT_ATC = ("A11", "A12", "B03", "V06")
"""ATC groups of vitamins, minerals, iron and foods."""


def _supplement(medicine: Medicine) -> bool:
    """Whether a medicine is a vitamin, a mineral or iron."""
    if medicine.atc:
        return medicine.atc.startswith(SUPPLEMENT_ATC)
    return any(
        code.startswith(SUPPLEMENT_ATC)
        for c in medicine.classes
        for code in medicine_classes()[c].atc
    )


def _held(medicine: Medicine) -> tuple[str, ...]:
    """Nutrients that a product known by its name holds."""
    return may_hold(medicine.generic.strip("()").removesuffix("_supplement").replace("_", " "))


def _dosed(text: str) -> bool:
    """Whether a sentence says that a supplement is taken, and how much: "I take selenium 400 mcg".

    Vitamins and minerals that no medicine is named after (vitamin A, iodine, copper) count so.
    """
    for sentence in sentences(text):
        said = scope.hits(sentence.tokens, "is_taken")
        if sentence.question or not said or not _now(sentence):
            continue
        cues = scope.cues(sentence)
        if any(cue.kind == "relative" for cue in cues):
            continue
        denied = {i for cue in cues for i in cue.reach}
        found = None if denied & {a for a, _ in said} else read(" ".join(sentence.raw))
        if found is not None and found.doses:
            return True
    return False


def _now(sentence: Sentence) -> bool:
    """Whether a vitamin or mineral is named and not said to be stopped."""
    raw, at = sentence.raw, 0
    while at < len(raw):
        n = next((n for n in (3, 2, 1) if names_one(" ".join(raw[at : at + n]))), 0)
        if n and taking(around(sentence, (at, at + n), ())) == "now":
            return True
        at += n or 1
    return False


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
        elif not any(_supplement(m) for m in now) and not _dosed(text):
            continue
        found = read(text)
        if found is None and any(_supplement(m) for m in now):
            held = {n for m in now if _supplement(m) for n in _held(m)}
            if held and not _NOT_EATEN.search(text):
                one = TakenSupplement(text.strip(), text, where, {}, tuple(sorted(held)))
                out.setdefault(text.strip().lower(), one)
            continue
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
