"""Health Auto Export (JSON): what Apple Health holds, summed by time stamp."""

from __future__ import annotations

import datetime as dt
from typing import Any

from unclench.assessment import reason
from unclench.errors import Problem
from unclench.intake.diaries import json_part
from unclench.intake.diaries.columns import NUTRIENTS, column, unit_factor
from unclench.intake.diaries.part import MEALS, Part


def metrics_of(raw: Any) -> list[dict[str, Any]]:
    """The metrics of the export; empty when the value is none."""
    data = raw.get("data") if isinstance(raw, dict) else None
    found = data.get("metrics") if isinstance(data, dict) else None
    if not isinstance(found, list):
        return []
    return [m for m in found if isinstance(m, dict) and isinstance(m.get("data"), list)]


def read(metrics: list[dict[str, Any]], where: str, today: dt.date) -> Part:
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
