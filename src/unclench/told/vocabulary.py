"""Every word that the facts know: findings, conditions, medicines, diets, as one lexicon."""

from __future__ import annotations

import functools

from unclench.facts import loader
from unclench.facts.kinds import conditions as conditions_kind
from unclench.facts.kinds import findings as findings_kind
from unclench.facts.kinds import medicines as medicines_kind
from unclench.facts.kinds.diet_patterns import DietPattern
from unclench.facts.kinds.medicine_names import MedicineNames
from unclench.told import qualifiers
from unclench.told.lexicon import Concept, Lexicon, group_words, phrase_words


@functools.cache
def finding_items() -> dict[str, findings_kind.Item]:
    """Every finding by id, in the order of the files."""
    areas = loader.load("findings", findings_kind.FindingArea).values()
    return {key: item for area in areas for key, item in area.items.items()}


@functools.cache
def condition_items() -> dict[str, conditions_kind.Item]:
    """Every condition by id."""
    areas = loader.load("conditions", conditions_kind.ConditionArea).values()
    return {key: item for area in areas for key, item in area.items.items()}


@functools.cache
def wider_findings(name: str) -> frozenset[str]:
    """A finding and every more general one that is true whenever it is."""
    out: set[str] = set()
    queue = [name]
    while queue:
        one = queue.pop()
        if one not in out:
            out.add(one)
            queue += finding_items()[one].implies if one in finding_items() else ()
    return frozenset(out)


@functools.cache
def medicine_items() -> dict[str, medicines_kind.Item]:
    """Every generic by name."""
    areas = loader.load("medicines", medicines_kind.MedicineArea).values()
    return {key: item for area in areas for key, item in area.items.items()}


@functools.cache
def medicine_names() -> dict[str, tuple[str, ...]]:
    """Every further name of a medicine -> the generics it stands for."""
    facts = loader.load("medicine_names", MedicineNames).values()
    return {name: generics for fact in facts for name, generics in fact.names.items()}


@functools.cache
def medicine_classes() -> dict[str, medicines_kind.Class]:
    """Every class of medicines by id."""
    areas = loader.load("medicines", medicines_kind.MedicineArea).values()
    return {key: item for area in areas for key, item in area.classes.items()}


@functools.cache
def diet_patterns() -> dict[str, DietPattern]:
    """Every diet pattern and allergy by id."""
    return loader.load("diet_patterns", DietPattern)


@functools.cache
def medicine_words() -> frozenset[str]:
    """Every word of a name of a medicine or of a class of them."""
    named = (n for key, m in medicine_items().items() for n in (key, *m.names))
    classes = (p for c in medicine_classes().values() for p in c.phrases)
    return frozenset(
        w for name in (*named, *medicine_names(), *classes) for w in phrase_words(name)
    )


@functools.cache
def classes_of(generic: str) -> tuple[str, ...]:
    """The classes of a generic, by ATC prefix or by name, sorted."""
    item = medicine_items().get(generic)
    if item is None:
        return ()
    parts = {generic, *item.parts}
    codes = tuple(c for p in parts if (c := medicine_items()[p].atc))
    return tuple(
        sorted(
            key
            for key, group in medicine_classes().items()
            if parts & set(group.members) or any(c.startswith(group.atc) for c in codes)
        )
    )


@functools.cache
def lexicon() -> Lexicon:
    """All phrases of all kinds; concepts are `Concept`s."""
    out = Lexicon()
    for key, item in finding_items().items():
        out.add(Concept("finding", key), item.phrases)
    for key, condition in condition_items().items():
        out.add(Concept("condition", key), condition.phrases)
        out.add(Concept("not_condition", key), condition.unless)
    for key, medicine in medicine_items().items():
        out.add(Concept("medicine", key), (key.replace("_", " "), *medicine.names))
    for name, generics in medicine_names().items():
        for generic in generics:
            out.add(Concept("medicine", generic), (name,))
    for key, group in medicine_classes().items():
        out.add(Concept("medicine_class", key), group.phrases)
    for key, pattern in diet_patterns().items():
        out.add(Concept("diet", key), pattern.said_as)
    for name in (
        "filler",
        "negation",
        "after_negation",
        "stop",
        "asserting",
        "relatives",
        "spelling",
    ):
        out.vocabulary.update(w for words in group_words(name) for w in words)
    out.vocabulary.update(qualifiers.DAYS)
    return out


@functools.cache
def vocabulary() -> frozenset[str]:
    """Every word that a phrase or the grammar uses; spelling is repaired towards these."""
    return frozenset(lexicon().vocabulary)
