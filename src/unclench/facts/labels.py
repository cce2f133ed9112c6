"""The plain words of everything that a person can be said to have or take, by id."""

from __future__ import annotations

import functools

from unclench.facts import loader
from unclench.facts.kinds import conditions, findings, medicines


@functools.cache
def labels() -> dict[str, str]:
    """Labels of findings, conditions and classes of medicines; their ids never coincide."""
    out: dict[str, str] = {}
    for area in loader.load("findings", findings.FindingArea).values():
        out |= {key: item.label for key, item in area.items.items()}
    for part in loader.load("conditions", conditions.ConditionArea).values():
        out |= {key: row.label for key, row in part.items.items()}
    for group in loader.load("medicines", medicines.MedicineArea).values():
        out |= {k: kind.label for k, kind in group.classes.items() if k not in out}
    return out


def label_of(name: str) -> str:
    """The label of an id; of a generic its name."""
    return labels().get(name) or f"{name[:1].upper()}{name[1:]}".replace("_", " ")
