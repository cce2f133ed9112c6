"""Nutrients by id, and looking one up by any name it has."""

from __future__ import annotations

import functools

from unclench.errors import Problem, UserError, did_you_mean
from unclench.facts import units
from unclench.facts.kinds.nutrients import NutrientFact, System
from unclench.facts.loader import load

__all__ = [
    "NutrientFact",
    "by_column",
    "convert",
    "factor_to_own",
    "label_share",
    "nutrient",
    "nutrients",
]


@functools.cache
def nutrients() -> dict[str, NutrientFact]:
    """All nutrients by id, most important for muscle first."""
    found = load("nutrients", NutrientFact)
    return dict(sorted(found.items(), key=lambda item: item[1].order))


@functools.cache
def _words() -> dict[str, str]:
    words: dict[str, str] = {}
    for n in nutrients().values():
        for word in (n.id, n.id.replace("_", " "), n.label, n.infoods):
            if word:
                words.setdefault(word.lower(), n.id)
        for column in n.columns:
            words.setdefault(column.name.lower(), n.id)
    words |= {"calories": "energy", "b12": "vitamin_b12", "b6": "vitamin_b6"}
    words |= {"b1": "thiamin", "thiamine": "thiamin", "vitamin b1": "thiamin", "fiber": "fibre"}
    words |= {"fluid": "water", "fluids": "water", "carbs": "carbohydrate", "d": "vitamin_d"}
    return words


def nutrient(name: str) -> NutrientFact:
    """The nutrient with this id, label or column name.

    Raises:
        UserError: no such nutrient; names the nearest.
    """
    words = _words()
    found = words.get(name.strip().lower())
    if found is None:
        raise UserError(
            Problem(f"The nutrient '{name}' is not known.", fix=did_you_mean(name.lower(), words))
        )
    return nutrients()[found]


@functools.cache
def by_column(system: System) -> dict[str, str]:
    """Column name of a system (without unit in brackets) -> nutrient id."""
    return {c.name: n.id for n in nutrients().values() for c in n.names(system)}


@functools.lru_cache(maxsize=4096)
def factor_to_own(name: str, unit: str) -> float | None:
    """The factor from a unit of food records to the nutrient's own; None when there is no way.

    As `convert`, but international units count only where all forms in food are worth the same.
    """
    n = nutrients()[name]
    found = units.find(unit)
    if found is None or (units.dimension(found) == "activity" and not n.iu_in_food):
        return None
    try:
        return convert(name, 1.0, found)
    except UserError:
        return None


def label_share(name: str) -> float | None:
    """Amount, in the nutrient's own unit, of one per cent of a label's daily value.

    Labels do not say which edition of the daily values they use: the lowest gives a lower bound.
    None when there is none, or one of them cannot be converted.
    """
    n = nutrients()[name]
    values = [(v.value, factor_to_own(name, v.unit)) for v in n.daily_values]
    known = [value * factor for value, factor in values if factor is not None]
    return min(known) / 100 if known and len(known) == len(values) else None


def convert(name: str, value: float, from_unit: str, to_unit: str | None = None) -> float:
    """`value` of a nutrient in another unit, by default the nutrient's own.

    Mass, amount of substance, charge and international units are converted with the nutrient's
    molar mass, valence and grams per IU. Water given as a volume is taken as 1 g per mL.

    Raises:
        UserError: unknown nutrient or unit, or no way between the units for this nutrient.
    """
    n = nutrient(name)
    to_unit = to_unit or n.unit
    if n.id == "water":
        unit = units.normalise(from_unit)
        if units.dimension(unit) == "volume" and units.normalise(to_unit) == "g":
            return value * units.factor(unit, "mL")
    return units.convert(
        value,
        from_unit,
        to_unit,
        molar_mass=n.molar_mass,
        valence=n.valence,
        gram_per_iu=n.gram_per_iu,
    )
