"""OpenNutriTracker's export (JSON): foods with amount, unit and nutrients per 100 g or ml."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from unclench.intake.diaries import json_part
from unclench.intake.diaries.columns import column, unit_factor
from unclench.intake.diaries.part import Part
from unclench.told import quantity as q

_PER_100 = re.compile(r"^(.*?)_?100(g?)$")
_OWN_NAMES = {"energykcal": "energy", "proteins": "protein", "carbohydrates": "carbohydrate"}
_EITHER = ("gml", "g/ml", "ml/g")
"""Units that are grams or millilitres, whichever the food has."""
_SERVINGS = ("serving", "servings", "portion")


def is_export(raw: Any) -> bool:
    """Whether a JSON value is the app's list of what was eaten."""
    first = raw[0] if isinstance(raw, list) and raw else None
    return isinstance(first, dict) and {"meal", "amount", "dateTime"} <= set(first)


def read(raw: list[Any], where: str, today: dt.date) -> Part:
    """The foods: energy in kcal, the rest in the nutrient's own unit (minerals in mg).

    Raises:
        RefusalError: no entry has a date.
    """
    columns: dict[str, list[Any]] = {
        k: [] for k in ("row", "day", "meal", "name", "amount", "grams")
    }
    told: list[dict[str, float]] = []
    for n, entry in enumerate(raw, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("meal"), dict):
            continue
        meal = entry["meal"]
        amount, hundredths = _eaten(entry, meal)
        columns["row"].append(n)
        columns["day"].append(json_part.day(str(entry.get("dateTime", ""))))
        columns["meal"].append(str(entry.get("type") or "") or None)
        columns["name"].append(str(meal.get("name") or "") or None)
        columns["amount"].append(amount or None)
        columns["grams"].append(None if hundredths is None else hundredths * 100)
        told.append(_nutrients(meal.get("nutriments"), hundredths))
    part = json_part.made(where, today, columns, told)
    part.shape, part.label = "open_nutri_tracker", "OpenNutriTracker"
    if not any(d is not None for d in columns["day"]):
        raise json_part.no(
            "This OpenNutriTracker file has no dates.", where, "Export the diary again."
        )
    return part


def _eaten(entry: dict[str, Any], meal: dict[str, Any]) -> tuple[str, float | None]:
    """(the amount in words, how many times 100 g or ml it is); None where nothing tells."""
    number, unit = json_part.number(entry.get("amount")), str(entry.get("unit") or "").strip()
    if number is None:
        return "", None
    if unit.lower() in _SERVINGS:
        size = json_part.number(meal.get("servingQuantity"))
        if size is None or not size:
            return f"{number:g} {unit}", None
        number, unit = number * size, str(meal.get("servingUnit") or "g")
    if unit.lower() in _EITHER:
        unit = "ml" if str(meal.get("mealUnit") or "").lower() == "ml" else "g"
    amount = f"{number:g} {unit}".strip()
    found = q.take(q.tidy(amount))[0]
    whole = (found.grams if found.grams is not None else found.ml) if found else None
    return amount, None if whole is None else whole / 100


def _nutrients(per_100: Any, hundredths: float | None) -> dict[str, float]:
    """What was eaten of each nutrient; a key that ends with "100g" is in grams."""
    if not isinstance(per_100, dict) or hundredths is None:
        return {}
    out: dict[str, float] = {}
    for key, value in per_100.items():
        found, number = _PER_100.match(str(key)), json_part.number(value)
        if not found or number is None or isinstance(value, str):
            continue
        name = found[1].lower()
        known = column(_OWN_NAMES.get(name, name))
        if known is None or not known.nutrient:
            continue
        factor: float | None = 1.0
        if found[2] and known.nutrient != "energy":
            factor = unit_factor(known.nutrient, "g")
        if factor is not None:
            out[known.nutrient] = number * factor * hundredths
    return out
