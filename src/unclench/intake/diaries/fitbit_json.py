"""Fitbit's log of foods as JSON: `food_logs-*.json` of Google Takeout, and the web interface.

Each entry tells what was eaten, for the amount that was eaten (energy in kcal, sodium in mg, the
rest in g). A zero of sodium means that nobody told it: Fitbit writes it for foods of users too.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from unclench.assessment import reason
from unclench.intake.diaries import json_part
from unclench.intake.diaries.columns import column
from unclench.intake.diaries.cronometer import LABELLED
from unclench.intake.diaries.part import Part
from unclench.told import quantity as q


def logs_of(raw: Any) -> list[dict[str, Any]]:
    """The entries of a food log; empty when the value is none."""
    found = raw.get("foods") if isinstance(raw, dict) else raw
    if not isinstance(found, list):
        return []
    return [
        e
        for e in found
        if isinstance(e, dict) and "logDate" in e and isinstance(e.get("loggedFood"), dict)
    ]


def read(logs: list[dict[str, Any]], where: str, today: dt.date) -> Part:
    """The foods of a log. An entry that stands twice counts once."""
    once = list({json.dumps(e, sort_keys=True): e for e in logs}.values())
    columns: dict[str, list[Any]] = {k: [] for k in ("row", "day", "name", "amount", "grams")}
    told: list[dict[str, float]] = []
    for n, entry in enumerate(once, 1):
        food = entry["loggedFood"]
        amount = _amount(food)
        found = q.take(q.tidy(amount))[0] if amount else None
        columns["row"].append(n)
        columns["day"].append(json_part.day(str(entry["logDate"])))
        columns["name"].append(str(food.get("name") or "").strip() or None)
        columns["amount"].append(amount or None)
        columns["grams"].append(found.grams if found else None)
        told.append(_nutrients(entry.get("nutritionalValues"), food))
    part = json_part.made(where, today, columns, told)
    part.shape, part.label = "fitbit_json", "Fitbit food log (JSON)"
    if len(logs) > len(once):
        part.skipped.append(reason("diary_logs_twice", count=len(logs) - len(once)))
    return part


def _amount(food: dict[str, Any]) -> str:
    number = json_part.number(food.get("amount"))
    unit = food.get("unit")
    name = unit.get("name") if isinstance(unit, dict) else None
    return f"{number:g} {name or ''}".strip() if number else ""


def _nutrients(values: Any, food: dict[str, Any]) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, value in (values if isinstance(values, dict) else {}).items():
        number, known = json_part.number(value), column(str(name))
        if number is None or known is None or not known.nutrient:
            continue
        if number or known.nutrient in LABELLED:
            out[known.nutrient] = number * known.factor
    energy = json_part.number(food.get("calories"))
    if energy is not None:
        out.setdefault("energy", energy)
    return out
