"""Diaries as JSON: told by their keys; apps that cannot be read are named."""

from __future__ import annotations

import datetime as dt
from typing import Any

from unclench.door import documents
from unclench.errors import Problem, UserError
from unclench.facts.kinds.diary_apps import DiaryApp
from unclench.intake.diaries import (
    fitbit_json,
    health_auto_export,
    json_part,
    json_rows,
    open_nutri_tracker,
    waistline,
)
from unclench.intake.diaries.part import Part
from unclench.intake.diaries.roles import app_of

LEVELS = 4
"""How deep the keys of a file are looked at to tell the app it came from."""


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
    metrics = health_auto_export.metrics_of(raw)
    part = None
    if metrics:
        part = health_auto_export.read(metrics, where, today)
    elif open_nutri_tracker.is_export(raw):
        part = open_nutri_tracker.read(raw, where, today)
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
    if health_auto_export.metrics_of(raw) or open_nutri_tracker.is_export(raw):
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
