"""Medicines that speak for a lack or excess in an answer: read from the evidence it holds."""

from __future__ import annotations

from typing import NamedTuple

from unclench.assessment.answer import Assessment

TAKEN = ("medicine", "medicine_class", "supplement")


class Interaction(NamedTuple):
    """A medicine in the person's words, its class, and what it may bring about."""

    said: str
    medicine: str
    cause: str
    label: str
    source: str


def interactions(answer: Assessment) -> list[Interaction]:
    """Each medicine with each nutritional or electrolyte cause that it counts for."""
    taken = {
        u.text.lower()
        for u in answer.understood
        if u.slots.get("kind") in TAKEN and u.status == "present"
    }
    found = [
        Interaction(e.said, e.label, c.id, c.label, e.source)
        for c in answer.causes
        if c.kind != "other"
        for e in c.for_
        if e.via == "own" and e.weight > 0 and e.said.lower() in taken
    ]
    return list(dict.fromkeys(found))
