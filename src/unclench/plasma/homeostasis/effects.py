"""Medicines and conditions by name or class, as changes of the models' constants."""

from __future__ import annotations

from collections.abc import Iterable

from unclench.errors import did_you_mean
from unclench.facts.base import load
from unclench.facts.kinds.drug_effects import Effect, Model

FEWEST = 3
"""Shortest word that is compared with names, so that "a" is not a medicine."""


def _known() -> dict[str, Model]:
    return load("drug_effects", Model)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())


def find(told: Iterable[str]) -> tuple[list[Model], list[str]]:
    """Classes behind medicines and conditions as told, and notes on what is not in the models.

    A dose in the text is ignored: effects are those of ordinary doses.
    """
    table = {}
    for key, fact in _known().items():
        for name in (key, fact.label, *fact.names):
            table[_plain(name)] = key
    found: dict[str, None] = {}
    notes = []
    for text in told:
        plain = _plain(text)
        words = [w for w in plain.split() if len(w) >= FEWEST]
        hits = [table[plain]] if plain in table else [table[w] for w in words if w in table]
        if not hits:
            hits = [k for name, k in table.items() if len(name) > FEWEST and name in plain]
        found.update(dict.fromkeys(hits))
        if not hits:
            near = did_you_mean(plain, table)
            notes.append(f"'{text}' is not in the models of blood; it was left out. {near}".strip())
    return [_known()[k] for k in found], notes


def effects_of(facts: Iterable[Model]) -> list[tuple[str, Effect]]:
    """(id of the class, effect) for all of them, in the order told."""
    return [(fact.id, effect) for fact in facts for effect in fact.effects]
