"""Waistline's backup (JSON): a diary of numbers of foods, and the list of the foods.

A food tells what its portion holds, an entry how many portions of what size were eaten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from unclench.assessment import reason
from unclench.intake.diaries import json_part
from unclench.intake.diaries.columns import column, unit_factor
from unclench.intake.diaries.part import Part
from unclench.told import quantity as q


def backup_of(raw: Any) -> dict[str, Any] | None:
    """The backup, when the value is one with days of a diary and foods."""
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if not isinstance(raw, dict):
        return None
    diary, foods = raw.get("diary"), raw.get("foodList")
    if not isinstance(diary, list) or not isinstance(foods, list) or not foods:
        return None
    days = [d for d in diary if isinstance(d, dict) and isinstance(d.get("items"), list)]
    return raw if any("dateTime" in d for d in days) else None


def read(backup: dict[str, Any], where: str, today: dt.date) -> Part:
    """The foods of the diary; entries whose food was removed from the list are counted."""
    foods = {"food": _by_id(backup.get("foodList")), "recipe": _by_id(backup.get("recipes"))}
    units = _units(backup.get("settings"))
    columns: dict[str, list[Any]] = {k: [] for k in ("row", "day", "name", "amount", "grams")}
    told: list[dict[str, float]] = []
    lost = 0
    for entry in backup["diary"]:
        items = entry.get("items") if isinstance(entry, dict) else None
        for item in items if isinstance(items, list) else ():
            if not isinstance(item, dict):
                continue
            food = foods["recipe" if item.get("type") == "recipe" else "food"].get(
                str(item.get("id"))
            )
            if food is None:
                lost += 1
                continue
            amount, grams = _amount(item, food)
            columns["row"].append(len(told) + 1)
            columns["day"].append(json_part.day(str(entry.get("dateTime", ""))))
            columns["name"].append(str(food.get("name") or "").strip() or None)
            columns["amount"].append(amount or None)
            columns["grams"].append(grams)
            told.append(_nutrients(food.get("nutrition"), _times(item, food), units))
    part = json_part.made(where, today, columns, told)
    part.shape, part.label = "waistline", "Waistline backup"
    if lost:
        part.skipped.append(reason("diary_foods_removed", count=lost))
    return part


def _by_id(found: Any) -> dict[str, dict[str, Any]]:
    rows = found if isinstance(found, list) else []
    return {str(f["id"]): f for f in rows if isinstance(f, dict) and "id" in f}


def _units(settings: Any) -> Mapping[str, str]:
    """Nutrient -> unit, where the user chose another than the app's."""
    own = settings.get("nutriments") if isinstance(settings, dict) else None
    units = own.get("units") if isinstance(own, dict) else None
    return {str(k): str(v) for k, v in units.items()} if isinstance(units, dict) else {}


def _times(item: dict[str, Any], food: dict[str, Any]) -> float | None:
    """How often the portion of the food was eaten; None when it is not told."""
    quantity = json_part.number(item.get("quantity", 1))
    size, of = (json_part.number(one.get("portion")) for one in (item, food))
    if quantity is None:
        return None
    return quantity * size / of if size is not None and of else quantity


def _amount(item: dict[str, Any], food: dict[str, Any]) -> tuple[str, float | None]:
    quantity = json_part.number(item.get("quantity", 1))
    size = json_part.number(item.get("portion"))
    if quantity is None or size is None:
        return "", None
    unit = str(item.get("unit") or food.get("unit") or "")
    amount = f"{quantity * size:g} {unit}".strip()
    found = q.take(q.tidy(amount))[0]
    return amount, (found.grams if found else None)


def _nutrients(values: Any, times: float | None, units: Mapping[str, str]) -> dict[str, float]:
    if times is None or not isinstance(values, dict):
        return {}
    out: dict[str, float] = {}
    indirect: dict[str, float] = {}
    for name, value in values.items():
        number, known = json_part.number(value), column(str(name))
        if number is None or known is None or not known.nutrient:
            continue
        factor: float | None = known.factor
        if str(name) in units and not known.compound:
            factor = unit_factor(known.nutrient, units[str(name)])
        if factor is None:
            continue
        into = out if known.plain else indirect  # salt and kJ count where nothing better is told
        into[known.nutrient] = number * factor * times
    return indirect | out
