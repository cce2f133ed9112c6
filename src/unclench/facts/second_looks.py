"""Second looks: where a fact of high harm was looked up again, and what was read there.

Rows of plan safety, warning signs, limits at which laboratories telephone, upper limits, effects
of medicines and the rules of results cannot be written without one: their models ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import model_validator

from unclench.facts.loader import Fact, Strict, parts

KINDS = ("plan_safety", "red_flags", "analytes", "requirements", "drug_effects", "result_rules")
"""Kinds of facts whose rows carry one."""

Found = Literal["seen", "computed", "partial", "not_found"]


class SecondLook(Strict):
    """What another place says of a row.

    Attributes:
        found: seen: it says so; computed: it follows from what it says; partial: a part of it is
            there, and `says` tells what is ours; not_found.
        at: keys of sources that were looked up and have an address.
        says: what was read there, or what was computed.
        searched: of what was not found: where it was looked for, and what for.
    """

    found: Found
    at: tuple[str, ...] = ()
    says: str = ""
    searched: str = ""

    @model_validator(mode="after")
    def _whole(self) -> SecondLook:
        if self.found == "not_found":
            if not self.searched or self.at:
                raise ValueError("what was not found says where it was searched, and no place")
        elif not self.at or not self.says:
            raise ValueError("what was found says where (at) and what (says)")
        return self


def looks(fact: Fact) -> Iterator[tuple[str, SecondLook]]:
    """(path within the fact, second look) of every row of a fact."""
    for path, name, value in parts(fact):
        if isinstance(value, SecondLook):
            yield f"{path}.{name}".lstrip("."), value
