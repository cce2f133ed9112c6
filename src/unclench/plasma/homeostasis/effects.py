"""Medicines and conditions by name or class, as changes of the models' constants.

Generic and brand names come from `facts/data/medicines`, by the classes that a file of
`facts/data/drug_effects` names as its own.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from unclench.errors import did_you_mean
from unclench.facts.kinds.drug_effects import DrugEffects, Effect
from unclench.facts.kinds.medicines import MedicineArea
from unclench.facts.loader import load


def _plain(text: str) -> str:
    kept = "".join(c if c.isalnum() else " " for c in text.lower())
    return " ".join(kept.split())


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    """Every name in plain form -> the classes of effects it belongs to."""
    table: dict[str, dict[str, None]] = {}
    areas = load("medicines", MedicineArea).values()
    groups = {c: k for area in areas for c, k in area.classes.items()}
    for key, fact in load("drug_effects", DrugEffects).items():
        for name in (key, fact.label, *fact.names):
            table.setdefault(_plain(name), {})[key] = None
        own = [groups[n] for n in (key, *fact.names) if n in groups and fact.kind == "medicine"]
        for group in own:
            for generic, item in ((g, i) for area in areas for g, i in area.items.items()):
                coded = bool(item.atc) and item.atc.startswith(group.atc or "-")
                if coded or generic in group.members:
                    for name in (generic, *item.names):
                        table.setdefault(_plain(name), {})[key] = None
    return {name: tuple(keys) for name, keys in table.items()}


def _hits(plain: str) -> list[str]:
    """Classes of the longest names that stand in the text as whole words."""
    padded = f" {plain} "
    names = [n for n in _table() if f" {n} " in padded]
    longest = [n for n in names if not any(n != m and f" {n} " in f" {m} " for m in names)]
    return [key for n in sorted(longest, key=padded.index) for key in _table()[n]]


def find(told: Iterable[str]) -> tuple[list[DrugEffects], list[str]]:
    """Classes behind medicines and conditions as told, and notes on what is not in the models.

    A dose in the text is ignored: effects are those of ordinary doses.
    """
    facts = load("drug_effects", DrugEffects)
    found: dict[str, None] = {}
    unknown = []
    notes = []
    for text in told:
        hits = _hits(_plain(text))
        found.update(dict.fromkeys(hits))
        if not hits:
            unknown.append(f"'{text}'")
            notes += [n for n in [did_you_mean(_plain(text), _table())] if n]
    if unknown:
        names = ", ".join(unknown)
        notes.insert(0, f"Not in the models of blood, so left out of them: {names}.")
    return [facts[k] for k in found], notes


def effects_of(facts: Iterable[DrugEffects]) -> list[tuple[str, Effect]]:
    """(id of the class, effect) for all of them, in the order told."""
    return [(fact.id, effect) for fact in facts for effect in fact.effects]
