"""Names of nutrient columns in exports, matched by name and unit, never by position."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


UNITS: dict[str, str] = {
    "energy": "kcal",
    "protein": "g",
    "fat": "g",
    "carbohydrate": "g",
    "fibre": "g",
    "alcohol": "g",
    "water": "g",
    "caffeine": "mg",
    "calcium": "mg",
    "iron": "mg",
    "magnesium": "mg",
    "phosphorus": "mg",
    "potassium": "mg",
    "sodium": "mg",
    "zinc": "mg",
    "copper": "mg",
    "selenium": "µg",
    "vitamin_d": "µg",
    "vitamin_b12": "µg",
    "vitamin_b6": "mg",
    "thiamin": "mg",
    "riboflavin": "mg",
    "niacin": "mg",
    "folate": "µg",
    "vitamin_a": "µg",
    "vitamin_c": "mg",
    "vitamin_e": "mg",
    "vitamin_k": "µg",
}
"""Nutrient ids that diaries are read into, with the unit of each; as in `facts/data/nutrients`."""

NUTRIENTS: tuple[str, ...] = tuple(UNITS)

_NAMES: dict[str, str] = {
    "energy": "energy calories kcal cal dietaryenergyconsumed dietaryenergy energykcal",
    "protein": "protein proteins prot",
    "fat": "fat totalfat fattotal tfat lipid totallipid",
    "carbohydrate": "carbs carbohydrate carbohydrates totalcarbs totalcarbohydrate carb",
    "fibre": "fiber fibre dietaryfiber dietaryfibre fibe totalfiber",
    "alcohol": "alcohol ethanol alc",
    "water": "water mois moisture",
    "caffeine": "caffeine caff",
    "calcium": "calcium ca calc",
    "iron": "iron fe",
    "magnesium": "magnesium mg magn",
    "phosphorus": "phosphorus phosphor phos",
    "potassium": "potassium k pota",
    "sodium": "sodium na sodi",
    "zinc": "zinc zn",
    "copper": "copper cu copp",
    "selenium": "selenium se sele",
    "vitamin_d": "vitamind vitd vitamind3 vitd3 vitamind2d3 dcalciferol",
    "vitamin_b12": "vitaminb12 b12 b12cobalamin cobalamin vb12 vitb12",
    "vitamin_b6": "vitaminb6 b6 b6pyridoxine pyridoxine vb6 vitb6",
    "thiamin": "thiamin thiamine b1 b1thiamine b1thiamin vitaminb1 vb1 vitb1",
    "riboflavin": "riboflavin b2 b2riboflavin vitaminb2 vb2 vitb2",
    "niacin": "niacin b3 b3niacin vitaminb3 niac",
    "folate": "folate b9 b9folate vitaminb9 folatedfe fdfe folates dietaryfolate",
    "vitamin_a": "vitamina vita vitaminarae vara",
    "vitamin_c": "vitaminc vitc vc ascorbicacid",
    "vitamin_e": "vitamine vite atoc alphatocopherol",
    "vitamin_k": "vitamink vitk vk",
}
_ALIAS = {alias: nutrient for nutrient, names in _NAMES.items() for alias in names.split()}

_UNUSED = words(
    """b5pantothenicacid pantothenicacid b7biotin biotin choline starch sugars sugar addedsugars
    addedsugar netcarbs netcarbsg cholesterol monounsaturated monounsaturatedfat
    polyunsaturated polyunsaturatedfat saturated saturatedfat transfats transfat omega3 omega6
    omega3ala omega3dha omega3epa cystine histidine isoleucine leucine lysine methionine
    phenylalanine threonine tryptophan tyrosine valine manganese iodine chromium molybdenum
    chloride fluoride oxalate phytate insolublefiber solublefiber insolublefibre solublefibre
    ala dha epa aa la alphacarotene betacarotene betacryptoxanthin cryptoxanthin lycopene
    luteinzeaxanthin lutein luteinzeaxanthinl retinol sugaralcohol sugaralcohols allulose
    fructose galactose glucose lactose maltose sucrose betatocopherol deltatocopherol
    gammatocopherol tocopherol ash phytosterol salt category completed group meal time note
    notes comments comment brand source totalsugars caloriesfromfat nettcarbs polyols
    erythritol monounsaturatedfats polyunsaturatedfats saturatedfats weekday hydroxyproline
    aspartic glutamic glycine proline serine alanine arginine asparticacid glutamicacid diary
    amounts tags rating"""
)
_TO_BASE = {"kg": 1e3, "g": 1.0, "mg": 1e-3, "µg": 1e-6}
_MASS = {
    "g": "g",
    "gram": "g",
    "grams": "g",
    "gr": "g",
    "mg": "mg",
    "mcg": "µg",
    "ug": "µg",
    "µg": "µg",
    "kg": "kg",
    "mcg dfe": "µg",
    "µg dfe": "µg",
    "mcg rae": "µg",
    "µg rae": "µg",
    "micrograms": "µg",
    "milligrams": "mg",
}
_WATER_ML = {"ml": 1.0, "l": 1000.0, "cl": 10.0, "dl": 100.0, "fl_oz_us": 29.5735, "floz": 29.5735}
_IU = {"vitamin_d": 0.025, "vitamin_e": 0.67}
"""Units per IU: vitamin D 0.025 µg (WHO 1949 standard); natural vitamin E 0.67 mg."""
_ENERGY = {"kcal": 1.0, "cal": 1.0, "calories": 1.0, "kj": 1 / 4.184, "kilojoules": 1 / 4.184}
_HEADER = re.compile(r"^(?P<name>.*?)\s*[\(\[](?P<unit>[^()\[\]]*)[\)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a header cell means. `nutrient` is empty for a column that is known and not used."""

    nutrient: str = ""
    factor: float = 1.0
    why_not: str = ""


def key(text: str) -> str:
    """A header reduced to lower-case letters and digits: "B12 (Cobalamin)" -> "b12cobalamin"."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())


def unit_factor(nutrient: str, unit: str) -> float | None:
    """The factor from `unit` to the nutrient's own unit; None when it cannot be converted."""
    told = unit.strip().lower().replace("μ", "µ").replace("micro", "µ")
    target = UNITS[nutrient]
    if nutrient == "energy":
        return _ENERGY.get(told)
    if told in _MASS:
        return _TO_BASE[_MASS[told]] / _TO_BASE[target]
    if told in ("iu", "i.u.", "ie", "ui"):
        return _IU.get(nutrient)
    if nutrient == "water":
        return _WATER_ML.get(told.replace(" ", ""))
    return None


@functools.lru_cache(maxsize=4096)
def column(header: str) -> Column | None:
    """What a header cell means: a nutrient with its factor, a known unused one, or None (unknown).

    A header without a unit is taken in the nutrient's own unit (kcal, g, mg, µg).
    """
    text = header.strip().strip('"').replace("μ", "µ")
    found = _HEADER.match(text)
    unit = found["unit"] if found else ""
    name = key(found["name"]) if found else key(text)
    whole = key(text)
    if found and unit_factor("magnesium", unit) is None and unit_factor("energy", unit) is None:
        looks_unit = unit.strip().lower() in {"iu", "ml", "l", "%dv", "% dv", "%", "cl", "fl oz"}
        if not looks_unit:
            name, unit = whole, ""
    nutrient = _ALIAS.get(name)
    if whole in ("kilojoules", "kj"):
        return Column("energy", _ENERGY["kj"])
    if nutrient is None:
        found2 = re.match(r"^(.*?)(mcg|mg|ug|kcal|kj|g|iu)$", name)
        if not unit and found2 and found2[1] in _ALIAS and len(found2[1]) > 2:
            nutrient, unit = _ALIAS[found2[1]], found2[2]
    if nutrient is None:
        return Column() if name in _UNUSED or whole in _UNUSED else None
    if not unit:
        return Column(nutrient) if len(name) > 2 or name.startswith("b") else None
    factor = unit_factor(nutrient, unit)
    if factor is None:
        return Column(
            why_not=f"'{header.strip()}': its unit cannot be turned into {UNITS[nutrient]}"
        )
    return Column(nutrient, factor)
