"""Medicines among what was said: generics and classes, taken now or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from unclench.facts import units
from unclench.told import qualifiers
from unclench.told.person import Medicine
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
_TAKEN = re.compile(r"\b(take|taken|taking|tablet|pill|supplement|capsule|drop|mg|injection|daily)")


def _taken(said: Said) -> bool:
    """Whether a nutrient's name means that it is taken, not that its level is spoken of."""
    return said.where in ("medicines", "diary") or bool(_TAKEN.search(" ".join(said.near)))


_STOPPED = re.compile(r"\b(stop|stopped|off|discontinued|ran out|no longer|used to|withdrawn)\b")
_STOPPED_BEFORE = re.compile(r"\b(stopped|discontinued|ran out)\b(?!.*\b(started|takes|on)\b)")


def medicines(said: Sequence[Said]) -> list[Medicine]:
    """Every generic, and every class named without one, sorted by name."""
    out: dict[str, Medicine] = {}
    named: dict[str, list[str]] = {}
    for s in said:
        if s.match.concept.kind == "medicine":
            named.setdefault(s.text, []).append(s.match.concept.id)
    for s in said:
        kind, name = s.match.concept
        if kind not in ("medicine", "medicine_class") or s.status in (
            "relative",
            "worry",
            "broken",
        ):
            continue
        if s.match.text in _NUTRIENTS and not _taken(s):
            continue
        if kind == "medicine_class" and any(name in classes_of(g) for g in named.get(s.text, ())):
            continue
        tokens = s.sentence.tokens
        before = " ".join(tokens[: s.match.spans[0][1]])
        stopped = bool(_STOPPED.search(" ".join(s.near))) or bool(_STOPPED_BEFORE.search(before))
        dose = re.search(r"(\d+(?:\.\d+)?) ?(mg|mcg|ug|g)\b", s.text.lower())
        mg = None
        if dose:
            mg = units.convert(float(dose[1]), dose[2], "mg")
        generic = name if kind == "medicine" else f"({name})"
        new = Medicine(
            generic=generic,
            classes=classes_of(name) if kind == "medicine" else _class_and_wider(name),
            text=s.text,
            where=s.where,
            current=s.status == "present" and not stopped,
            started_days_ago=qualifiers.ago(tokens) or qualifiers.duration(tokens),
            dose_mg=mg,
            atc=medicine_items()[name].atc if kind == "medicine" else "",
        )
        old = out.get(generic)
        if old is None or (old.where != "medicines" and s.where == "medicines"):
            out[generic] = new
    return [out[k] for k in sorted(out)]


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
