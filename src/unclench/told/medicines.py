"""Medicines among what was said: generics and classes, taken now or not, how much, since when."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from unclench.assessment import Reason, reason
from unclench.told import qualifiers
from unclench.told.around import around, began, eased, says, taking
from unclench.told.doses import dose, doses
from unclench.told.lexicon import Span
from unclench.told.person import Finding, Medicine
from unclench.told.phrases import Said
from unclench.told.vocabulary import classes_of, medicine_classes, medicine_items

_NUTRIENTS = frozenset(
    {"iron", "magnesium", "calcium", "potassium", "zinc", "b12", "vitamin b12", "vitamin d"}
    | {
        "b6",
        "vitamin b6",
        "vitamin b1",
        "potassium supplement",
        "folate",
        "thiamine",
        "sodium chloride",
    }
)
_TAKEN = re.compile(
    r"\b(take|taken|taking|tablet|pill|supplement|capsule|drop|\d+ ?mg|injection|daily|sachet"
    r"|powder|jab|shot)\b"
)
_HOW_OFTEN = re.compile(
    r"(?:\d\S* )?(?:(?:mg|ug|mcg|g|iu|unit|microgram|milligram) )?"
    r"(?:(?:a|per|each|every|once|\d time) ?(?:a )?(?:other )?(?:day|night|week|month|morning)"
    r"|weekly|nightly|monthly|at night|at bedtime|before bed|bd|tds|od)\b"
)
""" "Vitamin D 50000 units weekly": how often, right after the name."""
MINE = frozenset({"my", "our"})
KINDS = ("medicine", "medicine_class")
BROUGHT_ON = "new_medicine_before_onset"
"""Finding that a complaint began when a medicine did."""


def _taken(said: Said) -> bool:
    """Whether a nutrient's name means that it is taken, not that its level is spoken of."""
    if said.where in ("medicines", "diary") or _TAKEN.search(" ".join(said.near)):
        return True
    return bool(_HOW_OFTEN.match(" ".join(said.sentence.tokens[_span(said)[1] :])))


def _span(said: Said) -> Span:
    """From the first to the last word of the first part of the phrase."""
    return said.match.spans[0]


def _beside(said: Said, every: Sequence[Said]) -> list[Span]:
    """Spans of other medicines in the same sentence."""
    mine = _span(said)
    return [
        _span(o)
        for o in every
        if o.sentence is said.sentence and (_span(o)[1] <= mine[0] or _span(o)[0] >= mine[1])
    ]


def _inside_a_name(said: Said, every: Sequence[Said]) -> bool:
    """Whether a class is part of a longer name: "inhaler" in "brown inhaler"."""
    a, b = _span(said)
    return said.match.concept.kind == "medicine_class" and any(
        o.sentence is said.sentence
        and (x, y) != (a, b)
        and ((x <= a and b <= y) or (x < b < y and a < x and y - x >= b - a))
        for o in every
        for x, y in (_span(o),)
    )


def _current(said: Said, text: str) -> bool | None:
    """Taken now, or not; None when the person says nothing of taking it."""
    if said.status in ("relative", "broken"):
        return None
    now = taking(text)
    if says(text, "holds"):
        return True
    if now == "talked_about":
        return None
    if said.status == "worry":
        a = _span(said)[0]
        mine = MINE & set(said.sentence.tokens[max(0, a - 3) : a])
        return True if mine and now == "now" else None
    return said.status != "absent" and now == "now"


_STOP_WORDS = frozenset(
    {"take", "taking", "taken", "took", "on", "more", "longer", "stop", "stopped", "off", "anymore"}
)


def medicines(said: Sequence[Said]) -> list[Medicine]:
    """Every generic, and every class named without one, sorted by name."""
    out: dict[str, Medicine] = {}
    named: dict[str, list[str]] = {}
    every = [s for s in said if s.match.concept.kind in KINDS]
    for s in every:
        if s.match.concept.kind == "medicine":
            named.setdefault(s.text, []).append(s.match.concept.id)
    for s in every:
        kind, name = s.match.concept
        if s.match.text in _NUTRIENTS and not _taken(s):
            continue
        if kind == "medicine_class" and any(name in classes_of(g) for g in named.get(s.text, ())):
            continue
        if _inside_a_name(s, every):
            continue
        if (
            kind == "medicine_class"
            and s.status == "absent"
            and s.where != "medicines"
            and not _STOP_WORDS & set(s.near)
        ):
            continue  # "no inr clinic" is about no medicine that was stopped
        others = _beside(s, every)
        text = around(s.sentence, _span(s), others)
        current = _current(s, text)
        if current is None:
            continue
        told = dose(s.sentence.tokens, _span(s), others, name)
        generic = name if kind == "medicine" else f"({name})"
        new = Medicine(
            generic=generic,
            classes=classes_of(name) if kind == "medicine" else _class_and_wider(name),
            text=s.text,
            where=s.where,
            current=current,
            started_days_ago=qualifiers.taken_for(s.sentence.tokens),
            dose_mg=told.mg,
            atc=medicine_items()[name].atc if kind == "medicine" else "",
            mg_day=told.mg_day,
            doubtful=told.doubtful,
            began=began(text) if s.where == "complaints" else None,
            eased_without=not current and eased(text),
        )
        out[generic] = _better(out.get(generic), new)
    return [out[k] for k in sorted(out)]


def _better(old: Medicine | None, new: Medicine) -> Medicine:
    """Of two tellings the list of medicines counts, else the first; what only one says is kept."""
    if old is None:
        return new
    first, second = (
        (new, old) if (old.where != "medicines" and new.where == "medicines") else (old, new)
    )
    return replace(
        first,
        started_days_ago=first.started_days_ago or second.started_days_ago,
        dose_mg=first.dose_mg or second.dose_mg,
        mg_day=first.mg_day or second.mg_day,
        doubtful=first.doubtful or second.doubtful,
        began=first.began or second.began,
        eased_without=first.eased_without or second.eased_without,
    )


def doubted(drugs: Sequence[Medicine]) -> list[Reason]:
    """A question about every dose that can hardly be right."""
    return [
        reason(
            "medicine_dose_doubtful",
            text=d.text.strip(),
            medicine=d.generic.strip("()").replace("_", " "),
            most=doses()[d.generic].most_mg if d.generic in doses() else 0.0,
            where=d.where,
        )
        for d in drugs
        if d.doubtful
    ]


def timed(drugs: Sequence[Medicine]) -> list[Finding]:
    """The finding that the complaint began with a medicine, or before all that say when."""
    said = [d for d in drugs if d.began is not None]
    if not said:
        return []
    first = next((d for d in said if d.began == "before"), None)
    one = first or said[0]
    return [Finding(BROUGHT_ON, first is not None, text=one.text, where=one.where)]


@functools.cache
def _class_and_wider(name: str) -> tuple[str, ...]:
    """A class named without a generic: itself and the classes whose ATC prefixes contain it."""
    mine = medicine_classes()[name].atc
    wider = {
        key
        for key, group in medicine_classes().items()
        if mine and group.atc and all(a.startswith(group.atc) for a in mine)
    }
    return tuple(sorted(wider | {name}))
