"""People for tests, as the links take them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from unclench.told import classes_of
from unclench.told.person import Condition, Finding, Medicine, Person


def somebody(
    *,
    classes: Collection[str] = (),
    medicines: Collection[str] = (),
    conditions: Collection[str] = (),
    findings: Collection[str] = (),
    days_ago: float | None = None,
    **more: Any,
) -> Person:
    """A person who takes these medicines, or one of each class, and has these conditions (since so
    many days, when told) and findings."""
    years = None if days_ago is None else days_ago / 365.25
    taken = [Medicine(name, classes_of(name), name) for name in medicines]
    taken += [Medicine(f"({name})", (name,), name) for name in classes]
    return Person(
        medicines=tuple(taken),
        conditions=tuple(Condition(name, True, name, "conditions", years) for name in conditions),
        findings=tuple(Finding(name, True) for name in findings),
        **more,
    )
