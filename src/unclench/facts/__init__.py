"""Facts as data files with sources, and the one loader that validates them.

    from unclench import facts
    facts.get("nutrients", "magnesium").unit
    facts.kinds(); facts.ids("analytes"); facts.sources()["dri_1997"].title

`loader` has the rules of fact files and proves them; `units` knows units.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unclench.facts.loader import Fact, Source

# The folder of the kinds' models has the name of the function. A folder is bound to its parent
# when it is first imported: do that now, so that `kinds` below is the function ever after.
importlib.import_module("unclench.facts.kinds")

__all__ = ["get", "ids", "kinds", "sources"]


def kinds() -> list[str]:
    """The kinds of facts, sorted, such as "nutrients" or "red_flags"."""
    from unclench.facts import loader

    return loader.kinds()


def ids(kind: str) -> list[str]:
    """The ids of the facts of a kind, sorted.

    Raises:
        UserError: no such kind; the nearest is named.
    """
    from unclench.errors import Problem, UserError, did_you_mean
    from unclench.facts import loader

    if kind not in kinds():
        fix = did_you_mean(kind, kinds()) or f"Kinds: {', '.join(kinds())}."
        raise UserError(Problem(f"'{kind}' is not a kind of fact.", "kind", fix))
    return sorted(loader.load(kind, loader.Fact))


def get(kind: str, id: str) -> Fact:
    """One fact, validated: its numbers, their sources, who reviewed it and when.

    Raises:
        UserError: no such kind or no such fact; the nearest is named.
    """
    from unclench.errors import Problem, UserError, did_you_mean
    from unclench.facts import loader

    known = ids(kind)
    if id not in known:
        raise UserError(
            Problem(f"No fact of {kind} is called '{id}'.", "id", did_you_mean(id, known))
        )
    return loader.load(kind, loader.Fact)[id]


def sources() -> dict[str, Source]:
    """Every source by key: title, authors, year, DOI, how it was verified."""
    from unclench.facts import loader

    return loader.sources()


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
