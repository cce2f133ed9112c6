"""Which nutrients a plan serves first: those for the sake of which the person came."""

from __future__ import annotations

from collections.abc import Sequence

from unclench.assessment import Cause
from unclench.facts.kinds.causes import CauseFact
from unclench.facts.loader import load
from unclench.told import Person

CRAMPING = ("magnesium_deficiency", "nocturnal_leg_cramps_idiopathic")
"""Whoever tells a sign of one of these came for cramps, and most came for magnesium (judgement)."""
FOR_CRAMPS = "magnesium"
WEIGHT = 3.0
"""What missing such a goal counts beside missing another: our judgement."""


def served_first(person: Person, causes: Sequence[Cause]) -> list[str]:
    """Ids of nutrients: what the story points to (lacks for which something speaks), and magnesium
    for whoever has cramps or twitching.

    Args:
        causes: as ranked, with what speaks for each.
    """
    facts = load("causes", CauseFact)
    out = []
    told = {f.id for f in person.findings if f.present}
    if any(told & {f.finding for f in facts[c].findings} for c in CRAMPING):
        out.append(FOR_CRAMPS)
    for cause in causes:
        fact = facts.get(cause.id)
        if fact is None or cause.support == "little" or not fact.lack.startswith("low_"):
            continue
        out += [w.when.id for w in fact.weighs if w.when.kind == "nutrient"]
    return list(dict.fromkeys(out))
