"""How the probability of one cause came about, as a tree down to the facts.

Made from the answer once `words` has said its evidence.
"""

from __future__ import annotations

from unclench.assessment import Cause, Node
from unclench.explain.shown import plain
from unclench.facts import loader
from unclench.facts.kinds import causes

_PLACE = {
    "back": "the back", "legs": "legs and feet", "general": "hands, trunk or several places",
    "other": "no cramp or back pain",
}  # fmt: skip


def cause_tree(cause: Cause) -> Node:
    """The probability, what it was before any evidence, each piece of evidence, the grade."""
    fact = loader.load("causes", causes.CauseFact)[cause.id]
    level = fact.review.level
    place = " and ".join(_PLACE[c] for c in cause.places)
    before = Node(
        text=f"Before any evidence, for a complaint in {place}",
        value=cause.prior,
        source=fact.prior.source,
        review=level,
    )
    rows = [
        Node(
            text=f"{e.label}{f' ({e.note})' if e.note else ''}: "
            f"odds times {plain(10**e.weight, 2)}",
            value=e.weight,
            unit="log10 of the odds",
            source=e.source,
            review=level,
        )
        for e in [*cause.for_, *cause.against]
    ]
    grade = Node(
        text=f"Evidence grade {cause.evidence_grade.replace('_', ' ')}: {fact.evidence_note}",
        source=fact.sources[0],
        review=level,
    )
    told = [
        Node(text=f"{name}: {said}", source=fact.sources[0], review=level)
        for name, said in (
            ("What it is", fact.what),
            ("How it shows", fact.shows),
            ("How it is tested", fact.tested),
            ("Easily confused with", ", ".join(_label(c) for c in fact.confused_with)),
        )
        if said
    ]
    return Node(
        text=f"{cause.label}: probability {_never_sure(cause.probability)} "
        f"({cause.support} support)",
        value=cause.probability,
        review=level,
        children=[before, *rows, grade, *told],
    )


def _never_sure(p: float) -> str:
    """A probability of two digits, never 0 or 1."""
    return "over 0.99" if p > 0.99 else "under 0.001" if p < 0.001 else plain(p, 2)


def _label(cause: str) -> str:
    """The label of a cause; what is no cause of ours stands as it is written."""
    facts = loader.load("causes", causes.CauseFact)
    return facts[cause].label if cause in facts else cause.replace("_", " ")
