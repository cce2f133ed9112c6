"""Headers of diary tables that name no nutrient: what a column is, and what is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from unclench.facts.loader import Fact, Verified

Role = Literal["day", "time", "meal", "name", "amount", "unit", "person"]


class DiaryHeaders(Fact):
    """Headers reduced to lower-case letters and digits.

    Attributes:
        roles: what a column of a plain table is -> its headers.
        grams: headers of an amount that is in grams when no column tells its unit.
        not_used: columns that are known and not used.
    """

    roles: Mapping[Role, tuple[str, ...]] = Field({})
    grams: tuple[str, ...] = ()
    not_used: tuple[str, ...] = ()
    source: str
    verified: Verified
