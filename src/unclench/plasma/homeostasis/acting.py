"""What acts on blood: ids of what a person takes and has, and words read once."""

from __future__ import annotations

from dataclasses import replace

from unclench.case import Case
from unclench.plasma.homeostasis.effects import of_findings
from unclench.plasma.homeostasis.inputs import BloodInputs
from unclench.told import Person, condition_items, medicine_classes, medicine_items, understand


def understood(inputs: BloodInputs) -> BloodInputs:
    """The same inputs with every name in words as ids; ids stay as they are.

    What is denied, stopped, feared or another person's is left out. A name that nobody knows stays,
    so that the answer can say that it was not used.
    """
    medicines = {*medicine_items(), *medicine_classes()}
    conditions = {*condition_items(), *of_findings()}
    taken, had = list(inputs.medicines), list(inputs.conditions)
    words = [m for m in taken if m not in medicines], [c for c in had if c not in conditions]
    if not any(words):
        return inputs
    for text in words[0]:
        person = understand(Case(medicines=[text]))
        at = taken.index(text)
        known = person.medicines or person.asides or person.supplements
        taken[at : at + 1] = drugs_of(person) if known else [text]
    for text in words[1]:
        person = understand(Case(conditions=[text]))
        at = had.index(text)
        known_ = person.conditions or person.asides or person.findings
        had[at : at + 1] = conditions_of(person) if known_ else [text]
    return replace(
        inputs,
        medicines=tuple(dict.fromkeys(taken)),
        conditions=tuple(dict.fromkeys(had)),
    )


def drugs_of(person: Person) -> tuple[str, ...]:
    """Ids of what a person takes now: generics, and the narrowest classes named without one."""
    now = {m.generic.strip("()"): m.classes for m in person.medicines if m.current}
    wider = {c for name, classes in now.items() for c in classes if c != name}
    return tuple(sorted(now.keys() - wider))


def conditions_of(person: Person) -> tuple[str, ...]:
    """Ids of the conditions that a person has, and of findings that act on blood."""
    return tuple(sorted(person.has_conditions | (person.present & of_findings())))
