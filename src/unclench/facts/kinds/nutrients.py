"""Nutrients: names in other systems, units, molar masses, and what each does for muscle."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from unclench.errors import Problem
from unclench.facts.loader import Fact, Strict, Verified

System = Literal[
    "cronometer",
    "myfitnesspal",
    "macrofactor",
    "asa24",
    "nhanes",
    "healthkit",
    "open_food_facts",
    "ciqual",
    "cofid",
]


class Column(Strict):
    """What a system calls the nutrient.

    `name` is the header as written, without the unit that Cronometer, MacroFactor and CIQUAL put
    in brackets behind it. `unit` is what the numbers are in; null where the file states the unit
    itself, and `%` for a share of the label's daily value.
    """

    system: System
    name: str
    unit: str | None = None
    note: str = ""


class DailyValue(Strict):
    """The amount that a nutrition label calls 100 %; it changed with the label."""

    label: Literal["us_2016", "us_1993"]
    value: float
    unit: str
    source: str
    verified: Verified = "recalled"


class Compound(Strict):
    """What tells the nutrient by the weight of a compound: salt on European labels.

    `headers` are reduced as in `NutrientFact.headers`; `unit` is what they are in when they name
    none; `share` is the part of the compound's weight that is the nutrient.
    """

    headers: tuple[str, ...]
    unit: str
    share: float = Field(gt=0, lt=1)
    source: str
    verified: Verified = "recalled"


class Muscle(Strict):
    """What the nutrient does for nerve and muscle, and how a shortage acts there."""

    role: str
    deficiency: str
    caution: str = ""
    sources: tuple[str, ...]
    verified: Verified = "recalled"


class NutrientFact(Fact):
    """One nutrient. Amounts everywhere in Unclench are in `unit` per day or per 100 g of food.

    Attributes:
        order: place in lists, most important for muscle first.
        rare: that few diaries and tables list it, so that none is blamed for lacking it.
        form: what exactly is counted, e.g. dietary folate equivalents.
        infoods: INFOODS tagname. fdc_id, fdc_number: FoodData Central's two different codes. All
            three are empty for a part of a nutrient that no food table lists.
        molar_mass: g/mol of the form that is counted. valence: charge of the ion in body fluids.
        gram_per_iu: grams in one international unit. iu_in_food: whether that holds for the mix of
            forms in food.
        headers: further headers of diary tables, in any language, reduced to lower-case letters
            and digits without accents.
        compounds: compounds that tables name in its place.
        muscle: the row of the muscle table; null when the nutrient is not part of it.
        food_sources: foods that carry much of it, everyday names.
    """

    unit: str
    form: str = ""
    muscle: Muscle | None = None
    food_sources: tuple[str, ...] = ()
    order: int
    rare: bool = False
    infoods: str
    fdc_id: int | None = None
    fdc_number: str = ""
    molar_mass: float | None = Field(None, gt=0)
    valence: int | None = None
    gram_per_iu: float | None = Field(None, gt=0)
    iu_in_food: bool = True
    daily_values: tuple[DailyValue, ...] = ()
    columns: tuple[Column, ...]
    headers: tuple[str, ...] = ()
    compounds: tuple[Compound, ...] = ()
    sources: tuple[str, ...]

    def names(self, system: System) -> tuple[Column, ...]:
        """The columns of one system."""
        return tuple(c for c in self.columns if c.system == system)


MUSCLE_TABLE = (
    "magnesium",
    "calcium",
    "potassium",
    "vitamin_d",
    "sodium",
    "water",
    "vitamin_b12",
    "vitamin_b6",
    "thiamin",
    "folate",
    "phosphorus",
    "iron",
)


def check(facts: dict[str, Fact], today: dt.date) -> list[Problem]:
    """The muscle table is whole, and no two nutrients claim the same code or column."""
    problems = []
    nutrients = [f for f in facts.values() if isinstance(f, NutrientFact)]
    rows = {n.id: n for n in nutrients}
    for name in MUSCLE_TABLE:
        row = rows.get(name)
        if row is None or row.muscle is None or not row.food_sources:
            problems.append(
                Problem("the row of the muscle table is not whole", f"facts/data/nutrients/{name}")
            )
    seen: dict[tuple[str, str], str] = {}
    for n in nutrients:
        keys = [("FDC id", str(n.fdc_id)), ("FDC number", n.fdc_number)] if n.fdc_id else []
        keys += [(c.system, c.name) for c in n.columns]
        keys += [("header", h) for h in n.headers]
        keys += [("header", h) for c in n.compounds for h in c.headers]
        for key in keys:
            other = seen.setdefault(key, n.id)
            if other != n.id:
                problems.append(
                    Problem(
                        f"{key[0]} '{key[1]}' also belongs to {other}",
                        f"facts/data/nutrients/{n.id}",
                    )
                )
    return problems
