"""People for tests, as the links take them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from unclench.told.person import Condition, Medicine, Person


def somebody(
    *,
    classes: Collection[str] = (),
    medicines: Collection[str] = (),
    conditions: Collection[str] = (),
    **more: Any,
) -> Person:
    """A person who takes these medicines, or one of each class, and has these conditions."""
    taken = [Medicine(name, (), name) for name in medicines]
    taken += [Medicine(f"({name})", (name,), name) for name in classes]
    return Person(
        medicines=tuple(taken),
        conditions=tuple(Condition(name, True, name, "conditions") for name in conditions),
        **more,
    )
