"""Words of diary tables that name no nutrient: of columns, of rows, of cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from unclench.facts.loader import Fact, Verified

Role = Literal[
    "day", "time", "meal", "name", "amount", "grams", "unit", "person", "zone", "deleted", "type",
    "burned",
]  # fmt: skip


class DiaryHeaders(Fact):
    """Headers and words reduced to lower-case letters and digits without accents.

    Attributes:
        roles: what a column of a plain table is -> its headers, the surest first.
        grams: headers of an amount that is in grams when no column tells its unit.
        names: headers of a person's name, where another column holds the food; else of the food.
        not_used: columns that are known and not used.
        prefixes: what may stand before the name of a nutrient: "est", "dietary".
        suffixes: what may stand behind it: "Calories total".
        part_of: words in the brackets of a header that make it a part of the nutrient: "(added)".
        activity: columns of a table of movement; a table of nothing but these and calories tells
            what was burned.
        totals, averages: words of rows that sum up others. fillers: words that may stand beside.
        weekdays: in languages other than English, written out or cut short.
        meals: names of meals, which are no foods. exercise: kinds of rows that are no foods.
        yes: cells that say yes.
        traces: cells that say "next to nothing". missing: cells that say "not known".
        prose: words of sentences, which lists of foods do without.
    """

    roles: Mapping[Role, tuple[str, ...]] = Field({})
    grams: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    not_used: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    averages: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    meals: tuple[str, ...] = ()
    exercise: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    source: str
    verified: Verified
