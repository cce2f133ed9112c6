"""Cases, places where a thing can be told, and the numbers of an answer."""

from __future__ import annotations

import datetime as dt
import functools
import json
from pathlib import Path
from typing import Any

import yaml

from unclench import assess

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 1)
DIARY = str(ROOT / "examples" / "kitchen_porter" / "diary.txt")
PLACES = ("complaints", "conditions", "diet")

WORDS = frozenset({
    "say", "label", "text", "action", "because", "note", "why", "questions", "warnings", "reasons",
    "insufficient", "safety_advice", "lines", "tables", "title", "understood", "not_understood",
    "sources", "version", "finding", "for", "against", "muscle_role", "adequacy_statement",
    "life_stage", "caveats", "missed", "shaped_by", "ask", "in_short", "you_asked", "what_to_do",
})  # fmt: skip
"""Keys that hold words; everything else is a number, an id or a level."""


def numbers(answer: Any, path: str = "") -> dict[str, Any]:
    """Every number, id and level of an answer by its place."""
    if isinstance(answer, dict):
        parts = [numbers(v, f"{path}.{k}") for k, v in answer.items() if k not in WORDS]
        return {k: v for part in parts for k, v in part.items()}
    if isinstance(answer, list):
        parts = [numbers(v, f"{path}[{i}]") for i, v in enumerate(answer)]
        return {k: v for part in parts for k, v in part.items()}
    return {path: round(answer, 9) if isinstance(answer, float) else answer}


def answer_of(case: dict[str, Any], **switches: Any) -> dict[str, Any]:
    """The JSON answer of a case."""
    made: dict[str, Any] = json.loads(assess(case, today=TODAY, **switches).to_json())
    return made


def told(case: dict[str, Any], place: str, words: str) -> dict[str, Any]:
    """The case with some words more at one of its places."""
    if place == "diet":
        before = (case.get("diet") or {}).get("description", "")
        diet = {**(case.get("diet") or {}), "description": f"{before}. {words}".strip(". ")}
        return {**case, "diet": diet}
    if place.startswith("exposure."):
        return {**case, "exposure": {**case.get("exposure", {}), place.partition(".")[2]: words}}
    return {**case, place: [*case.get(place, ()), words]}


@functools.cache
def stories() -> tuple[dict[str, Any], ...]:
    """The own case files, as dictionaries."""
    files = sorted((ROOT / "tests" / "cases").glob("*.yaml"))
    return tuple(yaml.safe_load(f.read_text("utf-8"))["case"] for f in files)


def eater(**more: Any) -> dict[str, Any]:
    """An invented woman with a diary."""
    body = {"age": 34, "sex": "female", "weight_kg": 64, "height_cm": 168}
    return {**body, "complaints": ["calf cramps at night"], "diary": [DIARY], **more}
