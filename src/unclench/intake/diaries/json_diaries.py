"""Diaries as JSON: told by their keys; apps that cannot be read are named."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from unclench.assessment import reason
from unclench.door import documents
from unclench.errors import Problem, UserError
from unclench.facts.kinds.diary_apps import DiaryApp
from unclench.intake.diaries import fitbit_json, json_part, json_rows, waistline
from unclench.intake.diaries.columns import NUTRIENTS, column, unit_factor
from unclench.intake.diaries.part import MEALS, Part
from unclench.intake.diaries.roles import app_of
from unclench.told import quantity as q

LEVELS = 4
"""How deep the keys of a file are looked at to tell the app it came from."""
_IN_GRAMS_PER_100 = re.compile(r"^(.*?)_?100g?$")
_OWN_NAMES = {"energykcal": "energy", "proteins": "protein", "carbohydrates": "carbohydrate"}


def value_of(text: str, where: str) -> tuple[Any, list[Problem]]:
    """(what a JSON text says, or a text with one record a line; keys that stand twice).

    Raises:
        RefusalError: it is neither.
    """
    try:
        return documents.json_of(text, where)
    except UserError:
        pass
    try:
        return documents.json_lines(text, where)
    except UserError:
        raise json_part.no(
            "This is a damaged JSON file, not a diary.", where, "Export it again."
        ) from None


def read(raw: Any, twice: list[Problem], where: str, today: dt.date) -> Part:
    """The diary in a JSON value.

    Args:
        twice: problems of the text that it stood in.

    Raises:
        RefusalError: it is none that can be read; the app is named when it is known.
    """
    metrics = _metrics(raw)
    part = None
    if metrics:
        part = _health_auto_export(metrics, where, today)
    elif _is_open_nutri_tracker(raw):
        part = _open_nutri_tracker(raw, where, today)
    elif logs := fitbit_json.logs_of(raw):
        part = fitbit_json.read(logs, where, today)
    elif backup := waistline.backup_of(raw):
        part = waistline.read(backup, where, today)
    if part is not None:
        part.problems += twice
        return part
    app = _app(raw)
    if app is not None:
        raise json_part.no(app.what, where, app.instead)
    raise json_part.no(
        "This is a JSON file, not a diary that I know.",
        where,
        "Export the diary as CSV from the app it belongs to.",
    )


def of_app(raw: Any) -> bool:
    """Whether a JSON value is a file of a diary app that is known, to be read or by name."""
    if _metrics(raw) or _is_open_nutri_tracker(raw):
        return True
    if fitbit_json.logs_of(raw) or waistline.backup_of(raw):
        return True
    return _app(raw) is not None


def is_diary(raw: Any) -> bool:
    """Whether a JSON value is the file of a diary app, or holds records of foods."""
    return of_app(raw) or json_rows.rows_of(raw) is not None


def _app(raw: Any) -> DiaryApp | None:
    found = (app_of(sorted(keys), "json") for keys in _keys(raw, LEVELS))
    return next((app for app in found if app is not None), None)


def _keys(raw: Any, levels: int) -> list[set[str]]:
    """The keys of each object near the top, the outermost first; of lists the first item."""
    if levels <= 0:
        return []
    if isinstance(raw, dict):
        inner = [k for v in list(raw.values())[:20] for k in _keys(v, levels - 1)]
        return [{str(k).lower() for k in raw}, *inner]
    return _keys(raw[0], levels) if isinstance(raw, list) and raw else []


def _metrics(raw: Any) -> list[dict[str, Any]]:
    data = raw.get("data") if isinstance(raw, dict) else None
    found = data.get("metrics") if isinstance(data, dict) else None
    if not isinstance(found, list):
        return []
    return [m for m in found if isinstance(m, dict) and isinstance(m.get("data"), list)]


def _health_auto_export(metrics: list[dict[str, Any]], where: str, today: dt.date) -> Part:
    """Sums by time stamp of the nutrients of Apple Health; movement is no intake."""
    cells: dict[str, dict[str, float]] = {}
    unused: list[str] = []
    problems: list[Problem] = []
    records = 0
    for metric in metrics:
        name, unit = str(metric.get("name", "")), str(metric.get("units", ""))
        known = column(name.replace("_", " "))
        if known is None or not known.nutrient:
            unused.append(name)
            continue
        factor = unit_factor(known.nutrient, unit)
        if factor is None:
            problems.append(
                Problem(f"The unit '{unit[:20]}' of {name[:40]} cannot be used.", where)
            )
            continue
        for row in metric["data"]:
            value = row.get("qty") if isinstance(row, dict) else None
            if (
                not isinstance(value, (int, float))
                or isinstance(value, bool)
                or not 0 <= value < 1e9
            ):
                continue
            records += 1
            at = cells.setdefault(str(row.get("date", "")), {})
            at[known.nutrient] = at.get(known.nutrient, 0.0) + value * factor
    order = sorted(s for s in cells if json_part.day(s))
    part = json_part.made(
        where,
        today,
        {
            "row": list(range(1, len(order) + 1)),
            "day": [json_part.day(s) for s in order],
            "time": [s[11:16] or None for s in order],
        },
        [cells[s] for s in order],
    )
    part.shape, part.label, part.detail = "health_auto_export", "Health Auto Export", MEALS
    part.rows = records
    part.problems += problems
    part.cannot_answer = tuple(n for n in NUTRIENTS if n not in part.frame.columns)
    if unused:
        part.skipped.append(
            reason("diary_nutrients_not_used", count=len(unused), kinds=sorted(unused))
        )
    return part


def _is_open_nutri_tracker(raw: Any) -> bool:
    first = raw[0] if isinstance(raw, list) and raw else None
    return isinstance(first, dict) and {"meal", "amount", "dateTime"} <= set(first)


def _open_nutri_tracker(raw: list[Any], where: str, today: dt.date) -> Part:
    """Foods with amount, unit and nutrients per 100 g or ml (energy in kcal, the rest in g)."""
    columns: dict[str, list[Any]] = {
        k: [] for k in ("row", "day", "meal", "name", "amount", "grams")
    }
    told: list[dict[str, float]] = []
    for n, entry in enumerate(raw, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("meal"), dict):
            continue
        meal = entry["meal"]
        amount = f"{entry.get('amount') or ''} {entry.get('unit') or ''}".strip()
        found = q.take(q.tidy(amount))[0]
        grams = found.grams if found and found.grams is not None else (found.ml if found else None)
        columns["row"].append(n)
        columns["day"].append(json_part.day(str(entry.get("dateTime", ""))))
        columns["meal"].append(str(entry.get("type") or "") or None)
        columns["name"].append(str(meal.get("name") or "") or None)
        columns["amount"].append(amount or None)
        columns["grams"].append(grams)
        told.append(_per_100(meal.get("nutriments"), grams))
    part = json_part.made(where, today, columns, told)
    part.shape, part.label = "open_nutri_tracker", "OpenNutriTracker"
    if not any(d is not None for d in columns["day"]):
        raise json_part.no(
            "This OpenNutriTracker file has no dates.", where, "Export the diary again."
        )
    return part


def _per_100(nutriments: Any, grams: float | None) -> dict[str, float]:
    if not isinstance(nutriments, dict) or grams is None:
        return {}
    out: dict[str, float] = {}
    for key, value in nutriments.items():
        found = _IN_GRAMS_PER_100.match(str(key))
        if not found or not isinstance(value, (int, float)) or isinstance(value, bool):
            continue
        name = found[1].lower()
        known = column(_OWN_NAMES.get(name, name))
        if known is None or not known.nutrient:
            continue
        factor = 1.0 if known.nutrient == "energy" else unit_factor(known.nutrient, "g")
        if factor is not None and value >= 0:
            out[known.nutrient] = value * factor * grams / 100
    return out
