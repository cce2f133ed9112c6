"""Medicines and conditions by id, as changes of the models' constants.

What a name means is read once, in `unclench.told`; a file of `facts/data/drug_effects` names the
generics, classes, conditions and findings that it stands for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from unclench.facts.kinds.drug_effects import DrugEffects, Effect
from unclench.facts.loader import load
from unclench.plasma.blood import shared
from unclench.told import classes_of, condition_items


@functools.cache
def of_findings() -> frozenset[str]:
    """The findings that act on blood."""
    facts = load("drug_effects", DrugEffects).values()
    return frozenset(f for fact in facts for f in fact.findings)


def _of(name: str) -> tuple[str, ...]:
    """The effects of one medicine, class, condition or finding."""
    classes = {name, *classes_of(name)}
    return tuple(
        key
        for key, fact in load("drug_effects", DrugEffects).items()
        if name in {*fact.generics, *fact.conditions, *fact.findings} or classes & {*fact.classes}
    )


def _general(name: str) -> frozenset[str]:
    """Every condition that is true whenever this one is."""
    items = condition_items()
    out: set[str] = set()
    queue = [name]
    while queue:
        item = items.get(queue.pop())
        queue += [c for c in (item.implies if item else ()) if c not in out]
        out.update(item.implies if item else ())
    return frozenset(out)


def of_the_kidney(name: str) -> bool:
    """Whether a condition is a weakness of the kidneys, which the filtration carries."""
    return name in shared().kidney_conditions


def find(
    medicines: Iterable[str], conditions: Iterable[str]
) -> tuple[list[DrugEffects], tuple[str, ...]]:
    """Effects of what is taken and had, and the ids that the models of blood know nothing of.

    A condition that only follows from a more specific one does not act beside it: malabsorption
    is part of a bypass, not another disease. Effects are those of ordinary doses.

    Args:
        medicines: ids of generics or classes. conditions: ids of conditions or findings.
    """
    facts = load("drug_effects", DrugEffects)
    had = tuple(conditions)
    specific = [c for c in had if _of(c)]
    implied = {g for c in specific for g in _general(c)}
    said_closer = {g for c in had for g in _general(c)}
    found: dict[str, None] = {}
    unknown = []
    for name in (*medicines, *had):
        hits = _of(name)
        if not hits and name not in said_closer:
            unknown.append(name)
        if name not in implied:
            found.update(dict.fromkeys(hits))
    return [facts[k] for k in found], tuple(unknown)


def effects_of(facts: Iterable[DrugEffects]) -> list[tuple[str, Effect]]:
    """(id of the class, effect) for all of them, in the order told."""
    return [(fact.id, effect) for fact in facts for effect in fact.effects]
